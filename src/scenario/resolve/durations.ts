import type { Distribution } from '../../random/distribution.js';
import { ofPercentiles, PERCENTILES } from '../../traces/durations.js';
import type { TraceRef } from '../../workload/recipe.js';

/**
 * The service time of one function from a duration file of the Azure Functions 2019 trace: its percentiles, with
 * straight lines between them. They are percentiles of 30-second averages (so the spread is understated), in
 * milliseconds. The longest of millions would make the last line far too heavy: the line ends where the mean is the
 * file's `Average`, as far as that can be. Returns the rule that is broken where there is no such function.
 */
export function durationsFromTrace(text: string, { format, select }: TraceRef): Distribution | string {
  if (format !== 'azure-functions-2019')
    return 'must be azure-functions-2019: no other format holds percentiles of durations';
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const columns = header.split(',');
  const [name, average] = ['HashFunction', 'Average'].map((column) => columns.indexOf(column));
  const percentiles = PERCENTILES.map((p) => columns.indexOf(`percentile_Average_${p}`));
  if ([name, average, ...percentiles].includes(-1))
    return 'must have the columns HashFunction, Average and percentile_Average_0 to _100';
  const rows = lines.map((line) => line.split(',')).filter((row) => select === null || row[name].startsWith(select));
  if (rows.length === 0) return `has no function that begins with ${select ?? ''}`;
  if (rows.length > 1) return `has ${rows.length} functions to choose from; name one with \`function\``;
  return quantilesOf(
    percentiles.map((column) => Number(rows[0][column])),
    Number(rows[0][average]),
  );
}

function quantilesOf(milliseconds: readonly number[], average: number): Distribution | string {
  if ([...milliseconds, average].some((value) => !Number.isFinite(value) || value < 0))
    return 'has a percentile that is no number';
  const value = milliseconds.map((ms) => Math.round(ms * 1000));
  if (value.some((micros, i) => i > 0 && micros < value[i - 1])) return 'has percentiles that fall';
  return ofPercentiles(value, average * 1000);
}
