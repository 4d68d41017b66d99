import type { Micros } from '../../units/quantities.js';
import { SECOND } from '../../units/quantities.js';
import { smoothingCoefficient } from './smoothing.js';
import { DOUBLE_ZERO } from '../../units/doubleZero.js';

/** How the buckets of a window become one number. */
export type Aggregation = 'linear' | 'weightedExponential';

/** "Never written" is infinitely long ago. */
const NEVER = -Infinity;

/**
 * A window of time buckets on a ring, as Knative's metric collector keeps them (pkg/autoscaler/aggregation): every time
 * is truncated to its bucket, records of one bucket add up, missing newest buckets are left out of the average and
 * missing inner ones count as zeros. Recording and the linear average take constant time, amortised; neither allocates.
 *
 * Time may go backwards between records (late statistics), not between a `resize` and what follows it.
 */
export class BucketWindow {
  readonly #granularity: Micros;
  readonly #weighted: boolean;
  /** A ring, addressed from the newest bucket backwards: a remainder of large numbers is slow. */
  #slots: Float64Array;
  /** Where the newest bucket lies. */
  #newest = 0;
  /** Length of the window; not always a multiple of the granularity. */
  #length: Micros;
  #coefficient: number;
  /** Sum of all slots, kept by adding and subtracting in Knative's own order, so that its rounding is the same. */
  #total = DOUBLE_ZERO;
  /** Bucket numbers (time / granularity). */
  #firstWrite = NEVER;
  #lastWrite = NEVER;

  /**
   * @param aggregation - fixed for the window's life
   * @param length - in microseconds, positive
   * @param granularity - of one bucket, in microseconds; production Knative uses one second
   */
  constructor(aggregation: Aggregation, length: Micros, granularity: Micros = SECOND) {
    if (!(length > 0)) throw new RangeError(`window length = ${length}, must be positive`);
    this.#granularity = granularity;
    this.#weighted = aggregation === 'weightedExponential';
    this.#length = length;
    this.#slots = new Float64Array(Math.ceil(length / granularity));
    this.#coefficient = smoothingCoefficient(this.#slots.length);
  }

  /** Adds `value` to the bucket of `now`. A bucket a whole window older than the newest one is dropped. */
  record(now: Micros, value: number): void {
    this.recordIn(Math.floor(now / this.#granularity), value);
  }

  /** The same, with the number of the bucket (time / granularity, rounded down): two windows share the division. */
  recordIn(bucket: number, value: number): void {
    if (bucket === this.#lastWrite + 1 && this.#slots.length > 1 && this.#firstWrite !== NEVER) this.#step();
    else if (bucket !== this.#lastWrite && !this.#open(bucket)) return;
    this.#slots[bucket === this.#lastWrite ? this.#newest : this.#slotBack(this.#lastWrite - bucket)]! += value;
    this.#total += value;
  }

  /** Whether nothing was recorded for longer than the window. At exactly its length it is not empty yet. */
  isEmpty(now: Micros): boolean {
    return this.isEmptyIn(Math.floor(now / this.#granularity));
  }

  /** The same, with the number of the bucket. */
  isEmptyIn(bucket: number): boolean {
    return (bucket - this.#lastWrite) * this.#granularity > this.#length;
  }

  /** The average as of `now`: rounded to 6 decimals when linear, as it comes when weighted. 0 without data. */
  average(now: Micros): number {
    return this.averageIn(Math.floor(now / this.#granularity));
  }

  /** The same, with the number of the bucket. */
  averageIn(bucket: number): number {
    const age = bucket - this.#lastWrite;
    return this.#weighted ? this.#weightedAverage(age) : this.#linearAverage(age);
  }

  /** Whether every bucket of the window was written, and all are zero: more zeros change nothing but the time. */
  isFullOfZeros(): boolean {
    if (!(this.#lastWrite - this.#firstWrite + 1 >= this.#slots.length)) return false; // NaN: never written
    for (const value of this.#slots) if (value !== 0) return false;
    return true;
  }

  /** As if zeros had been recorded up to `now`, one in each bucket. Only for a window that is full of them. */
  recordZerosUntil(now: Micros): void {
    this.#lastWrite = Math.max(this.#lastWrite, Math.floor(now / this.#granularity));
  }

  /** Changes the length while the wall clock shows `now`; the newest buckets stay, unless all are stale. */
  resize(now: Micros, length: Micros): void {
    if (length === this.#length) return;
    const old = this.#slots;
    const stale = this.isEmpty(now);
    this.#slots = new Float64Array(Math.ceil(length / this.#granularity));
    this.#coefficient = smoothingCoefficient(this.#slots.length);
    this.#length = length;
    this.#total = 0;
    if (!stale) this.#adopt(old);
    else {
      this.#newest = 0;
      this.#firstWrite = NEVER;
    }
  }

  /** Makes `bucket` writable; false if it is too old to matter. */
  #open(bucket: number): boolean {
    if ((this.#lastWrite - bucket) * this.#granularity >= this.#length) return false;
    if (this.#firstWrite === NEVER || bucket < this.#firstWrite) this.#firstWrite = bucket;
    if (bucket > this.#lastWrite) this.#advance(bucket);
    return true;
  }

  /** Makes `bucket` the newest one: what lies between it and the last is zero. */
  #advance(bucket: number): void {
    if ((bucket - this.#lastWrite) * this.#granularity >= this.#length) {
      this.#firstWrite = bucket;
      this.#lastWrite = bucket;
      this.#slots.fill(0);
      this.#total = 0;
    } else {
      while (this.#lastWrite < bucket) this.#step();
    }
  }

  /** The bucket after the newest is the newest, and empty: the usual way of a window, second by second. */
  #step(): void {
    const slots = this.#slots;
    const slot = this.#newest + 1 < slots.length ? this.#newest + 1 : 0;
    this.#newest = slot;
    this.#total -= slots[slot]!;
    slots[slot] = 0;
    this.#lastWrite++;
  }

  /** Copies the newest buckets of a former ring. Knative takes that ring as full, however young its data is. */
  #adopt(old: Float64Array): void {
    const kept = Math.min(old.length, this.#slots.length);
    const newest = this.#newest;
    this.#newest = kept - 1;
    for (let i = 0; i < kept; i++) {
      const value = old[newest >= i ? newest - i : newest - i + old.length]!;
      this.#slots[kept - 1 - i] = value;
      this.#total += value;
    }
    this.#firstWrite = this.#lastWrite - (old.length - 1);
  }

  /** `age`: buckets from the last write to now; negative when now is earlier. */
  #linearAverage(age: number): number {
    const written = this.#lastWrite - this.#firstWrite + 1;
    if (age <= 0) return round6(this.#total / Math.min(written, this.#slots.length));
    if (age * this.#granularity >= this.#length) return 0;
    let sum = this.#total;
    for (let k = 1; k <= age; k++) sum -= this.#slots[this.#slotBack(this.#slots.length - k)]!;
    return round6(sum / Math.min(written, this.#slots.length - age));
  }

  #weightedAverage(age: number): number {
    if (age * this.#granularity > this.#length) return 0;
    const missing = Math.max(0, age);
    const decay = 1 - this.#coefficient;
    let weight = missing === 0 ? this.#coefficient : this.#coefficient * wholePower(decay, missing);
    let sum = 0;
    for (let i = 0; i < this.#slots.length - missing; i++) {
      sum += this.#slots[this.#slotBack(i)]! * weight;
      weight *= decay;
    }
    return sum;
  }

  /** Where the bucket lies that is `back` buckets older than the newest, less than a whole ring. */
  #slotBack(back: number): number {
    return this.#newest >= back ? this.#newest - back : this.#newest - back + this.#slots.length;
  }
}

/** `base` to a whole power by squaring, lowest bit first: the order of Go's `math.Pow`, so the last bit is the same. */
function wholePower(base: number, exponent: number): number {
  let result = 1;
  for (let left = exponent, square = base; left > 0; left = Math.floor(left / 2), square *= square) {
    if (left % 2 === 1) result *= square;
  }
  return result;
}

/** To 6 decimals, halves away from zero. */
function round6(value: number): number {
  return roundHalfAway(value * 1e6) / 1e6;
}

function roundHalfAway(value: number): number {
  const whole = Math.trunc(value);
  if (Math.abs(value - whole) < 0.5 || !Number.isFinite(value)) return whole;
  return whole + (value < 0 ? -1 : 1);
}
