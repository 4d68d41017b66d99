/** The numbers behind a chart as text: at the cursor, and as a table. Used by the writer and by the page's script. */
import type { Readout } from './chart.js';
import type { Row } from './rows.js';
import { clock, count, duration, number, percent, times } from './words.js';

/** One value of a row in words; `–` where nothing was observed. */
export function spoken(value: number | string | null | undefined, unit: Readout['unit']): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value;
  switch (unit) {
    case 'seconds':
      return duration(value);
    case 'share':
      return percent(Math.min(1, value));
    case 'burn':
      return times(Number(value.toPrecision(3)));
    case 'count':
      return count(value);
    case 'rate':
      return `${number(value)}/s`;
    default:
      return number(value);
  }
}

export interface Numbers {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Rows of a table of instants that are still read rather than searched. */
const ROWS_AT_MOST = 40;

/** The rows of a chart over time as a table of at most 40 instants, evenly spaced, peaks of the first figure kept. */
export function timeNumbers(readout: readonly Readout[], rows: readonly Row[], horizon: number): Numbers {
  const shown = readout.filter(({ unit }) => unit !== 'reason');
  const objectives = [...new Set(rows.map((row) => row['objective']))].filter((name) => typeof name === 'string');
  const [value] = shown;
  if (objectives.length > 0 && value !== undefined) return objectiveNumbers(value, objectives, rows, horizon);
  return {
    head: ['time', ...shown.map(({ label }) => label)],
    rows: thinned(rows, shown[0]?.field).map((row) => [
      at(row, horizon),
      ...shown.map(({ field, unit }) => spoken(row[field], unit)),
    ]),
  };
}

function at(row: Row, horizon: number): string {
  return clock(Number(row['t']) / 1000, horizon);
}

/** Every k-th row; of each group the one with the largest value of `field`, so that no peak is lost. */
function thinned(rows: readonly Row[], field: string | undefined): readonly Row[] {
  const every = Math.max(1, Math.ceil(rows.length / ROWS_AT_MOST));
  const kept: Row[] = [];
  for (let from = 0; from < rows.length; from += every) {
    const group = rows.slice(from, from + every);
    kept.push(
      group.reduce((best, row) =>
        field !== undefined && Number(row[field] ?? -1) > Number(best[field] ?? -1) ? row : best,
      ),
    );
  }
  return kept;
}

/** A column for each promise: of burn rates, or of what is left of the budget. */
function objectiveNumbers(
  { field, unit }: Readout,
  objectives: readonly string[],
  rows: readonly Row[],
  horizon: number,
): Numbers {
  const first = rows.filter((row) => row['objective'] === objectives[0]);
  const byTime = new Map(rows.map((row) => [`${row['t']}/${row['objective']}`, row[field]]));
  return {
    head: ['time', ...objectives],
    rows: thinned(first, field).map((row) => [
      at(row, horizon),
      ...objectives.map((name) => spoken(byTime.get(`${row['t']}/${name}`), unit)),
    ]),
  };
}

/** The bands of a heat map in words, slowest first, with all their requests or those under the cursor. */
export function bandNumbers(rows: readonly Row[]): Numbers {
  const bands = new Map<number, { readonly label: string; count: number }>();
  for (const row of rows) {
    const low = Number(row['low']);
    const band = bands.get(low) ?? { label: bandWords(row), count: 0 };
    band.count += Number(row['count']);
    bands.set(low, band);
  }
  const all = [...bands.values()].reduce((sum, band) => sum + band.count, 0);
  const ordered = [...bands].sort(([a], [b]) => b - a);
  return {
    head: ['latency', 'requests', 'share'],
    rows: ordered.map(([, { label, count: n }]) => [label, count(n), percent(n / all)]),
  };
}

function bandWords({ low, high, open }: Row): string {
  const from = duration(Number(low));
  return open === 1 ? `over ${from}` : `${from} to ${duration(Number(high))}`;
}

/** The rows of a chart of bars as a table: every column that holds a word or a number a person would read. */
export function barNumbers(source: string, rows: readonly Row[], horizon: number): Numbers {
  if (source === 'heat') return bandNumbers(rows);
  const columns = BAR_COLUMNS[source] ?? [];
  return {
    head: columns.map(([, title]) => title),
    rows: rows.map((row) =>
      columns.map(([field, , unit]) =>
        unit === 'instant' ? clock(Number(row[field]) / 1000, horizon) : spoken(row[field], unit),
      ),
    ),
  };
}

type BarColumn = readonly [field: string, title: string, unit: Readout['unit'] | 'instant'];
const COUNTED: readonly BarColumn[] = [
  ['label', 'what', 'level'],
  ['count', 'requests', 'count'],
  ['share', 'share', 'level'],
];
const BAR_COLUMNS: Readonly<Record<string, readonly BarColumn[]>> = {
  causes: COUNTED,
  phases: COUNTED,
  failures: COUNTED,
  startup: [
    ['label', 'phase', 'level'],
    ['seconds', 'mean', 'seconds'],
    ['to', 'ends after', 'seconds'],
  ],
  bills: [
    ['tariff', 'tariff', 'level'],
    ['part', 'cost', 'level'],
    ['amount', 'amount', 'level'],
    ['currency', 'currency', 'level'],
  ],
  lines: [
    ['tariff', 'tariff', 'level'],
    ['line', 'line', 'level'],
    ['amount', 'amount', 'level'],
    ['currency', 'currency', 'level'],
  ],
  shares: [
    ['tariff', 'tariff', 'level'],
    ['part', 'part', 'level'],
    ['share', 'share', 'share'],
  ],
  alerts: [
    ['label', 'alert', 'level'],
    ['t', 'from', 'instant'],
    ['t2', 'to', 'instant'],
  ],
};
