/** Recorded metrics as a table: `time,value[,ready]`, or the observation log of a run. */
import { parse } from 'csv-parse/sync';
import { SECOND, type Micros } from '../units/quantities.js';
import type { ObservedEvent, ObservedMetrics, ObservedSample } from './observations.js';
import { parseEpoch, parseIso, parseNumber } from './time.js';
import { TraceError } from './traceError.js';

type Row = readonly string[];

export function readObservedTable(text: string, file: string, revision?: string): ObservedMetrics {
  const rows = rowsOf(text, file);
  const header = (rows[0]?.record ?? []).map((name) => name.trim());
  const names = header.map((name) => name.toLowerCase());
  const time = names.findIndex((name) => ['time', 'timestamp', 'ts'].includes(name));
  if (time < 0)
    throw new TraceError(file, 1, 'first line must name the columns, one of them "time"', 'time,value,ready');
  const all = rows.slice(1).map(({ record, line }) => {
    const text = record[time] ?? '';
    return { record, line, time: text, at: timeOf(text, file, line) };
  });
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
    case 'deploy':
    case 'decide':
    case 'ready':
      return { event, at, ready: podsIn(text('ready'), file, line) };
    case 'reachable':
    case 'unreachable':
      return { event, at };
    default: {
      const known = 'must be one of start, deploy, record, decide, ready, reachable, unreachable';
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
  /** As it is written. */
  readonly time: string;
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
  rows.forEach(({ at, line, time }, i) => {
    const before = rows[i - 1]?.at ?? -Infinity;
    if (at < before || (at === before && !ties)) {
      throw new TraceError(file, line, `time = ${time}, must be later than in the row before`);
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
