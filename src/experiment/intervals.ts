/** From figures of several replications to what is known of each: mean, half-width and on how many it rests. */
import { addressOf, type KnownNames } from '../result/address.js';
import type { FigureInterval } from '../result/document.js';
import { meanInterval, poissonUpperBound } from '../stats/intervals.js';

export type FigureValues = Readonly<Record<string, number | null>>;

/** Confidence of every interval. */
export const LEVEL = 0.95;

/**
 * A 95 % interval of each figure's mean over independent replications (Student's t). A replication in which a figure was
 * not observed does not count for it. Where an event was never seen in any of them the interval is not [0, 0]: its upper
 * end is what a Poisson count could still have been (3 events in all, 95 %).
 *
 * @param rows one for each replication, in their order
 * @param method how the rows came about
 */
export function intervalsOf(
  rows: readonly FigureValues[],
  known: KnownNames = {},
  method: 't' | 'batch-means' = 't',
): Readonly<Record<string, FigureInterval>> {
  const paths = new Set(rows.flatMap((row) => Object.keys(row)));
  const found: Record<string, FigureInterval> = {};
  for (const path of paths) {
    const values = observed(rows, path);
    if (values.length > 0)
      found[path] = neverSeen(path, values, rows, known) ?? bounded(path, values, intervalOf(values, method));
  }
  return found;
}

/** What cannot be negative has no interval that is; only an error budget can be overspent. */
export function bounded(path: string, values: readonly number[], interval: FigureInterval): FigureInterval {
  if (interval.low === null || interval.low >= 0 || path.endsWith('.budgetLeft')) return interval;
  return values.every((value) => value >= 0) ? { ...interval, low: 0 } : interval;
}

/** The values of one figure where it was observed. */
export function observed(rows: readonly FigureValues[], path: string): number[] {
  return rows.map((row) => row[path]).filter((value): value is number => value !== null && value !== undefined);
}

/** The values of one figure in pairs of runs, where it was observed in both. */
export function observedInBoth(
  pairs: readonly (readonly [FigureValues, FigureValues])[],
  path: string,
): readonly (readonly [number, number])[] {
  return pairs.flatMap(([a, b]): (readonly [number, number])[] => {
    const [x, y] = [a[path], b[path]];
    return typeof x === 'number' && typeof y === 'number' ? [[x, y]] : [];
  });
}

/** Student's t; a single value has no interval. */
export function intervalOf(values: readonly number[], method: 't' | 'batch-means' = 't'): FigureInterval {
  const { mean, halfWidth, low, high, n } = meanInterval(values, LEVEL);
  if (n < 2) return { mean, halfWidth: null, low: null, high: null, n, method: 'single' };
  return { mean, halfWidth, low, high, n, method };
}

/** Events that did not happen: counts, and shares of counts. */
const COUNTED: Readonly<Record<string, string>> = {
  'coldStarts.rate': 'requests.completed',
  unansweredShare: 'requests.arrived',
};

function neverSeen(
  path: string,
  values: readonly number[],
  rows: readonly FigureValues[],
  known: KnownNames,
): FigureInterval | null {
  if (values.some((value) => value !== 0)) return null;
  const found = addressOf(path, known);
  if (!found.ok || found.address.figure.better !== 'lower') return null;
  const { figure } = found.address;
  const trials = trialsOf(path, figure.path, figure.unit === 'count' ? values.length : null, rows);
  if (trials === null || trials === 0) return null;
  const high = poissonUpperBound(0, LEVEL) / trials;
  return { mean: 0, halfWidth: null, low: 0, high, n: values.length, method: 'none-seen' };
}

function trialsOf(path: string, figure: string, count: number | null, rows: readonly FigureValues[]): number | null {
  if (count !== null) return count;
  const of = COUNTED[figure];
  if (of === undefined) return null;
  const scope = path.slice(0, path.length - figure.length);
  return observed(rows, scope + of).reduce((sum, value) => sum + value, 0);
}
