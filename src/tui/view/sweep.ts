/** A sweep: the curve of one figure over the values, its best point marked, and a table of the others. */
import { cut, harmless, padEnd, padStart } from '../../report/text.js';
import { percent } from '../../report/words.js';
import { readings, shown, type Reading, type ReadingKey } from '../figures.js';
import type { Tone, TuiPaint } from '../paint.js';
import type { Sweep, TuiState } from '../state.js';
import { bestPoint, readingAt } from '../sweeping.js';
import { Canvas } from './canvas.js';
import { heightOf, linear, logarithmic, type Scale } from './plot.js';
import { filled, row, type Piece } from './row.js';

const GUTTER = 9;
/** Figures of the table, in the order in which they are given room. */
const TABLE: readonly ReadingKey[] = ['cold', 'p99', 'cost', 'budget', 'p50', 'lost'];
/** Their names where there is little room. */
const SHORT: Readonly<Record<ReadingKey, string>> = {
  cold: 'cold',
  p50: 'p50',
  p95: 'p95',
  p99: 'p99',
  cost: 'cost',
  budget: 'budget',
  lost: 'lost',
  capacity: 'capacity',
};

interface Props {
  readonly sweep: Sweep;
  readonly state: TuiState;
  readonly columns: number;
  readonly rows: number;
  readonly paint: TuiPaint;
}

/** Exactly `rows` lines of `columns` columns. */
export function sweepView(props: Props): readonly string[] {
  const { sweep, rows, columns, paint } = props;
  const table = tableLines(props, Math.min(sweep.points.length + 1, Math.max(4, Math.floor(rows / 2))));
  const plot = Math.max(2, rows - table.length - 4);
  return filled(
    [...title(props), ...curve(props, plot), axis(props), row(paint, columns, []), ...table],
    rows,
    columns,
  );
}

function labelOf({ points, figure }: Sweep): string {
  return points.map((point) => readingAt(point, figure)).find((one) => one !== null)?.label ?? figure;
}

function title({ sweep, columns, paint }: Props): readonly string[] {
  const best = bestPoint(sweep);
  const found = best === null ? null : readingAt(sweep.points[best], sweep.figure);
  const note =
    found === null || best === null ? 'no answer yet' : `★ best: ${shown(found)} at ${sweep.points[best].value}`;
  const of = found === null || found.of === '' ? '' : `, ${found.of}`;
  return [
    row(paint, columns, [
      [`${labelOf(sweep)}${harmless(of)}`, 'bold'],
      [` by ${harmless(sweep.name)}`, 'dim'],
    ]),
    row(paint, columns, [[harmless(note), 'good']]),
  ];
}

/** Where a point stands: its middle column. */
function columnOf(index: number, count: number, columns: number): number {
  return Math.floor(((index + 0.5) * columns) / count);
}

function curve({ sweep, state, columns, paint }: Props, rows: number): readonly string[] {
  const canvas = new Canvas(Math.max(1, columns - GUTTER), rows);
  const found = sweep.points.map((point) => readingAt(point, sweep.figure));
  const values = found.map((reading) => (reading === null ? null : reading.value));
  const scale = scaleOf(found, values);
  const at = (k: number, value: number): readonly [x: number, y: number] => [
    columnOf(k, values.length, canvas.columns) * 2,
    heightOf(value, scale, canvas.dotRows),
  ];
  // Choices have no order: a line between them would mean nothing.
  const ordered = state.rows.find(({ path }) => path === sweep.path)?.choices.length === 0;
  let before: readonly [number, number] | null = null;
  values.forEach((value, k) => {
    const here = value === null ? null : at(k, value);
    if (ordered && here !== null && before !== null) join(canvas, before, here);
    before = here;
  });
  const best = bestPoint(sweep);
  values.forEach((value, k) => {
    if (value === null) return;
    const [x, y] = at(k, value);
    const mark: readonly [string, Tone] =
      k === best ? ['★', 'good'] : k === sweep.selected ? ['◆', 'warn'] : ['●', 'accent'];
    canvas.text(x / 2, canvas.rows - 1 - Math.floor(y / 4), ...mark);
  });
  const sample = found.find((reading) => reading !== null);
  const label = (value: number): string =>
    sample === null || sample === undefined ? '' : shown({ ...sample, value }).replace(' ', '');
  const marked = columnOf(sweep.selected, values.length, canvas.columns);
  return canvas.lines(paint, marked).map((dots, k) => {
    const text = k === 0 ? label(scale.high) : k === rows - 1 ? label(scale.low) : '';
    return paint.dim(`${padStart(cut(text, GUTTER - 1), GUTTER - 1)}${text === '' ? '│' : '┤'}`) + dots;
  });
}

function scaleOf(found: readonly (Reading | null)[], values: readonly (number | null)[]): Scale {
  const unit = found.find((reading) => reading !== null)?.unit;
  const lowest = values.reduce<number>((least, value) => Math.min(least, value ?? 0), 0);
  // Budget left may be negative: the axis then begins below zero.
  if (lowest < 0) return { low: lowest, high: Math.max(...values.map((value) => value ?? lowest), 0), log: false };
  if (unit === 's') return logarithmic([values], 0.001);
  return linear([values], 1e-9);
}

/** A straight line of dots. */
function join(canvas: Canvas, [x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number]): void {
  const steps = Math.max(1, Math.abs(x1 - x0), Math.abs(y1 - y0));
  for (let k = 0; k <= steps; k++)
    canvas.dot(Math.round(x0 + ((x1 - x0) * k) / steps), Math.round(y0 + ((y1 - y0) * k) / steps), 'accent', 1);
}

/** As many values below the curve as fit without touching. */
function axis({ sweep: { points }, columns, paint }: Props): string {
  const room = Math.max(1, columns - GUTTER);
  const cells = new Array<string>(room).fill(' ');
  let free = 0;
  points.forEach(({ value }, k) => {
    const text = cut(harmless(value), 14);
    const start = Math.min(room - text.length, Math.max(0, columnOf(k, points.length, room) - (text.length >> 1)));
    if (start < free) return;
    [...text].forEach((character, i) => (cells[start + i] = character));
    free = start + text.length + 1;
  });
  return ' '.repeat(GUTTER) + paint.dim(cells.join('').slice(0, room));
}

function tableLines({ sweep, state, columns, paint }: Props, rows: number): readonly string[] {
  const { points, selected } = sweep;
  const wide = columns < 50 ? 9 : 11;
  const first = Math.min(18, Math.max(8, ...points.map(({ value }) => value.length + 3)));
  const keys = TABLE.slice(0, Math.max(1, Math.floor((columns - first) / wide)));
  const best = Object.fromEntries(keys.map((figure) => [figure, bestPoint({ points, figure })]));
  const label = (key: ReadingKey): string =>
    key === 'budget' ? labelOf({ ...sweep, figure: key }).replace(/ .*/, '') : SHORT[key];
  const head = row(paint, columns, [
    [padEnd('  value', first), 'dim'],
    ...keys.map((key): Piece => [padStart(cut(label(key), wide - 1), wide), key === sweep.figure ? 'accent' : 'dim']),
  ]);
  const from = Math.max(0, Math.min(selected - ((rows - 1) >> 1), points.length - (rows - 1)));
  const body = points.slice(from, from + rows - 1).map((point, k) => {
    const index = from + k;
    const start = padEnd(`${index === selected ? '▸' : ' '} ${cut(harmless(point.value), first - 3)}`, first);
    const tone: Tone = index === selected ? 'bold' : 'plain';
    return row(paint, columns, [[start, tone], ...cells(index)]);
  });
  return [head, ...body];

  function cells(index: number): readonly Piece[] {
    const { outcome } = points[index];
    if (outcome === null) return [[index === current() ? running(state, sweep) : ' ·', 'dim']];
    if (outcome.kind === 'refused') return [[` ✗ ${harmless(outcome.why)}`, 'bad']];
    const all = readings(outcome.result);
    return keys.map((key): Piece => {
      const reading = all.find((one) => one.key === key);
      const text = reading === undefined ? '' : cut(shown({ ...reading, currency: '' }).trim(), wide - 2);
      const star = best[key] === index;
      return [padStart(`${text}${star ? '★' : ' '}`, wide), star ? 'good' : 'plain'];
    });
  }

  function current(): number {
    return points.findIndex(({ outcome }) => outcome === null);
  }
}

function running({ horizon }: TuiState, { reached }: Sweep): string {
  return horizon > 0 && reached > 0 ? ` … ${percent(reached / horizon)}` : ' …';
}
