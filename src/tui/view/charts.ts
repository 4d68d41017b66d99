/** The four charts over time, one above the other on one axis. */
import { find, mainScope, peak, type FigureName, type Values } from '../../report/series.js';
import { padStart, wrap } from '../../report/text.js';
import { clock, count, duration, number } from '../../report/words.js';
import type { ResultDocument } from '../../result/document.js';
import type { Tone, TuiPaint } from '../paint.js';
import { Canvas } from './canvas.js';
import { area, bars, line, linear, logarithmic, sampled, summed, type Scale } from './plot.js';
import { row, type Piece } from './row.js';

export interface ChartsProps {
  readonly result: ResultDocument;
  readonly columns: number;
  readonly rows: number;
  /** The moment looked at, in seconds; `null`: none. */
  readonly cursor: number | null;
  readonly paint: TuiPaint;
}

/** Columns left of the plot: the labels of its scale, and the axis. */
const GUTTER = 7;
/** Times that a chart is read by need this many columns each. */
const TICK = 16;

/** Columns of the plot itself: a step of the cursor is one of them. */
export const plotColumns = (columns: number): number => Math.max(1, columns - GUTTER);

/** Where a moment stands on the axis. */
export function columnOf(seconds: number, horizon: number, columns: number): number {
  return Math.min(columns - 1, Math.max(0, Math.floor((seconds / horizon) * columns)));
}

/** Exactly `rows` lines of `columns` columns. */
export function charts(props: ChartsProps): readonly string[] {
  const plots = [loadChart, podsChart, latencyChart, coldChart].slice(0, Math.max(1, Math.floor((props.rows - 1) / 2)));
  const reader = readerOf(props);
  const lines = plots.flatMap((plot, k) => {
    const own = Math.floor((props.rows - 1) / plots.length) + (k < (props.rows - 1) % plots.length ? 1 : 0);
    return framed(plot(reader, own - 1), props);
  });
  return [...lines, timeAxis(props)];
}

interface Plot {
  readonly title: string;
  readonly legend: readonly (readonly [text: string, tone: Tone])[];
  /** At the cursor, or the peak. */
  readonly note: string;
  readonly scale: Scale;
  readonly label: (value: number) => string;
  readonly canvas: Canvas;
}

interface Reader {
  readonly canvas: (rows: number) => Canvas;
  /** One value for each column of dots. */
  readonly dots: (figure: FigureName) => Values;
  /** Sums for each column of cells. */
  readonly sums: (figure: FigureName) => Values;
  /** At the cursor; without one, the highest. */
  readonly at: (figure: FigureName) => number | null;
  /** Before a note: nothing at the cursor, else that it is the peak. */
  readonly when: string;
  /** Simulated seconds of one column of cells. */
  readonly span: number;
  readonly column: number | null;
  readonly several: boolean;
}

function readerOf({ result, columns, cursor }: ChartsProps): Reader {
  const scope = mainScope(result);
  const { interval } = result.timeline;
  const plot = plotColumns(columns);
  const points = Math.max(1, Math.ceil(result.horizon / interval));
  const values = (figure: FigureName): Values => find(result, scope, figure)?.values ?? [];
  const index = cursor === null ? null : Math.floor(cursor / interval);
  return {
    canvas: (rows) => new Canvas(plot, Math.max(1, rows)),
    dots: (figure) => sampled(values(figure), points, plot * 2),
    sums: (figure) => summed(values(figure), points, plot),
    at: (figure) => (index === null ? (peak(values(figure))?.value ?? null) : (values(figure)[index] ?? null)),
    when: index === null ? 'peak ' : '',
    span: result.horizon / plot,
    column: cursor === null ? null : columnOf(cursor, result.horizon, plot),
    several: result.services.length > 1,
  };
}

function loadChart({ canvas: open, dots, at, when }: Reader, rows: number): Plot {
  const canvas = open(rows);
  const [load, capacity] = [dots('concurrency'), dots('capacity')];
  const scale = linear([load, capacity]);
  area(canvas, load, scale, 'accent');
  line(canvas, capacity, scale, 'good', 3);
  const rate = at('arrivals');
  return {
    title: 'Traffic',
    legend: [
      ['▒ at once', 'accent'],
      ['─ capacity', 'good'],
    ],
    note: rate === null ? '' : `${when}${number(rate)}/s`,
    scale,
    label: number,
    canvas,
  };
}

function podsChart({ canvas: open, dots, at, when }: Reader, rows: number): Plot {
  const canvas = open(rows);
  const [ready, desired, panic] = [dots('ready'), dots('desired'), dots('panic')];
  const plain = linear([ready, desired]);
  // A little room above, so that the bar of the panic stays free.
  const scale = { ...plain, high: plain.high * (1 + 1.5 / canvas.dotRows) };
  area(canvas, ready, scale, 'good');
  line(canvas, desired, scale, 'warn', 3);
  panic.forEach((value, x) => {
    if (value !== null && value > 0) canvas.dot(x, canvas.dotRows - 1, 'bad', 5);
  });
  const [asked, stands] = [at('desired'), at('ready')];
  return {
    title: 'Pods',
    legend: [
      ['▒ ready', 'good'],
      ['─ desired', 'warn'],
      ['▔ panic', 'bad'],
    ],
    // Their peaks are of different moments: only at a cursor is one of them of the other.
    note:
      stands === null
        ? ''
        : when === ''
          ? `${number(stands)} ready, ${number(asked)} desired`
          : `${when}${number(stands)}`,
    scale: plain,
    label: number,
    canvas,
  };
}

function latencyChart({ canvas: open, dots, at, when, several }: Reader, rows: number): Plot {
  const canvas = open(rows);
  const [p50, p95, p99] = [dots('p50'), dots('p95'), dots('p99')];
  const scale = logarithmic([p50, p95, p99], 0.01);
  line(canvas, p50, scale, 'accent', 2);
  line(canvas, p95, scale, 'second', 3);
  line(canvas, p99, scale, 'bad', 4);
  const worst = at('p99');
  const empty = [p50, p95, p99].every((values) => values.every((value) => value === null));
  if (empty) say(canvas, several ? 'percentiles of several services do not add up' : 'no request ended');
  return {
    title: scale.log ? 'Latency, log' : 'Latency',
    legend: [
      ['p99', 'bad'],
      ['> p95', 'second'],
      ['> p50', 'accent'],
    ],
    note: worst === null ? '' : `p99 ${when}${duration(worst)}`,
    scale,
    label: empty ? () => '' : brief,
    canvas,
  };
}

/** Words where there is nothing to draw. */
function say(canvas: Canvas, text: string): void {
  wrap(text, canvas.columns).forEach((line, row) =>
    [...line].forEach((character, column) => canvas.text(column, row, character, 'dim')),
  );
}

function coldChart({ canvas: open, sums, at, when, span }: Reader, rows: number): Plot {
  const canvas = open(rows);
  const cold = sums('coldStarts');
  const scale = linear([cold]);
  bars(canvas, cold, scale, 'third');
  const most = when === '' ? at('coldStarts') : (peak(cold)?.value ?? null);
  return {
    title: 'Cold starts',
    legend: [[`a bar: ${brief(span)}`, 'dim']],
    note: most === null ? '' : `${when}${count(most)}`,
    scale,
    label: number,
    canvas,
  };
}

/** `50ms`, `1.5s`, `2m`: without the space, for narrow places. */
function brief(seconds: number): string {
  return duration(seconds).replace(' ', '');
}

/** The title above, the scale at the left. */
function framed(plot: Plot, { columns, paint, cursor, result }: ChartsProps): readonly string[] {
  const { canvas, scale, label } = plot;
  const legend = plot.legend.flatMap((entry): Piece[] => ['  ', entry]);
  const head = row(paint, columns, [[plot.title, 'bold'], ...legend], [[plot.note, 'dim']]);
  const marked = cursor === null ? null : columnOf(cursor, result.horizon, canvas.columns);
  const body = canvas.lines(paint, marked).map((dots, k) => {
    const value = k === 0 ? label(scale.high) : k === canvas.rows - 1 ? label(scale.low) : '';
    return paint.dim(`${padStart(value, GUTTER - 1)}${value === '' ? '│' : '┤'}`) + dots;
  });
  return [head, ...body];
}

/** Times below the charts; the cursor's, where there is one. */
function timeAxis({ result: { horizon }, columns, cursor, paint }: ChartsProps): string {
  const plot = plotColumns(columns);
  const cells = new Array<string>(plot).fill(' ');
  const put = (text: string, from: number): void => {
    const start = Math.min(plot - text.length, Math.max(0, from));
    if (start < 0) return;
    [...text].forEach((character, k) => (cells[start + k] = character));
  };
  if (cursor === null) {
    const ticks = Math.max(1, Math.min(4, Math.floor(plot / TICK)));
    for (let k = 0; k <= ticks; k++) {
      const text = clock((horizon * k) / ticks, horizon);
      put(text, Math.round((plot * k) / ticks) - (k === 0 ? 0 : k === ticks ? text.length : text.length >> 1));
    }
  } else {
    put(clock(0, horizon), 0);
    put(clock(horizon, horizon), plot);
    const at = columnOf(cursor, horizon, plot);
    const text = clock(cursor, horizon);
    put(
      at + text.length + 2 > plot ? `${text} ▲` : `▲ ${text}`,
      at + text.length + 2 > plot ? at - text.length - 1 : at,
    );
  }
  return ' '.repeat(GUTTER) + (cursor === null ? paint.dim(cells.join('')) : paint.accent(cells.join('')));
}
