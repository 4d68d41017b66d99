import type { Micros } from '../units/quantities.js';

/** A function, an app, a metric: what a trace can be selected by. */
export interface Series {
  readonly name: string;
  /** What it belongs to (its app); '' if nothing. */
  readonly group: string;
}

/**
 * Where readers put what they find. Times are in microseconds, on the file's own clock. What is out of range comes back
 * as a rule that is broken.
 */
export interface Sink {
  /** One request that began at `at`. @param duration how long it took, NaN where the file does not say */
  instant(series: Series, at: Micros, duration: number): string | null;
  /** So many requests in the interval that begins at `at`. */
  count(series: Series, at: Micros, count: number): string | null;
  /** Counts of consecutive intervals from 0 on. The array is reused: copy what is kept. */
  counts(series: Series, counts: Float64Array, interval: Micros): void;
  /** A row that is sound but holds no request, such as another metric: counted by reason. */
  ignored(reason: string): void;
  /** Something taken for granted that a person should know. Said once. */
  assumed(what: string): void;
}

/** Takes one row; returns what is wrong with it, "field = value, rule", or null. */
export type TakeRow = (fields: readonly string[]) => string | null;
/** Takes one line. */
export type TakeLine = (line: string) => string | null;

/** What has been seen of a file when its format is told. */
export interface Head {
  readonly text: string;
  /** Whether `text` is the whole file. */
  readonly whole: boolean;
  /** The first line that is not empty. */
  readonly first: string;
  /** Its fields, trimmed, without quotes. */
  readonly fields: readonly string[];
}

interface Named {
  readonly name: string;
  /** In words, for a list of formats. */
  readonly title: string;
  /** Whether time 0 of the file is the beginning of the trace, or its first row; `by-size`: 0 unless times are dates. */
  readonly start: 'zero' | 'first-row' | 'by-size';
  /** Where the file itself says so. */
  readonly startOf?: (head: Head) => 'zero' | 'first-row' | 'by-size';
  recognises(head: Head): boolean;
}

export interface TableFormat extends Named {
  readonly kind: 'table';
  readonly hasHeader: (head: Head) => boolean;
  /** Rows may have any number of columns. */
  readonly ragged?: true;
  readonly delimiter?: (head: Head) => string;
  /** @returns the reader of rows, or what is missing in the header */
  open(header: readonly string[], sink: Sink): TakeRow | string;
}

export interface LinesFormat extends Named {
  readonly kind: 'lines';
  open(sink: Sink): TakeLine;
}

/** Hundreds or thousands of numeric columns: read byte by byte. */
export interface WideFormat extends Named {
  readonly kind: 'wide';
  open(header: readonly string[], sink: Sink): WideReader | string;
}

export interface WideReader {
  /** For each column: its place among the numbers, or -1 for text. */
  readonly places: Int32Array;
  /** What an empty or NaN field counts as; null: it is an error. */
  readonly empty: number | null;
  take(texts: readonly string[], numbers: Float64Array): string | null;
}

/** One JSON document, read whole. */
export interface DocumentFormat extends Named {
  readonly kind: 'document';
  /** @returns how many good values; bad ones are told to `bad` */
  read(document: unknown, sink: Sink, bad: (what: string) => void): number;
}

export type Format = TableFormat | LinesFormat | WideFormat | DocumentFormat;

/** Column numbers by name, whatever the case; -1 where there is none. */
export function columnsOf<Name extends string>(header: readonly string[], ...names: Name[]): Record<Name, number> {
  const lower = header.map((name) => name.trim().toLowerCase());
  return Object.fromEntries(names.map((name) => [name, lower.indexOf(name.toLowerCase())])) as Record<Name, number>;
}

/** The names that have no column, as a sentence; null if all have one. */
export function missing(columns: Readonly<Record<string, number>>): string | null {
  const names = Object.keys(columns).filter((name) => columns[name] < 0);
  return names.length === 0 ? null : `header has no column ${names.join(', ')}`;
}

/** The header names all of these. */
export function hasColumns(head: Head, ...names: string[]): boolean {
  return missing(columnsOf(head.fields, ...names)) === null;
}
