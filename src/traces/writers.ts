/** What a trace is written as: sinks that turn what a reader finds into text, piece by piece. */
import { SECOND, type Micros } from '../units/quantities.js';
import { COMPACT_MAGIC } from './formats/compact.js';
import type { Format, Series, Sink } from './format.js';
import { countProblem, durationProblem, timeProblem } from './limits.js';
import { TraceError } from './traceError.js';

/** Takes the next piece of text. */
export type Emit = (text: string) => void;

/** Which series are kept; all where it is null. */
export type Keep = ((series: Series) => boolean) | null;

abstract class Writer implements Sink {
  readonly #keep: Keep;

  constructor(
    protected readonly emit: Emit,
    keep: Keep,
  ) {
    this.#keep = keep;
  }

  protected keeps(series: Series): boolean {
    return this.#keep === null || this.#keep(series);
  }

  abstract instant(series: Series, at: Micros, duration: number): string | null;
  abstract count(series: Series, at: Micros, count: number): string | null;
  abstract counts(series: Series, counts: Float64Array, interval: Micros): void;

  ignored(): void {
    // Counted in the ledger.
  }

  assumed(): void {
    // Noted in the ledger.
  }
}

/** Writes the compact format (docs/traffic.md): nothing is lost but rows that hold no requests. */
export class CompactWriter extends Writer {
  readonly #numbers = new Map<string, number>();
  #at: Micros = 0;

  /** @param start of the format that is read: whether its time 0 or its first row is the beginning */
  constructor(emit: Emit, keep: Keep, start: Format['start']) {
    super(emit, keep);
    emit(`${COMPACT_MAGIC} ${start}\n`);
  }

  #number({ name, group }: Series): number {
    const key = `${name}\n${group}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    this.emit(`s ${number} ${JSON.stringify(name)} ${JSON.stringify(group)}\n`);
    return number;
  }

  instant(series: Series, at: Micros, duration: number): string | null {
    if (!this.keeps(series)) return null;
    const problem = timeProblem(at) ?? durationProblem(duration);
    if (problem !== null) return problem;
    const time = Math.round(at);
    this.emit(`r ${this.#number(series)} ${time - this.#at}${duration >= 0 ? ` ${Math.round(duration)}` : ''}\n`);
    this.#at = time;
    return null;
  }

  count(series: Series, at: Micros, count: number): string | null {
    if (!this.keeps(series)) return null;
    const problem = timeProblem(at) ?? countProblem(count);
    if (problem !== null) return problem;
    this.emit(`n ${this.#number(series)} ${Math.round(at)} ${count}\n`);
    return null;
  }

  counts(series: Series, counts: Float64Array, interval: Micros): void {
    if (!this.keeps(series)) return;
    this.emit(`c ${this.#number(series)} ${interval}${runsOf(counts)}\n`);
  }
}

/** ` 0*3 12 1` */
function runsOf(counts: Float64Array): string {
  let text = '';
  for (let i = 0; i < counts.length;) {
    let end = i + 1;
    while (end < counts.length && counts[end] === counts[i]) end++;
    text += end - i === 1 ? ` ${counts[i]}` : ` ${counts[i]}*${end - i}`;
    i = end;
  }
  return text;
}

/**
 * Writes CSV that this project, and others, read back. Requests: `time,duration,name,group` in seconds; counts with
 * times: `time,count,name,group`; rows of counts per minute: the layout of Azure Functions 2019.
 */
export class CsvWriter extends Writer {
  #headed = false;
  /** Counts in a row: a header is written once. */
  #columns = 0;

  #head(header: string): void {
    if (!this.#headed) this.emit(`${header}\n`);
    this.#headed = true;
  }

  instant(series: Series, at: Micros, duration: number): string | null {
    if (!this.keeps(series)) return null;
    const problem = csvTimeProblem(at) ?? durationProblem(duration);
    if (problem !== null) return problem;
    this.#head('time,duration,name,group');
    const length = duration >= 0 ? secondsText(Math.round(duration)) : '';
    this.emit(`${secondsText(Math.round(at))},${length},${field(series.name)},${field(series.group)}\n`);
    return null;
  }

  count(series: Series, at: Micros, count: number): string | null {
    if (!this.keeps(series)) return null;
    const problem = csvTimeProblem(at) ?? countProblem(count);
    if (problem !== null) return problem;
    this.#head('time,count,name,group');
    this.emit(`${secondsText(Math.round(at))},${count},${field(series.name)},${field(series.group)}\n`);
    return null;
  }

  counts({ name, group }: Series, counts: Float64Array): void {
    if (!this.keeps({ name, group })) return;
    if (!this.#headed) this.#columns = counts.length;
    if (counts.length > this.#columns) throw new TraceError(name, null, MUST_FIT);
    this.#head(`HashOwner,HashApp,HashFunction,Trigger,${Array.from(counts, (_, i) => i + 1).join(',')}`);
    this.emit(`,${field(group)},${field(name)},,${counts.join(',')}${',0'.repeat(this.#columns - counts.length)}\n`);
  }
}

const csvTimeProblem = (at: Micros): string | null =>
  at < 0 ? `time = ${at} µs, must be >= 0 to be written as CSV` : timeProblem(at);

const MUST_FIT = 'has more counts than the series before it, must not to be written as CSV: write the compact format';

/** Exact: all six decimals where there are any. */
function secondsText(micros: Micros): string {
  const fraction = String(micros % SECOND)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${Math.floor(micros / SECOND)}${fraction === '' ? '' : `.${fraction}`}`;
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
