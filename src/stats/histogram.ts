import { widened } from '../units/widened.js';
import { ExactSum } from './exactSum.js';

/** Values below this have a bucket each; above it, every doubling has 256 buckets: a bucket is at most 1/256 wide. */
const EXACT = 256;
/** Sign, exponent and 8 bits of the fraction are what is left of the high word of a double. */
const SHIFT = 12;
/** What that gives for 256, less the 256 exact buckets. */
const OFFSET = ((1023 + 8) << 8) - EXACT;
/** Buckets are added in blocks: most histograms never see a value beyond some minutes. */
const BLOCK = 1024;
/** The largest value, and how many buckets there are up to it. */
const MOST = 2 ** 53;
const MOST_BUCKETS = EXACT + (53 - 8) * 256 + 1;

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

/** Values kept before they are counted. */
const KEPT = 64;
/** So many of up to this much still add up exactly. */
const ADDS_UP = 2 ** 46;

/**
 * Counts whole numbers (microseconds) from 0 to 2^53 in buckets of relative width at most 1/256 (0.4 %). Its size is
 * bounded: 9 kB up to 2 ms, 34 kB up to 16 s, 95 kB at worst, and as much again where changes are asked for; nothing is
 * allocated per value but for rare growth. Count, sum, minimum and maximum are exact.
 *
 * Values are kept, 64 at a time, and counted together, at the latest before anything is read: a loop over them holds its
 * sum, its extremes and its tables in registers, and takes half of the instructions.
 */
export class Histogram {
  readonly #kept = new Float64Array(KEPT);
  #waiting = 0;
  /** Zeros that are not counted yet. */
  #zeros = 0;
  #buckets = new Float64Array(BLOCK);
  /** A bit for each bucket in which something was counted since {@link takeChanges}. */
  #touched = new Int32Array(BLOCK / 32);
  /** The buckets as they were then; empty before the first time. */
  #before = new Float64Array(0);
  #totalBefore = 0;
  #total = 0;
  #least = Infinity;
  #most = -Infinity;
  readonly #added = new ExactSum();

  /**
   * @param value a whole number, 0 <= value <= 2^53
   * @throws RangeError below 0, beyond 2^53 and for NaN
   */
  add(value: number): void {
    if (value === 0) {
      this.#zeros++; // most waits
      return;
    }
    if (!(value > 0 && value <= MOST)) throw new RangeError(`value = ${value}, must be a whole number in 0..2^53`);
    this.#kept[this.#waiting++] = value;
    if (this.#waiting === KEPT) this.#count();
  }

  /** Counts what was kept. */
  #count(): void {
    if (this.#zeros > 0) this.#countZeros();
    if (this.#waiting === 0) return;
    this.#addUp();
    this.#makeRoomFor(indexOf(this.#most));
    this.#fillBuckets();
    this.#total += this.#waiting;
    this.#waiting = 0;
  }

  #addUp(): void {
    const kept = this.#kept;
    const waiting = this.#waiting;
    let sum = 0;
    let least = this.#least;
    let most = this.#most;
    for (let k = 0; k < waiting; k++) {
      const value = kept[k];
      sum += value;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    this.#least = least;
    this.#most = most;
    if (most <= ADDS_UP) this.#added.add(sum);
    else for (let k = 0; k < waiting; k++) this.#added.add(kept[k]);
  }

  #fillBuckets(): void {
    const kept = this.#kept;
    const buckets = this.#buckets;
    const touched = this.#touched;
    for (let k = 0; k < this.#waiting; k++) {
      const index = indexOf(kept[k]);
      buckets[index]++;
      touched[index >> 5] |= 1 << (index & 31);
    }
  }

  #countZeros(): void {
    this.#least = 0;
    this.#most = Math.max(this.#most, 0);
    this.#putIn(0, this.#zeros);
    this.#zeros = 0;
  }

  #makeRoomFor(index: number): void {
    if (index < this.#buckets.length) return;
    const size = Math.min(MOST_BUCKETS, Math.ceil((index + 1) / BLOCK) * BLOCK);
    this.#buckets = widened(this.#buckets, size);
    this.#touched = widened(this.#touched, Math.ceil(size / 32));
  }

  /**
   * Lists the buckets in which this has counted something since it was asked last, or ever: a look at a bit for each
   * bucket, 32 at once.
   */
  takeChanges(changes: Changes): void {
    this.#count();
    changes.length = 0;
    const buckets = this.#buckets;
    const touched = this.#touched;
    if (this.#before.length < buckets.length) this.#before = widened(this.#before, buckets.length);
    const before = this.#before;
    for (let word = 0; word < touched.length; word++) {
      for (let bits = touched[word]; bits !== 0; bits &= bits - 1) {
        const k = (word << 5) + 31 - Math.clz32(bits & -bits);
        changes.add(k, buckets[k] - before[k]);
        before[k] = buckets[k];
      }
      touched[word] = 0;
    }
    this.#totalBefore = this.#total;
  }

  /** How much it has counted since {@link takeChanges}. */
  get changed(): number {
    return this.count - this.#totalBefore;
  }

  get count(): number {
    return this.#total + this.#waiting + this.#zeros;
  }

  /** Exact; NaN while empty. */
  get max(): number {
    this.#count();
    return this.#total === 0 ? NaN : this.#most;
  }

  /** Exact; NaN while empty. */
  get min(): number {
    this.#count();
    return this.#total === 0 ? NaN : this.#least;
  }

  /** Exact up to one rounding. */
  get sum(): number {
    this.#count();
    return this.#added.value();
  }

  /** Exact up to rounding; NaN while empty. */
  get mean(): number {
    this.#count();
    return this.#added.over(this.#total);
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
    this.#count();
    const bounds = boundsOf(this.#total, levels, this.#buckets, this.#buckets.length);
    return bounds.map((bound) => Math.min(bound, this.#most));
  }

  /** Values counted up to and including `value`: exact where `value` is the upper bound of a bucket. */
  countAtMost(value: number): number {
    if (!(value >= 0)) return 0;
    this.#count();
    const last = Math.min(indexOf(value), this.#buckets.length - 1);
    let count = 0;
    for (let i = 0; i <= last; i++) count += this.#buckets[i];
    return count;
  }

  /** The same for several values at once, in one pass; `values` ascending. */
  countsAtMost(values: readonly number[]): number[] {
    this.#count();
    let count = 0;
    let i = 0;
    return values.map((value) => {
      const last = Math.min(indexOf(value), this.#buckets.length - 1);
      for (; i <= last; i++) count += this.#buckets[i];
      return count;
    });
  }

  /** Adds all that `other` has counted. */
  merge(other: Histogram): void {
    if (other.count === 0) return;
    this.#count();
    other.#count();
    const theirs = other.#buckets;
    this.#makeRoomFor(theirs.length - 1);
    for (let i = 0; i < theirs.length; i++) this.#putIn(i, theirs[i]);
    this.#added.merge(other.#added);
    this.#least = Math.min(this.#least, other.#least);
    this.#most = Math.max(this.#most, other.#most);
  }

  #putIn(bucket: number, count: number): void {
    if (count === 0) return;
    this.#buckets[bucket] += count;
    this.#touched[bucket >> 5] |= 1 << (bucket & 31);
    this.#total += count;
  }

  /** The buckets that hold something, ascending: `upTo` is the largest value that falls into the bucket. */
  *entries(): Generator<{ readonly from: number; readonly upTo: number; readonly count: number }> {
    this.#count();
    for (let i = 0; i < this.#buckets.length; i++) {
      if (this.#buckets[i] > 0) yield { from: lowerBound(i), upTo: lowerBound(i + 1) - 1, count: this.#buckets[i] };
    }
  }

  /** Plain data, for another thread or a file. */
  toRecord(): HistogramRecord {
    this.#count();
    const index: number[] = [];
    const count: number[] = [];
    this.#buckets.forEach((value, i) => {
      if (value === 0) return;
      index.push(i);
      count.push(value);
    });
    const empty = this.#total === 0;
    return { index, count, sum: this.#added.limbs(), min: empty ? 0 : this.#least, max: empty ? 0 : this.#most };
  }

  static fromRecord(record: HistogramRecord): Histogram {
    const histogram = new Histogram();
    const last = record.index.at(-1);
    if (last === undefined) return histogram;
    histogram.#makeRoomFor(last);
    record.index.forEach((index, i) => histogram.#putIn(index, record.count[i]));
    histogram.#added.merge(ExactSum.from(record.sum));
    histogram.#least = record.min;
    histogram.#most = record.max;
    return histogram;
  }
}

/** @param value in 0..2^53 */
function indexOf(value: number): number {
  if (value >= 2147483648) return indexOfLarge(value);
  const whole = value | 0; // once: what follows takes no doubles
  if (whole < EXACT) return whole;
  const shift = 23 - Math.clz32(whole);
  return (shift << 8) + (whole >> shift);
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

/** Room for {@link quantilesOfChanges}. */
const [some, others] = [new Changes(), new Changes()];

/**
 * Quantiles of the values that two histograms together have counted since they were asked last: bounds of buckets, as
 * {@link Histogram.quantiles} gives them. NaN if there were none.
 *
 * @param levels ascending
 */
export function quantilesOfChanges(one: Histogram, other: Histogram, levels: readonly number[]): number[] {
  const count = one.changed + other.changed;
  if (count === 0) return levels.map(() => NaN);
  one.takeChanges(some);
  other.takeChanges(others);
  const most = Math.max(some.length > 0 ? one.max : 0, others.length > 0 ? other.max : 0);
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
