/** Where a run that is meant to go on for ever has forgotten how it began. */
import { mser5 } from '../stats/intervals.js';
import { formatDuration } from '../units/format.js';
import type { Micros } from '../units/quantities.js';

export type FoundWarmup =
  | { readonly ok: true; readonly warmup: Micros }
  /** The run is too short to say: the best cut lies past its half. */
  | { readonly ok: false; readonly cut: Micros };

/**
 * The warm-up by MSER-5 on the number in system, averaged over replications (White, Cobb and Spratt 2000; averaging as
 * Welch did). Refused where the best cut is past half of the run: then the transient may not have ended at all.
 *
 * @param series number in system over the run, one for each replication, all of one length
 * @param horizon length of the run
 */
export function findWarmup(series: readonly (readonly number[])[], horizon: Micros): FoundWarmup {
  const averaged = averageSeries(series);
  const cut = mser5(averaged, 0.9);
  const at = averaged.length === 0 ? 0 : Math.round((horizon * cut) / averaged.length);
  return cut * 2 > averaged.length ? { ok: false, cut: at } : { ok: true, warmup: at };
}

/** Point by point. */
function averageSeries(series: readonly (readonly number[])[]): readonly number[] {
  const [first = []] = series;
  return first.map((_, k) => series.reduce((sum, values) => sum + values[k], 0) / series.length);
}

/** A warm-up was to be found and the run is too short for it. */
export class TooShort extends Error {
  readonly hint = 'make the horizon longer, or give the warm-up (warmup: 5m)';

  constructor(name: string, cut: Micros, horizon: Micros) {
    super(
      `warmup = auto, must end within the first half of the run: in ${name} it ends after ${formatDuration(cut)} of ${formatDuration(horizon)}`,
    );
    this.name = 'TooShort';
  }
}
