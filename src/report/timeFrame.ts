/** What every chart over time shares: axes, zoom, cursor, and lines that can be told apart without colour. */
import type { ChartData } from './chartData.js';
import type { Look, Spec } from './chart.js';
import type { Palette } from './theme.js';

/** Layers that every chart over time has, under and over its own. */
export function timeChart(
  data: ChartData,
  look: Look,
  height: number,
  y: string,
  source: string,
  own: readonly Spec[],
): Spec {
  const end = data.horizon * 1000;
  return {
    width: look.width,
    height,
    autosize: { type: 'fit-x', contains: 'padding' },
    params: [
      { name: 'from', value: 0 },
      { name: 'to', value: end },
      { name: 'cursor', value: -1 },
      { name: 'bandFrom', value: -1 },
      { name: 'bandTo', value: -1 },
    ],
    data: { name: source },
    encoding: { x: timeAxis(data), y: { type: 'quantitative', title: y, axis: VALUES, scale: { nice: 4 } } },
    layer: [...own, band(look.palette), cursor(look.palette)],
  };
}

/** One width for the labels of all charts over time, so that their time axes stand under each other. */
const EXTENT = { minExtent: 44, maxExtent: 44 };
export const VALUES = { ...EXTENT, tickCount: 4 };

/** Far below anything that is drawn. */
const SPECK = 1e-9;
/** Zero has no digits, and a scale that is all speck has no other label. */
const AMOUNTS = {
  ...VALUES,
  labelExpr: `datum.value === 0 ? '0' : abs(datum.value) < ${100 * SPECK} ? '' : datum.label`,
};

/** Powers of ten, named as lengths of time. */
export const DECADES = {
  ...EXTENT,
  labelOverlap: false,
  values: [0.0001, 0.001, 0.01, 0.1, 1, 10, 100, 1000],
  labelExpr: "datum.value < 0.9 ? format(datum.value * 1000, ',~r') + ' ms' : format(datum.value, ',~r') + ' s'",
};

/** Instants are UTC milliseconds since the start of the run; labels are lengths of time, not clock times of a place. */
export function timeAxis({ horizon }: ChartData): Spec {
  // Counted by hand up to a day: the end of an hour is 60:00 and that of a day 24:00, as everywhere else.
  // Ticks less than a second apart would all say the same.
  const parts = "((to - from) < 5000 ? utcFormat(datum.value, '.%L') : '')";
  const minutes = `floor(datum.value / 60000) + utcFormat(datum.value, ':%S') + ${parts}`;
  const rest = "utcFormat(datum.value, (to - from) < 1800000 ? ':%M:%S' : ':%M')";
  const hours = `floor(datum.value / 3600000) + ${rest}`;
  const days = `'d' + (floor(datum.value / 86400000) + 1) + utcFormat(datum.value, ' %-H') + ${rest}`;
  return {
    field: 't',
    type: 'temporal',
    title: null,
    scale: { type: 'utc', domainMin: { expr: 'from' }, domainMax: { expr: 'to' }, nice: false },
    axis: {
      labelExpr: horizon <= 3600 ? minutes : horizon <= 86_400 ? hours : days,
      labelFlush: true,
      labelOverlap: true,
      tickCount: { expr: 'max(3, floor(width / 110))' },
    },
  };
}

function cursor(palette: Palette): Spec {
  return {
    data: { values: [{}] },
    mark: {
      type: 'rule',
      color: palette.ink,
      strokeWidth: 1,
      tooltip: null,
      opacity: { expr: 'cursor >= from && cursor <= to ? 0.55 : 0' },
    },
    encoding: { x: { value: { expr: "scale('x', clamp(cursor, from, to))" } }, y: null },
  };
}

function band(palette: Palette): Spec {
  return {
    data: { values: [{}] },
    mark: { type: 'rect', color: palette.quiet, tooltip: null, opacity: { expr: 'bandTo > bandFrom ? 0.22 : 0' } },
    encoding: {
      x: { value: { expr: "scale('x', max(from, bandFrom))" } },
      x2: { value: { expr: "scale('x', max(from, bandTo))" } },
      y: null,
    },
  };
}

/** The same chart with other properties of its vertical axis. */
export function withY(spec: Spec, changed: Spec): Spec {
  const encoding = spec['encoding'] as Readonly<Record<string, Spec>>;
  return { ...spec, encoding: { ...encoding, y: { ...encoding['y'], ...changed } } };
}

/** The same chart of amounts: nothing but zeros lie at its foot, not in the middle of a scale without a length. */
export function amounts(spec: Spec): Spec {
  const speck = {
    data: { values: [{}] },
    mark: { type: 'rule', opacity: 0, tooltip: null },
    encoding: { x: null, y: { datum: SPECK, type: 'quantitative' } },
  };
  return withY({ ...spec, layer: [...(spec['layer'] as readonly Spec[]), speck] }, { axis: AMOUNTS });
}

/** The same of what is counted: no half pods at the axis. */
export const whole = (spec: Spec): Spec => withY(amounts(spec), { axis: { ...AMOUNTS, tickMinStep: 1 } });

/** A line with a name in the legend; dashes and weight tell lines apart where colours cannot. */
interface LineStyle {
  readonly field: string;
  readonly label: string;
  readonly colour: string;
  readonly dash?: readonly number[];
  readonly weight?: number;
  readonly area?: boolean;
  readonly step?: boolean;
}

function line(style: LineStyle, order: readonly LineStyle[]): Spec {
  const names = order.map((entry) => entry.label);
  const scale = { domain: names, range: order.map((entry) => entry.colour) };
  return {
    mark: {
      type: style.area === true ? 'area' : 'line',
      clip: true,
      interpolate: style.step === true ? 'step-after' : 'linear',
      strokeWidth: style.weight ?? 2,
      // Between two gaps a line has no length: its round ends are what is seen of it.
      ...(style.dash === undefined ? { strokeCap: 'round' } : { strokeDash: style.dash }),
      ...(style.area === true ? { line: { strokeWidth: 1.75 }, fillOpacity: 0.16 } : {}),
    },
    encoding: {
      y: { field: style.field, type: 'quantitative' },
      color: {
        datum: style.label,
        scale,
        legend: { symbolType: 'stroke', symbolDash: dashes(order), columns: fitting(names) },
      },
    },
  };
}

/** As many columns of the legend as fit beside each other: a narrow chart has them below each other. */
export function fitting(names: readonly string[]): Spec {
  const longest = names.reduce((most, name) => Math.max(most, name.length), 0);
  return { expr: `max(1, floor(width / ${longest * 6 + 48}))` };
}

/** The legend's dash per entry, so that it shows what the line shows. */
function dashes(order: readonly LineStyle[]): Spec {
  const choose = order.reduce(
    (rest, entry) =>
      entry.dash === undefined
        ? rest
        : `datum.label === ${JSON.stringify(entry.label)} ? [${entry.dash.join(',')}] : ${rest}`,
    '[1,0]',
  );
  return { expr: choose };
}

export function lines(...order: readonly LineStyle[]): readonly Spec[] {
  return order.map((style) => line(style, order));
}
