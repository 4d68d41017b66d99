import { parse } from 'csv-parse/sync';
import type { Bytes } from './bytes.js';
import type { Head, Sink, TableFormat, TakeRow } from './format.js';
import type { Ledger } from './ledger.js';
import { eachLine } from './lines.js';
import { TraceError } from './traceError.js';

/**
 * Reads a file of records, one at a time; nothing is kept. A line without quotes is split where it stands: most lines of
 * most traces, and ten times as fast as csv-parse, which reads the others.
 */
export async function readTable(
  file: string,
  format: TableFormat,
  head: Head,
  bytes: Bytes,
  sink: Sink,
  ledger: Ledger,
): Promise<void> {
  const rows = new Rows(file, format, head, sink, ledger);
  const records = new Records(format.delimiter?.(head) ?? ',', rows, ledger);
  await eachLine(untilDone(bytes, rows, ledger), (buffer, start, end) =>
    records.line(buffer.toString('utf8', start, end)),
  );
  if (rows.failure === null && !ledger.hopeless) records.end();
  if (rows.failure !== null) throw rows.failure;
}

async function* untilDone(bytes: Bytes, rows: Rows, ledger: Ledger): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    yield piece;
    if (rows.failure !== null || ledger.hopeless) return;
  }
}

/** A record that goes on in the next line after so many characters is damage: a quote that is never closed. */
const LONGEST_OPEN = 1024 * 1024;

/** Lines to records: a field in quotes may hold line ends. */
class Records {
  readonly #delimiter: string;
  readonly #rows: Rows;
  readonly #ledger: Ledger;
  #number = 0;
  /** Lines of a record that is not at its end, and their length. */
  #open: string[] = [];
  #length = 0;
  #quoted = false;

  constructor(delimiter: string, rows: Rows, ledger: Ledger) {
    this.#delimiter = delimiter;
    this.#rows = rows;
    this.#ledger = ledger;
  }

  line(text: string): void {
    this.#number++;
    if (this.#open.length === 0) {
      if (text === '') return;
      if (!text.includes('"')) {
        this.#rows.take(text.split(this.#delimiter), this.#number);
        return;
      }
    }
    this.#open.push(text);
    this.#length += text.length + 1;
    this.#quoted = endsInQuotes(text, this.#quoted, this.#delimiter);
    if (!this.#quoted) this.#close();
    else if (this.#length > LONGEST_OPEN) this.#damaged();
  }

  end(): void {
    if (this.#open.length > 0) this.#damaged();
  }

  #close(): void {
    const record = parsed(this.#open.join('\n'), this.#delimiter);
    const line = this.#number;
    this.#clear();
    if (typeof record === 'string') this.#ledger.row(line, record);
    else this.#rows.take(record, line);
  }

  /** What an open quote swallowed is one bad row. */
  #damaged(): void {
    const lines = this.#open.length;
    this.#clear();
    this.#ledger.row(this.#number - lines + 1, `row has a quote that is not closed: ${lines} lines are part of it`);
  }

  #clear(): void {
    this.#open = [];
    this.#length = 0;
    this.#quoted = false;
  }
}

/** Whether a line ends within a field that began with a quote. A doubled quote within it stands for one. */
function endsInQuotes(line: string, wasQuoted: boolean, delimiter: string): boolean {
  let quoted = wasQuoted;
  let atStart = !wasQuoted;
  for (let i = 0; i < line.length; i++) {
    const isQuote = line[i] === '"';
    if (quoted && isQuote && line[i + 1] === '"') i++;
    else if (isQuote && (quoted || atStart)) quoted = !quoted;
    atStart = !quoted && line[i] === delimiter;
  }
  return quoted;
}

function parsed(text: string, delimiter: string): readonly string[] | string {
  try {
    const [record] = parse(text, { delimiter, relax_column_count: true, relax_quotes: true }) as string[][];
    return record ?? 'is no record';
  } catch (error) {
    return error instanceof Error ? error.message : 'is no record';
  }
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
