/** A sweep as a page of terminal text: the front, the best of it, what could not be run. */
import type { SweepPoint, SweepResult } from '../../experiment/sweepResult.js';
import { valuesText } from '../../experiment/plan.js';
import { PLAIN, columns, cut, harmless, wrap, type Paint } from '../text.js';
import { count, counted, listed } from '../words.js';
import { heading, said, saidInterval, sweepFigure, type SweepFigure } from './figures.js';

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
    best(result, paint),
    trouble(result, paint),
    options.see ?? [],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function title({ plan, points }: SweepResult, paint: Paint): readonly string[] {
  const done = points.filter(({ state }) => state === 'done').length;
  const ran = done === points.length ? counted(done, 'point') : `${count(done)} of ${counted(points.length, 'point')}`;
  const facts = [
    ran,
    ...(plan.replications > 1 ? [`${counted(plan.replications, 'run')} each`] : []),
    designText(plan.design),
  ];
  return [`${paint.bold(harmless(plan.name))} · ${facts.join(' · ')}`];
}

export function designText(design: SweepResult['plan']['design']): string {
  if (design.kind === 'grid') return 'every combination';
  return design.kind === 'sobol' ? 'Sobol samples' : 'Latin hypercube';
}

/** The figures that span the front: by name, with the way that is good. */
export function frontFigures({ plan }: SweepResult): readonly SweepFigure[] {
  return plan.front.map((path) => sweepFigure(path, plan.currencies));
}

/** The points of the front, by its first figure. */
export function frontPoints({ plan, points }: SweepResult): readonly SweepPoint[] {
  const first = (point: SweepPoint): number => point.figures[plan.front[0]]?.mean ?? Infinity;
  return points.filter((point) => point.front).sort((a, b) => first(a) - first(b));
}

function front(result: SweepResult, wide: number, paint: Paint): readonly string[] {
  const on = frontPoints(result);
  if (on.length === 0) return [];
  const figures = frontFigures(result);
  const names = result.plan.parameters.map(({ name }) => harmless(name));
  const shown = on.slice(0, ROWS);
  const table = columns([
    ['  point', ...names, ...figures.map(heading), ...(result.plan.thresholds.length > 0 ? ['Kept'] : [])],
    ...shown.map((point) => [
      `${point.point === result.best ? '*' : ' '} ${point.point}`,
      ...Object.values(point.parameters).map((value) => cut(harmless(value), 24)),
      ...figures.map((figure) => saidInterval(figure, point.figures[figure.path])),
      ...(result.plan.thresholds.length > 0 ? [keptText(point)] : []),
    ]),
  ]);
  const says = `${counted(on.length, 'point')} ${on.length === 1 ? 'is' : 'are'} not beaten in ${listed(figures.map(({ title: name }) => name))} together${on.length > ROWS ? `; the first ${ROWS}` : ''}:`;
  return [paint.bold('The front'), ...wrap(says, wide), ...table.map((line, k) => (k === 0 ? paint.dim(line) : line))];
}

const keptText = ({ keeps }: SweepPoint): string => (keeps === null ? 'unknown' : keeps ? 'yes' : 'no');

function best(result: SweepResult, paint: Paint): readonly string[] {
  const { plan, points } = result;
  const figure = sweepFigure(plan.front[0], plan.currencies);
  const point = points.find((candidate) => candidate.point === result.best);
  const within =
    plan.thresholds.length === 0
      ? ''
      : ` that keeps ${plan.thresholds.length === 1 ? 'the threshold' : `all ${plan.thresholds.length} thresholds`}`;
  if (point === undefined) {
    if (plan.thresholds.length === 0 || points.every(({ state }) => state !== 'done')) return [];
    return [paint.warn(`No point keeps ${plan.thresholds.map(({ expression }) => expression).join(' and ')}.`)];
  }
  const way = figure.better === 'higher' ? 'Highest' : 'Lowest';
  const values = valuesText(plan, { values: Object.values(point.parameters) });
  return [
    `${way} ${figure.title}${within}: ${said(figure, point.figures[figure.path]?.mean ?? null)} with ${paint.accent(harmless(values))}`,
  ];
}

function trouble({ points }: SweepResult, paint: Paint): readonly string[] {
  const failed = points.filter(({ state }) => state === 'failed');
  const invalid = points.filter(({ state }) => state === 'invalid');
  return [
    ...(failed.length === 0 ? [] : [paint.bad(`${counted(failed.length, 'point')} could not be run:`)]),
    ...failed.slice(0, 5).map(({ point, error }) => `  ${point}: ${harmless(error ?? '')}`),
    ...(failed.length > 5 ? [`  and ${failed.length - 5} more, in points.jsonl`] : []),
    ...(invalid.length === 0 ? [] : [paint.warn(`${counted(invalid.length, 'point')} left out: no valid scenario`)]),
  ];
}
