import type { LatencyBands } from '../result/document.js';
import type { Micros } from '../units/quantities.js';
import { MILLISECOND, SECOND } from '../units/quantities.js';
import type { ServiceMeter } from './serviceMeter.js';

/** Columns of a heat map at most: a chart cannot show more. */
const MOST_COLUMNS = 180;
/** Services with bands of their own; of a larger fleet nobody reads them, and they would cost more than they say. */
const MOST_SERVICES = 20;

/** Eight bands a decade, at bounds that people can read. */
const STEPS = [10, 13, 18, 24, 32, 42, 56, 75];

export const hasBands = (services: number): boolean => services > 0 && services <= MOST_SERVICES;

/** Upper bounds of the bands, in microseconds: from 0.1 ms to 1,000 s. Slower ones are in a last band without bound. */
export const BOUNDS: readonly Micros[] = decades();

function decades(): readonly Micros[] {
  const bounds: Micros[] = [];
  for (let unit = MILLISECOND / 100; unit < 100 * SECOND; unit *= 10)
    for (const step of STEPS) bounds.push(step * unit);
  return [...bounds, 1000 * SECOND];
}

/** How many intervals of the timeline one column takes. */
export function columnsOf(horizon: Micros, interval: Micros): number {
  return Math.max(1, Math.ceil(horizon / interval / MOST_COLUMNS));
}

/** Requests that ended, by latency and over time: differences of what the meter has counted in all. */
export class BandTimeline {
  readonly columns: number[][] = [];
  #before: readonly number[] = BOUNDS.map(() => 0);
  #endedBefore = 0;

  constructor(private readonly service: ServiceMeter) {}

  /** Closes the column that ends now. */
  sample(): void {
    const { latencyCompleted, latencyLost } = this.service;
    const completed = latencyCompleted.countsAtMost(BOUNDS);
    const lost = latencyLost.countsAtMost(BOUNDS);
    const upTo = completed.map((count, k) => count + lost[k]);
    const ended = latencyCompleted.count + latencyLost.count;
    const since = [...upTo.map((count, k) => count - this.#before[k]), ended - this.#endedBefore];
    this.columns.push(since.map((count, k) => count - (k === 0 ? 0 : since[k - 1])));
    this.#before = upTo;
    this.#endedBefore = ended;
  }
}

interface Named {
  readonly name: string;
  readonly bands: Pick<BandTimeline, 'columns'>;
}

/**
 * The bands of a run for a heat map, cut to those in which anything ended. With several services the first are their
 * totals; `undefined`: too many services, or nothing ended.
 */
export function bandsOf(services: readonly Named[], interval: Micros): LatencyBands | undefined {
  if (!hasBands(services.length)) return undefined;
  const own = services.map(({ name, bands }) => ({ name, counts: bands.columns }));
  const all = services.length === 1 ? own : [{ name: 'totals', counts: added(own) }, ...own];
  const used = BOUNDS.map((_, k) => k).concat(BOUNDS.length);
  const seen = used.filter((k) => all[0].counts.some((column) => column[k] > 0));
  if (seen.length === 0) return undefined;
  const [from, to] = [seen[0], seen[seen.length - 1]];
  return {
    interval: interval / SECOND,
    bounds: BOUNDS.slice(from, to + 1).map((bound) => bound / SECOND),
    from: from === 0 ? 0 : BOUNDS[from - 1] / SECOND,
    scopes: all.map(({ name, counts }) => ({ name, counts: counts.map((column) => column.slice(from, to + 1)) })),
  };
}

function added(services: readonly { readonly counts: readonly (readonly number[])[] }[]): number[][] {
  const columns = services[0].counts.length;
  return Array.from({ length: columns }, (_, c) =>
    services[0].counts[c].map((_count, k) => services.reduce((sum, { counts }) => sum + counts[c][k], 0)),
  );
}
