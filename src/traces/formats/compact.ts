/**
 * Headroom's own compact format: any trace in one shape, in lines of text that pack well. See docs/traffic.md.
 *
 *     headroom-trace 1 zero
 *     s 0 "f-one" "app-a"
 *     c 0 60000000 0*3 12 1
 *     n 0 1700000000000000 17
 *     r 0 1500 80000
 */
import type { Micros } from '../../units/quantities.js';
import type { Format, LinesFormat, Series, Sink } from '../format.js';
import { quote } from '../wide.js';

/** First words of the first line. */
export const COMPACT_MAGIC = 'headroom-trace 1';

const STARTS = ['zero', 'first-row', 'by-size'] as const;

export const compact: LinesFormat = {
  kind: 'lines',
  name: 'compact',
  title: "Headroom's own: headroom-trace 1, then one line for each series, row of counts, count or request",
  start: 'zero',
  startOf: ({ first }) => startIn(first) ?? 'zero',
  recognises: ({ first }) => first.startsWith('headroom-trace '),
  open: (sink) => {
    const lines = new CompactLines(sink);
    return (line) => lines.take(line);
  },
};

function startIn(first: string): Format['start'] | null {
  if (!first.startsWith(`${COMPACT_MAGIC} `)) return null;
  return STARTS.find((start) => start === first.slice(COMPACT_MAGIC.length + 1).trim()) ?? null;
}

/** A file line by line; each answers `null`, or what is wrong with it. */
class CompactLines {
  readonly #sink: Sink;
  readonly #series: Series[] = [];
  #headed = false;
  /** That of the first row of counts, which all of them share. */
  #interval: Micros | null = null;
  /** Time of the request before. */
  #at: Micros = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  take(line: string): string | null {
    if (!this.#headed) {
      this.#headed = startIn(line) !== null;
      return this.#headed ? null : `first line = ${quote(line)}, must be "${COMPACT_MAGIC}" and ${STARTS.join(', ')}`;
    }
    if (line.startsWith('s ')) return takeSeries(line, this.#series);
    const fields = line.split(' ');
    const [kind, number = ''] = fields;
    if (kind !== 'c' && kind !== 'n' && kind !== 'r') return `line = ${quote(line)}, must begin with s, c, n or r`;
    const known = /^\d{1,9}$/.test(number) ? this.#series[Number(number)] : undefined;
    if (known === undefined) return `series = ${quote(number)}, must be the number of a series named before`;
    if (kind === 'c') return this.#counts(fields, known);
    return kind === 'n' ? this.#count(fields, known) : this.#request(fields, known);
  }

  #counts(fields: readonly string[], known: Series): string | null {
    const interval = Number(fields[2]);
    if (this.#interval !== null && interval !== this.#interval)
      return `interval = ${quote(fields[2] ?? '')}, must be ${this.#interval} as in the first row of counts`;
    const problem = takeCounts(fields, known, this.#sink);
    if (problem === null) this.#interval = interval;
    return problem;
  }

  #count([, , time, count]: readonly string[], known: Series): string | null {
    if (!isInteger(time)) return `time = ${quote(time ?? '')}, must be whole microseconds`;
    return isNumber(count) ? this.#sink.count(known, Number(time), Number(count)) : mustBeCount(count);
  }

  #request([, , gap, duration]: readonly string[], known: Series): string | null {
    if (!isInteger(gap)) return `gap = ${quote(gap ?? '')}, must be whole microseconds`;
    if (duration !== undefined && !isNumber(duration))
      return `duration = ${quote(duration)}, must be microseconds >= 0`;
    const at = this.#at + Number(gap);
    const problem = this.#sink.instant(known, at, duration === undefined ? NaN : Number(duration));
    if (problem === null) this.#at = at;
    return problem;
  }
}

const SERIES = /^s (\d{1,9}) ("(?:[^"\\]|\\.)*") ("(?:[^"\\]|\\.)*")$/;

function takeSeries(line: string, series: Series[]): string | null {
  const match = SERIES.exec(line);
  if (match === null) return `line = ${quote(line)}, must be s, a number and two names in quotes`;
  if (Number(match[1]) !== series.length) return `series = ${match[1]}, must be ${series.length}: they count up from 0`;
  const [name, group] = [textOf(match[2]), textOf(match[3])];
  if (name === null || group === null) return `line = ${quote(line)}, must have names as JSON writes texts`;
  series.push({ name, group });
  return null;
}

function textOf(json: string): string | null {
  try {
    return JSON.parse(json) as string;
  } catch {
    return null;
  }
}

/** Three weeks of seconds, four years of minutes: what is longer in one row is damage. */
const MOST_COUNTS = 2_000_000;

function takeCounts([, , interval, ...runs]: readonly string[], known: Series, sink: Sink): string | null {
  if (!isInteger(interval) || !(Number(interval) > 0)) {
    return `interval = ${quote(interval ?? '')}, must be whole microseconds > 0`;
  }
  const parsed: { readonly count: number; readonly times: number }[] = [];
  let length = 0;
  for (const run of runs) {
    const [count, times = '1'] = run.split('*');
    if (!isNumber(count)) return mustBeCount(count);
    if (!/^[1-9]\d{0,8}$/.test(times)) return `times = ${quote(times)}, must be a whole number > 0`;
    length += Number(times);
    parsed.push({ count: Number(count), times: Number(times) });
  }
  if (length === 0 || length > MOST_COUNTS) return `row has ${length} counts, must have 1 to ${MOST_COUNTS}`;
  const counts = new Float64Array(length);
  let end = 0;
  for (const { count, times } of parsed) counts.fill(count, end, (end += times));
  sink.counts(known, counts, Number(interval));
  return null;
}

const mustBeCount = (text: string | undefined): string => `count = ${quote(text ?? '')}, must be a number >= 0`;
const isInteger = (text: string | undefined): text is string => /^-?\d{1,16}$/.test(text ?? '');

/** A finite number >= 0 that a double holds. */
function isNumber(text: string | undefined): text is string {
  return /^\d{1,16}(\.\d{1,17})?([eE][+-]?\d{1,2})?$/.test(text ?? '') && Number(text) < 4_503_599_627_370_496;
}
