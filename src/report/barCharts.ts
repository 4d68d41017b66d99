/** The charts that are not over time: how totals split by cause, phase, tariff. */
import type { Chart, Look, Spec } from './chart.js';
import { PARTS } from './billData.js';
import type { ChartData, ScopeData } from './chartData.js';

function base(look: Look, source: string, step = 30): Spec {
  return {
    width: look.width,
    autosize: { type: 'fit-x', contains: 'padding' },
    height: { step },
    padding: { left: 4, right: 44, top: 4, bottom: 4 },
    data: { name: source },
  };
}

/** Names may take two fifths of the chart, so that bars are left to be seen on a phone. `width` has it looked at again. */
const ROOM = 'max(150, 0.42 * (containerSize()[0] || 700) + 0 * width)';
const NAMES = {
  type: 'nominal',
  sort: null,
  title: null,
  // "timed out: waited in the activator" stands on two lines.
  axis: {
    labelExpr: "split(datum.label, ': ')",
    labelLimit: { expr: ROOM },
    domain: false,
    ticks: false,
    labelFontSize: 12,
  },
};

/** Height of a bar whose name stands on two lines. */
const TWO_LINES = 42;

/** Axes of amounts: few labels, none moved towards its neighbour. */
const AMOUNTS = { tickCount: 5, labelFlush: false, labelSeparation: 8 };

/** Counted rows as bars from zero, each with its number beside it. */
function counts(look: Look, source: string, colour: string, title: string, step?: number): Spec {
  const x = {
    field: 'count',
    type: 'quantitative',
    title,
    axis: { ...AMOUNTS, tickMinStep: 1 },
    scale: { domainMin: 0, nice: 5 },
  };
  return {
    ...base(look, source, step),
    encoding: {
      y: { ...NAMES, field: 'label' },
      x,
      tooltip: [
        { field: 'label', title: ' ' },
        { field: 'count', title },
        { field: 'share', title: 'share' },
      ],
    },
    layer: [
      { mark: { type: 'bar', color: colour, height: { band: 0.62 }, cornerRadiusEnd: 2 } },
      { mark: { type: 'text', align: 'left', dx: 6 }, encoding: { text: { field: 'share' } } },
    ],
  };
}

function causes(look: Look): Chart {
  return {
    id: 'causes',
    kind: 'bars',
    title: 'Why capacity was missing',
    says: 'Cold requests by the first cause that applied when each of them arrived.',
    readout: [],
    spec: counts(look, 'causes', look.palette.cold, 'cold requests'),
  };
}

function phases(look: Look): Chart {
  return {
    id: 'phases',
    kind: 'bars',
    title: 'What they waited for',
    says: 'Cold requests by the phase that took most of their wait.',
    readout: [],
    spec: counts(look, 'phases', look.palette.cold, 'cold requests'),
  };
}

function failures(look: Look): Chart {
  return {
    id: 'failures',
    kind: 'bars',
    title: 'Requests without a good answer',
    says: 'Refused (503), timed out (504) and failed requests by cause.',
    readout: [],
    spec: counts(look, 'failures', look.palette.alarm, 'requests', TWO_LINES),
  };
}

function startup(look: Look): Chart {
  const words = { field: 'words', type: 'nominal' };
  return {
    id: 'startup',
    kind: 'bars',
    title: 'How a pod starts',
    says: 'Mean length of each phase of a pod’s start, one after the other.',
    readout: [],
    spec: {
      ...base(look, 'startup'),
      transform: [
        {
          calculate:
            "datum.seconds < 1 ? format(datum.seconds * 1000, '.3~r') + ' ms' : format(datum.seconds, '.3~r') + ' s'",
          as: 'words',
        },
      ],
      encoding: {
        y: { ...NAMES, field: 'label' },
        tooltip: [
          { field: 'label', title: ' ' },
          { ...words, title: 'mean' },
        ],
      },
      layer: [
        {
          mark: { type: 'bar', color: look.palette.cold, height: { band: 0.62 }, minBandSize: 1 },
          encoding: {
            x: {
              field: 'from',
              type: 'quantitative',
              title: 'seconds since the pod was created',
              scale: { domainMin: 0, nice: 5 },
              axis: AMOUNTS,
            },
            x2: { field: 'to' },
          },
        },
        {
          mark: { type: 'text', align: 'left', dx: 6 },
          encoding: { x: { field: 'to', type: 'quantitative' }, text: words },
        },
      ],
    },
  };
}

function bills(look: Look, currency: string): Chart {
  const { load, quiet } = look.palette;
  return {
    id: 'bills',
    kind: 'bars',
    title: 'The same run under every tariff',
    says: `The metered bill, and beside it what the pods (and nodes) cost whether busy or idle, in ${currency}.`,
    readout: [],
    spec: {
      ...base(look, 'bills'),
      height: { step: 18 },
      transform: [{ filter: `datum.currency === ${JSON.stringify(currency)}` }],
      mark: { type: 'bar', cornerRadiusEnd: 2 },
      encoding: {
        y: { ...NAMES, field: 'tariff', scale: { paddingInner: 0.3 } },
        yOffset: { field: 'part', sort: ['metered', 'capacity'] },
        x: { field: 'amount', type: 'quantitative', title: currency, scale: { domainMin: 0, nice: 5 }, axis: AMOUNTS },
        color: {
          field: 'part',
          type: 'nominal',
          scale: { domain: ['metered', 'capacity'], range: [load, quiet] },
          legend: { columns: { expr: 'max(1, floor(width / 90))' } },
        },
        tooltip: [
          { field: 'tariff', title: ' ' },
          { field: 'part', title: 'cost' },
          { field: 'amount', title: currency, format: '.4~r' },
        ],
      },
    },
  };
}

/** Each bill as its lines, one after the other: what the money goes to. */
function billLines(look: Look, currency: string, names: readonly string[]): Chart {
  const { load, ask, cold, serve, quiet, alarm } = look.palette;
  return {
    id: 'lines',
    kind: 'bars',
    title: 'Each bill by its lines',
    says: `What is metered, times its rate, in ${currency}; free tiers are taken off, SLA credits added.`,
    readout: [],
    spec: {
      ...base(look, 'lines'),
      height: { step: 22 },
      transform: [{ filter: `datum.currency === ${JSON.stringify(currency)}` }],
      mark: { type: 'bar', height: { band: 0.62 } },
      encoding: {
        y: { ...NAMES, field: 'tariff' },
        x: {
          field: 'amount',
          type: 'quantitative',
          title: currency,
          stack: 'zero',
          scale: { domainMin: 0, nice: 5 },
          axis: AMOUNTS,
        },
        color: {
          field: 'line',
          type: 'nominal',
          sort: null,
          scale: { domain: names, range: [load, ask, cold, serve, quiet, alarm] },
          legend: { columns: { expr: 'max(1, floor(width / 120))' } },
        },
        tooltip: [
          { field: 'tariff', title: ' ' },
          { field: 'line', title: 'line' },
          { field: 'amount', title: currency, format: '.4~r' },
        ],
      },
    },
  };
}

function shares(look: Look): Chart {
  const { load, ask, cold, quiet } = look.palette;
  const names = PARTS.map(([, label]) => label);
  return {
    id: 'shares',
    kind: 'bars',
    title: 'What each metered bill is made of',
    says: 'Shares of the metered bill: executing, rounding up, starting pods, standing idle. What is missing to 100 % is not time: fees for each request, and fixed ones.',
    readout: [],
    spec: {
      ...base(look, 'shares'),
      mark: { type: 'bar', height: { band: 0.62 } },
      encoding: {
        y: { ...NAMES, field: 'tariff' },
        x: {
          field: 'share',
          type: 'quantitative',
          title: 'share of the bill',
          stack: 'zero',
          scale: { domain: [0, 1] },
          axis: { ...AMOUNTS, format: '.0%' },
        },
        color: {
          field: 'part',
          type: 'nominal',
          scale: { domain: names, range: [load, ask, cold, quiet] },
          legend: { columns: { expr: 'max(1, floor(width / 90))' } },
        },
        order: { field: 'order', type: 'quantitative' },
        tooltip: [
          { field: 'tariff', title: ' ' },
          { field: 'part', title: 'part' },
          { field: 'share', title: 'share', format: '.1%' },
        ],
      },
      transform: [{ calculate: `indexof(${JSON.stringify(names)}, datum.part)`, as: 'order' }],
    },
  };
}

/** The charts by cause, phase and tariff for which there is anything to show, in reading order. */
export function barCharts(data: ChartData, look: Look): readonly Chart[] {
  const any = (of: (scope: ScopeData) => readonly unknown[]): boolean =>
    data.scopes.some((scope) => of(scope).length > 0);
  const currency = data.bills[0]?.currency;
  const own = data.bills.filter((bill) => bill.currency === currency);
  const lines = [...new Set(own.flatMap((bill) => bill.lines.map(({ name }) => name)))];
  return [
    ...(any((scope) => scope.causes) ? [causes(look)] : []),
    ...(any((scope) => scope.phases) ? [phases(look)] : []),
    ...(any((scope) => scope.failures) ? [failures(look)] : []),
    ...(any((scope) => scope.startup) ? [startup(look)] : []),
    ...(currency === undefined ? [] : [bills(look, currency)]),
    ...(currency === undefined || lines.length === 0 ? [] : [billLines(look, currency, lines)]),
    ...(data.bills.some((bill) => Object.values(bill.shares).some((share) => share !== null)) ? [shares(look)] : []),
  ];
}
