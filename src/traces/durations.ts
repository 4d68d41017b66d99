import type { Distribution } from '../random/distribution.js';
import type { Histogram } from '../stats/histogram.js';
import { MILLISECOND } from '../units/quantities.js';
import type { Bytes } from './bytes.js';
import { columnsOf, hasColumns, missing, type Sink, type TableFormat } from './format.js';
import { Ledger, type TraceReport } from './ledger.js';
import { open } from './bytes.js';
import { readTable } from './table.js';
import { parseNumber } from './time.js';
import { TraceError } from './traceError.js';
import { quote } from './wide.js';

/** Levels at which durations that were seen become a distribution. */
const LEVELS = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 1];

/**
 * Durations that were seen one by one, as a distribution: linear between quantiles (each right to 0.4 %), from the least to
 * the longest one seen. Null where there were none.
 */
export function durationsSeen(seen: Histogram): Distribution | null {
  if (seen.count === 0) return null;
  const value = seen.quantiles(LEVELS);
  value[0] = seen.min;
  return { kind: 'quantiles', p: LEVELS, value };
}

/** What the duration file of Azure Functions 2019 says about one function. */
export interface FunctionDurations {
  readonly app: string;
  readonly name: string;
  /** Invocations it rests on: need not agree with the invocation file. */
  readonly count: number;
  readonly distribution: Distribution;
}

/** What is taken for granted when percentiles become service times. */
export const PERCENTILE_ASSUMPTIONS: readonly string[] = [
  'percentiles are of 30-second averages, not of single invocations: the spread is understated',
  'between percentiles the distribution is a straight line; nothing lies beyond the 0th and the 100th',
  'durations exclude cold starts',
];

const PERCENTILES = [0, 1, 25, 50, 75, 99, 100] as const;
const NAMES = PERCENTILES.map((p) => `percentile_average_${p}`);

/**
 * Reads a duration file of Azure Functions 2019 (or of invitro: columns in any order), one distribution for each function.
 *
 * @throws TraceError as for a trace
 */
export async function readDurations(
  file: string,
  bytes: Bytes,
  { badShare = 0.01 }: { readonly badShare?: number } = {},
): Promise<{ readonly functions: readonly FunctionDurations[]; readonly report: TraceReport }> {
  const functions: FunctionDurations[] = [];
  const ledger = new Ledger(file, badShare);
  const opened = await open(file, bytes);
  const first = opened.head.split('\n', 1)[0].replace(/\r$/, '');
  const head = { text: opened.head, whole: opened.whole, first, fields: first.split(',').map((field) => field.trim()) };
  if (!durationsTable(functions).recognises(head)) {
    throw new TraceError(file, 1, 'header must have HashFunction and percentile_Average_0 to _100');
  }
  for (const assumption of PERCENTILE_ASSUMPTIONS) ledger.assumed(assumption);
  await readTable(file, durationsTable(functions), head, opened.bytes, SILENT, ledger);
  return { functions, report: ledger.close('azure-functions-2019') };
}

const SILENT: Sink = {
  instant: () => null,
  count: () => null,
  counts: () => undefined,
  ignored: () => undefined,
  assumed: () => undefined,
};

function durationsTable(into: FunctionDurations[]): TableFormat {
  return {
    kind: 'table',
    name: 'azure-functions-2019',
    title: 'durations',
    start: 'zero',
    hasHeader: () => true,
    recognises: (head) => hasColumns(head, 'HashFunction', ...NAMES),
    open(header) {
      const columns = columnsOf(header, 'hashfunction', 'count', ...NAMES);
      const app = columnsOf(header, 'hashapp').hashapp;
      const problem = missing(columns);
      if (problem !== null) return problem;
      return (row) => {
        const distribution = quantilesOf(NAMES.map((name) => row[columns[name]]));
        if (typeof distribution === 'string') return distribution;
        const count = parseNumber(row[columns.count]);
        if (!(count >= 0)) return `Count = ${quote(row[columns.count])}, must be a number >= 0`;
        into.push({ app: row[app] ?? '', name: row[columns.hashfunction], count, distribution });
        return null;
      };
    },
  };
}

/** Milliseconds at the seven percentiles as a distribution, or what is wrong with them. */
function quantilesOf(texts: readonly string[]): Distribution | string {
  const value = texts.map((text) => Math.round(parseNumber(text) * MILLISECOND));
  for (let i = 0; i < value.length; i++) {
    if (!(value[i] >= 0)) return `${NAMES[i]} = ${quote(texts[i])}, must be a number of ms >= 0`;
    if (i > 0 && value[i] < value[i - 1]) return `${NAMES[i]} = ${quote(texts[i])}, must not be below ${NAMES[i - 1]}`;
  }
  return { kind: 'quantiles', p: PERCENTILES.map((p) => p / 100), value };
}
