/** The charts of a sweep, as Vega-Lite over the rows of `rows.ts`. */
import type { Chart, Look, Spec } from '../chart.js';
import { capitalised } from '../words.js';
import type { SweepData, SweepParameter } from './payload.js';
import { ROLES, axisUnit } from './rows.js';

const GRID = { tickCount: 5, grid: true };

function base(look: Look, source: string, height: number): Spec {
  return {
    width: look.width,
    height,
    autosize: { type: 'fit-x', contains: 'padding' },
    padding: { left: 4, right: 14, top: 8, bottom: 4 },
    data: { name: source },
  };
}

/** Beaten points quiet, the front in colour, the best set off. */
function roleColours({ palette }: Look): Spec {
  return {
    field: 'role',
    type: 'nominal',
    scale: { domain: [...ROLES], range: [palette.quiet, palette.load, palette.serve] },
    legend: null,
  };
}

/** The best can be told without colour. */
const shapes = (): Spec => ({
  field: 'role',
  type: 'nominal',
  scale: { domain: [...ROLES], range: ['circle', 'circle', 'diamond'] },
  legend: null,
});

function perRole(beaten: number, front: number, best: number): Spec {
  return { field: 'role', type: 'ordinal', scale: { domain: [...ROLES], range: [beaten, front, best] }, legend: null };
}

/** Numbers at an axis with their unit: there is no room for a title that would change with the figure. */
const labelled = (unit: string): Spec => ({ labelExpr: `format(datum.value, '~g') + ${JSON.stringify(unit)}` });

/** The first figure of the front against another of it. */
function frontChart(data: SweepData, look: Look, f: number): Chart {
  const [first, other] = [data.figures[0], data.figures[f]];
  const axis = (figure: typeof first): Spec => ({
    ...GRID,
    ...labelled(axisUnit(figure)),
    labelOverlap: true,
    labelSeparation: 12,
  });
  return {
    id: `front${f}`,
    kind: 'bars',
    title: `${capitalised(first.title)} against ${other.title}`,
    says: 'Each dot is a setting; those in colour are on the front; the diamond is the best.',
    readout: [],
    spec: {
      ...base(look, 'front', 300),
      mark: { type: 'point', filled: true },
      encoding: {
        shape: shapes(),
        x: {
          field: 'f0',
          type: 'quantitative',
          title: first.title,
          axis: axis(first),
          scale: { zero: false, nice: true, padding: 8 },
        },
        y: {
          field: `f${f}`,
          type: 'quantitative',
          title: other.title,
          axis: axis(other),
          scale: { zero: false, nice: true, padding: 8 },
        },
        color: roleColours(look),
        size: perRole(32, 70, 190),
        opacity: perRole(0.55, 0.9, 1),
        tooltip: [
          { field: 'point', type: 'nominal', title: ' ' },
          ...data.figures.slice(0, data.front).map(({ title }, k) => ({ field: `t${k}`, type: 'nominal', title })),
        ],
      },
    },
  };
}

function parallel(data: SweepData, look: Look): Chart {
  const names = [
    ...data.parameters.map(({ name }) => name),
    ...data.figures.slice(0, data.front).map(({ title }) => title),
  ];
  const room = `width / ${names.length} - 6`;
  const x = {
    field: 'axis',
    type: 'nominal',
    sort: names,
    title: null,
    scale: { type: 'point', padding: 0.35 },
    axis: {
      labelAngle: 0,
      labelLimit: { expr: room },
      grid: true,
      domain: false,
      ticks: false,
      labelPadding: 4,
      labelOverlap: false,
    },
  };
  const y = { field: 'y', type: 'quantitative', scale: { domain: [-0.12, 1.12], nice: false }, axis: null };
  return {
    id: 'parallel',
    kind: 'bars',
    title: 'Every setting as a line',
    says: 'From the values of its parameters to its figures, each axis from its lowest to its highest. The front is in colour, the best in green and heavier.',
    readout: [],
    spec: {
      ...base(look, 'parallel', 340),
      layer: [
        {
          transform: [{ filter: "datum.role !== 'end'" }],
          mark: 'line',
          encoding: {
            x,
            y,
            detail: { field: 'id', type: 'nominal' },
            order: { field: 'order', type: 'quantitative' },
            color: roleColours(look),
            strokeWidth: perRole(1, 1.6, 3),
            opacity: perRole(0.28, 0.75, 1),
            tooltip: [{ field: 'point', type: 'nominal', title: ' ' }],
          },
        },
        {
          transform: [{ filter: "datum.role === 'end'" }],
          mark: { type: 'text', color: look.palette.muted, fontSize: 11, limit: { expr: room } },
          encoding: { x, y, text: { field: 'text', type: 'nominal' } },
        },
      ],
    },
  };
}

/** Opacity instead of colours: the page has one set of colours for light, dark and paper. */
function heat(look: Look): Chart {
  const side = (field: string, order: string, title: null): Spec => ({
    field,
    type: 'ordinal',
    sort: { field: order },
    title,
    axis: { labelAngle: 0, labelLimit: 120, domain: false, ticks: false, labelOverlap: true },
  });
  const y = { ...side('y', 'j', null), sort: { field: 'j', order: 'descending' } };
  return {
    id: 'heat',
    kind: 'bars',
    title: 'Heat map',
    says: 'The chosen figure over two parameters: the stronger the colour, the higher. A cell is the mean of all settings that fall in it.',
    readout: [],
    spec: {
      ...base(look, 'heat', 320),
      encoding: {
        x: side('x', 'i', null),
        y,
        tooltip: [
          { field: 'text', type: 'nominal', title: 'mean' },
          { field: 'x', type: 'nominal', title: 'across' },
          { field: 'y', type: 'nominal', title: 'up' },
          { field: 'points', type: 'quantitative', title: 'settings' },
        ],
      },
      layer: [
        {
          mark: { type: 'rect', color: look.palette.load },
          encoding: {
            opacity: { field: 'value', type: 'quantitative', scale: { zero: false, range: [0.05, 0.6] }, legend: null },
          },
        },
        {
          // Numbers only where they fit.
          mark: { type: 'text', fontSize: 11, opacity: { expr: "bandwidth('x') > 66 && bandwidth('y') > 14 ? 1 : 0" } },
          encoding: { text: { field: 'text', type: 'nominal' } },
        },
      ],
    },
  };
}

function curve(data: SweepData, look: Look, k: number): Chart {
  const parameter = data.parameters[k];
  const { palette } = look;
  const y = (field: string): Spec => ({
    field,
    type: 'quantitative',
    title: null,
    scale: { zero: false },
    axis: { ...GRID, labelExpr: "format(datum.value, '~g') + unit" },
  });
  return {
    id: `curve${k}`,
    kind: 'bars',
    title: `Along ${parameter.name}`,
    says: curveSays(data, parameter),
    readout: [],
    spec: {
      ...base(look, `curve${k}`, 220),
      params: [{ name: 'unit', value: '' }],
      encoding: {
        x: xOf(parameter),
        tooltip: [
          { field: 'point', type: 'nominal', title: ' ' },
          { field: 'text', type: 'nominal', title: 'mean' },
        ],
      },
      layer: [
        {
          mark: { type: 'area', color: palette.load, opacity: 0.16 },
          encoding: { y: y('low'), y2: { field: 'high' } },
        },
        { mark: { type: 'line', color: palette.load }, encoding: { y: y('value') } },
        { mark: { type: 'point', color: palette.load, filled: true, size: 44 }, encoding: { y: y('value') } },
      ],
    },
  };
}

function curveSays({ sampled, replications, parameters }: SweepData, { name }: SweepParameter): string {
  if (sampled) return `Mean of the settings by ${name}; the band holds the middle four fifths of them.`;
  const rest = parameters.length > 1 ? 'The other parameters as chosen above. ' : '';
  return `${rest}${replications > 1 ? `The band is the 95 % interval of ${replications} runs.` : 'One run each: no interval is shown.'}`;
}

function xOf({ name, numbers, unit, log }: SweepParameter): Spec {
  if (numbers === null)
    return {
      field: 'x',
      type: 'nominal',
      sort: null,
      title: name,
      scale: { type: 'point' },
      axis: { labelAngle: 0, labelLimit: 120 },
    };
  const title = unit === '' ? name : `${name} [${unit}]`;
  const ticks = numbers.length <= 12 ? { values: numbers, labelOverlap: true } : { tickCount: 6 };
  const scale = log ? { type: 'log', nice: false } : { zero: false, nice: false };
  return {
    field: 'x',
    type: 'quantitative',
    title,
    scale,
    axis: { ...ticks, labelExpr: "format(datum.value, '~g')" },
  };
}

/** All charts of the page for which there is anything to show, in reading order. */
export function sweepCharts(data: SweepData, look: Look): readonly Chart[] {
  if (data.points.length === 0) return [];
  return [
    ...data.figures.slice(1, data.front).map((_, k) => frontChart(data, look, k + 1)),
    ...(data.points.length > 1 ? [parallel(data, look)] : []),
    ...(data.parameters.length > 1 ? [heat(look)] : []),
    ...data.parameters.map((_, k) => curve(data, look, k)),
  ];
}
