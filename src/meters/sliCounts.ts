/** What objectives are judged on: counts of one service, or of several together. */
import type { Objective, SliCounts } from '../slo/objective.js';
import type { Micros } from '../units/quantities.js';
import { widened } from '../units/widened.js';
import type { ServiceMeter } from './serviceMeter.js';
import type { SliTimeline } from './timeline.js';

/** One service as it counts. */
export interface Counting {
  readonly meter: ServiceMeter;
  readonly sli: SliTimeline;
  /** Those that look at it, in the order of the meter's `bad`. */
  readonly objectives: readonly Objective[];
}

export function sliCounts({ meter, sli, objectives }: Counting, objective: Objective, interval: Micros): SliCounts {
  const k = objectives.indexOf(objective);
  const cold = objective.among === 'cold';
  return {
    interval,
    valid: cold ? meter.coldCount : meter.ended,
    bad: meter.bad[k],
    validByInterval: (cold ? sli.cold : sli.valid).values,
    badByInterval: sli.bad[k].values,
  };
}

/** Counts to be added to. */
export interface SliSums extends SliCounts {
  valid: number;
  bad: number;
  validByInterval: Float64Array;
  badByInterval: Float64Array;
}

export function noCounts(interval: Micros): SliSums {
  return { interval, valid: 0, bad: 0, validByInterval: new Float64Array(0), badByInterval: new Float64Array(0) };
}

/** Adds the counts of one more service, or of several together. */
export function addCounts(sums: SliSums, more: SliCounts): void {
  sums.valid += more.valid;
  sums.bad += more.bad;
  sums.validByInterval = added(sums.validByInterval, more.validByInterval);
  sums.badByInterval = added(sums.badByInterval, more.badByInterval);
}

/** Into the first of them, or into a longer copy of it where the other one has more intervals. */
function added(sums: Float64Array, more: ArrayLike<number>): Float64Array {
  const all = more.length > sums.length ? widened(sums, more.length) : sums;
  for (let k = 0; k < more.length; k++) all[k] += more[k];
  return all;
}
