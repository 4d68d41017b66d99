/** What replications counted by cause and by band of latency, added up by what was counted, not by its place in a list. */
import type { CauseSeries, LatencyBands, RevisionCauseSeries } from '../result/document.js';

/** Counts by a number: an interval, or the upper bound of a band. */
type Counts = Map<number, number>;

function count(counts: Counts, at: number, more: number): void {
  counts.set(at, (counts.get(at) ?? 0) + more);
}

const ascending = (numbers: Iterable<number>): readonly number[] => [...numbers].sort((a, b) => a - b);

/** How often each cause occurred in each interval; a replication that does not tell of one did not have it. */
export class MeanCauses<Of extends CauseSeries | RevisionCauseSeries> {
  readonly #all = new Map<string, { readonly of: Of; readonly counts: Counts }>();

  add(causes: readonly Of[]): void {
    for (const of of causes) {
      const revision = 'revision' in of ? of.revision : '';
      const key = JSON.stringify([of.service, revision, of.kind, of.cause]);
      const known = this.#all.get(key) ?? { of, counts: new Map<number, number>() };
      this.#all.set(key, known);
      for (const [interval, n] of of.counts) count(known.counts, interval, n);
    }
  }

  /** @param replications that were added */
  mean(replications: number): readonly Of[] {
    return [...this.#all.values()].map(({ of, counts }) => ({
      ...of,
      counts: ascending(counts.keys()).map((interval) => [interval, counts.get(interval)! / replications] as const),
    }));
  }
}

/** How many requests ended in each band; each replication is cut to the bands that it needed. */
export class MeanBands {
  #interval = 0;
  #from = Infinity;
  /** Upper bounds of all bands; that of an open one is infinite. */
  readonly #bounds = new Set<number>();
  readonly #scopes = new Map<string, Counts[]>();

  add({ interval, from, bounds, scopes }: LatencyBands): void {
    this.#interval = interval;
    this.#from = Math.min(this.#from, from);
    for (const { name, counts } of scopes) {
      const columns = this.#scopes.get(name) ?? counts.map(() => new Map<number, number>());
      this.#scopes.set(name, columns);
      counts.forEach((column, at) =>
        column.forEach((n, band) => this.#count(columns[at], bounds[band] ?? Infinity, n)),
      );
    }
  }

  #count(column: Counts | undefined, bound: number, n: number): void {
    this.#bounds.add(bound);
    if (column !== undefined && n > 0) count(column, bound, n);
  }

  /** @param replications that ran, those without any band among them; `undefined`: none had one */
  mean(replications: number): LatencyBands | undefined {
    if (this.#scopes.size === 0) return undefined;
    const bounds = ascending(this.#bounds);
    const scopes = [...this.#scopes].map(([name, columns]) => ({
      name,
      counts: columns.map((column) => bounds.map((bound) => (column.get(bound) ?? 0) / replications)),
    }));
    return { interval: this.#interval, bounds: bounds.filter(Number.isFinite), from: this.#from, scopes };
  }
}
