/** The charts over time. They share the signals `from`, `to` (zoom), `cursor` and the band that is being selected. */
import type { ChartData } from './chartData.js';
import type { Chart, Look, Readout, Spec } from './chart.js';
import type { FigureName } from './series.js';
import type { Palette } from './theme.js';

/** Layers that every chart over time has, under and over its own. */
function timeChart(data: ChartData, look: Look, height: number, y: string, source: string, own: readonly Spec[]): Spec {
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
const VALUES = { ...EXTENT, tickCount: 4 };

/** Powers of ten, named as lengths of time. */
const DECADES = {
  ...EXTENT,
  labelOverlap: false,
  values: [0.0001, 0.001, 0.01, 0.1, 1, 10, 100, 1000],
  labelExpr: "datum.value < 0.9 ? format(datum.value * 1000, ',~r') + ' ms' : format(datum.value, ',~r') + ' s'",
};

/** Instants are UTC milliseconds since the start of the run; labels are lengths of time, not clock times of a place. */
function timeAxis({ horizon }: ChartData): Spec {
  const minutes = "utcFormat(datum.value, '%-M:%S')";
  const hours = "utcFormat(datum.value, (to - from) < 1800000 ? '%-H:%M:%S' : '%-H:%M')";
  const days = `'d' + (floor(datum.value / 86400000) + 1) + ' ' + ${hours}`;
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
function withY(spec: Spec, changed: Spec): Spec {
  const encoding = spec['encoding'] as Readonly<Record<string, Spec>>;
  return { ...spec, encoding: { ...encoding, y: { ...encoding['y'], ...changed } } };
}

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
      ...(style.dash === undefined ? {} : { strokeDash: style.dash }),
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
function fitting(names: readonly string[]): Spec {
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

function lines(...order: readonly LineStyle[]): readonly Spec[] {
  return order.map((style) => line(style, order));
}

function traffic(data: ChartData, look: Look): Chart {
  const { load, alarm } = look.palette;
  const own = lines(
    { field: 'arrivals', label: 'arrived', colour: load, area: true },
    { field: 'lost', label: 'refused, timed out or failed', colour: alarm, area: true, step: true },
  );
  return {
    id: 'traffic',
    kind: 'time',
    title: 'Traffic',
    says: 'Requests that arrived per second, and those that got no good answer.',
    readout: [rate('arrivals', 'arrived'), rate('lost', 'without a good answer')],
    spec: timeChart(data, look, 170, 'requests per second', 'timeline', own),
  };
}

function load(data: ChartData, look: Look): Chart {
  const { load: colour, serve } = look.palette;
  const own = lines(
    { field: 'capacity', label: 'capacity of ready pods', colour: serve, area: true, step: true },
    { field: 'concurrency', label: 'in the system', colour, weight: 2.25 },
  );
  return {
    id: 'load',
    kind: 'time',
    title: 'Concurrency and capacity',
    says: 'Requests in the system at once, waiting ones included, against what the ready pods can execute at once.',
    readout: [level('concurrency', 'in the system'), level('capacity', 'capacity of ready pods')],
    spec: timeChart(data, look, 170, 'requests at once', 'timeline', own),
  };
}

function pods(data: ChartData, look: Look): Chart {
  const { serve, ask, alarm } = look.palette;
  const own = [
    {
      transform: [{ filter: 'datum.panic > 0' }],
      mark: { type: 'rect', clip: true, color: alarm, opacity: 0.14 },
      encoding: { x2: { field: 't2' }, y: null },
    },
    ...lines(
      { field: 'ready', label: 'ready pods', colour: serve, area: true, step: true },
      { field: 'desired', label: 'desired pods', colour: ask, dash: [5, 3], step: true },
    ),
  ];
  return {
    id: 'pods',
    kind: 'time',
    title: 'Desired and ready pods',
    says: 'What the autoscaler asked for and what stood ready. Shaded: the panic window decides. The readout gives the reason of the last decision.',
    readout: [
      level('desired', 'desired'),
      level('ready', 'ready'),
      { field: 'panic', label: 'in panic', unit: 'share' },
      { field: 'reason', label: 'last decision', unit: 'reason' },
    ],
    spec: timeChart(data, look, 190, 'pods', 'timeline', own),
  };
}

function latencies(data: ChartData, look: Look): Chart {
  const { load: low, ask, alarm } = look.palette;
  const log = isWide(data);
  const own = lines(
    { field: 'p99', label: '99th percentile', colour: alarm, weight: 2.25 },
    { field: 'p95', label: '95th percentile', colour: ask, dash: [6, 3] },
    { field: 'p50', label: 'median', colour: low, dash: [2, 2] },
  );
  return {
    id: 'latency',
    kind: 'time',
    title: log ? 'Latency (log scale)' : 'Latency',
    says: `Percentiles of the requests that ended in each interval, timeouts at the time they waited${log ? '; the scale is logarithmic: each gridline is a multiple of the one below' : ''}.`,
    readout: [seconds('p99', '99th percentile'), seconds('p95', '95th percentile'), seconds('p50', 'median')],
    spec: log
      ? withY(timeChart(data, look, 190, 'log scale', 'timeline', own), { axis: DECADES, scale: { type: 'log' } })
      : timeChart(data, look, 190, 'seconds', 'timeline', own),
  };
}

/** Percentiles that span more than a factor of 20 cannot be read on one linear axis. */
function isWide(data: ChartData): boolean {
  const values = data.scopes
    .flatMap(({ columns }) => [...(columns.p50 ?? []), ...(columns.p99 ?? [])])
    .filter((value) => value !== null);
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  return low > 0 && values.reduce((most, value) => Math.max(most, value), 0) > 20 * low;
}

function colds(data: ChartData, look: Look): Chart {
  const own = [
    {
      mark: { type: 'rect', clip: true, color: look.palette.cold, opacity: 0.85 },
      encoding: { x2: { field: 't2' }, y: { field: 'coldStarts', type: 'quantitative' }, y2: { datum: 0 } },
    },
  ];
  return {
    id: 'cold',
    kind: 'time',
    title: 'Cold requests over time',
    says: 'Requests served by a pod that became ready only after they had arrived.',
    readout: [{ field: 'coldStarts', label: 'cold requests', unit: 'count' }],
    spec: timeChart(data, look, 130, 'requests', 'timeline', own),
  };
}

function burn(data: ChartData, look: Look): Chart {
  const { alarm, load: first, ask, cold, serve, quiet } = look.palette;
  const own = [
    {
      data: { values: [{ pace: 1 }] },
      mark: { type: 'rule', strokeDash: [4, 4], color: quiet, tooltip: null },
      encoding: { x: null, y: { field: 'pace', type: 'quantitative' } },
    },
    {
      mark: { type: 'line', clip: true, strokeWidth: 2 },
      encoding: {
        y: { field: 'burn', type: 'quantitative' },
        color: {
          field: 'objective',
          type: 'nominal',
          sort: null,
          scale: { range: [first, ask, cold, serve, alarm] },
          legend: {
            symbolType: 'stroke',
            columns: fitting(data.scopes.flatMap((scope) => scope.burn.map(({ name }) => name))),
          },
        },
        strokeDash: {
          field: 'objective',
          type: 'nominal',
          sort: null,
          scale: {
            range: [
              [1, 0],
              [6, 3],
              [2, 2],
              [8, 2, 2, 2],
              [10, 4],
            ],
          },
        },
      },
    },
  ];
  return {
    id: 'burn',
    kind: 'time',
    title: 'Burn rate',
    says: 'How many times faster than allowed each promise is being broken, by interval. At 1 (dashed) the error budget lasts exactly its window.',
    readout: [{ field: 'burn', label: 'burn rate', unit: 'burn' }],
    spec: timeChart(data, look, 170, 'burn rate', 'burn', own),
  };
}

function alerts(data: ChartData, look: Look): Chart {
  const own = [
    {
      mark: { type: 'bar', clip: true, color: look.palette.alarm, height: { band: 0.6 } },
      encoding: {
        x2: { field: 't2' },
        y: { field: 'label', type: 'nominal', title: null, axis: { labelLimit: 220, domain: false, ticks: false } },
      },
    },
  ];
  const spec = timeChart(data, look, 0, '', 'alerts', own);
  return {
    id: 'alerts',
    kind: 'time',
    title: 'Alerts',
    says: 'When each burn-rate alert fires.',
    readout: [],
    spec: { ...spec, height: { step: 26 }, encoding: { x: timeAxis(data) } },
  };
}

const rate = (field: string, label: string): Readout => ({ field, label, unit: 'rate' });
const level = (field: string, label: string): Readout => ({ field, label, unit: 'level' });
const seconds = (field: string, label: string): Readout => ({ field, label, unit: 'seconds' });

/** The charts over time for which the document has series, in reading order. */
export function timeCharts(data: ChartData, look: Look): readonly Chart[] {
  const has = (figure: FigureName): boolean => data.scopes.some((scope) => scope.columns[figure] !== undefined);
  return [
    ...(has('arrivals') ? [traffic(data, look)] : []),
    ...(has('concurrency') ? [load(data, look)] : []),
    ...(has('ready') ? [pods(data, look)] : []),
    ...(has('p99') ? [latencies(data, look)] : []),
    ...(has('coldStarts') ? [colds(data, look)] : []),
    ...(data.scopes.some((scope) => scope.burn.length > 0) ? [burn(data, look)] : []),
    ...(data.scopes.some((scope) => scope.alerts.length > 0) ? [alerts(data, look)] : []),
  ];
}
