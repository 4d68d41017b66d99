/** The front of a sweep in words, for the terminal and the page alike. */
import { valuesText } from '../../experiment/plan.js';
import type { SweepPoint, SweepResult } from '../../experiment/sweepResult.js';
import { PLAIN, harmless, type Paint } from '../text.js';
import { count, counted, listed, percent, percentBeside } from '../words.js';
import { said, sweepFigure, type SweepFigure } from './figures.js';

function designText(design: SweepResult['plan']['design']): string {
  if (design.kind === 'grid') return 'every combination';
  return design.kind === 'sobol' ? 'Sobol samples' : 'Latin hypercube';
}

/** The figures that span the front: by name, with the way that is good. */
export function frontFigures({ plan }: SweepResult): readonly SweepFigure[] {
  return plan.front.map((path) => sweepFigure(path, plan.currencies));
}

/** The points of the front, by its first figure. */
function frontPoints({ plan, points }: SweepResult): readonly SweepPoint[] {
  const first = (point: SweepPoint): number => point.figures[plan.front[0]]?.mean ?? Infinity;
  return points.filter((point) => point.front).sort((a, b) => first(a) - first(b));
}

/** Points of the front that differ in nothing the front looks at: one line of a table. */
export interface FrontRow {
  readonly points: readonly SweepPoint[];
  /** By parameter: `50`, `50, 70`, `10s to 1m`. */
  readonly values: readonly string[];
}

/** The front by its first figure, equal points together. */
export function frontRows(result: SweepResult): readonly FrontRow[] {
  const groups = new Map<string, SweepPoint[]>();
  for (const point of frontPoints(result)) {
    const key = JSON.stringify(result.plan.front.map((path) => point.figures[path]?.mean));
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].map((points) => ({
    points,
    values: result.plan.parameters.map(({ name }) => together(points.map(({ parameters }) => parameters[name]))),
  }));
}

function together(values: readonly string[]): string {
  const unique = [...new Set(values)];
  return unique.length <= 3 ? unique.join(', ') : `${unique[0]} to ${unique[unique.length - 1]}`;
}

/** `p0003 (best) and 2 like it`. */
export function frontName({ points }: FrontRow, best: string | null): string {
  const named = points.find(({ point }) => point === best) ?? points[0];
  const mark = named.point === best ? ' (best)' : '';
  return `${named.point}${mark}${points.length === 1 ? '' : ` and ${points.length - 1} like it`}`;
}

/** How many of how many points, in how many runs, chosen how. */
export function factsOf({ plan, points }: SweepResult): readonly string[] {
  const done = points.filter(({ state }) => state === 'done').length;
  const ran =
    done === points.length ? counted(done, 'setting') : `${count(done)} of ${counted(points.length, 'setting')}`;
  return [
    ran,
    ...(plan.replications > 1 ? [`${counted(plan.replications, 'run')} each`] : []),
    designText(plan.design),
  ];
}

/** `7 settings are not beaten in capacity cost, p99 latency and cold-start rate together`. */
export function frontText(result: SweepResult): string {
  const on = frontPoints(result).length;
  const names = listed(frontFigures(result).map(({ title }) => title));
  return `${counted(on, 'setting')} ${on === 1 ? 'is' : 'are'} not beaten in ${names} together`;
}

/** `Lowest capacity cost that keeps all 2 thresholds: 0.04 USD with stable-window=20s target=70`; nothing where none was run. */
export function bestText(result: SweepResult, paint: Paint = PLAIN): readonly string[] {
  const { plan, points } = result;
  const figure = sweepFigure(plan.front[0], plan.currencies);
  const point = points.find((candidate) => candidate.point === result.best);
  if (point === undefined) {
    if (plan.thresholds.length === 0 || points.every(({ state }) => state !== 'done')) return [];
    return [paint.warn(`No setting keeps ${listed(plan.thresholds.map(({ expression }) => harmless(expression)))}.`)];
  }
  const within = withinText(plan, point);
  const values = harmless(valuesText(plan, { values: Object.values(point.parameters) }));
  const value = said(figure, point.figures[figure.path]?.mean ?? null);
  const broken = brokenObjectives(plan, point);
  return [
    `${figure.better === 'higher' ? 'Highest' : 'Lowest'} ${figure.title}${within}: ${value} with ${paint.accent(values)}.`,
    ...(broken.length === 0
      ? []
      : [paint.warn(`No setting keeps every objective: this one breaks ${listed(broken)}.`)]),
  ];
}

/** `that keeps all 6 promises`: thresholds, and objectives where it keeps them. */
function withinText({ thresholds, objectives }: SweepResult['plan'], { meets }: SweepPoint): string {
  const kept = thresholds.length + (meets === true ? objectives.length : 0);
  const what = meets === true ? 'promise' : 'threshold';
  if (kept === 0) return '';
  return ` that keeps ${kept === 1 ? `the ${what}` : kept === 2 ? `both ${what}s` : `all ${kept} ${what}s`}`;
}

/** `latency of checkout (98.2 %, 99 % promised)`. */
function brokenObjectives({ objectives }: SweepResult['plan'], { figures }: SweepPoint): readonly string[] {
  return objectives.flatMap(({ path, target }) => {
    const seen = figures[path]?.mean;
    if (seen === undefined || seen >= target) return [];
    const [, service = '', ...name] = path.split('.');
    const of = service === 'totals' ? '' : ` of ${service}`;
    return [
      `${harmless(name.slice(0, -1).join('.'))}${of} (${percentBeside(seen, target)}, ${percent(target)} promised)`,
    ];
  });
}

/** Whether anything was promised that a setting can keep or break. */
export const isJudged = ({ plan }: SweepResult): boolean => plan.thresholds.length + plan.objectives.length > 0;

/** Whether a setting keeps thresholds and objectives; `null`: one of them is not known. */
export function keptAll({ plan }: SweepResult, { keeps, meets }: SweepPoint): boolean | null {
  if (keeps === false || meets === false) return false;
  const open = (plan.thresholds.length > 0 && keeps === null) || (plan.objectives.length > 0 && meets === null);
  return open ? null : true;
}
