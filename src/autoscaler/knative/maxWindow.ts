import type { Micros } from '../../units/quantities.js';

/**
 * The largest whole number recorded within a span of time: Knative's scale-down delay (pkg/autoscaler/aggregation/max).
 * Time is cut at absolute multiples of the granularity; several records of one slice keep the largest. Entries are kept
 * in descending order of value on a ring, so that recording takes constant time, amortised, and nothing is allocated.
 */
export class MaxWindow {
  readonly #granularity: Micros;
  readonly #values: Int32Array;
  readonly #slices: Float64Array;
  #first = 0;
  #count = 0;

  /** @param length - in microseconds, positive; rounded up to whole slices of `granularity` */
  constructor(length: Micros, granularity: Micros) {
    if (!(length > 0)) throw new RangeError(`window length = ${length}, must be positive`);
    const size = Math.ceil(length / granularity);
    this.#granularity = granularity;
    this.#values = new Int32Array(size);
    this.#slices = new Float64Array(size);
  }

  /** Times must not decrease from one call to the next. */
  record(now: Micros, value: number): void {
    const slice = Math.floor(now / this.#granularity);
    // What is not larger than the new value can never be the maximum again.
    while (this.#count > 0 && value >= this.#values[this.#at(this.#count - 1)]!) this.#count--;
    this.#expire(slice);
    if (this.#count > 0 && this.#slices[this.#at(this.#count - 1)] === slice) return;
    const end = this.#at(this.#count);
    this.#values[end] = value;
    this.#slices[end] = slice;
    this.#count++;
  }

  /** Whether nothing but `value` was recorded within the span. */
  holdsOnly(value: number): boolean {
    return this.#count === 1 && this.#values[this.#first] === value;
  }

  /** The largest value as of the last record; 0 before the first. */
  get current(): number {
    return this.#count === 0 ? 0 : this.#values[this.#first]!;
  }

  #expire(slice: number): void {
    while (this.#count > 0 && slice - this.#slices[this.#first]! >= this.#values.length) {
      this.#first = this.#at(1);
      this.#count--;
    }
  }

  #at(offset: number): number {
    const index = this.#first + offset;
    return index < this.#values.length ? index : index - this.#values.length;
  }
}
