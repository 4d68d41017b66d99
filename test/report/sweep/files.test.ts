import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { sweepResult } from '../../../src/experiment/sweepResult.js';
import { pointsCsv, pointsJsonl } from '../../../src/report/sweep/files.js';
import { sweepText } from '../../../src/report/sweep/text.js';
import { shopPlan } from '../../experiment/fixture.js';
import { answered, gridResult, result } from './fixture.js';

describe('the points as files', () => {
  test('CSV has a row for each point in order: parameters, state, mean and half-width of every figure', () => {
    const rows = parse(pointsCsv(gridResult()), { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(12);
    expect(rows.map((row) => `${row['stable-window']}/${row['target']}`).slice(0, 4)).toEqual([
      '10s/2',
      '10s/5',
      '10s/8',
      '20s/2',
    ]);
    const [first] = rows;
    expect([first['point'], first['state'], first['replications']]).toEqual(['p0001', 'done', '3']);
    // Means of 0.12 times 1, 1.02, 1.04; their standard deviation is 0.0024, t(2) = 4.303.
    expect(Number(first['totals.latency.p99 [s]'])).toBeCloseTo(0.1224, 9);
    expect(Number(first['totals.latency.p99 half-width'])).toBeCloseTo((4.302653 * 0.0024) / Math.sqrt(3), 6);
    expect(first['bills.generic-100ms.perMillionRequests [USD]']).toBe('');
    expect(rows.filter((row) => row['front'] === '1')).toHaveLength(12);
  });

  test('CSV of one run each has no half-widths', () => {
    const head = pointsCsv(result(['target=2,5'])).split('\r\n')[0];
    expect(head).not.toContain('half-width');
    expect(head).toMatch(/^point,target,state,replications,front,keeps thresholds,keeps objectives,bills/);
  });

  test('JSON lines have every figure that was observed, one document a point', () => {
    const lines = pointsJsonl(gridResult())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(12);
    expect(lines[4]).toMatchObject({
      point: 'p0005',
      parameters: { 'stable-window': '20s', target: '5' },
      state: 'done',
      figures: { 'totals.requests.arrived': { mean: 1001, n: 3 } },
    });
  });
});

describe('the sweep on the terminal', () => {
  test('shows the front, equal points together, and the best that keeps the thresholds', () => {
    const plan = shopPlan(['target=2,5,8', 'max-scale-down-rate=2,3'], { thresholds: ['p99 < 160ms'] });
    const text = sweepText(sweepResult(plan, answered(plan)));
    expect(text).toContain('shop · 6 settings · every combination\n');
    expect(text).toContain('6 settings are not beaten in capacity cost, p99 latency and cold-start rate');
    expect(text).toMatch(/p0005 and 1 like it +8 +2, 3 +4\.44 USD +180 ms +1\.7 % +no\n/);
    expect(text).toMatch(/p0003 \(best\) and 1 like it +5 /);
    expect(text).toContain(
      'Lowest capacity cost that keeps the threshold: 5.33 USD with target=5 max-scale-down-rate=2.',
    );
  });

  test('says when no setting keeps the thresholds, and what could not be run', () => {
    const plan = shopPlan(['target=2,5'], { thresholds: ['p99 < 1ms'] });
    const outcomes = new Map([
      ...answered(plan),
      ['p0002/r0000', { id: 'p0002/r0000', error: 'out of \u001b[31mmemory' }],
    ]);
    const text = sweepText(sweepResult(plan, outcomes));
    expect(text).toContain('No setting keeps p99 < 1ms.');
    expect(text).toContain('1 setting could not be run:\n  p0002: out of \ufffd[31mmemory');
  });
});
