/** Reads the timeline: which series there are, coarser ones, and what each is called. */
import type { ResultDocument, Series } from '../result/document.js';

export type SeriesKind = Series['kind'];
export type Values = readonly (number | null)[];

/** The figures of the timeline that charts and tables draw, by the last part of the series' name. */
export const FIGURES = {
  arrivals: 'arrivals',
  completed: 'completed',
  refused: 'refused',
  timedOut: 'timedOut',
  failed: 'failed',
  concurrency: 'concurrency',
  capacity: 'capacity',
  desired: 'desired',
  ready: 'ready',
  pods: 'pods',
  panic: 'panic',
  p50: 'p50',
  p95: 'p95',
  p99: 'p99',
  coldStarts: 'coldStarts',
  nodes: 'nodes',
  waitingPods: 'waitingPods',
} as const;
export type FigureName = keyof typeof FIGURES;

/** The scopes that have a timeline, in the document's order: `totals` and services. */
export function scopes(result: ResultDocument): readonly string[] {
  const names = result.timeline.series.map((series) => scopeOf(series.name));
  return [...new Set(names)];
}

/** `checkout.p99` belongs to `checkout`; a service's name may hold dots, a figure's may not. */
export function scopeOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}

/** One figure of one scope; `undefined` where the document has no such series. */
export function find({ timeline }: ResultDocument, scope: string, figure: FigureName): Series | undefined {
  const name = `${scope}.${FIGURES[figure]}`;
  const isIt = (series: Series): boolean => series.name === name;
  return timeline.series.find(isIt) ?? timeline.revisionSeries?.find(isIt);
}

/** The scope whose story is told first: the only service, else the totals, else whatever there is. */
export function mainScope(result: ResultDocument): string {
  const known = scopes(result);
  const only = result.services.length === 1 ? result.services[0]?.name : undefined;
  if (only !== undefined && known.includes(only)) return only;
  return known.includes('totals') ? 'totals' : (known[0] ?? 'totals');
}

/** Points of the timeline: those of its longest series. */
export function points(result: ResultDocument): number {
  return result.timeline.series.reduce((most, series) => Math.max(most, series.values.length), 0);
}

/**
 * A coarser series: `factor` neighbours become one. Levels, rates and states are averaged, counts are added, of
 * quantiles the highest stays (a mean of percentiles is no percentile); `null` where all neighbours are.
 */
export function coarser(values: Values, kind: SeriesKind, factor: number): Values {
  if (factor <= 1) return values;
  const result: (number | null)[] = [];
  for (let from = 0; from < values.length; from += factor) {
    result.push(merged(values.slice(from, from + factor), kind));
  }
  return result;
}

function merged(values: Values, kind: SeriesKind): number | null {
  const seen = values.filter((value): value is number => value !== null);
  if (seen.length === 0) return null;
  if (kind === 'quantile') return Math.max(...seen);
  const sum = seen.reduce((total, value) => total + value, 0);
  return kind === 'count' ? sum : sum / seen.length;
}

/** How many neighbours must become one so that at most `most` points remain. */
export function factorFor(length: number, most: number): number {
  return Math.max(1, Math.ceil(length / most));
}

/** Largest value and the index where it first stands; `null` where nothing was observed. */
export function peak(values: Values): { readonly value: number; readonly index: number } | null {
  let best: { value: number; index: number } | null = null;
  values.forEach((value, index) => {
    if (value !== null && (best === null || value > best.value)) best = { value, index };
  });
  return best;
}
