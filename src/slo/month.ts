/** What a month keeps of a promise: spans of a run, each so many times, and the rest of the run for the rest of it. */
import type { Micros } from '../units/quantities.js';
import type { Objective, SliCounts } from './objective.js';
import { eventsBetween, eventSeries, type Events } from './series.js';

/** A span of the run, and how often a month has it. */
export interface MonthSpan {
  readonly from: Micros;
  readonly to: Micros;
  readonly times: number;
}

/**
 * The share of good events of a month; `null`: it has none. Spans are taken to whole intervals of the counts.
 *
 * @param restTimes - how often the run without its spans is repeated
 */
export function monthSli(
  objective: Objective,
  counts: SliCounts,
  warmup: Micros,
  spans: readonly MonthSpan[],
  restTimes: number,
): number | null {
  const series = eventSeries(objective, counts, warmup);
  const at = (instant: Micros): number => Math.min(series.length, Math.round(instant / counts.interval));
  const parts = spans.map(({ from, to, times }) => ({ times, events: eventsBetween(series, at(from), at(to)) }));
  const rest = parts.reduce((left, { events }) => less(left, events), eventsBetween(series, 0, series.length));
  const month = [...parts, { times: restTimes, events: rest }].reduce(
    (sum, { times, events }) => ({ valid: sum.valid + times * events.valid, bad: sum.bad + times * events.bad }),
    { valid: 0, bad: 0 },
  );
  return month.valid > 0 ? (month.valid - month.bad) / month.valid : null;
}

const less = (whole: Events, part: Events): Events => ({
  valid: whole.valid - part.valid,
  bad: whole.bad - part.bad,
});
