import { Histogram } from '../stats/histogram.js';
import type { Micros } from '../units/quantities.js';
import type { Trace } from '../workload/traceLibrary.js';
import { CountStore } from './countStore.js';
import type { Format, Series, Sink } from './format.js';
import { InstantStore } from './instantStore.js';
import { countProblem, durationProblem, timeProblem } from './limits.js';
import { isEpoch } from './time.js';

/** Nothing is left out in silence: a trace is either known to the instant or counted. */
const MIXED = 'holds single requests beside counts, must hold one of the two (choose a series that does)';

/** What was found of one selection. */
export class Found {
  readonly instants = new InstantStore();
  readonly counts = new CountStore();
  /** Of requests whose duration the file says, in microseconds. */
  readonly durations = new Histogram();

  /** @returns null when there is nothing, a sentence when it cannot be made a trace */
  trace(start: Format['start']): Trace | string | null {
    if (this.instants.count > 0 && !this.counts.isEmpty) return MIXED;
    if (this.instants.count > 0) return this.instants.trace(this.#zero(start, this.instants.earliest));
    return this.counts.isEmpty ? null : this.counts.trace(this.#zero(start, this.counts.earliest));
  }

  #zero(start: Format['start'], earliest: Micros): Micros | null {
    return start === 'zero' || (start === 'by-size' && !isEpoch(earliest)) ? 0 : null;
  }
}

/** One selection: the series of exactly this name, else those of this group, else the one that begins like this. */
class Selection {
  readonly #select: string;
  readonly #exact = new Found();
  readonly #group = new Found();
  readonly #beginning = new Map<string, Found>();
  #hasExact = false;
  #hasGroup = false;

  constructor(select: string) {
    this.#select = select;
  }

  /** Where rows of a series go; null: nowhere. */
  place({ name, group }: Series): Found | null {
    if (name === this.#select) {
      this.#hasExact = true;
      return this.#exact;
    }
    if (group === this.#select) {
      this.#hasGroup = true;
      return this.#group;
    }
    if (!name.startsWith(this.#select)) return null;
    const found = this.#beginning.get(name) ?? new Found();
    this.#beginning.set(name, found);
    return found;
  }

  /** @returns what was found, or what is wrong with the selection */
  result(examples: readonly string[]): Found | string {
    if (this.#hasExact) return this.#exact;
    if (this.#hasGroup) return this.#group;
    const names = [...this.#beginning.keys()];
    if (names.length === 1) return this.#beginning.get(names[0])!;
    const start = `select = ${this.#select}, must name one series`;
    if (names.length === 0) return `${start}; there are ${examples.join(', ')}`;
    return `${start}; ${names.length} begin like this: ${names.slice(0, 3).join(', ')}`;
  }
}

/** Names that are given when a selection finds nothing. */
const EXAMPLES = 5;

/** Keeps what is asked of a file, by selection, and lets the rest pass. */
export class Collector implements Sink {
  readonly #all: Found | null;
  readonly #selections = new Map<string, Selection>();
  /** Where each series goes, found once. */
  readonly #places = new Map<string, readonly Found[]>();
  readonly #examples: string[] = [];

  /** @param selects `null` is everything together */
  constructor(selects: readonly (string | null)[]) {
    this.#all = selects.includes(null) ? new Found() : null;
    for (const select of selects) if (select !== null) this.#selections.set(select, new Selection(select));
  }

  #placesOf(series: Series): readonly Found[] {
    const key = `${series.name}\n${series.group}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    if (this.#examples.length < EXAMPLES) this.#examples.push(series.name);
    const selected = [...this.#selections.values()].map((selection) => selection.place(series));
    const places = [this.#all, ...selected].filter((found) => found !== null);
    this.#places.set(key, places);
    return places;
  }

  instant(series: Series, at: Micros, duration: number): string | null {
    const problem = timeProblem(at) ?? durationProblem(duration);
    if (problem !== null) return problem;
    for (const found of this.#placesOf(series)) {
      found.instants.add(Math.round(at));
      if (duration >= 0) found.durations.add(Math.round(duration));
    }
    return null;
  }

  count(series: Series, at: Micros, count: number): string | null {
    const problem = timeProblem(at) ?? countProblem(count);
    if (problem !== null) return problem;
    for (const found of this.#placesOf(series)) found.counts.addOne(Math.round(at), count);
    return null;
  }

  counts(series: Series, counts: Float64Array, interval: Micros): void {
    for (const found of this.#placesOf(series)) found.counts.addRow(counts, interval);
  }

  ignored(): void {
    // Counted in the ledger.
  }

  assumed(): void {
    // Noted in the ledger.
  }

  /** What was found for a selection, or what is wrong with it. */
  result(select: string | null): Found | string {
    if (select === null) return this.#all ?? 'nothing was selected';
    return this.#selections.get(select)?.result(this.#examples) ?? `select = ${select} was not asked for`;
  }
}
