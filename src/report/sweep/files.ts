/** The points of a sweep as files for other programs: CSV for spreadsheets, JSON lines with every figure. */
import type { SweepPoint, SweepResult } from '../../experiment/sweepResult.js';
import { csv } from '../csv.js';
import { sweepFigures, unitText, type SweepFigure } from './figures.js';

/** One row per point: its parameters, then mean and half-width of every figure of the table. */
export function pointsCsv({ plan, points }: SweepResult): string {
  const figures = sweepFigures(plan);
  const several = plan.replications > 1;
  const head = [
    'point',
    ...plan.parameters.map(({ name }) => name),
    'state',
    'replications',
    'front',
    'keeps thresholds',
    'keeps objectives',
    ...figures.flatMap((figure) => headOf(figure, several)),
  ];
  return csv([head, ...points.map((point) => rowOf(point, figures, several))]);
}

function headOf(figure: SweepFigure, several: boolean): readonly string[] {
  const head = `${figure.path} [${unitText(figure)}]`;
  return several ? [head, `${figure.path} half-width`] : [head];
}

function rowOf(point: SweepPoint, figures: readonly SweepFigure[], several: boolean): (string | number | null)[] {
  const values = figures.flatMap(({ path }) => {
    const seen = point.figures[path];
    return several ? [seen?.mean ?? null, seen?.halfWidth ?? null] : [seen?.mean ?? null];
  });
  return [
    point.point,
    ...Object.values(point.parameters),
    point.state,
    point.replications,
    point.front ? 1 : 0,
    point.keeps === null ? null : point.keeps ? 1 : 0,
    point.meets === null ? null : point.meets ? 1 : 0,
    ...values,
  ];
}

/** One JSON document per line and point, with every figure that was observed. */
export function pointsJsonl({ points }: SweepResult): string {
  return points.map((point) => `${JSON.stringify(point)}\n`).join('');
}
