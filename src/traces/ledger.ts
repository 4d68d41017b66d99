import { formatCount, formatPercent } from '../units/format.js';
import { TraceError } from './traceError.js';

/** What a reader says about a file when it is done. */
export interface TraceReport {
  readonly file: string;
  readonly format: string;
  /** Rows read, good or bad, without headers and empty lines. */
  readonly rows: number;
  readonly bad: number;
  /** The first bad rows. */
  readonly problems: readonly { readonly line: number; readonly rule: string }[];
  /** Sound rows that hold no request, by reason. */
  readonly ignored: Readonly<Record<string, number>>;
  readonly assumptions: readonly string[];
}

/** How many problems are kept in words. */
const KEPT = 20;
/** From so many bad rows on, reading stops as soon as their share is too high. */
const HOPELESS = 1000;

/** Counts rows and remembers what was wrong with the first bad ones. */
export class Ledger {
  readonly #file: string;
  readonly #share: number;
  #rows = 0;
  #bad = 0;
  readonly #problems: { line: number; rule: string }[] = [];
  readonly #ignored = new Map<string, number>();
  readonly #assumptions = new Set<string>();

  /** @param share of rows that may be bad */
  constructor(file: string, share: number) {
    this.#file = file;
    this.#share = share;
  }

  /** One row has been read; `rule` is what is wrong with it, null if nothing. */
  row(line: number, rule: string | null): void {
    this.#rows++;
    if (rule === null) return;
    this.#bad++;
    if (this.#problems.length < KEPT) this.#problems.push({ line, rule });
  }

  good(rows: number): void {
    this.#rows += rows;
  }

  ignored(reason: string): void {
    this.#ignored.set(reason, (this.#ignored.get(reason) ?? 0) + 1);
  }

  assumed(what: string): void {
    this.#assumptions.add(what);
  }

  /** Whether there is no point in reading on. */
  get hopeless(): boolean {
    return this.#bad >= HOPELESS && this.#bad > this.#share * this.#rows;
  }

  /** @throws TraceError when too many rows were bad, or none held anything */
  close(format: string): TraceReport {
    if (this.#bad > this.#share * this.#rows) throw this.#tooBad();
    if (this.#rows === 0) throw new TraceError(this.#file, null, 'has no rows, must hold at least one');
    return {
      file: this.#file,
      format,
      rows: this.#rows,
      bad: this.#bad,
      problems: this.#problems,
      ignored: Object.fromEntries(this.#ignored),
      assumptions: [...this.#assumptions],
    };
  }

  #tooBad(): TraceError {
    const [first] = this.#problems;
    const counts = `${formatCount(this.#bad)} of ${formatCount(this.#rows)} rows are bad`;
    const others = this.#bad > 1 ? `; ${counts}, must be at most ${formatPercent(this.#share)}` : '';
    const hint = 'mend the file, name another format, or allow a larger share of bad rows';
    return new TraceError(this.#file, first.line, `${first.rule}${others}`, hint);
  }
}
