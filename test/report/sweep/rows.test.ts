import { describe, expect, test } from 'vitest';
import { shortNames } from '../../../src/report/sweep/names.js';
import { sweepData } from '../../../src/report/sweep/payload.js';
import {
  curveRows,
  firstChoice,
  frontRows,
  heatRows,
  parallelRows,
  sweepRows,
} from '../../../src/report/sweep/rows.js';
import { gridResult, result, sampledResult } from './fixture.js';

const P99 = 1;
const COLD = 2;

describe('the rows behind the charts', () => {
  test('parameters are read as numbers in one unit, in rising order, and as a scale', () => {
    const [window, size, list, text] = sweepData(
      result([
        'stable-window=6s,12s,24s,48s,96s',
        'services.web.revision.resources.limits.cpu=500m,250m,1',
        'target=8,2,5',
        'services.web.startup=node-container,go-container',
      ]),
    ).parameters;
    expect(window).toMatchObject({
      texts: ['6s', '12s', '24s', '48s', '96s'],
      numbers: [6, 12, 24, 48, 96],
      unit: 's',
      log: true,
    });
    expect(size).toMatchObject({ texts: ['250m', '500m', '1'], numbers: [0.25, 0.5, 1], unit: 'cores', log: false });
    expect(list).toMatchObject({ texts: ['2', '5', '8'], numbers: [2, 5, 8], unit: '', log: false });
    expect([size.name, text.name]).toEqual(['cpu', 'startup']);
    expect(text).toMatchObject({ texts: ['node-container', 'go-container'], numbers: null });
  });

  test('names are shortened where that is clear, and drawn values are on the scale they were drawn on', () => {
    expect(
      shortNames(['services.a.startup', 'services.b.startup', 'x["autoscaling.knative.dev/target"]', 'horizon']),
    ).toEqual(['services.a.startup', 'services.b.startup', 'target', 'horizon']);
    expect(sweepData(sampledResult(32)).parameters.map(({ log }) => log)).toEqual([true, false]);
  });

  test('a heat map has a cell for each pair, the mean over what else is turned', () => {
    const data = sweepData(result(['stable-window=10s,20s', 'target=2,5', 'max-scale-down-rate=2,3']));
    const cells = heatRows(data, { ...firstChoice(data), figure: COLD, x: 0, y: 1 });
    expect(cells.map(({ x, y, value, points }) => [x, y, value, points])).toEqual([
      ['10s', '2', 0.1, 2],
      ['10s', '5', 0.1, 2],
      ['20s', '2', 0.05, 2],
      ['20s', '5', 0.05, 2],
    ]);
    const overTwo = heatRows(data, { ...firstChoice(data), figure: P99, x: 0, y: 2 });
    expect(overTwo.map(({ value }) => value)).toEqual([0.135, 0.135, 0.135, 0.135]); // of 0.12 and 0.15
    expect(heatRows(data, { ...firstChoice(data), x: 1, y: 1 })).toEqual([]);
  });

  test('a curve of a grid goes through the held point, its band the interval of the runs', () => {
    const data = sweepData(gridResult());
    const held = data.points.findIndex(({ id }) => id === 'p0005'); // 20s, 5
    const rows = curveRows(data, { ...firstChoice(data), figure: P99, held }, 1);
    expect(rows.map(({ x, label }) => [x, label])).toEqual([
      [2, '2'],
      [5, '5'],
      [8, '8'],
    ]);
    expect(rows[1]).toMatchObject({ value: 0.153, text: '153 ms ± 7.45 ms' });
    expect(Number(rows[1]['high']) - Number(rows[1]['value'])).toBeCloseTo((4.302653 * 0.003) / Math.sqrt(3), 5);
    const cold = curveRows(data, { ...firstChoice(data), figure: COLD, held }, 0);
    expect(cold.map(({ value }) => value)).toEqual([10, 5, expect.closeTo(3.3333, 9), 2.5]); // in percent
  });

  test('a curve of drawn points has eight bins of equally many values, each with its middle four fifths', () => {
    const data = sweepData(sampledResult(64));
    const rows = curveRows(data, { ...firstChoice(data), figure: COLD }, 0);
    expect(rows).toHaveLength(8);
    const xs = rows.map(({ x }) => Number(x));
    expect([...xs].sort((a, b) => a - b)).toEqual(xs);
    for (const { low, value, high } of rows) {
      expect(Number(low)).toBeLessThanOrEqual(Number(value));
      expect(Number(high)).toBeGreaterThanOrEqual(Number(value));
    }
    expect(heatRows(data, firstChoice(data)).length).toBeGreaterThan(30);
  });

  test('every point is a dot against the first figure; the best is drawn last, the front before it', () => {
    const data = sweepData(result(['stable-window=10s,20s', 'target=2,5'], { thresholds: ['coldStartRate < 6%'] }));
    const rows = frontRows(data);
    expect(rows).toHaveLength(4);
    expect(rows.map(({ role }) => role)).toEqual(['front', 'front', 'front', 'best']);
    expect(rows[3]).toMatchObject({ point: 'p0004: stable-window 20s, target 5', f2: 5, t2: '5 %' });
  });

  test('a line in parallel coordinates runs from 0 to 1 on every axis, and the ends of the axes are said', () => {
    const data = sweepData(gridResult());
    const rows = parallelRows(data);
    const lines = rows.filter(({ role }) => role !== 'end');
    expect(lines).toHaveLength(12 * 5);
    for (const { y } of lines) expect(Math.abs(Number(y) - 0.5)).toBeLessThanOrEqual(0.5);
    const cheapest = lines.filter(({ axis, y }) => axis === 'capacity cost' && y === 0);
    expect(cheapest.map(({ id }) => id)).toEqual(['p0003']); // 10s, 8
    const ends = rows.filter(({ role, axis }) => role === 'end' && axis === 'stable-window').map(({ text }) => text);
    expect(ends).toEqual(['10s', '40s']);
  });

  test('thousands of points are thinned to what a page can hold, the front last', () => {
    const few = gridResult();
    const many = (front: (k: number) => boolean) => ({
      ...few,
      points: Array.from({ length: 6000 }, (_, k) => ({ ...few.points[k % 12], point: `p${k + 1}`, front: front(k) })),
      best: 'p778',
    });
    for (const front of [(k: number) => k % 100 === 0, () => true]) {
      const data = sweepData(many(front));
      expect(data.points.length + data.omitted).toBe(6000);
      expect(data.points.length).toBeGreaterThan(500);
      expect(JSON.stringify(data).length).toBeLessThan(170_000);
      expect(data.figures).toHaveLength(3);
      expect(data.points[data.best]?.id).toBe('p778');
      if (!front(1)) expect(data.points.filter((point) => point.front)).toHaveLength(60);
    }
  });

  test('without any point there are no rows', () => {
    const found = gridResult();
    const data = sweepData({
      ...found,
      points: found.points.map((point) => ({ ...point, state: 'missing' as const })),
      best: null,
    });
    expect(data.points).toEqual([]);
    expect(
      Object.values(sweepRows(data, firstChoice(data))).every((rows) => rows.every(({ role }) => role === 'end')),
    ).toBe(true);
  });
});
