/** The series and the decisions as CSV (RFC 4180, with a header line), one file each. */
import type { ResultDocument } from '../result/document.js';

/** File texts by name: `timeline.csv`, and `decisions.csv` where anything was decided. */
export function csvFiles(result: ResultDocument): ReadonlyMap<string, string> {
  const files = new Map([['timeline.csv', timelineCsv(result)]]);
  if (result.services.some(({ decisions }) => decisions.entries.length > 0))
    files.set('decisions.csv', decisionsCsv(result));
  return files;
}

/** One row per interval: the second at which it starts, then every series under its name and unit. */
export function timelineCsv({ timeline }: ResultDocument): string {
  const { interval, series } = timeline;
  const length = series.reduce((most, { values }) => Math.max(most, values.length), 0);
  const head = ['time [s]', ...series.map(({ name, unit }) => `${name} [${unit}]`)];
  const rows = Array.from({ length }, (_, index) => [
    index * interval,
    ...series.map(({ values }) => values[index] ?? null),
  ]);
  return csv([head, ...rows]);
}

export function decisionsCsv({ services }: ResultDocument): string {
  const head = [
    'time [s]',
    'service',
    'revision',
    'desired',
    'wanted',
    'ready',
    'stable',
    'panic',
    'inPanic',
    'excessBurstCapacity',
    'mode',
    'reason',
  ];
  const rows = services.flatMap(({ name, decisions }) =>
    decisions.entries.map((entry) => [
      entry.at,
      name,
      entry.revision,
      entry.desired,
      entry.wanted,
      entry.ready,
      entry.stable,
      entry.panic,
      entry.inPanic ? 1 : 0,
      entry.excessBurstCapacity,
      entry.mode,
      entry.reason,
    ]),
  );
  return csv([head, ...rows]);
}

/** Rows as text, the header among them. */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Nothing observed is an empty cell. A text that a spreadsheet would take for a formula gets a quote before it. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
