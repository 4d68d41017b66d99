import { ExactSum } from './exactSum.js';

/** Values below this have a bucket each; above it, every doubling has 256 buckets: a bucket is at most 1/256 wide. */
const EXACT = 256;
/** Sign, exponent and 8 bits of the fraction are what is left of the high word of a double. */
const SHIFT = 12;
/** What that gives for 256, less the 256 exact buckets. */
const OFFSET = ((1023 + 8) << 8) - EXACT;
/** Buckets are added in blocks: most histograms never see a value beyond some minutes. */
const BLOCK = 1024;
const MOST_BUCKETS = EXACT + (53 - 8) * 256;

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** What {@link Histogram.toRecord} writes: only buckets that hold something. */
export interface HistogramRecord {
  readonly index: readonly number[];
  readonly count: readonly number[];
  readonly sum: readonly [number, number];
  readonly min: number;
  readonly max: number;
}

/**
 * Counts whole numbers (microseconds) from 0 to 2^53 in buckets of relative width at most 1/256 (0.4 %). Its size is
 * bounded: 8 kB up to 2 ms, 33 kB up to 16 s, 94 kB at worst; nothing is allocated per value but for rare growth. Count,
 * sum, minimum and maximum are exact.
 */
export class Histogram {
  #buckets = new Float64Array(BLOCK);
  #count = 0;
  #min = Infinity;
  #max = -Infinity;
  readonly #sum = new ExactSum();

  /**
   * @param value a whole number, 0 <= value <= 2^53
   * @throws RangeError below 0, beyond 2^53 and for NaN
   */
  add(value: number): void {
    const index = indexOf(value);
    if (index >>> 0 >= this.#buckets.length) this.#grow(index, value);
    this.#buckets[index]++;
    this.#count++;
    this.#sum.add(value);
    if (value > this.#max) this.#max = value;
    if (value < this.#min) this.#min = value;
  }

  #grow(index: number, value: number): void {
    if (!(value >= 0 && index < MOST_BUCKETS))
      throw new RangeError(`value = ${value}, must be a whole number in 0..2^53`);
    const larger = new Float64Array(Math.min(MOST_BUCKETS, Math.ceil((index + 1) / BLOCK) * BLOCK));
    larger.set(this.#buckets);
    this.#buckets = larger;
  }

  get count(): number {
    return this.#count;
  }

  /** Exact; NaN while empty. */
  get max(): number {
    return this.#count === 0 ? NaN : this.#max;
  }

  /** Exact; NaN while empty. */
  get min(): number {
    return this.#count === 0 ? NaN : this.#min;
  }

  /** Exact up to one rounding. */
  get sum(): number {
    return this.#sum.value();
  }

  /** Exact up to rounding; NaN while empty. */
  get mean(): number {
    return this.#sum.over(this.#count);
  }

  /**
   * The upper bound of the first bucket at which ceil(p n) values are reached: never below the true order statistic, at
   * most 0.4 % above it, never above the maximum. NaN while empty.
   *
   * @param p in [0, 1]
   */
  quantile(p: number): number {
    return this.quantiles([p])[0];
  }

  /** Several at once, in one pass; `levels` ascending. */
  quantiles(levels: readonly number[]): number[] {
    return quantilesOf(this.#buckets, null, this.#count, levels).map((bound) => Math.min(bound, this.#max));
  }

  /** Values counted up to and including `value`: exact where `value` is the upper bound of a bucket. */
  countAtMost(value: number): number {
    if (!(value >= 0)) return 0;
    const last = Math.min(indexOf(value), this.#buckets.length - 1);
    let count = 0;
    for (let i = 0; i <= last; i++) count += this.#buckets[i];
    return count;
  }

  /** Adds all that `other` has counted. */
  merge(other: Histogram): void {
    if (other.#count === 0) return;
    const theirs = other.#buckets;
    if (theirs.length > this.#buckets.length) this.#grow(theirs.length - 1, other.#max);
    for (let i = 0; i < theirs.length; i++) this.#buckets[i] += theirs[i];
    this.#count += other.#count;
    this.#sum.merge(other.#sum);
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  /** A copy of the present state, to take differences with later. */
  snapshot(): Histogram {
    const copy = new Histogram();
    copy.merge(this);
    return copy;
  }

  /** What was counted since `earlier`, a snapshot of this histogram. Its extremes are bucket bounds. */
  since(earlier: Histogram): Histogram {
    const difference = new Histogram();
    difference.#buckets = this.#buckets.slice();
    for (let i = 0; i < earlier.#buckets.length; i++) difference.#buckets[i] -= earlier.#buckets[i];
    difference.#count = this.#count - earlier.#count;
    difference.#sum.add(this.#sum.since(earlier.#sum));
    if (difference.#count > 0) {
      difference.#min = this.#min;
      difference.#max = this.#max;
    }
    return difference;
  }

  /** Values counted since `earlier`, a snapshot of this histogram. */
  countSince(earlier: Histogram): number {
    return this.#count - earlier.#count;
  }

  /** Mean of the values counted since `earlier`; NaN if there were none. */
  meanSince(earlier: Histogram): number {
    return this.#sum.since(earlier.#sum) / this.countSince(earlier);
  }

  /** Quantiles of the values counted since `earlier` (bucket bounds, as {@link quantiles}); NaN if there were none. */
  quantilesSince(earlier: Histogram, levels: readonly number[]): number[] {
    const bounds = quantilesOf(this.#buckets, earlier.#buckets, this.countSince(earlier), levels);
    return bounds.map((bound) => Math.min(bound, this.#max));
  }

  /** The buckets that hold something, ascending: `upTo` is the largest value that falls into the bucket. */
  *entries(): Generator<{ readonly from: number; readonly upTo: number; readonly count: number }> {
    for (let i = 0; i < this.#buckets.length; i++) {
      if (this.#buckets[i] > 0) yield { from: lowerBound(i), upTo: lowerBound(i + 1) - 1, count: this.#buckets[i] };
    }
  }

  /** Empties it and keeps its memory. */
  reset(): void {
    this.#buckets.fill(0);
    this.#count = 0;
    this.#min = Infinity;
    this.#max = -Infinity;
    this.#sum.reset();
  }

  /** Plain data, for another thread or a file. */
  toRecord(): HistogramRecord {
    const index: number[] = [];
    const count: number[] = [];
    this.#buckets.forEach((value, i) => {
      if (value === 0) return;
      index.push(i);
      count.push(value);
    });
    const empty = this.#count === 0;
    return { index, count, sum: this.#sum.limbs(), min: empty ? 0 : this.#min, max: empty ? 0 : this.#max };
  }

  static fromRecord(record: HistogramRecord): Histogram {
    const histogram = new Histogram();
    const last = record.index.at(-1);
    if (last === undefined) return histogram;
    if (last >= BLOCK) histogram.#grow(last, record.max);
    record.index.forEach((index, i) => {
      histogram.#buckets[index] = record.count[i];
      histogram.#count += record.count[i];
    });
    histogram.#sum.merge(ExactSum.from(record.sum));
    histogram.#min = record.min;
    histogram.#max = record.max;
    return histogram;
  }
}

function indexOf(value: number): number {
  if (value < EXACT) return value >= 0 ? value | 0 : -1;
  double[0] = value;
  return (words[HIGH] >>> SHIFT) - OFFSET;
}

/** The smallest value that falls into a bucket. */
function lowerBound(index: number): number {
  if (index < EXACT) return index;
  const doublings = (index - EXACT) >> 8;
  let width = 1;
  for (let i = 0; i < doublings; i++) width *= 2;
  return (EXACT + ((index - EXACT) & 255)) * width;
}

function quantilesOf(
  buckets: Float64Array,
  less: Float64Array | null,
  count: number,
  levels: readonly number[],
): number[] {
  if (count === 0) return levels.map(() => NaN);
  let index = -1;
  let reached = 0;
  return levels.map((level) => {
    const wanted = Math.min(count, Math.max(1, Math.ceil(level * count)));
    while (reached < wanted && index < buckets.length - 1) {
      index++;
      reached += buckets[index] - (less !== null && index < less.length ? less[index] : 0);
    }
    return lowerBound(index + 1) - 1;
  });
}
