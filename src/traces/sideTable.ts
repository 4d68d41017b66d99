import { open, type Bytes } from './bytes.js';
import { columnsOf, missing, type Head, type Sink, type TableFormat } from './format.js';
import { Ledger, type TraceReport } from './ledger.js';
import { readTable } from './table.js';
import { TraceError } from './traceError.js';

/** A file that stands beside a trace and holds no arrivals: durations, memory, settings. Columns in any order. */
export interface SideTable<Name extends string> {
  readonly title: string;
  readonly required: readonly Name[];
  /** Columns that may be missing: their number is -1 then. */
  readonly optional: readonly Name[];
  readonly assumptions: readonly string[];
  /** Takes one row; returns what is wrong with it, or null. */
  readonly take: (row: readonly string[], columns: Readonly<Record<Name, number>>) => string | null;
}

/**
 * Reads such a file, packed or not.
 *
 * @throws TraceError when a column is missing or too many rows are bad
 */
export async function readSideTable<Name extends string>(
  file: string,
  bytes: Bytes,
  table: SideTable<Name>,
  badShare: number,
): Promise<TraceReport> {
  const ledger = new Ledger(file, badShare);
  const opened = await open(file, bytes);
  const head = headOf(opened.head, opened.whole);
  for (const assumption of table.assumptions) ledger.assumed(assumption);
  const lacking = missing(columnsOf(head.fields, ...table.required));
  if (lacking !== null) throw new TraceError(file, 1, `${lacking}: it is no file of ${table.title}`);
  await readTable(file, formatOf(table), head, opened.bytes, SILENT, ledger);
  return ledger.close(table.title);
}

function headOf(text: string, whole: boolean): Head {
  const first = text.split('\n', 1)[0].replace(/\r$/, '');
  return { text, whole, first, fields: first.split(',').map((field) => field.trim().replace(/^"(.*)"$/, '$1')) };
}

function formatOf<Name extends string>(table: SideTable<Name>): TableFormat {
  return {
    kind: 'table',
    name: table.title,
    title: table.title,
    start: 'zero',
    hasHeader: () => true,
    recognises: () => true,
    open(header) {
      const columns = columnsOf(header, ...table.required, ...table.optional);
      return (row) => table.take(row, columns);
    },
  };
}

const SILENT: Sink = {
  instant: () => null,
  count: () => null,
  counts: () => undefined,
  ignored: () => undefined,
  assumed: () => undefined,
};
