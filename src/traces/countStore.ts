import { MINUTE, type Micros } from '../units/quantities.js';
import type { CountTrace } from '../workload/traceLibrary.js';

/** Counts per interval, gathered from rows of any order and any number of series. */
export class CountStore {
  /** Of consecutive intervals from 0 on. */
  #row = new Float64Array(0);
  #interval: Micros | null = null;
  /** Of intervals by the time at which they begin. */
  readonly #byTime = new Map<Micros, number>();

  /** Adds counts of consecutive intervals from 0 on. */
  addRow(counts: Float64Array, interval: Micros): void {
    this.#interval = interval;
    if (counts.length > this.#row.length) {
      const longer = new Float64Array(counts.length);
      longer.set(this.#row);
      this.#row = longer;
    }
    for (let i = 0; i < counts.length; i++) this.#row[i] += counts[i];
  }

  /** Adds the count of the interval that begins at `at`. */
  addOne(at: Micros, count: number): void {
    this.#byTime.set(at, (this.#byTime.get(at) ?? 0) + count);
  }

  /** When the first interval begins; NaN while empty. */
  get earliest(): Micros {
    if (this.#row.length > 0) return 0;
    let earliest = NaN;
    for (const at of this.#byTime.keys()) if (!(at >= earliest)) earliest = at;
    return earliest;
  }

  get isEmpty(): boolean {
    return this.#row.length === 0 && this.#byTime.size === 0;
  }

  /** Sum over all intervals. */
  get total(): number {
    let sum = 0;
    for (const count of this.#row) sum += count;
    for (const count of this.#byTime.values()) sum += count;
    return sum;
  }

  /**
   * All of it as a trace: the rows of intervals, or those with times, whose interval is the least distance of two of
   * them (a minute if there is one only; the usual one where a few rows stand out of line). Intervals that nothing was
   * said about hold 0.
   *
   * @param zero the time that becomes 0; `null`: the earliest
   * @returns a sentence when the times are too far apart to be intervals, or stand beside rows
   */
  trace(zero: Micros | null): CountTrace | string {
    if (this.#row.length > 0 && this.#byTime.size > 0) return MIXED;
    if (this.#interval !== null) return { kind: 'counts', interval: this.#interval, counts: this.#row };
    const times = [...this.#byTime.keys()].sort((a, b) => a - b);
    const interval = intervalOf(times);
    const origin = zero ?? times[0] ?? 0;
    const length = times.length === 0 ? 0 : Math.floor((times[times.length - 1] - origin) / interval) + 1;
    if (length > MOST_INTERVALS)
      return `times span ${length} intervals of ${interval} µs, must be at most ${MOST_INTERVALS}`;
    const counts = new Float64Array(length);
    for (const at of times) counts[Math.floor((at - origin) / interval)] += this.#byTime.get(at)!;
    return { kind: 'counts', interval, counts };
  }
}

const MIXED = 'holds counts of consecutive intervals beside counts with times, must hold one of the two';

/** Half a year of seconds. */
const MOST_INTERVALS = 16_000_000;

/** A last row that was written in the middle of its minute must not make all minutes as short. */
function intervalOf(times: readonly Micros[]): Micros {
  const often = new Map<Micros, number>();
  for (let i = 1; i < times.length; i++) {
    const distance = times[i] - times[i - 1];
    often.set(distance, (often.get(distance) ?? 0) + 1);
  }
  const distances = [...often.keys()].sort((a, b) => a - b);
  if (distances.length === 0) return MINUTE;
  const [least] = distances;
  const usual = distances.reduce((most, each) => (often.get(each)! > often.get(most)! ? each : most));
  return 2 * least < usual && distances.some((each) => each % least !== 0) ? usual : least;
}
