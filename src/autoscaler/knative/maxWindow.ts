import type { Micros } from '../../units/quantities.js';

/** Entries a ring has room for at first. */
const FIRST_SIZE = 64;

/**
 * The largest whole number recorded within a span of time: Knative's scale-down delay (pkg/autoscaler/aggregation/max).
 * Time is cut at absolute multiples of the granularity; several records of one slice keep the largest. Entries are kept
 * in descending order of value on a ring, so that recording takes constant time, amortised. The ring grows with what is
 * recorded: a delay of years costs no memory by itself.
 */
export class MaxWindow {
  readonly #granularity: Micros;
  /** Slices in the span. */
  readonly #span: number;
  #values: Int32Array;
  #slices: Float64Array;
  #first = 0;
  #count = 0;

  /** @param length - in microseconds, positive; rounded up to whole slices of `granularity` */
  constructor(length: Micros, granularity: Micros) {
    if (!(length > 0)) throw new RangeError(`window length = ${length}, must be positive`);
    this.#span = Math.ceil(length / granularity);
    this.#granularity = granularity;
    const size = Math.min(this.#span, FIRST_SIZE);
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
    if (this.#count === this.#values.length) this.#grow();
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
    while (this.#count > 0 && slice - this.#slices[this.#first]! >= this.#span) {
      this.#first = this.#at(1);
      this.#count--;
    }
  }

  #grow(): void {
    const old = { values: this.#values, slices: this.#slices, first: this.#first };
    this.#values = new Int32Array(2 * old.values.length);
    this.#slices = new Float64Array(2 * old.values.length);
    this.#first = 0;
    for (let i = 0; i < this.#count; i++) {
      const from = (old.first + i) % old.values.length;
      this.#values[i] = old.values[from]!;
      this.#slices[i] = old.slices[from]!;
    }
  }

  #at(offset: number): number {
    const index = this.#first + offset;
    return index < this.#values.length ? index : index - this.#values.length;
  }
}
