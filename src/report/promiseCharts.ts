/** Burn rates, budgets and alerts over time. */
import type { ChartData } from './chartData.js';
import type { Chart, Look, Spec } from './chart.js';
import { VALUES, fitting, timeAxis, timeChart, withY } from './timeFrame.js';

/** One line for each objective; dashes tell them apart where colours cannot. */
function objectiveLines(data: ChartData, look: Look, field: string): Spec {
  const { alarm, load: first, ask, cold, serve } = look.palette;
  const objective = { field: 'objective', type: 'nominal', sort: null };
  const names = data.scopes.flatMap((scope) => scope.burn.map(({ name }) => name));
  return {
    mark: { type: 'line', clip: true, strokeWidth: 2 },
    encoding: {
      y: { field, type: 'quantitative' },
      color: {
        ...objective,
        scale: { range: [first, ask, cold, serve, alarm] },
        legend: { symbolType: 'stroke', columns: fitting(names) },
      },
      strokeDash: {
        ...objective,
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
  };
}

export function burn(data: ChartData, look: Look): Chart {
  const pace = {
    data: { values: [{ pace: 1 }] },
    mark: { type: 'rule', strokeDash: [4, 4], color: look.palette.quiet, tooltip: null },
    encoding: { x: null, y: { field: 'pace', type: 'quantitative' } },
  };
  return {
    id: 'burn',
    kind: 'time',
    title: 'Burn rate',
    says: 'How many times faster than allowed each promise is being broken, by interval. At 1 (dashed) the error budget lasts exactly its window.',
    readout: [{ field: 'burn', label: 'burn rate', unit: 'burn' }],
    spec: timeChart(data, look, 170, 'burn rate', 'burn', [pace, objectiveLines(data, look, 'burn')]),
  };
}

export function budget(data: ChartData, look: Look): Chart {
  const gone = {
    data: { values: [{ gone: 0 }] },
    mark: { type: 'rule', color: look.palette.alarm, tooltip: null },
    encoding: { x: null, y: { field: 'gone', type: 'quantitative' } },
  };
  const spec = timeChart(data, look, 150, 'left', 'budget', [gone, objectiveLines(data, look, 'left')]);
  return {
    id: 'budget',
    kind: 'time',
    title: 'Error budget left',
    says: 'Of the budget of the whole window of each promise, from zero (the line) to all of it; below the line it is overspent.',
    readout: [{ field: 'left', label: 'left', unit: 'share' }],
    spec: withY(spec, { axis: { ...VALUES, format: '.0%' }, scale: { domainMax: 1, zero: true } }),
  };
}

export function alerts(data: ChartData, look: Look): Chart {
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
