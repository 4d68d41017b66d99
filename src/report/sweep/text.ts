/** A sweep as a page of terminal text: the front, the best of it, what could not be run. */
import type { SweepResult } from '../../experiment/sweepResult.js';
import { PLAIN, columns, cut, harmless, wrap, type Paint } from '../text.js';
import { counted } from '../words.js';
import { heading, saidInterval } from './figures.js';
import { bestText, factsOf, frontFigures, frontName, frontRows, frontText, isJudged, keptAll } from './front.js';
import { shortNames } from './names.js';

export interface SweepTextOptions {
  /** Columns of the terminal. @default 80 */
  readonly columns?: number;
  readonly paint?: Paint;
  /** Where the rest is. */
  readonly see?: readonly string[];
}

/** Rows of the front on the terminal; the others are in the files. */
const ROWS = 12;

export function sweepText(result: SweepResult, options: SweepTextOptions = {}): string {
  const paint = options.paint ?? PLAIN;
  const wide = Math.max(60, options.columns ?? 80);
  const blocks = [
    title(result, paint),
    front(result, wide, paint),
    bestText(result, paint),
    trouble(result, paint),
    options.see ?? [],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function title(result: SweepResult, paint: Paint): readonly string[] {
  return [[paint.bold(harmless(result.plan.name)), ...factsOf(result)].join(' · ')];
}

function front(result: SweepResult, wide: number, paint: Paint): readonly string[] {
  const rows = frontRows(result);
  if (rows.length === 0) return [];
  const { plan, best } = result;
  const figures = frontFigures(result);
  const judged = isJudged(result);
  const table = columns([
    [
      'Setting',
      ...shortNames(plan.parameters.map(({ name }) => name)).map(harmless),
      ...figures.map(heading),
      ...(judged ? ['Kept'] : []),
    ],
    ...rows
      .slice(0, ROWS)
      .map((row) => [
        frontName(row, best),
        ...row.values.map((value) => cut(harmless(value), 24)),
        ...figures.map((figure) => saidInterval(figure, row.points[0].figures[figure.path])),
        ...(judged ? [keptText(keptAll(result, row.points[0]))] : []),
      ]),
  ]);
  const rest = rows.length > ROWS ? [paint.dim(`and ${rows.length - ROWS} more rows, on the page`)] : [];
  const head = [paint.bold('The front'), ...wrap(`${frontText(result)}:`, wide)];
  return [...head, ...table.map((line, k) => (k === 0 ? paint.dim(line) : line)), ...rest];
}

const keptText = (kept: boolean | null): string => (kept === null ? 'unknown' : kept ? 'yes' : 'no');

function trouble({ points }: SweepResult, paint: Paint): readonly string[] {
  const failed = points.filter(({ state }) => state === 'failed');
  const invalid = points.filter(({ state }) => state === 'invalid');
  return [
    ...(failed.length === 0 ? [] : [paint.bad(`${counted(failed.length, 'setting')} could not be run:`)]),
    ...failed.slice(0, 5).map(({ point, error }) => `  ${point}: ${harmless(error ?? '')}`),
    ...(failed.length > 5 ? [`  and ${failed.length - 5} more, in points.jsonl`] : []),
    ...(invalid.length === 0 ? [] : [paint.warn(`${counted(invalid.length, 'setting')} left out: no valid scenario`)]),
  ];
}
