import { parse, type Parser } from 'csv-parse';
import type { Bytes } from './bytes.js';
import type { Head, Sink, TableFormat, TakeRow } from './format.js';
import type { Ledger } from './ledger.js';
import { LONGEST_LINE } from './lines.js';
import { TraceError } from './traceError.js';

/** Reads a file of records with csv-parse, one record at a time; nothing is kept. */
export async function readTable(
  file: string,
  format: TableFormat,
  head: Head,
  bytes: Bytes,
  sink: Sink,
  ledger: Ledger,
): Promise<void> {
  const rows = new Rows(file, format, head, sink, ledger);
  const parser = parserFor(format.delimiter?.(head) ?? ',', rows, ledger);
  for await (const piece of bytes) {
    await written(parser, piece);
    if (rows.failure !== null) throw rows.failure;
    if (ledger.hopeless) return;
  }
  await ended(parser, ledger);
  if (rows.failure !== null) throw rows.failure;
}

function parserFor(delimiter: string, rows: Rows, ledger: Ledger): Parser {
  return parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_LINE,
    on_record: (record: string[], { lines }) => {
      rows.take(record, lines);
      return null;
    },
    on_skip: (error) => {
      ledger.row(
        error === undefined || !('lines' in error) ? 0 : Number(error.lines),
        error?.message ?? 'is no record',
      );
      return undefined;
    },
  });
}

function written(parser: Parser, piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}

/** A quote that is never closed is known at the end only: what it swallowed is one bad row. */
function ended(parser: Parser, ledger: Ledger): Promise<void> {
  return new Promise((resolve) => {
    parser.on('error', (error) => {
      ledger.row(parser.info.lines, error.message);
      resolve();
    });
    parser.on('end', resolve);
    parser.resume();
    parser.end();
  });
}

/** Header first, then row after row. */
class Rows {
  /** What makes the file unreadable: it cannot be thrown from within the parser. */
  failure: TraceError | null = null;
  readonly #file: string;
  readonly #format: TableFormat;
  readonly #sink: Sink;
  readonly #ledger: Ledger;
  #columns = 0;
  #take: TakeRow | null = null;

  constructor(file: string, format: TableFormat, head: Head, sink: Sink, ledger: Ledger) {
    this.#file = file;
    this.#format = format;
    this.#sink = sink;
    this.#ledger = ledger;
    if (!format.hasHeader(head)) this.#open([], 1);
  }

  #open(header: readonly string[], line: number): void {
    const opened = this.#format.open(header, this.#sink);
    this.#columns = header.length;
    if (typeof opened === 'string') this.failure = new TraceError(this.#file, line, opened);
    else this.#take = opened;
  }

  take(record: readonly string[], line: number): void {
    if (this.failure !== null) return;
    if (this.#take === null) this.#open(record, line);
    else this.#ledger.row(line, this.#problemOf(record, this.#take));
  }

  #problemOf(record: readonly string[], take: TakeRow): string | null {
    if (this.#format.ragged !== true && record.length !== this.#columns) {
      return `row has ${record.length} columns, must have ${this.#columns} as the header has`;
    }
    return take(record);
  }
}
