/** What other programs may use: everything here is public, nothing inside imports it. */
export { open, type Inputs, type Simulation } from './simulate.js';
export { readScenario, type ReadOptions, type ReadResult, type ScenarioFiles } from './scenario/read.js';
export { print } from './scenario/print/print.js';
export type { Scenario } from './scenario/resolved.js';
export type * from './result/document.js';
export { summary } from './report/summary.js';

// The Knative autoscaler, to be driven tick by tick.
export { createPolicy } from './autoscaler/create.js';
export { explain } from './autoscaler/explain.js';
export type { Decision, Policy } from './autoscaler/policy.js';
export type { DeciderSpec, KnativeConfig, PolicyRecipe } from './autoscaler/recipe.js';
export { KnativePolicy } from './autoscaler/knative/decider.js';
export { parseConfig } from './autoscaler/knative/config.js';
export { validateAnnotations } from './autoscaler/knative/annotations.js';
export { resolveDecider } from './autoscaler/knative/resolve.js';
export { scale, noOutcome, updateActive } from './autoscaler/knative/reconciler.js';
export { HEADROOM_VERSION, MODEL_VERSION } from './version.js';
