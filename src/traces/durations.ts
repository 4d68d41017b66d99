import type { Distribution } from '../random/distribution.js';
import type { Histogram } from '../stats/histogram.js';
import { MILLISECOND, type Micros } from '../units/quantities.js';
import type { Bytes } from './bytes.js';
import type { TraceReport } from './ledger.js';
import { readSideTable, type SideTable } from './sideTable.js';
import { parseNumber } from './time.js';
import { quote } from './wide.js';

/** Levels at which durations that were seen become a distribution. */
const LEVELS = [
  0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.88,
  0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99, 0.995, 0.999, 0.9999, 1,
];

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
  /** Mean duration; null where the file does not say any. */
  readonly mean: Micros | null;
  readonly distribution: Distribution;
}

/** What is taken for granted when percentiles become service times. */
export const PERCENTILE_ASSUMPTIONS: readonly string[] = [
  'percentiles are of 30-second averages, not of single invocations: the spread is understated',
  'between percentiles the distribution is a straight line, and nothing lies beyond the 0th and the 100th; above the 99th the line ends where the mean is the average of the file, as far as that can be',
  'durations exclude cold starts',
];

/** Levels that duration files of Azure Functions 2019 name. */
export const PERCENTILES = [0, 1, 25, 50, 75, 99, 100] as const;
const NAMES = PERCENTILES.map((p) => `percentile_average_${p}` as const);
type Column = (typeof NAMES)[number] | 'hashfunction' | 'hashapp' | 'count' | 'average';

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
  const report = await readSideTable(file, bytes, durationsTable(functions), badShare);
  return { functions, report };
}

function durationsTable(into: FunctionDurations[]): SideTable<Column> {
  return {
    title: 'durations',
    required: ['hashfunction', 'count', ...NAMES],
    optional: ['hashapp', 'average'],
    assumptions: PERCENTILE_ASSUMPTIONS,
    take(row, columns) {
      const mean = columns.average < 0 ? null : parseNumber(row[columns.average]) * MILLISECOND;
      if (mean !== null && !(mean >= 0)) return `Average = ${quote(row[columns.average])}, must be a number of ms >= 0`;
      const distribution = quantilesOf(
        NAMES.map((name) => row[columns[name]]),
        mean,
      );
      if (typeof distribution === 'string') return distribution;
      const count = parseNumber(row[columns.count]);
      if (!(count >= 0)) return `Count = ${quote(row[columns.count])}, must be a number >= 0`;
      into.push({ app: row[columns.hashapp] ?? '', name: row[columns.hashfunction], count, mean, distribution });
      return null;
    },
  };
}

/** Milliseconds at the seven percentiles as a distribution, or what is wrong with them. */
function quantilesOf(texts: readonly string[], mean: Micros | null): Distribution | string {
  const value = texts.map((text) => Math.round(parseNumber(text) * MILLISECOND));
  for (let i = 0; i < value.length; i++) {
    if (!(value[i] >= 0)) return `${NAMES[i]} = ${quote(texts[i])}, must be a number of ms >= 0`;
    if (i > 0 && value[i] < value[i - 1]) return `${NAMES[i]} = ${quote(texts[i])}, must not be below ${NAMES[i - 1]}`;
  }
  return ofPercentiles(value, mean);
}

/**
 * The distribution with these values at {@link PERCENTILES}: straight lines between them. The longest of millions would
 * make the last line far too heavy: it ends where the mean is `mean`, as far as that can be between p99 and the longest.
 */
export function ofPercentiles(value: readonly Micros[], mean: Micros | null): Distribution {
  const last = mean === null ? value[value.length - 1] : lastOf(value, mean);
  return { kind: 'quantiles', p: PERCENTILES.map((p) => p / 100), value: [...value.slice(0, -1), last] };
}

function lastOf(value: readonly Micros[], mean: Micros): Micros {
  const p99 = value[value.length - 2];
  const before = value
    .slice(1, -1)
    .reduce((sum, upper, i) => sum + ((PERCENTILES[i + 1] - PERCENTILES[i]) / 100) * ((upper + value[i]) / 2), 0);
  const wanted = (2 * (mean - before)) / 0.01 - p99;
  return Math.round(Math.min(Math.max(wanted, p99), value[value.length - 1]));
}
