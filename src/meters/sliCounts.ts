/** What objectives are judged on: counts of one service, or of several together. */
import type { Objective, SliCounts } from '../slo/objective.js';
import type { Micros } from '../units/quantities.js';
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
    validByInterval: cold ? sli.cold : sli.valid,
    badByInterval: sli.bad[k],
  };
}

export function added(all: readonly SliCounts[], interval: Micros): SliCounts {
  if (all.length === 1) return all[0];
  const sum = (read: (one: SliCounts) => ArrayLike<number>): number[] =>
    Array.from(all.length > 0 ? read(all[0]) : [], (_, k) => all.reduce((total, one) => total + read(one)[k], 0));
  return {
    interval,
    valid: all.reduce((total, one) => total + one.valid, 0),
    bad: all.reduce((total, one) => total + one.bad, 0),
    validByInterval: sum((one) => one.validByInterval),
    badByInterval: sum((one) => one.badByInterval),
  };
}
