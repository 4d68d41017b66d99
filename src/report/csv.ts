/** The series and the decisions as CSV (RFC 4180, with a header line), one file each. */
import type { LatencyBands, ResultDocument } from '../result/document.js';

/** File texts by name: `timeline.csv`, and those of decisions, objectives, latency bands and bills that there are. */
export function csvFiles(result: ResultDocument): ReadonlyMap<string, string> {
  const files = new Map([['timeline.csv', timelineCsv(result)]]);
  if (result.services.some(({ decisions }) => decisions.entries.length > 0))
    files.set('decisions.csv', decisionsCsv(result));
  if (result.slos.length > 0) files.set('objectives.csv', objectivesCsv(result));
  if (result.latencyBands !== undefined) files.set('latency.csv', bandsCsv(result.latencyBands));
  if (result.bills.length > 0) files.set('bills.csv', billsCsv(result));
  return files;
}

/** One row per interval: burn rate and, where there is one, what is left of the budget, of every objective. */
export function objectivesCsv({ timeline, slos }: ResultDocument): string {
  const length = slos.reduce((most, slo) => Math.max(most, slo.burnRateByInterval.length), 0);
  const columns = slos.flatMap(({ service, name, burnRateByInterval, budgetLeftByInterval: left }) => {
    const address = `${service ?? 'totals'}.${name}`;
    const burn = { title: `${address}.burnRate`, values: burnRateByInterval };
    return left === null ? [burn] : [burn, { title: `${address}.budgetLeft [share]`, values: left }];
  });
  const rows = Array.from({ length }, (_, index) => [
    index * timeline.interval,
    ...columns.map(({ values }) => values[index] ?? null),
  ]);
  return csv([['time [s]', ...columns.map(({ title }) => title)], ...rows]);
}

/** One row for each band in which requests ended, by service and column of time. */
export function bandsCsv({ interval, from, bounds, scopes }: LatencyBands): string {
  const rows = scopes.flatMap(({ name, counts }) =>
    counts.flatMap((column, k) =>
      column.flatMap((count, band) =>
        count > 0 ? [[k * interval, name, band === 0 ? from : bounds[band - 1]!, bounds[band] ?? null, count]] : [],
      ),
    ),
  );
  return csv([['time [s]', 'service', 'from [s]', 'to [s]', 'requests'], ...rows]);
}

/** Every line of every bill, the capacity beside it, SLA credits and the month. Money is exact. */
export function billsCsv({ bills }: ResultDocument): string {
  const head = ['tariff', 'part', 'line', 'quantity', 'unit', 'rate', 'amount', 'currency'];
  const rows = bills.flatMap(({ tariff, currency, lines, credits, capacityLines, month }) => {
    const parts = [
      ['metered', lines],
      ['credits', credits],
      ['capacity', capacityLines],
      ['month', month?.lines ?? []],
      ['month credits', month?.credits ?? []],
    ] as const;
    return parts.flatMap(([part, own]) =>
      own.map(({ name, quantity, unit, rate, amount }) => [
        tariff,
        part,
        name,
        exactly(quantity),
        unit,
        exactly(rate),
        exactly(amount),
        currency,
      ]),
    );
  });
  return csv([head, ...rows]);
}

/** Decimal text that a spreadsheet reads as a number. */
const exactly = (decimal: string): Exactly => ({ decimal });

/** One row per interval: the second at which it starts, then every series under its name and unit, revisions last. */
export function timelineCsv({ timeline }: ResultDocument): string {
  const { interval } = timeline;
  const series = [...timeline.series, ...(timeline.revisionSeries ?? [])];
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
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

interface Exactly {
  readonly decimal: string;
}
type Cell = string | number | null | Exactly;

/** Nothing observed is an empty cell. A text that a spreadsheet would take for a formula gets a quote before it. */
function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'object') return value.decimal;
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
