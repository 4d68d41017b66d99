/** What other programs may use: everything here is public, nothing inside imports it. */
export { open, type Inputs, type Simulation } from './simulate.js';
export { readTraces, type ReadTracesOptions } from './scenario/traces.js';
export { openDocument, readScenario, type ReadOptions, type ReadResult, type ScenarioFiles } from './scenario/read.js';
export { print } from './scenario/print/print.js';
export type { Scenario } from './scenario/resolved.js';
export type * from './result/document.js';
export { summary } from './report/summary.js';

// Experiments: several runs, on a runner of your own or in this thread.
export { replicate, type ReplicatePlan, type Replicated } from './experiment/replicate.js';
export { compare, type ComparePlan, type Comparison } from './experiment/compare.js';
export { subjectOf, type Subject } from './experiment/subject.js';
export { InlineRunner } from './experiment/inline.js';
export type { TaskFiles } from './experiment/answer.js';
export type { Answer, Failure, Runner, Task } from './experiment/task.js';

// The Knative autoscaler, to be driven tick by tick (examples/autoscaler.mjs, docs/knative.md).
export { createPolicy } from './autoscaler/create.js';
export { explain } from './autoscaler/explain.js';
export { REASONS, type Decision, type Policy, type ReasonName } from './autoscaler/policy.js';
export type { AutoscalerSetup, DeciderSpec, KnativeConfig, PolicyRecipe } from './autoscaler/recipe.js';
export { KnativePolicy, type DeciderSettings, type DeciderStart } from './autoscaler/knative/decider.js';
export { parseConfig } from './autoscaler/knative/config.js';
export { validateAnnotations } from './autoscaler/knative/annotations.js';
export type { Problem as KnativeProblem } from './autoscaler/knative/problem.js';
export { resolveDecider, type ResolvedDecider } from './autoscaler/knative/resolve.js';
export {
  activatorCount,
  noOutcome,
  scale,
  sksMode,
  updateActive,
  type ActiveState,
  type ScaleOutcome,
  type ScaleSettings,
  type ScaleState,
} from './autoscaler/knative/reconciler.js';
export { PROFILES, type TuningProfile } from './autoscaler/profiles.js';

// What it would have decided: recorded metrics, the log of a run, cases in the format of test/conformance/golden.
export { hold, type HeldSeries, type Sample, type SeriesKind } from './autoscaler/decide/hold.js';
export { decide, summarise, type DecideOptions, type DecisionSummary } from './autoscaler/decide/decide.js';
export { decideAgain, type DecisionRow, type Seen } from './autoscaler/decide/replay.js';
export { decideCases } from './autoscaler/decide/cases.js';
export { readObservations, type ObservedMetrics } from './traces/observations.js';
export type { ObservationSink } from './meters/observationSink.js';

export { HEADROOM_VERSION, MODEL_VERSION } from './version.js';
