/** Plain tables: a column of times, or times and counts. */
import { MILLISECOND, SECOND, type Micros } from '../../units/quantities.js';
import { columnsOf, type Series, type Sink, type TableFormat, type TakeRow } from '../format.js';
import { isEpoch, parseEpoch, parseIso, parseNumber } from '../time.js';
import { quote } from '../wide.js';

const TIME_NAME =
  /^(time|timestamp|at|date|datetime|ts|start|arrival|offset|second|seconds|t)(_?(s|ms|us|ns|utc|local))?$/i;
const DURATION_NAME = /^duration(_?(s|ms|us|ns))?$/i;
const COUNT_NAME = /^(counts?|requests?|invocations?|values?|n|number|hits|calls|arrivals|rps|qps)$/i;

/** A list of instants, or of times with counts; with or without a header, separated by comma, semicolon or tab. */
export const plainCsv: TableFormat = {
  kind: 'table',
  name: 'csv',
  title: 'plain CSV: a column of timestamps, or timestamps and counts',
  start: 'by-size',
  ragged: true,
  delimiter: ({ first }) => ['\t', ';'].find((separator) => first.includes(separator)) ?? ',',
  hasHeader: ({ first }) => Number.isNaN(timeIn(first.split(/[,;\t]/)[0], null)),
  recognises: ({ first }) => {
    const fields = first.split(/[,;\t]/).map((field) => field.trim().replace(/^"|"$/g, ''));
    if (fields.length > 8) return false;
    return fields.some((field) => TIME_NAME.test(field)) || !Number.isNaN(timeIn(fields[0], null));
  },
  open(header, sink) {
    const columns = columnsIn(header);
    const counted = header[columns.count]?.trim() ?? '';
    if (/^(rps|qps)$/i.test(counted)) return `header has ${counted}, must be a count per row: multiply by the interval`;
    const unread = unreadIn(header, columns);
    const meant = unread.find((name) => columns.count < 0 && columns.duration < 0 && SOUNDS_COUNTED.test(name));
    if (meant !== undefined) return `header has ${quote(meant)}, must call it "count" if it counts requests: ${RATE}`;
    assume(header, columns, unread, sink);
    const take = rowsOf(columns, header.length === 0, sink);
    return unread.length === 0 || columns.count >= 0 || columns.duration >= 0
      ? take
      : unlessCounts(take, header, columns);
  },
};

/** Column numbers, -1 where there is none. */
interface Columns {
  readonly time: number;
  /** Microseconds of one unit of a plain number, where the name of the column says it. */
  readonly unit: number | null;
  readonly count: number;
  readonly duration: number;
  /** Microseconds of one unit of it. */
  readonly durationUnit: number;
  readonly name: number;
  readonly group: number;
}

const UNITS: Readonly<Record<string, number>> = { ms: MILLISECOND, us: 1, ns: 0.001 };

function columnsIn(header: readonly string[]): Columns {
  const names = header.map((name) => name.trim());
  const time = Math.max(
    0,
    names.findIndex((name) => TIME_NAME.test(name)),
  );
  const duration = names.findIndex((name) => DURATION_NAME.test(name));
  return {
    time,
    unit: unitIn(names[time]),
    count: names.findIndex((name) => COUNT_NAME.test(name)),
    duration,
    durationUnit: unitIn(names[duration]) ?? SECOND,
    ...columnsOf(header, 'name', 'group'),
  };
}

/** Microseconds of the unit that a column names behind its own name. */
function unitIn(name = ''): number | null {
  const suffix = /(ms|us|ns)$/i.exec(name)?.[1]?.toLowerCase();
  return suffix === undefined ? null : UNITS[suffix];
}

/** What dashboards call a column of counts or rates, which is no instant of one request. */
const SOUNDS_COUNTED =
  /^(.*[^a-z])?(rate|rps|qps|reqs|requests|hits|invocations|calls|throughput)([^a-z].*)?$|^request.?count$|\{|(sum|increase)\s*\(/i;
const RATE = 'a rate must be multiplied by the interval, and a column of something else be left out';

/** The columns that say nothing here. */
function unreadIn(header: readonly string[], { time, count, duration, name, group }: Columns): readonly string[] {
  const read = count < 0 ? [time, duration, name, group] : [time, count, name, group];
  return header.filter((_, i) => !read.includes(i)).map((each) => each.trim());
}

/** Rows at even distances, with nothing but numbers beside their times, are samples of a metric and not one request each. */
function unlessCounts(take: TakeRow, header: readonly string[], { time, unit }: Columns): TakeRow {
  const times: Micros[] = [];
  let numbers = true;
  return (row) => {
    numbers &&= row.every((field, i) => i === time || !Number.isNaN(parseNumber(field)));
    if (!numbers) return take(row);
    times.push(timeIn(row[time] ?? '', unit));
    const [first, second, third] = times.slice(-3);
    if (times.length > 3) times.shift();
    if (third === undefined || third - second < SECOND || third - second !== second - first) return take(row);
    const name = quote((header.find((_, i) => i !== time) ?? '').trim());
    return `rows stand ${(third - second) / SECOND} s apart, must be a request each: call ${name} "count" if it counts requests: ${RATE}`;
  };
}

function assume(header: readonly string[], columns: Columns, unread: readonly string[], sink: Sink): void {
  if (header.length === 0) sink.assumed('without a header, one column is timestamps and two are timestamps and counts');
  sink.assumed(
    columns.unit === null
      ? 'times that are plain numbers are seconds, unless their size says they are finer'
      : `times that are plain numbers are in the unit that their column names: ${header[columns.time].trim()}`,
  );
  if (unread.length > 0) sink.assumed(`columns that are not read: ${unread.map(quote).join(', ')}`);
}

function rowsOf(columns: Columns, bare: boolean, sink: Sink): TakeRow {
  const { time, unit, duration, durationUnit, name, group } = columns;
  const unnamed: Series = { name: 'csv', group: '' };
  return (row) => {
    const series = name < 0 ? unnamed : { name: row[name] ?? '', group: row[group] ?? '' };
    const count = bare && row.length === 2 ? 1 : columns.count;
    const at = timeIn(row[time] ?? '', unit);
    if (Number.isNaN(at)) return `time = ${quote(row[time] ?? '')}, must be a number >= 0 or an ISO 8601 time`;
    if (count < 0) {
      const took = duration < 0 ? NaN : durationIn(row[duration] ?? '', durationUnit);
      return typeof took === 'string' ? took : sink.instant(series, at, took);
    }
    const value = parseNumber(row[count] ?? '');
    if (!(value >= 0)) return `count = ${quote(row[count] ?? '')}, must be a number >= 0`;
    return sink.count(series, at, value);
  };
}

/** Microseconds; NaN where nothing is written; what is wrong with it. */
function durationIn(text: string, unit: number): Micros | string {
  const units = parseNumber(text);
  if (units >= 0) return units * unit;
  const rule = unit === SECOND ? 'must be a number of seconds >= 0' : 'must be a number >= 0';
  return /^\s*(-|nan|null)?\s*$/i.test(text) ? NaN : `duration = ${quote(text)}, ${rule}`;
}

/**
 * Seconds from some start, an epoch of any unit, or an ISO time, in microseconds; NaN if none.
 *
 * @param unit - microseconds of one, where the column says in which unit its numbers are
 */
function timeIn(text: string, unit: number | null): Micros {
  const trimmed = text.trim().replace(/^"|"$/g, '');
  const epoch = parseEpoch(trimmed);
  if (Number.isNaN(epoch)) return parseIso(trimmed);
  if (unit !== null) return Math.round(Number(trimmed) * unit);
  return isEpoch(epoch) ? epoch : Math.round(Number(trimmed) * SECOND);
}
