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
  // Not #private: this is on the path of every request, and these names are as fast as any.
  private buckets = new Float64Array(BLOCK);
  private total = 0;
  private least = Infinity;
  private most = -Infinity;
  private readonly added = new ExactSum();

  /**
   * @param value a whole number, 0 <= value <= 2^53
   * @throws RangeError below 0, beyond 2^53 and for NaN
   */
  add(value: number): void {
    const index = indexOf(value);
    if (index >>> 0 >= this.buckets.length) this.#grow(index, value);
    this.buckets[index]++;
    this.total++;
    this.added.add(value);
    if (value > this.most) this.most = value;
    if (value < this.least) this.least = value;
  }

  #grow(index: number, value: number): void {
    if (!(value >= 0 && index < MOST_BUCKETS))
      throw new RangeError(`value = ${value}, must be a whole number in 0..2^53`);
    const larger = new Float64Array(Math.min(MOST_BUCKETS, Math.ceil((index + 1) / BLOCK) * BLOCK));
    larger.set(this.buckets);
    this.buckets = larger;
  }

  /**
   * Lists the buckets in which this has counted something since `earlier`, its former state, and brings that up to date:
   * one pass, which most buckets leave after one comparison.
   */
  changesSince(earlier: Histogram, changes: Changes): void {
    changes.length = 0;
    if (this.total === earlier.total) return;
    if (earlier.buckets.length < this.buckets.length) earlier.#grow(this.buckets.length - 1, this.most);
    const { buckets } = this;
    const before = earlier.buckets;
    const last = Math.min(indexOf(this.most), buckets.length - 1);
    for (let k = indexOf(this.least); k <= last; k++) {
      if (buckets[k] === before[k]) continue;
      changes.add(k, buckets[k] - before[k]);
      before[k] = buckets[k];
    }
    earlier.#follow(this);
  }

  /** Takes over all but the buckets. */
  #follow(other: Histogram): void {
    this.total = other.total;
    this.least = other.least;
    this.most = other.most;
    this.added.assign(other.added);
  }

  get count(): number {
    return this.total;
  }

  /** Exact; NaN while empty. */
  get max(): number {
    return this.total === 0 ? NaN : this.most;
  }

  /** Exact; NaN while empty. */
  get min(): number {
    return this.total === 0 ? NaN : this.least;
  }

  /** Exact up to one rounding. */
  get sum(): number {
    return this.added.value();
  }

  /** Exact up to rounding; NaN while empty. */
  get mean(): number {
    return this.added.over(this.total);
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
    const bounds = boundsOf(this.total, levels, this.buckets, this.buckets.length);
    return bounds.map((bound) => Math.min(bound, this.most));
  }

  /** Values counted up to and including `value`: exact where `value` is the upper bound of a bucket. */
  countAtMost(value: number): number {
    if (!(value >= 0)) return 0;
    const last = Math.min(indexOf(value), this.buckets.length - 1);
    let count = 0;
    for (let i = 0; i <= last; i++) count += this.buckets[i];
    return count;
  }

  /** The same for several values at once, in one pass; `values` ascending. */
  countsAtMost(values: readonly number[]): number[] {
    let count = 0;
    let i = 0;
    return values.map((value) => {
      const last = Math.min(indexOf(value), this.buckets.length - 1);
      for (; i <= last; i++) count += this.buckets[i];
      return count;
    });
  }

  /** Adds all that `other` has counted. */
  merge(other: Histogram): void {
    if (other.total === 0) return;
    const theirs = other.buckets;
    if (theirs.length > this.buckets.length) this.#grow(theirs.length - 1, other.most);
    for (let i = 0; i < theirs.length; i++) this.buckets[i] += theirs[i];
    this.total += other.total;
    this.added.merge(other.added);
    this.least = Math.min(this.least, other.least);
    this.most = Math.max(this.most, other.most);
  }

  /** The buckets that hold something, ascending: `upTo` is the largest value that falls into the bucket. */
  *entries(): Generator<{ readonly from: number; readonly upTo: number; readonly count: number }> {
    for (let i = 0; i < this.buckets.length; i++) {
      if (this.buckets[i] > 0) yield { from: lowerBound(i), upTo: lowerBound(i + 1) - 1, count: this.buckets[i] };
    }
  }

  /** Empties it and keeps its memory. */
  reset(): void {
    this.buckets.fill(0);
    this.total = 0;
    this.least = Infinity;
    this.most = -Infinity;
    this.added.reset();
  }

  /** Plain data, for another thread or a file. */
  toRecord(): HistogramRecord {
    const index: number[] = [];
    const count: number[] = [];
    this.buckets.forEach((value, i) => {
      if (value === 0) return;
      index.push(i);
      count.push(value);
    });
    const empty = this.total === 0;
    return { index, count, sum: this.added.limbs(), min: empty ? 0 : this.least, max: empty ? 0 : this.most };
  }

  static fromRecord(record: HistogramRecord): Histogram {
    const histogram = new Histogram();
    const last = record.index.at(-1);
    if (last === undefined) return histogram;
    if (last >= BLOCK) histogram.#grow(last, record.max);
    record.index.forEach((index, i) => {
      histogram.buckets[index] = record.count[i];
      histogram.total += record.count[i];
    });
    histogram.added.merge(ExactSum.from(record.sum));
    histogram.least = record.min;
    histogram.most = record.max;
    return histogram;
  }
}

function indexOf(value: number): number {
  if (value < EXACT) return value >= 0 ? value | 0 : -1;
  if (value >= 2147483648) return indexOfLarge(value);
  const shift = 23 - Math.clz32(value);
  return (shift << 8) + (value >>> shift);
}

/** Beyond 36 minutes: exponent and 8 bits of the fraction are read off the double. */
function indexOfLarge(value: number): number {
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

/** Buckets and what was counted in each, ascending. */
class Changes {
  length = 0;
  readonly buckets = new Int32Array(MOST_BUCKETS);
  readonly counts = new Float64Array(MOST_BUCKETS);

  add(bucket: number, count: number): void {
    this.buckets[this.length] = bucket;
    this.counts[this.length++] = count;
  }
}

/** Room for {@link quantilesSince}. */
const [some, others] = [new Changes(), new Changes()];

/**
 * Quantiles of the values that two histograms together have counted since their former states, which are brought up to
 * date: bounds of buckets, as {@link Histogram.quantiles} gives them. NaN if there were none.
 *
 * @param levels ascending
 */
export function quantilesSince(
  now: readonly [Histogram, Histogram],
  earlier: readonly [Histogram, Histogram],
  levels: readonly number[],
): number[] {
  const count = now[0].count + now[1].count - earlier[0].count - earlier[1].count;
  if (count === 0) return levels.map(() => NaN);
  now[0].changesSince(earlier[0], some);
  now[1].changesSince(earlier[1], others);
  const most = Math.max(some.length > 0 ? now[0].max : 0, others.length > 0 ? now[1].max : 0);
  let bucket = -1;
  let reached = 0;
  let a = 0;
  let b = 0;
  return levels.map((level) => {
    const wanted = rankOf(level, count);
    while (reached < wanted) {
      const first = a < some.length ? some.buckets[a] : Infinity;
      const second = b < others.length ? others.buckets[b] : Infinity;
      bucket = Math.min(first, second);
      reached += first <= second ? some.counts[a++] : others.counts[b++];
    }
    return Math.min(lowerBound(bucket + 1) - 1, most);
  });
}

/** Which of `count` values, counted from 1 in ascending order, is the quantile of this level. */
const rankOf = (level: number, count: number): number => Math.min(count, Math.max(1, Math.ceil(level * count)));

/** The bounds of the buckets in which `levels` of `count` values are reached. */
function boundsOf(count: number, levels: readonly number[], buckets: Float64Array, size: number): number[] {
  if (count === 0) return levels.map(() => NaN);
  let index = -1;
  let reached = 0;
  const bounds: number[] = [];
  for (const level of levels) {
    const wanted = rankOf(level, count);
    while (reached < wanted && index < size - 1) reached += buckets[++index];
    bounds.push(lowerBound(index + 1) - 1);
  }
  return bounds;
}
