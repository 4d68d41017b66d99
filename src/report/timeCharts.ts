/** The charts over time. They share the signals `from`, `to` (zoom), `cursor` and the band that is being selected. */
import { heatDomain } from './heatData.js';
import { alerts, budget, burn } from './promiseCharts.js';
import { DECADES, amounts, lines, timeChart, whole, withY } from './timeFrame.js';
import type { ChartData } from './chartData.js';
import type { Chart, Look, Readout } from './chart.js';
import type { FigureName } from './series.js';
import { duration, number } from './words.js';

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
    says: `Requests that arrived per second, and those that got no good answer.${uncounted(data)}`,
    readout: [rate('arrivals', 'arrived'), rate('lost', 'without a good answer')],
    spec: amounts(timeChart(data, look, 170, 'requests per second', 'timeline', own)),
  };
}

/** Why there are pods at work and no requests at the beginning. */
function uncounted({ warmup }: ChartData): string {
  return warmup > 0 ? ` Those of the warm-up, the first ${duration(warmup)}, are not counted.` : '';
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
    spec: amounts(timeChart(data, look, 170, 'requests at once', 'timeline', own)),
  };
}

function pods(data: ChartData, look: Look): Chart {
  const { serve, ask, alarm, quiet } = look.palette;
  const all = data.scopes.some(({ columns }) => columns.pods !== undefined);
  const own = [
    {
      // Every row is kept, shaded or not: Vega warns of a time axis over no rows.
      mark: { type: 'rect', clip: true, color: alarm },
      encoding: {
        x2: { field: 't2' },
        y: null,
        opacity: { condition: { test: 'datum.panic > 0', value: 0.14 }, value: 0 },
      },
    },
    ...lines(
      { field: 'ready', label: 'ready pods', colour: serve, area: true, step: true },
      ...(all ? [{ field: 'pods', label: 'all pods', colour: quiet, dash: [1, 2], step: true }] : []),
      { field: 'desired', label: 'desired pods', colour: ask, dash: [5, 3], step: true },
    ),
  ];
  return {
    id: 'pods',
    kind: 'time',
    title: 'Desired and ready pods',
    says: `What the autoscaler asked for and what stood ready${all ? '; all pods are those with the ones that start or drain' : ''}. Shaded: the panic window decides. The readout gives the reason of the last decision.`,
    readout: [
      level('desired', 'desired'),
      level('ready', 'ready'),
      ...(all ? [level('pods', 'all')] : []),
      { field: 'panic', label: 'in panic', unit: 'share' },
      { field: 'reason', label: 'last decision', unit: 'reason' },
    ],
    spec: whole(timeChart(data, look, 190, 'pods', 'timeline', own)),
  };
}

function nodes(data: ChartData, look: Look): Chart {
  const { serve, alarm } = look.palette;
  const own = lines(
    { field: 'nodes', label: 'nodes paid for', colour: serve, area: true, step: true },
    { field: 'waitingPods', label: 'pods that wait for one', colour: alarm, step: true },
  );
  return {
    id: 'nodes',
    kind: 'time',
    title: 'Nodes and pods that wait for one',
    says: 'Nodes of all groups, from the request for them to their end, and pods for which no node (or the quota) has room. They are the whole cluster’s.',
    readout: [level('nodes', 'nodes paid for'), level('waitingPods', 'pods that wait for one')],
    spec: whole(timeChart(data, look, 150, 'nodes, pods', 'timeline', own)),
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
    ofAll: 'Percentiles of several services do not add up to those of all: choose a service to see its own over time.',
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
    spec: whole(timeChart(data, look, 130, 'requests', 'timeline', own)),
  };
}

/** Requests per second of the fullest cell. */
function busiest({ bands, scopes, main }: ChartData): number {
  const own = scopes.find(({ name }) => name === main)?.heat ?? [];
  return own.flat().reduce((most, count) => Math.max(most, count), 0) / (bands?.interval ?? 1);
}

/** Dense where most requests ended. Opacity, not colour, carries the number: it works in light, dark and print. */
function heat(data: ChartData, look: Look): Chart | null {
  if (data.bands === null || !data.scopes.some((scope) => scope.heat.length > 0)) return null;
  const colour = look.palette.load;
  const own = [
    {
      mark: { type: 'rect', clip: true, color: colour, tooltip: null },
      encoding: {
        x2: { field: 't2' },
        y: { field: 'low', type: 'quantitative' },
        y2: { field: 'high' },
        fillOpacity: {
          field: 'rate',
          type: 'quantitative',
          scale: { type: 'sqrt', domainMin: 0, range: [0.05, 1] },
          legend: null,
        },
      },
    },
  ];
  const [low, high] = heatDomain(data.bands, data.scopes);
  return {
    id: 'heat',
    kind: 'time',
    title: 'Latency heat map (log scale)',
    says: `How many requests ended in each band of latency: percentiles hide a second hump, this shows it. The strongest colour is ${number(busiest(data))} requests per second, half as strong a quarter of them; the scale of latency is logarithmic.`,
    readout: [],
    spec: withY(timeChart(data, look, 220, 'log scale', 'heat', own), {
      axis: DECADES,
      scale: { type: 'log', domain: [low, high], nice: false },
    }),
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
    ...(has('nodes') ? [nodes(data, look)] : []),
    ...(has('p99') ? [latencies(data, look)] : []),
    ...some(heat(data, look)),
    ...(has('coldStarts') ? [colds(data, look)] : []),
    ...(data.scopes.some((scope) => scope.burn.length > 0) ? [burn(data, look)] : []),
    ...(data.scopes.some((scope) => scope.burn.some(({ left }) => left !== null)) ? [budget(data, look)] : []),
    ...(data.scopes.some((scope) => scope.alerts.length > 0) ? [alerts(data, look)] : []),
  ];
}

const some = (chart: Chart | null): readonly Chart[] => (chart === null ? [] : [chart]);
