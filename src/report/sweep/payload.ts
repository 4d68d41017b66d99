/** What the page of a sweep hands to its script: every point as short rows of numbers, within the page's budget. */
import type { PlannedParameter } from '../../experiment/plan.js';
import type { SweepPoint, SweepResult } from '../../experiment/sweepResult.js';
import type { ParameterKind } from '../../scenario/parameterFacts.js';
import { amountOf } from '../../scenario/quantity.js';
import { SECOND } from '../../units/quantities.js';
import type { Spec } from '../chart.js';
import { sweepFigure, type SweepFigure } from './figures.js';
import { shortNames } from './names.js';

/** A parameter as charts need it. */
export interface SweepParameter {
  /** As short as it can be. */
  readonly name: string;
  /** All values that occur, in rising order where they are numbers, else as they were given. */
  readonly texts: readonly string[];
  /** The same as numbers in `unit`; `null`: they are none. */
  readonly numbers: readonly number[] | null;
  /** `s`, `min`, `1/s`, `%`, `MiB`, `cores`, a currency, or nothing. */
  readonly unit: string;
  readonly log: boolean;
}

/** One point: which value of each parameter, mean and half-width of each figure. */
export interface SweepRow {
  readonly id: string;
  readonly at: readonly number[];
  readonly mean: readonly (number | null)[];
  readonly half: readonly (number | null)[];
  readonly front: boolean;
  readonly keeps: boolean | null;
}

export interface SweepData {
  readonly sampled: boolean;
  readonly replications: number;
  readonly parameters: readonly SweepParameter[];
  /** Those of the front first. */
  readonly figures: readonly SweepFigure[];
  /** How many figures span the front. */
  readonly front: number;
  /** Done points in order; with `omitted` others left out evenly, none of them on the front. */
  readonly points: readonly SweepRow[];
  readonly omitted: number;
  /** Index among `points`; -1: none. */
  readonly best: number;
}

export interface SweepPayload {
  readonly data: SweepData;
  readonly config: Spec;
  readonly charts: readonly { readonly id: string; readonly source: string; readonly spec: Spec }[];
}

/** Figures beside those of the front, at most. */
const OTHER_FIGURES = 5;
/** Characters of the page that points may take. */
const BUDGET = 150_000;

export function sweepData(result: SweepResult): SweepData {
  const { plan } = result;
  const done = result.points.filter(({ state }) => state === 'done');
  const others = plan.figures.filter(
    (path) => !plan.front.includes(path) && done.some(({ figures }) => path in figures),
  );
  const wide = [...plan.front, ...others.slice(0, OTHER_FIGURES)];
  const paths = done.length * cost(wide.length, plan.parameters.length) <= BUDGET ? wide : plan.front;
  const most = Math.floor(BUDGET / cost(paths.length, plan.parameters.length));
  const kept = thinned(done, most, result.best);
  const names = shortNames(plan.parameters.map(({ name }) => name));
  const sampled = plan.design.kind !== 'grid';
  const parameters = plan.parameters.map((parameter, k) => ({
    ...parameterOf(parameter, done, sampled),
    name: names[k],
  }));
  return {
    sampled,
    replications: plan.replications,
    parameters,
    figures: paths.map((path) => sweepFigure(path, plan.currencies)),
    front: plan.front.length,
    points: kept.map((point) => rowOf(point, parameters, paths)),
    omitted: done.length - kept.length,
    best: kept.findIndex(({ point }) => point === result.best),
  };
}

/** About as many characters as a point takes. */
const cost = (figures: number, parameters: number): number => 70 + 4 * parameters + 17 * figures;

/** The front and every k-th of the others; where the front alone is too much, every k-th of it. The best always. */
function thinned(points: readonly SweepPoint[], most: number, best: string | null): readonly SweepPoint[] {
  const front = points.filter((point) => point.front).length;
  const spared = front < most ? (point: SweepPoint): boolean => point.front : (): boolean => false;
  const room = front < most ? most - front : most - 1;
  const every = Math.max(1, Math.ceil((points.length - (front < most ? front : 0)) / room));
  let passed = 0;
  return points.filter((point) => spared(point) || point.point === best || passed++ % every === 0);
}

function parameterOf(
  { name, kind, log }: PlannedParameter,
  points: readonly SweepPoint[],
  sampled: boolean,
): SweepParameter {
  const texts = [...new Set(points.map(({ parameters }) => parameters[name]))];
  const read = texts.map((text) => measured(text, kind));
  const units = new Set(read.map((value) => value?.unit));
  if (read.includes(null) || units.size !== 1) return { name, texts, numbers: null, unit: '', log: false };
  const pairs = texts.map((text, k) => ({ text, value: read[k]?.value ?? 0 })).sort((a, b) => a.value - b.value);
  const numbers = pairs.map(({ value }) => value);
  return {
    name,
    texts: pairs.map(({ text }) => text),
    numbers,
    unit: read[0]?.unit ?? '',
    log: numbers[0] > 0 && (log || (!sampled && isGeometric(numbers))),
  };
}

/** A value as charts show it. */
function measured(text: string, kind: ParameterKind): { readonly value: number; readonly unit: string } | null {
  const amount = amountOf(text, kind);
  if (amount === null) return null;
  switch (amount.quantity) {
    case 'duration':
      return { value: amount.value / SECOND, unit: 's' };
    case 'rate':
      return { value: amount.value, unit: '1/s' };
    case 'share':
      return { value: amount.value * 100, unit: '%' };
    case 'size':
      return { value: amount.value / (1 << 20), unit: 'MiB' };
    case 'cpu':
      return { value: amount.value / 1000, unit: 'cores' };
    case 'money':
      return { value: amount.value, unit: amount.currency ?? '' };
    case 'number':
      return { value: amount.value, unit: '' };
  }
}

/** At least four values over more than a factor of eight, their ratios alike and their differences not. */
function isGeometric(numbers: readonly number[]): boolean {
  if (numbers.length < 4 || numbers[numbers.length - 1] / numbers[0] <= 8) return false;
  const steps = numbers.slice(1);
  const spread = (values: readonly number[]): number => Math.max(...values) / Math.min(...values);
  return (
    spread(steps.map((value, k) => value / numbers[k])) < 1.6 && spread(steps.map((value, k) => value - numbers[k])) > 4
  );
}

/** Five significant digits: what a chart can show. */
const short = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value.toPrecision(5));

function rowOf(point: SweepPoint, parameters: readonly SweepParameter[], paths: readonly string[]): SweepRow {
  return {
    id: point.point,
    at: parameters.map(({ texts }, k) => texts.indexOf(Object.values(point.parameters)[k])),
    mean: paths.map((path) => short(point.figures[path]?.mean)),
    half: paths.map((path) => short(point.figures[path]?.halfWidth)),
    front: point.front,
    keeps: point.keeps,
  };
}
