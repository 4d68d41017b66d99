import type { Micros } from '../units/quantities.js';
import type { Objective, SliCounts } from './objective.js';

/** Valid and bad events per interval, with running sums, so that any window is one subtraction. */
export interface EventSeries {
  readonly interval: Micros;
  /** The first interval that counts: those before it belong to the warm-up. */
  readonly first: number;
  /** Intervals up to the stop. */
  readonly length: number;
  /** Sums over [0, i): length + 1 entries, 0 over the warm-up. */
  readonly validBefore: Float64Array;
  readonly badBefore: Float64Array;
}

/** Events of each interval. */
type Counts = ArrayLike<number>;

export interface Events {
  readonly valid: number;
  readonly bad: number;
}

/** The events of an objective: its requests, or its windows of them. */
export function eventSeries(objective: Objective, counts: SliCounts, warmup: Micros): EventSeries {
  const { validByInterval: valid, badByInterval: bad } = counts;
  const first = Math.min(valid.length, Math.ceil(warmup / counts.interval));
  if (objective.windows === undefined) return summed(counts.interval, first, valid, bad);
  return summed(counts.interval, first, ...asWindows(objective.windows, counts.interval, first, valid, bad));
}

function summed(interval: Micros, first: number, valid: Counts, bad: Counts): EventSeries {
  const validBefore = new Float64Array(valid.length + 1);
  const badBefore = new Float64Array(valid.length + 1);
  for (let i = 0; i < valid.length; i++) {
    const counts = i >= first;
    validBefore[i + 1] = validBefore[i] + (counts ? valid[i] : 0);
    badBefore[i + 1] = badBefore[i] + (counts ? bad[i] : 0);
  }
  return { interval, first, length: valid.length, validBefore, badBefore };
}

/** Each whole window becomes one event, in the interval in which it ends. */
function asWindows(
  windows: NonNullable<Objective['windows']>,
  interval: Micros,
  first: number,
  valid: Counts,
  bad: Counts,
): [Counts, Counts] {
  const size = intervalsIn(windows.every, interval);
  const validWindows = new Float64Array(valid.length);
  const badWindows = new Float64Array(valid.length);
  for (let from = first; from + size <= valid.length; from += size) {
    const all = total(valid, from, from + size);
    const good = all - total(bad, from, from + size);
    if (all === 0) continue;
    validWindows[from + size - 1] = 1;
    badWindows[from + size - 1] = good < windows.goodShare * all ? 1 : 0;
  }
  return [validWindows, badWindows];
}

function total(values: Counts, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i];
  return sum;
}

/** A span in whole intervals, at least one: what is shorter than an interval cannot be seen. */
export function intervalsIn(span: Micros, interval: Micros): number {
  return Math.max(1, Math.round(span / interval));
}

/** Events of the intervals [from, to). */
export function eventsBetween(series: EventSeries, from: number, to: number): Events {
  return {
    valid: series.validBefore[to] - series.validBefore[from],
    bad: series.badBefore[to] - series.badBefore[from],
  };
}
