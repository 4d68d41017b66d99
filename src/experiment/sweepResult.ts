/** What a sweep found: every point with its intervals, which of them are not beaten, and the best. */
import { addressOf } from '../result/address.js';
import type { FigureInterval } from '../result/document.js';
import { holdsAt } from '../result/thresholds.js';
import type { Outcome } from './folder.js';
import { intervalsOf } from './intervals.js';
import { paretoFront } from './pareto.js';
import { taskIds, type Plan } from './plan.js';

/**
 * `done`: every replication answered · `failed`: one of them could not be, after all tries · `missing`: not yet ·
 * `invalid`: no scenario that can run.
 */
export type PointState = 'done' | 'failed' | 'missing' | 'invalid';

export interface SweepPoint {
  readonly point: string;
  /** By the name the person gave. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly state: PointState;
  /** Only of `failed` and `invalid` points. */
  readonly error?: string;
  /** Replications that were answered. */
  readonly replications: number;
  /** Whether its means keep all thresholds; `null`: there are none, or one cannot be judged. */
  readonly keeps: boolean | null;
  /** The same of all objectives. */
  readonly meets: boolean | null;
  /** Whether no other point is at least as good in every figure of the front and better in one. */
  readonly front: boolean;
  /** By full path; a figure that was never observed is left out. Replications of a point that is not done count too. */
  readonly figures: Readonly<Record<string, FigureInterval>>;
}

export interface SweepResult {
  readonly plan: Plan;
  readonly points: readonly SweepPoint[];
  /**
   * The point with the least of the first figure of the front, among those that keep the thresholds (if there are any);
   * one that meets the objectives as well goes before all that do not.
   */
  readonly best: string | null;
  /** Every point that can be run was run. */
  readonly complete: boolean;
}

/** What can be said by now, in the order of the points. */
export function sweepResult(plan: Plan, outcomes: ReadonlyMap<string, Outcome>): SweepResult {
  const points = plan.points.map((_, k) => pointOf(plan, k, outcomes));
  const rows = points.map((point) => (point.state === 'done' ? plan.front.map((path) => rank(path, point)) : [NaN]));
  const on = paretoFront(rows);
  const marked = points.map((point, k) => ({ ...point, front: on[k] }));
  return {
    plan,
    points: marked,
    best: bestOf(plan, marked),
    complete: marked.every(({ state }) => state !== 'missing'),
  };
}

/** One point as far as it is known; whether it is on the front needs all of them. */
export function pointOf(plan: Plan, k: number, outcomes: ReadonlyMap<string, Outcome>): SweepPoint {
  const planned = plan.points[k];
  const ids = taskIds(plan, planned);
  const heard = ids.flatMap((id) => outcomes.get(id) ?? []);
  const rows = heard.flatMap((outcome) => ('figures' in outcome ? [outcome.figures] : []));
  const errors = heard.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []));
  const error = planned.invalid ?? errors[0];
  const figures = intervalsOf(rows, { currencies: plan.currencies });
  return {
    point: planned.id,
    parameters: Object.fromEntries(plan.parameters.map(({ name }, i) => [name, planned.values[i]])),
    state: stateOf(planned.invalid !== undefined, errors.length > 0, rows.length === ids.length),
    ...(error === undefined ? {} : { error }),
    replications: rows.length,
    keeps: keepsOf(plan, figures),
    meets: meetsOf(plan, figures),
    front: false,
    figures,
  };
}

function stateOf(invalid: boolean, failed: boolean, all: boolean): PointState {
  if (invalid) return 'invalid';
  return failed ? 'failed' : all ? 'done' : 'missing';
}

function keepsOf({ thresholds }: Plan, figures: SweepPoint['figures']): boolean | null {
  if (thresholds.length === 0) return null;
  return allOf(
    thresholds.map((threshold) => {
      const seen = figures[threshold.figure];
      return seen === undefined ? null : holdsAt(threshold, seen.mean);
    }),
  );
}

function meetsOf({ objectives }: Plan, figures: SweepPoint['figures']): boolean | null {
  if (objectives.length === 0) return null;
  return allOf(
    objectives.map(({ path, target }) => {
      const seen = figures[path];
      return seen === undefined ? null : seen.mean >= target;
    }),
  );
}

/** One that does not hold decides; otherwise one that is not known leaves it open. */
const allOf = (held: readonly (boolean | null)[]): boolean | null =>
  held.includes(false) ? false : held.includes(null) ? null : true;

/** The mean of a figure, turned so that lower is better; NaN where it was not observed. */
function rank(path: string, { figures }: SweepPoint): number {
  const found = addressOf(path);
  const mean = figures[path]?.mean ?? NaN;
  return found.ok && found.address.figure.better === 'higher' ? -mean : mean;
}

/** Who breaks no objective is better; ties are broken by the next figures of the front, then by the order of the points. */
export function isBetter(plan: Plan, a: SweepPoint, b: SweepPoint): boolean {
  if ((a.meets === false) !== (b.meets === false)) return b.meets === false;
  for (const path of plan.front) {
    const [left, right] = [rank(path, a), rank(path, b)];
    if (left !== right) return left < right || (Number.isNaN(right) && !Number.isNaN(left));
  }
  return false;
}

/** Whether a point may be the best: it is done, and keeps the thresholds where there are any. */
export function mayBeBest({ thresholds, front }: Plan, point: SweepPoint): boolean {
  return point.state === 'done' && (thresholds.length === 0 || point.keeps === true) && front[0] in point.figures;
}

function bestOf(plan: Plan, points: readonly SweepPoint[]): string | null {
  let best: SweepPoint | null = null;
  for (const point of points) {
    if (mayBeBest(plan, point) && (best === null || isBetter(plan, point, best))) best = point;
  }
  return best?.point ?? null;
}
