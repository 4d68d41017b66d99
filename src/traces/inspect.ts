import { Welford } from '../stats/welford.js';
import { MINUTE, SECOND, type Micros, type PerSecond } from '../units/quantities.js';
import { spanOf, type Trace } from '../workload/traceLibrary.js';
import type { Sink } from './format.js';
import { countsOf, eachInstant } from './minutes.js';

/** What a trace looks like. */
export interface TraceFigures {
  readonly total: number;
  readonly span: Micros;
  /** NaN where everything came at one instant. */
  readonly meanRate: PerSecond;
  /** Of the busiest interval (`interval`, or the whole span where that is shorter). */
  readonly peakRate: PerSecond;
  readonly peakToMean: number;
  /** Width of the intervals that burstiness is measured on: a minute, or the trace's own interval if that is longer. */
  readonly interval: Micros;
  /** Variance / mean of the counts per interval: 1 for Poisson; NaN with fewer than two intervals. */
  readonly dispersion: number;
  /** Correlation of the counts of neighbouring intervals. */
  readonly autocorrelation: number;
  /** Whether it is known when single requests came; otherwise only how many. */
  readonly timed: boolean;
  /** Coefficient of variation of the gaps between arrivals: 1 for Poisson; null where only counts are known, NaN with one gap. */
  readonly gapVariation: number | null;
  /** Arrivals per second over the whole span, in equal parts: for a sparkline. */
  readonly rates: readonly PerSecond[];
}

/** Figures of one trace. @param parts how many rates a sparkline wants @default 60 */
export function inspectTrace(trace: Trace, parts = 60): TraceFigures {
  const span = spanOf(trace);
  const interval = trace.kind === 'counts' ? Math.max(MINUTE, trace.interval) : MINUTE;
  const counts = countsOf(trace, interval);
  const total = trace.kind === 'instants' ? trace.count : sumOf(Array.from(trace.counts));
  const most = counts.reduce((larger, count) => Math.max(larger, count), 0);
  const meanRate = span > 1 ? total / (span / SECOND) : NaN;
  const peakRate = span > 1 ? most / (Math.min(interval, span) / SECOND) : NaN;
  return {
    total,
    span,
    meanRate,
    peakRate,
    peakToMean: peakRate / meanRate,
    interval,
    timed: trace.kind === 'instants',
    ...burstiness(counts),
    gapVariation: trace.kind === 'instants' ? gapVariation(trace) : null,
    rates: ratesOf(trace, span, parts),
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function burstiness(counts: Float64Array): { readonly dispersion: number; readonly autocorrelation: number } {
  const seen = new Welford();
  for (const count of counts) seen.add(count);
  let together = 0;
  for (let i = 1; i < counts.length; i++) together += (counts[i] - seen.mean) * (counts[i - 1] - seen.mean);
  return {
    dispersion: seen.variance / seen.mean,
    autocorrelation: together / (seen.variance * (counts.length - 1)),
  };
}

function gapVariation(trace: Extract<Trace, { kind: 'instants' }>): number {
  const gaps = new Welford();
  let last = NaN;
  eachInstant(trace, (at) => {
    if (!Number.isNaN(last)) gaps.add(at - last);
    last = at;
  });
  return gaps.standardDeviation / gaps.mean;
}

function ratesOf(trace: Trace, span: Micros, parts: number): PerSecond[] {
  const width = Math.max(1, Math.ceil(span / parts));
  const counts = countsOf(trace, width);
  return Array.from(counts, (count) => count / (width / SECOND));
}

/** Counts invocations by series: which functions a trace is made of. Another sink may see the same rows. */
export class SeriesTotals implements Sink {
  readonly #totals = new Map<string, number>();
  readonly #next: Sink | null;

  constructor(next: Sink | null = null) {
    this.#next = next;
  }

  instant(...row: Parameters<Sink['instant']>): string | null {
    const problem = this.#next?.instant(...row) ?? null;
    if (problem === null) this.#add(row[0].name, 1);
    return problem;
  }

  count(...row: Parameters<Sink['count']>): string | null {
    const problem = this.#next?.count(...row) ?? null;
    if (problem === null) this.#add(row[0].name, row[2]);
    return problem;
  }

  counts(...row: Parameters<Sink['counts']>): void {
    this.#next?.counts(...row);
    this.#add(
      row[0].name,
      row[1].reduce((sum, count) => sum + count, 0),
    );
  }

  ignored(reason: string): void {
    this.#next?.ignored(reason);
  }

  assumed(what: string): void {
    this.#next?.assumed(what);
  }

  #add(name: string, count: number): void {
    this.#totals.set(name, (this.#totals.get(name) ?? 0) + count);
  }

  /** Invocations of all series. */
  get total(): number {
    let sum = 0;
    for (const count of this.#totals.values()) sum += count;
    return sum;
  }

  /** How many series there are. */
  get size(): number {
    return this.#totals.size;
  }

  /** The `n` series with most invocations, most first; names decide ties. */
  top(n: number): { readonly name: string; readonly total: number }[] {
    const all = [...this.#totals].map(([name, total]) => ({ name, total }));
    return all.sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1)).slice(0, n);
  }
}
