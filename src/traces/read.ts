import { open, type Bytes, type Opened } from './bytes.js';
import { FORMATS, formatNamed } from './formats/all.js';
import type { DocumentFormat, Format, Head, LinesFormat, Sink, WideFormat, WideReader } from './format.js';
import { Ledger, type TraceReport } from './ledger.js';
import { eachLine, LineTooLong } from './lines.js';
import { readTable } from './table.js';
import { TraceError } from './traceError.js';
import { splitWide } from './wide.js';

export interface ReadOptions {
  /** The name of a format; `auto`: found by looking. @default "auto" */
  readonly format?: string;
  /** The share of rows that may be bad, 0..1. @default 0.01 */
  readonly badShare?: number;
  /** Told the format once it is known, before the first row. */
  readonly onFormat?: (format: Format) => void;
  /** Told how many bytes (as stored, packed or not) have been read. */
  readonly onBytes?: (read: number) => void;
}

/** A file read: what was said about it, and the format that read it. */
export interface ReadTrace {
  readonly report: TraceReport;
  readonly format: Format;
}

/**
 * Reads a trace, of any format, packed or not, into a sink. Bad rows are counted and the first ones kept in words.
 *
 * @throws TraceError when the format is not known, too many rows are bad, or the file is damaged
 */
export async function readTrace(file: string, bytes: Bytes, sink: Sink, options: ReadOptions = {}): Promise<ReadTrace> {
  const ledger = new Ledger(file, options.badShare ?? 0.01);
  const opened = await open(file, counted(bytes, options.onBytes));
  const head = headOf(opened);
  const chosen = chosenFormat(file, head, options.format ?? 'auto');
  const format = { ...chosen, start: chosen.startOf?.(head) ?? chosen.start };
  options.onFormat?.(format);
  try {
    await readAs(file, format, head, opened.bytes, noting(sink, ledger), ledger);
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error;
    throw new TraceError(file, null, 'has a line of more than 64 MiB, must be a text file with line breaks');
  }
  return { report: ledger.close(format.name), format };
}

async function* counted(bytes: Bytes, onBytes: ReadOptions['onBytes']): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const piece of bytes) {
    yield piece;
    read += piece.length;
    onBytes?.(read);
  }
}

function headOf({ head, whole }: Opened): Head {
  const first = head.split('\n', 50).find((line) => line.trim() !== '') ?? '';
  const fields = first.split(',').map((field) => field.trim().replace(/^"(.*)"$/, '$1'));
  return { text: head, whole, first: first.replace(/\r$/, ''), fields };
}

/** The format that reads a file: by name, or the first one that recognises its beginning. */
function chosenFormat(file: string, head: Head, name: string): Format {
  const format = name === 'auto' ? FORMATS.find((each) => each.recognises(head)) : formatNamed(name);
  if (format) return format;
  const names = FORMATS.map((each) => each.name).join(', ');
  if (name !== 'auto') throw new TraceError(file, null, `format = ${name}, must be one of ${names}`);
  if (head.text.trim() === '') throw new TraceError(file, null, 'is empty, must hold at least one row');
  throw new TraceError(
    file,
    1,
    'format is not recognised',
    `name it: ${names}\n  or make a table of it: time,duration,name or time,count, with these words as its header (docs/traffic.md)`,
  );
}

/** What a format assumes or ignores goes into the report. */
function noting(sink: Sink, ledger: Ledger): Sink {
  return {
    instant: (series, at, duration) => sink.instant(series, at, duration),
    count: (series, at, count) => sink.count(series, at, count),
    counts: (series, counts, interval) => sink.counts(series, counts, interval),
    ignored(reason) {
      ledger.ignored(reason);
      sink.ignored(reason);
    },
    assumed(what) {
      ledger.assumed(what);
      sink.assumed(what);
    },
  };
}

async function readAs(
  file: string,
  format: Format,
  head: Head,
  bytes: Bytes,
  sink: Sink,
  ledger: Ledger,
): Promise<void> {
  switch (format.kind) {
    case 'table':
      return readTable(file, format, head, bytes, sink, ledger);
    case 'lines':
      return readLines(format, bytes, sink, ledger);
    case 'wide':
      return readWide(file, format, bytes, sink, ledger);
    case 'document':
      return readDocument(file, format, bytes, sink, ledger);
  }
}

async function readLines(format: LinesFormat, bytes: Bytes, sink: Sink, ledger: Ledger): Promise<void> {
  const take = format.open(sink);
  let number = 0;
  await eachLine(untilHopeless(bytes, ledger), (buffer, start, end) => {
    number++;
    if (end > start) ledger.row(number, take(buffer.toString('utf8', start, end)));
  });
}

async function readWide(file: string, format: WideFormat, bytes: Bytes, sink: Sink, ledger: Ledger): Promise<void> {
  let rows: WideRows | null = null;
  let number = 0;
  await eachLine(untilHopeless(bytes, ledger), (buffer, start, end) => {
    number++;
    if (end === start) return;
    if (rows === null) rows = new WideRows(openWide(file, number, format, buffer.toString('utf8', start, end), sink));
    else ledger.row(number, rows.take(buffer, start, end));
  });
}

function openWide(file: string, line: number, format: WideFormat, header: string, sink: Sink): WideReader {
  const fields = header.split(',').map((field) => field.trim().replace(/^"(.*)"$/, '$1'));
  const reader = format.open(fields, sink);
  if (typeof reader === 'string') throw new TraceError(file, line, reader);
  return reader;
}

class WideRows {
  readonly #reader: WideReader;
  readonly #texts: string[] = [];
  readonly #numbers: Float64Array;

  constructor(reader: WideReader) {
    this.#reader = reader;
    this.#numbers = new Float64Array(1 + reader.places.reduce((most, place) => Math.max(most, place), -1));
  }

  take(buffer: Buffer, start: number, end: number): string | null {
    const { places, empty } = this.#reader;
    const problem = splitWide(buffer, start, end, places, empty, this.#texts, this.#numbers);
    return problem ?? this.#reader.take(this.#texts, this.#numbers);
  }
}

async function* untilHopeless(bytes: Bytes, ledger: Ledger): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    yield piece;
    if (ledger.hopeless) return;
  }
}

/** A JSON document is held whole: Prometheus answers at most 11,000 points per series. */
const LARGEST_DOCUMENT = 256 * 1024 * 1024;

async function readDocument(
  file: string,
  format: DocumentFormat,
  bytes: Bytes,
  sink: Sink,
  ledger: Ledger,
): Promise<void> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > LARGEST_DOCUMENT) throw new TraceError(file, null, 'is larger than 256 MiB, must be split');
    pieces.push(piece);
  }
  const document = parsed(file, Buffer.concat(pieces).toString('utf8'));
  ledger.good(format.read(document, sink, (what) => ledger.row(1, what)));
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TraceError(file, null, `is no JSON document (${error instanceof Error ? error.message : String(error)})`);
  }
}
