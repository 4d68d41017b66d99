/** The rows behind the charts of a sweep, for what is chosen. Used by the page's script; knows no browser. */
import type { SweepData, SweepParameter, SweepRow } from './payload.js';
import { said, saidInterval } from './figures.js';

export type Row = Readonly<Record<string, number | string | null>>;

/** What the reader of the page has chosen, by index. */
export interface Choice {
  readonly figure: number;
  /** Parameters across and up in the heat map. */
  readonly x: number;
  readonly y: number;
  /** The point whose other parameters the curves hold; only of grids. */
  readonly held: number;
}

export function firstChoice({ parameters, best, points }: SweepData): Choice {
  const front = points.findIndex((point) => point.front);
  return { figure: 0, x: 0, y: Math.min(1, parameters.length - 1), held: best >= 0 ? best : Math.max(0, front) };
}

/** Values of a drawn parameter are gathered in this many bins. */
const BINS = 8;
/** Lines in parallel coordinates; the front always, the others evenly. */
const LINES_AT_MOST = 300;

/** `stable-window 10s, target 50`. */
export function pointText({ parameters }: SweepData, { at }: SweepRow): string {
  return parameters.map(({ name, texts }, k) => `${name} ${texts[at[k]]}`).join(', ');
}

/** How a point is drawn. The last is drawn on top. */
export const ROLES = ['beaten', 'front', 'best'] as const;

function roleOf(data: SweepData, k: number): (typeof ROLES)[number] {
  return k === data.best ? 'best' : data.points[k].front ? 'front' : 'beaten';
}

/** A mean for people, with its half-width where there is one. */
export function meanText({ figures }: SweepData, { mean, half }: SweepRow, f: number): string {
  const value = mean[f];
  if (value === null) return said(figures[f], null);
  return saidInterval(figures[f], { mean: value, halfWidth: half[f], low: null, high: null, n: 0, method: 't' });
}

/** Every figure of the front against the first of them: one row per point and chart. */
export function frontRows(data: SweepData): readonly Row[] {
  return inOrder(data).map((k) => {
    const point = data.points[k];
    const figures = Object.fromEntries(
      data.figures.slice(0, data.front).map((_, f) => [`f${f}`, scaled(data, point.mean[f], f)]),
    );
    const texts = Object.fromEntries(
      data.figures.slice(0, data.front).map((_, f) => [`t${f}`, meanText(data, point, f)]),
    );
    return { ...figures, ...texts, point: `${point.id}: ${pointText(data, point)}`, role: roleOf(data, k) };
  });
}

/** Indices of the points, those on top last. */
function inOrder(data: SweepData): readonly number[] {
  const rank = (k: number): number => ROLES.indexOf(roleOf(data, k));
  return data.points.map((_, k) => k).sort((a, b) => rank(a) - rank(b) || a - b);
}

/** As axes show it: shares in percent. */
export function scaled({ figures }: SweepData, value: number | null, f: number): number | null {
  return value === null ? null : figures[f].unit === 'share' ? value * 100 : value;
}

/** What stands behind a number at an axis. */
export function axisUnit({ unit, currency }: SweepData['figures'][number]): string {
  return unit === 's' ? ' s' : unit === 'share' ? ' %' : unit === 'money' ? ` ${currency ?? ''}` : '';
}

/** One row per point and axis, from 0 (lowest) to 1 (highest); and the ends of each axis as `end` rows. */
export function parallelRows(data: SweepData): readonly Row[] {
  const axes = axesOf(data);
  const lines = thin(inOrder(data), data).flatMap((k) =>
    axes.flatMap(({ name, place }, order): Row[] => {
      const y = place(data.points[k]);
      const { id } = data.points[k];
      return y === null
        ? []
        : [
            {
              axis: name,
              order,
              y,
              id,
              point: `${id}: ${pointText(data, data.points[k])}`,
              role: roleOf(data, k),
              text: '',
            },
          ];
    }),
  );
  const ends = axes.flatMap(({ name, low, high }, order) => [
    { axis: name, order, y: -0.07, id: '', point: '', role: 'end', text: low },
    { axis: name, order, y: 1.07, id: '', point: '', role: 'end', text: high },
  ]);
  return [...lines, ...ends];
}

function thin(order: readonly number[], data: SweepData): readonly number[] {
  const beaten = order.filter((k) => roleOf(data, k) === 'beaten').length;
  const every = Math.max(1, Math.ceil(beaten / LINES_AT_MOST));
  let passed = 0;
  return order.filter((k) => roleOf(data, k) !== 'beaten' || passed++ % every === 0);
}

interface Axis {
  readonly name: string;
  readonly low: string;
  readonly high: string;
  readonly place: (point: SweepRow) => number | null;
}

function axesOf(data: SweepData): readonly Axis[] {
  const parameters = data.parameters.map((parameter, k): Axis => {
    const { name, texts } = parameter;
    const place = placeIn(parameter);
    return { name, low: texts[0], high: texts[texts.length - 1], place: ({ at }) => place(at[k]) };
  });
  const figures = data.figures.slice(0, data.front).map((figure, f): Axis => {
    const seen = data.points.flatMap(({ mean }) => mean[f] ?? []);
    const [low, high] = [least(seen), most(seen)];
    const place = ({ mean }: SweepRow): number | null => {
      const value = mean[f];
      return value === null ? null : share(value, low, high);
    };
    return { name: figure.title, low: said(figure, low), high: said(figure, high), place };
  });
  return [...parameters, ...figures];
}

const least = (values: readonly number[]): number => values.reduce((low, value) => Math.min(low, value), Infinity);
const most = (values: readonly number[]): number => values.reduce((high, value) => Math.max(high, value), -Infinity);
const share = (value: number, low: number, high: number): number => (high > low ? (value - low) / (high - low) : 0.5);

function placeIn({ numbers, texts, log }: SweepParameter): (at: number) => number {
  if (numbers === null) return (at) => share(at, 0, texts.length - 1);
  const at = log ? numbers.map((value) => Math.log(value)) : numbers;
  return (k) => share(at[k], at[0], at[at.length - 1]);
}

/** The chosen figure over two parameters, the mean of all points in a cell. */
export function heatRows(data: SweepData, { figure, x, y }: Choice): readonly Row[] {
  if (data.parameters.length < 2 || x === y) return [];
  const [across, up] = [binsOf(data, x), binsOf(data, y)];
  const cells = new Map<string, { readonly i: number; readonly j: number; readonly values: number[] }>();
  for (const point of data.points) {
    const value = point.mean[figure];
    if (value === null) continue;
    const [i, j] = [across.of(point.at[x]), up.of(point.at[y])];
    const cell = cells.get(`${i}/${j}`) ?? { i, j, values: [] };
    cell.values.push(value);
    cells.set(`${i}/${j}`, cell);
  }
  return [...cells.values()]
    .sort((a, b) => a.i - b.i || a.j - b.j)
    .map(({ i, j, values }) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const names = { x: across.labels[i], y: up.labels[j], i, j };
      return { ...names, value: mean, text: said(data.figures[figure], mean), points: values.length };
    });
}

interface Bins {
  readonly labels: readonly string[];
  readonly of: (at: number) => number;
}

/** The values themselves; many drawn ones in bins of about as many values each. */
function binsOf({ parameters, sampled }: SweepData, k: number): Bins {
  const { texts, numbers } = parameters[k];
  if (!sampled || numbers === null || texts.length <= BINS + 4) return { labels: texts, of: (at) => at };
  const edge = (bin: number): number => Math.ceil((bin * texts.length) / BINS);
  const labels = Array.from({ length: BINS }, (_, bin) => `${texts[edge(bin)]} to ${texts[edge(bin + 1) - 1]}`);
  return { labels, of: (at) => Math.floor((at * BINS) / texts.length) };
}

/**
 * The chosen figure along one parameter. In a grid: the points that share the other parameters of the held point, the
 * band being the interval of their replications. Drawn points: bins, the band holding the middle four fifths of a bin.
 */
export function curveRows(data: SweepData, choice: Choice, k: number): readonly Row[] {
  return data.sampled ? binnedCurve(data, choice, k) : sliceOf(data, choice, k);
}

function sliceOf(data: SweepData, { figure, held }: Choice, k: number): readonly Row[] {
  const from = data.points[held];
  if (from === undefined) return [];
  return data.points
    .filter(({ at }) => at.every((value, other) => other === k || value === from.at[other]))
    .sort((a, b) => a.at[k] - b.at[k])
    .flatMap((point): Row[] => {
      const mean = scaled(data, point.mean[figure], figure);
      if (mean === null) return [];
      const half = scaled(data, point.half[figure], figure) ?? 0;
      // What is counted or measured is not below zero, however wide the interval.
      const low = mean >= 0 && data.figures[figure].better !== 'higher' ? Math.max(0, mean - half) : mean - half;
      const held = { value: mean, low, high: mean + half, text: meanText(data, point, figure) };
      return [{ ...where(data, k, point.at[k]), ...held, point: `${point.id}: ${pointText(data, point)}` }];
    });
}

/** A value of a parameter as x: its number where it has one. */
function where(
  { parameters }: SweepData,
  k: number,
  at: number,
): { readonly x: number | string; readonly label: string } {
  const { numbers, texts } = parameters[k];
  return { x: numbers === null ? texts[at] : numbers[at], label: texts[at] };
}

function binnedCurve(data: SweepData, { figure }: Choice, k: number): readonly Row[] {
  const { numbers } = data.parameters[k];
  const bins = binsOf(data, k);
  return bins.labels.flatMap((label, bin): Row[] => {
    const inside = data.points.filter(({ at }) => bins.of(at[k]) === bin);
    const values = inside.flatMap(({ mean }) => scaled(data, mean[figure], figure) ?? []).sort((a, b) => a - b);
    if (values.length === 0) return [];
    const middle = inside.reduce((sum, { at }) => sum + (numbers?.[at[k]] ?? 0), 0) / inside.length;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const [low, high] = [values[Math.floor(values.length / 10)], values[Math.ceil((values.length * 9) / 10) - 1]];
    const x = numbers === null ? label : middle;
    const text = said(data.figures[figure], data.figures[figure].unit === 'share' ? mean / 100 : mean);
    return [{ x, label, value: mean, low, high, text, point: `${label}: mean of ${values.length}` }];
  });
}

/** Rows of every data source of the page's charts. */
export function sweepRows(data: SweepData, choice: Choice): Readonly<Record<string, readonly Row[]>> {
  return {
    front: frontRows(data),
    parallel: parallelRows(data),
    heat: heatRows(data, choice),
    ...Object.fromEntries(data.parameters.map((_, k) => [`curve${k}`, curveRows(data, choice, k)])),
  };
}
