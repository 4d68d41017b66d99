/** A sweep laid down before it runs: which points, which tasks. Plain data, so that it can be kept and taken up again. */
import type { Threshold } from '../result/thresholds.js';
import { canonicalJson, scenarioHash } from '../scenario/hash.js';
import type { ParameterKind } from '../scenario/parameterFacts.js';
import { formatProblem } from '../scenario/problem.js';
import { documentOf, resolveDocument, type ScenarioDocument } from '../scenario/read.js';
import type { Scenario } from '../scenario/resolved.js';
import { sha256, type Sources } from '../scenario/sources.js';
import { cannotRun } from '../scenario/cannotRun.js';
import { UserError } from '../units/userError.js';
import { HEADROOM_VERSION, MODEL_VERSION } from '../version.js';
import { replicationsOf, subjectOf, taskId } from './subject.js';
import type { Task } from './task.js';

/** How points are chosen: every combination, or so many samples. */
export type Design =
  { readonly kind: 'grid' } | { readonly kind: 'sobol' | 'latin'; readonly count: number; readonly seed: number };

export interface Plan {
  readonly format: 1;
  readonly experiment: 'sweep';
  readonly headroomVersion: string;
  readonly modelVersion: number;
  readonly name: string;
  /** What makes the same again. */
  readonly command: string;
  /** The scenario as it was written, `--set` and `--seed` folded in. */
  readonly scenario: unknown;
  /** Where its files are. */
  readonly folder: string;
  readonly design: Design;
  readonly parameters: readonly PlannedParameter[];
  readonly replications: number;
  /** Full paths: the first is what the best point has least of; all together span the Pareto front. */
  readonly front: readonly string[];
  /** Full paths of the figures in the table, those of the front first. */
  readonly figures: readonly string[];
  readonly thresholds: readonly Threshold[];
  /** Objectives of the scenario: the full path of each one's SLI, and what was promised. */
  readonly objectives: readonly { readonly path: string; readonly target: number }[];
  /** Whether figures of each service are kept; of many services only those in the table are. */
  readonly everyService: boolean;
  /** By tariff. */
  readonly currencies: Readonly<Record<string, string>>;
  readonly points: readonly PlannedPoint[];
  /** Of everything that the answers depend on, files included. */
  readonly fingerprint: string;
}

export interface PlannedParameter {
  /** As the person named it. */
  readonly name: string;
  readonly path: string;
  readonly kind: ParameterKind;
  /** Drawn evenly on a logarithmic scale. */
  readonly log: boolean;
}

export interface PlannedPoint {
  /** `p0001`. */
  readonly id: string;
  /** One text per parameter. */
  readonly values: readonly string[];
  /** Why it is no scenario that can run; such a point is not run. */
  readonly invalid?: string;
}

/** Resolves every point: what is wrong is known before anything runs. */
export function complete(plan: Omit<Plan, 'fingerprint'>, document: ScenarioDocument, skipInvalid: boolean): Plan {
  const resolved = plan.points.map((point) => resolvePoint(plan, point, document));
  const points = plan.points.map((point, k): PlannedPoint => {
    const reason = resolved[k].reason;
    return reason === null ? point : { ...point, invalid: reason };
  });
  const wrong = points.filter(({ invalid }) => invalid !== undefined);
  if (wrong.length > 0 && (!skipInvalid || wrong.length === points.length)) throw invalidPoints(plan, wrong);
  const checked = { ...plan, points };
  const hashes = resolved.map(({ scenario }) => (scenario === null ? null : scenarioHash(scenario)));
  return { ...checked, fingerprint: sha256(canonicalJson([checked, hashes])) };
}

function invalidPoints(plan: Omit<Plan, 'fingerprint'>, wrong: readonly PlannedPoint[]): UserError {
  const shown = wrong.slice(0, 5).map((point) => `  ${valuesText(plan, point)}: ${point.invalid ?? ''}`);
  const rest = wrong.length > 5 ? [`  and ${wrong.length - 5} more`] : [];
  const head = `${wrong.length} of ${plan.points.length} points ${wrong.length === 1 ? 'is no scenario' : 'are no scenarios'} that can run:`;
  const hint = wrong.length < plan.points.length ? '--skip-invalid leaves them out' : undefined;
  return new UserError([head, ...shown, ...rest].join('\n'), hint);
}

/** `stable-window=10s target=70`. */
export function valuesText({ parameters }: Pick<Plan, 'parameters'>, { values }: Pick<PlannedPoint, 'values'>): string {
  return parameters.map(({ name }, k) => `${name}=${values[k]}`).join(' ');
}

const setsOf = (
  { parameters }: Pick<Plan, 'parameters'>,
  { values }: Pick<PlannedPoint, 'values'>,
): readonly string[] => parameters.map(({ path }, k) => `${path}=${values[k]}`);

interface ResolvedPoint {
  readonly scenario: Scenario | null;
  readonly reason: string | null;
}

function resolvePoint(
  { parameters }: Pick<Plan, 'parameters'>,
  { values }: PlannedPoint,
  document: ScenarioDocument,
): ResolvedPoint {
  const outcome = resolveDocument(document, { set: setsOf({ parameters }, { values }) });
  if (!outcome.ok) {
    const reasons = outcome.problems.map((problem) => formatProblem({ ...problem, file: '', line: 0 }).trim());
    return { scenario: null, reason: reasons.join('; ') };
  }
  const { scenario } = outcome;
  const unsettled = scenario.analysis.warmup === 'auto' ? 'warmup = auto, must be a duration in a sweep' : null;
  return { scenario, reason: unsettled ?? cannotRun(scenario) };
}

/**
 * Whether the plan still means what it meant: the same version, and files that have not changed since.
 *
 * @throws UserError where it does not
 */
export function checkPlan(plan: Plan, sources: Sources): void {
  const { headroomVersion, modelVersion } = plan;
  if (headroomVersion !== HEADROOM_VERSION || modelVersion !== MODEL_VERSION)
    throw new UserError(
      `the experiment was begun by Headroom ${headroomVersion} (model ${modelVersion}), this is ${HEADROOM_VERSION} (model ${MODEL_VERSION})`,
      'answers of different versions do not belong together: finish it with that version, or start again',
    );
  const { fingerprint, ...rest } = plan;
  const points = rest.points.map(({ id, values }) => ({ id, values }));
  if (complete({ ...rest, points }, documentOf(plan.scenario, sources, plan.name), true).fingerprint !== fingerprint)
    throw new UserError('the files that the scenario names have changed since', 'start again with another --out');
}

/** The tasks of a plan in order, but for those in `done`. Each is made when it is asked for. */
export function* tasksOf(plan: Plan, sources: Sources, done: ReadonlySet<string>): Generator<Task> {
  const document = documentOf(plan.scenario, sources, plan.name);
  for (const point of plan.points) {
    if (taskIds(plan, point).every((id) => done.has(id))) continue;
    const subject = subjectOf(document, { set: setsOf(plan, point) }, plan.folder);
    for (const task of replicationsOf(subject, point.id, 0, plan.replications)) if (!done.has(task.id)) yield task;
  }
}

/** `p0001/r0000` and so on; none for a point that cannot run. */
export function taskIds({ replications }: Plan, { id, invalid }: PlannedPoint): readonly string[] {
  return invalid === undefined ? Array.from({ length: replications }, (_, r) => taskId(id, r)) : [];
}
