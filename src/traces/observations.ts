/**
 * Recorded metrics for `headroom decide`: a table of `time,value[,ready]`, the observation log of a run, or the answer of
 * Prometheus to a `query_range`. Times come out in whole microseconds: since 1970 where they are dates, else since the
 * start they were counted from.
 */
import { parse } from 'csv-parse/sync';
import { SECOND, type Micros } from '../units/quantities.js';
import { isObject, type JsonObject } from './json.js';
import { parseEpoch, parseIso, parseNumber } from './time.js';
import { TraceError } from './traceError.js';

export interface ObservedSample {
  readonly at: Micros;
  readonly value: number;
}

export interface ObservedSeries {
  /** The column's name, or the metric's with its labels. */
  readonly name: string;
  readonly samples: readonly ObservedSample[];
}

export interface ObservedMetrics {
  /** Every column but time and ready pods. */
  readonly series: readonly ObservedSeries[];
  /** Ready pods, where they were recorded. */
  readonly ready: readonly ObservedSample[] | null;
  /** `null`: recorded by others. Otherwise the log of a run, whose series are what its autoscaler was told, as they are. */
  readonly log: ObservationLog | null;
}

/** The log of a run, as far as it is about one revision. */
export interface ObservationLog {
  /** All revisions in it, in the order of their first line. */
  readonly revisions: readonly string[];
  /** In the order in which they happened: at one instant it counts. */
  readonly events: readonly ObservedEvent[];
}

/** One line of a run's log; what they mean is in observationLog.ts. */
export type ObservedEvent =
  | { readonly event: 'record'; readonly at: Micros; readonly concurrency: number; readonly requests: number }
  | { readonly event: 'start' | 'decide'; readonly at: Micros; readonly ready: number }
  | { readonly event: 'reachable' | 'unreachable'; readonly at: Micros };

/**
 * Reads a file's text; a JSON document is a Prometheus answer, anything else a table.
 *
 * @param revision - which one of a log; where it holds one only, that one
 * @throws TraceError with file and line, for what cannot be read, and for a revision that is not there or not said
 */
export function readObservations(text: string, file: string, revision?: string): ObservedMetrics {
  return /^\s*[{[]/.test(text) ? readQueryRange(text, file) : readTable(text, file, revision);
}

type Row = readonly string[];

function readTable(text: string, file: string, revision?: string): ObservedMetrics {
  const rows = rowsOf(text, file);
  const header = (rows[0]?.record ?? []).map((name) => name.trim());
  const names = header.map((name) => name.toLowerCase());
  const time = names.findIndex((name) => ['time', 'timestamp', 'ts'].includes(name));
  if (time < 0)
    throw new TraceError(file, 1, 'first line must name the columns, one of them "time"', 'time,value,ready');
  const all = rows.slice(1).map(({ record, line }) => ({ record, line, at: timeOf(record[time] ?? '', file, line) }));
  const event = names.indexOf('event');
  const owner = event < 0 ? -1 : names.indexOf('revision');
  const revisions = owner < 0 ? [] : [...new Set(all.map(({ record }) => record[owner]?.trim() ?? ''))];
  const wanted = owner < 0 ? null : chosen(revision, revisions, file);
  const body = wanted === null ? all : all.filter(({ record }) => record[owner]?.trim() === wanted);
  mustBeOrdered(body, event >= 0, file);
  const ready = names.indexOf('ready');
  const column = (index: number): ObservedSample[] => samplesOf(body, index, header[index]!, file);
  const others = [time, ready, event, owner];
  const log = event < 0 ? null : { revisions, events: body.map((row) => eventOf(row, names, file)) };
  return {
    series: header.flatMap((name, i) => (others.includes(i) ? [] : [{ name, samples: column(i) }])),
    ready: ready < 0 ? null : column(ready),
    log,
  };
}

function chosen(revision: string | undefined, revisions: readonly string[], file: string): string | null {
  if (revision === undefined && revisions.length <= 1) return revisions[0] ?? null;
  if (revision !== undefined && revisions.includes(revision)) return revision;
  const rule = revision === undefined ? 'holds several revisions, one must be chosen' : `has no revision ${revision}`;
  throw new TraceError(file, null, rule, `there are: ${revisions.join(', ')}`);
}

function eventOf({ record, line, at }: BodyRow, names: readonly string[], file: string): ObservedEvent {
  const text = (name: string): string => record[names.indexOf(name)]?.trim() ?? '';
  const cell = (name: string): number => {
    const value = parseNumber(text(name));
    if (Number.isNaN(value)) throw new TraceError(file, line, `${name} = ${text(name)}, must be a number`);
    return value;
  };
  const event = text('event');
  switch (event) {
    case 'record':
      return { event, at, concurrency: cell('concurrency'), requests: cell('requests') };
    case 'start':
    case 'decide':
      return { event, at, ready: podsIn(text('ready'), file, line) };
    case 'reachable':
    case 'unreachable':
      return { event, at };
    default: {
      const known = 'must be one of start, record, decide, reachable, unreachable';
      throw new TraceError(file, line, `event = ${event}, ${known}`);
    }
  }
}

function podsIn(text: string, file: string, line: number): number {
  const pods = parseNumber(text);
  if (!isPodCount(pods)) throw new TraceError(file, line, `ready = ${text}, must be a whole number of pods`);
  return pods;
}

/** Whether a number can be one of pods. */
export function isPodCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function rowsOf(text: string, file: string): readonly { readonly record: Row; readonly line: number }[] {
  try {
    const options = { bom: true, comment: '#', comment_no_infix: true, skip_empty_lines: true, info: true } as const;
    const rows = parse(text, options) as unknown as readonly {
      readonly record: Row;
      readonly info: { readonly lines: number };
    }[];
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : null;
    throw new TraceError(file, line, error instanceof Error ? error.message : String(error));
  }
}

interface BodyRow {
  readonly record: Row;
  readonly line: number;
  readonly at: Micros;
}

function timeOf(text: string, file: string, line: number): Micros {
  const small = parseNumber(text);
  const at = small < 0 ? Math.round(small * SECOND) : Number.isNaN(small) ? parseIso(text) : parseEpoch(text);
  if (Number.isNaN(at)) {
    throw new TraceError(file, line, `time = ${text}, must be seconds or a date such as 2024-01-02T03:04:05Z`);
  }
  return at;
}

/** Samples must follow each other; events may come at one instant, and those of other revisions in between. */
function mustBeOrdered(rows: readonly BodyRow[], ties: boolean, file: string): void {
  rows.forEach(({ at, line, record }, i) => {
    const before = rows[i - 1]?.at ?? -Infinity;
    if (at < before || (at === before && !ties)) {
      throw new TraceError(file, line, `time = ${record[0] ?? ''}, must be later than in the row before`);
    }
  });
}

/** The cells of a column that hold something. */
function samplesOf(rows: readonly BodyRow[], index: number, name: string, file: string): ObservedSample[] {
  return rows.flatMap(({ record, line, at }) => {
    const text = record[index]?.trim() ?? '';
    if (text === '') return [];
    const value = parseNumber(text);
    if (Number.isNaN(value)) throw new TraceError(file, line, `${name} = ${text}, must be a number or empty`);
    return [{ at, value }];
  });
}

/** Prometheus: https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries, a matrix of [time, "value"]. */
function readQueryRange(text: string, file: string): ObservedMetrics {
  const document = documentOf(text, file);
  const answer = isObject(document.data) ? document.data : document;
  if (answer.resultType !== 'matrix' || !Array.isArray(answer.result)) {
    const hint = 'ask with /api/v1/query_range';
    throw new TraceError(file, null, 'must hold a Prometheus answer with resultType "matrix"', hint);
  }
  const series = answer.result.map((each: unknown) => seriesOf(each, file));
  const ready = series.find(({ name }) => name.replace(/\{.*$/, '') === 'ready');
  return { series: series.filter((each) => each !== ready), ready: ready?.samples ?? null, log: null };
}

function documentOf(text: string, file: string): JsonObject {
  try {
    const document: unknown = JSON.parse(text);
    if (isObject(document)) return document;
  } catch (error) {
    throw new TraceError(file, null, `is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new TraceError(file, null, 'must hold a JSON object');
}

function seriesOf(given: unknown, file: string): ObservedSeries {
  const metric = isObject(given) && isObject(given.metric) ? given.metric : {};
  const values = isObject(given) && Array.isArray(given.values) ? (given.values as readonly unknown[]) : [];
  const { __name__: name = '', ...labels } = metric;
  const list = Object.entries(labels).map(([label, value]) => `${label}="${String(value)}"`);
  const full = list.length === 0 ? String(name) : `${String(name)}{${list.join(',')}}`;
  return { name: full, samples: values.flatMap((pair) => sampleOf(pair, full, file)) };
}

/** "NaN" stands for no value. */
function sampleOf(pair: unknown, name: string, file: string): ObservedSample[] {
  const [time, text] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
  const at = typeof time === 'number' ? Math.round(time * SECOND) : NaN;
  if (text === 'NaN' && !Number.isNaN(at)) return [];
  const value = typeof text === 'string' ? parseNumber(text) : NaN;
  if (Number.isNaN(at) || Number.isNaN(value)) {
    throw new TraceError(file, null, `${name}: ${JSON.stringify(pair)}, must be [seconds, "number"]`);
  }
  return [{ at, value }];
}
