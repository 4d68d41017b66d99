import { ln } from './portable.js';
import { inverseOfRising, regularizedBeta, regularizedGamma } from './special.js';
import { Welford } from './welford.js';

/** What is known of a mean: estimate and confidence interval. */
export interface Interval {
  readonly mean: number;
  /** NaN for fewer than two values. */
  readonly halfWidth: number;
  readonly low: number;
  readonly high: number;
  /** How many values it rests on. */
  readonly n: number;
}

/** Quantile of Student's t, relative error about 1e-12. @param p in (0, 1) */
export function studentQuantile(p: number, freedom: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`p = ${p}, must be between 0 and 1`);
  if (!(freedom > 0)) throw new RangeError(`freedom = ${freedom}, must be > 0`);
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  // x = freedom / (freedom + t^2) rises with the tail and keeps its digits there.
  const x = inverseOfRising((x) => regularizedBeta(x, freedom / 2, 0.5), 2 * tail, 0, 1);
  const t = Math.sqrt(freedom * (1 / x - 1));
  return p < 0.5 ? -t : t;
}

/** t-interval of the mean of independent values. @param level @default 0.95 */
export function meanInterval(values: readonly number[], level = 0.95): Interval {
  const seen = new Welford();
  for (const value of values) seen.add(value);
  const { mean, count: n } = seen;
  if (n < 2) return { mean, halfWidth: NaN, low: NaN, high: NaN, n };
  const halfWidth = studentQuantile((1 + level) / 2, n - 1) * (seen.standardDeviation / Math.sqrt(n));
  return { mean, halfWidth, low: mean - halfWidth, high: mean + halfWidth, n };
}

/** t-interval of the mean of b - a, pair by pair: what common random numbers make narrow. */
export function pairedDifference(a: readonly number[], b: readonly number[], level = 0.95): Interval {
  if (a.length !== b.length) throw new RangeError(`b.length = ${b.length}, must equal a.length (${a.length})`);
  return meanInterval(
    b.map((value, i) => value - a[i]),
    level,
  );
}

/**
 * Means of consecutive batches of equal size; a remainder at the beginning is left out, because that is where the
 * initial transient is.
 */
export function batchMeans(values: readonly number[], batches: number): number[] {
  const size = Math.floor(values.length / batches);
  if (!(size >= 1)) throw new RangeError(`batches = ${batches}, must be in 1..${values.length}`);
  const skipped = values.length - size * batches;
  return Array.from({ length: batches }, (_, i) => meanOf(values, skipped + i * size, size));
}

function meanOf(values: readonly number[], from: number, n: number): number {
  let sum = 0;
  for (let i = from; i < from + n; i++) sum += values[i];
  return sum / n;
}

/**
 * MSER-5: how many of the first values to leave out as initial transient (a multiple of 5). Takes the cut after which the
 * squared standard error of the means of five is least. White, Cobb and Spratt, "A comparison of five steady-state
 * truncation heuristics for simulation", WSC 2000.
 *
 * @param most share of the values that may be left out: near the end the standard error of the few that are left is small
 * by chance @default 0.5
 */
export function mser5(values: readonly number[], most = 0.5): number {
  const groups = Math.floor(values.length / 5);
  let sum = 0;
  let squares = 0;
  let best = 0;
  let least = Infinity;
  for (let d = groups - 1; d >= 0; d--) {
    const mean = meanOf(values, 5 * d, 5);
    sum += mean;
    squares += mean * mean;
    const left = groups - d;
    const statistic = (squares - (sum * sum) / left) / (left * left);
    if (d > groups * most || statistic > least) continue;
    least = statistic;
    best = d;
  }
  return 5 * best;
}

/**
 * Upper confidence bound of a probability after `events` in `trials` (Clopper and Pearson 1934). After none in n it is
 * 1 - (1 - level)^(1/n), about 3/n at 95 %.
 */
export function binomialUpperBound(events: number, trials: number, level = 0.95): number {
  if (events >= trials) return 1;
  return inverseOfRising((x) => regularizedBeta(x, events + 1, trials - events), level, 0, 1);
}

/** Upper confidence bound of the mean of a Poisson count of which `events` were seen (Garwood 1936): 3.0 after none. */
export function poissonUpperBound(events: number, level = 0.95): number {
  if (events === 0) return -ln(1 - level);
  const far = events + 20 * Math.sqrt(events) + 100;
  return inverseOfRising((x) => regularizedGamma(events + 1, x), level, events, far);
}
