import { describe, expect, test } from 'vitest';
import { Pace, sweepLine } from '../../src/cli/sweep/progress.js';
import { sweepResult } from '../../src/experiment/sweepResult.js';
import { shopPlan } from '../experiment/fixture.js';
import { answered } from '../report/sweep/fixture.js';

describe('the progress of a sweep', () => {
  const plan = shopPlan(['stable-window=10s,20s', 'target=2,5'], { replications: 2 });
  const [best] = sweepResult(plan, answered(plan)).points.slice(1);

  test('says done and total, rate, time left and the best so far', () => {
    const progress = { done: 4, total: 8, before: 0, failed: 0, best };
    expect(sweepLine(progress, plan, 0.5)).toBe(
      '4 of 8 runs · 30/min · 8 s left · best p0002: 2.02 USD (stable-window=10s target=5)',
    );
  });

  test('says what failed, and nothing of what is not known yet', () => {
    expect(sweepLine({ done: 0, total: 8, before: 0, failed: 0, best: null }, plan, null)).toBe('0 of 8 runs');
    expect(sweepLine({ done: 8, total: 8, before: 2, failed: 1, best: null }, plan, 12)).toBe(
      '8 of 8 runs · 12/s · 1 failed',
    );
  });

  test('the rate is that of the last twenty seconds, from the second answer on', () => {
    const pace = new Pace();
    expect(pace.perSecond).toBeNull();
    pace.note(1, 10_000);
    expect(pace.perSecond).toBeNull();
    pace.note(3, 11_000);
    expect(pace.perSecond).toBe(2);
    for (let second = 12; second <= 60; second++) pace.note(3 + (second - 11) * 10, second * 1000);
    expect(pace.perSecond).toBeCloseTo(10, 9);
  });
});
