/** What a change does to one figure, from replications that were run in pairs on the same random numbers. */
import { pairedDifference, studentQuantile } from '../stats/intervals.js';
import { Welford } from '../stats/welford.js';
import { LEVEL } from './intervals.js';

/**
 * - `same`: equal in every replication
 * - `lower`, `higher`: the interval of the difference does not hold 0
 * - `equivalent`: it holds 0, and nothing as large as the smallest difference that matters
 * - `open`: it holds 0 and something that would matter: more replications are needed
 */
export type Verdict = 'same' | 'lower' | 'higher' | 'equivalent' | 'open';

export interface Difference {
  /** Full path of the figure. */
  readonly figure: string;
  /** Means over the replications in which both were observed. */
  readonly a: number;
  readonly b: number;
  /** Pairs of replications. */
  readonly n: number;
  /** b - a, in the figure's unit; `null`: one pair says nothing. */
  readonly absolute: Span | null;
  /** b / a - 1, for an SLI that of the share that was bad; `null`: what it is relative to is 0. */
  readonly relative: Span | null;
  readonly verdict: Verdict;
  /** Replications that would settle an open one, about; `null`: nothing to settle, or it cannot be told. */
  readonly settledBy: number | null;
}

/** An estimate and its 95 % interval. */
export interface Span {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * @param a the figure in each replication of the one variant
 * @param b of the other, in the same order
 * @param smallest relative difference that matters
 */
export function differenceOf(figure: string, a: readonly number[], b: readonly number[], smallest: number): Difference {
  const paired = pairedDifference(a, b, LEVEL);
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  const absolute = paired.n < 2 ? null : { estimate: paired.mean, low: paired.low, high: paired.high };
  const [fromA, fromB] = figure.endsWith('.sli') ? [a.map(badOf), b.map(badOf)] : [a, b];
  const base = meanOf(fromA);
  const spread = base === 0 || paired.n < 2 ? null : relativeDeviation(fromA, fromB);
  const relative = spread === null ? null : spanOf(meanOf(fromB) / base - 1, spread, paired.n);
  const same = a.every((value, k) => value === b[k]);
  const verdict = same ? 'same' : verdictOf(absolute, relative, smallest);
  const settledBy = verdict === 'open' && spread !== null ? replicationsToSettle(spread, smallest) : null;
  return { figure, a: meanA, b: meanB, n: paired.n, absolute, relative, verdict, settledBy };
}

/** Against 99 % good, what matters of a difference is how it compares with the 1 % that is bad. */
const badOf = (sli: number): number => 1 - sli;

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Standard deviation of one pair's part in the ratio of means: b - (B / A) a, over A (the delta method for a ratio of
 * means of pairs).
 */
function relativeDeviation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  const seen = new Welford();
  b.forEach((value, k) => seen.add((value - (meanB / meanA) * a[k]) / meanA));
  return seen.standardDeviation;
}

function spanOf(estimate: number, deviation: number, n: number): Span {
  const halfWidth = halfWidthOf(deviation, n);
  return { estimate, low: estimate - halfWidth, high: estimate + halfWidth };
}

const halfWidthOf = (deviation: number, n: number): number =>
  studentQuantile((1 + LEVEL) / 2, n - 1) * (deviation / Math.sqrt(n));

function verdictOf(absolute: Span | null, relative: Span | null, smallest: number): Verdict {
  if (absolute === null) return 'open';
  if (absolute.low > 0) return 'higher';
  if (absolute.high < 0) return 'lower';
  return relative !== null && -smallest < relative.low && relative.high < smallest ? 'equivalent' : 'open';
}

/** Beyond this nobody waits for it. */
const MOST = 1_000_000;

/**
 * Replications after which the half-width is half of the smallest difference that matters. Then the question is settled
 * wherever the estimate lies: nearer to 0 than that half, and the interval is within the smallest difference; farther, and
 * it does not hold 0. The difference that happened to be observed does not enter. Rounded up to two digits.
 */
export function replicationsToSettle(deviation: number, smallest: number): number | null {
  let [low, high] = [1, 2];
  while (halfWidthOf(deviation, high) > smallest / 2) {
    [low, high] = [high, 2 * high];
    if (low > MOST) return null;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (halfWidthOf(deviation, middle) > smallest / 2) low = middle;
    else high = middle;
  }
  if (high > MOST) return null;
  const unit = high < 100 ? (high < 10 ? 1 : 5) : high < 1000 ? 10 : 100;
  return Math.ceil(high / unit) * unit;
}
