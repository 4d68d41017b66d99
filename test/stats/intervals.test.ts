import { describe, expect, test } from 'vitest';
import { openSource } from '../../src/random/streams.js';
import {
  batchMeans,
  binomialUpperBound,
  meanInterval,
  mser5,
  pairedDifference,
  poissonUpperBound,
  studentQuantile,
} from '../../src/stats/intervals.js';
import { lnGamma, regularizedBeta, regularizedGamma } from '../../src/stats/special.js';

/** From scipy.stats.t. */
const TABLE_T = [
  [0.975, 1, 12.706204736174694],
  [0.975, 2, 4.302652729749462],
  [0.975, 5, 2.5705818356363146],
  [0.995, 9, 3.249835541592126],
  [0.9995, 29, 3.6594050194663748],
  [0.975, 100, 1.9839715185235518],
  [0.9, 3.5, 1.5765766051364052],
  [0.025, 12, -2.1788128296672293],
] as const;

describe('special functions agree with scipy', () => {
  test.each(TABLE_T)('t(%s) with %s degrees of freedom', (p, freedom, t) => {
    expect(Math.abs(studentQuantile(p, freedom) / t - 1)).toBeLessThan(1e-11);
  });

  test('ln gamma, incomplete beta and gamma', () => {
    expect(Math.abs(lnGamma(0.1) / 2.252712651734206 - 1)).toBeLessThan(1e-13);
    expect(Math.abs(lnGamma(0.5) / 0.5723649429247 - 1)).toBeLessThan(1e-13);
    expect(Math.abs(lnGamma(3.7) / 1.428072326665388 - 1)).toBeLessThan(1e-13);
    expect(Math.abs(lnGamma(100) / 359.1342053695754 - 1)).toBeLessThan(1e-13);
    expect(Math.abs(lnGamma(100000.0) / 1051287.7089736569 - 1)).toBeLessThan(1e-13);
    expect(regularizedBeta(0.3, 2, 3.5)).toBeCloseTo(0.4117025023425647, 13);
    expect(regularizedGamma(3, 2.5)).toBeCloseTo(0.45618688411667035, 13);
    expect(regularizedGamma(10, 20)).toBeCloseTo(0.9950045876916924, 13);
  });
});

describe('intervals', () => {
  test('of 1, 2, 3: 2 +- t(0.975, 2) / sqrt(3)', () => {
    const interval = meanInterval([1, 2, 3]);
    expect(interval.mean).toBe(2);
    expect(interval.halfWidth).toBeCloseTo(4.302652729749464 / Math.sqrt(3), 9);
    expect([interval.n, interval.high - interval.low]).toEqual([3, 2 * interval.halfWidth]);
  });

  test('one value has a mean and no interval', () => {
    expect(meanInterval([5])).toEqual({ mean: 5, halfWidth: NaN, low: NaN, high: NaN, n: 1 });
  });

  test('95 % intervals of uniform means cover the truth about 95 times in 100', () => {
    const source = openSource('coverage');
    let covered = 0;
    for (let i = 0; i < 2000; i++) {
      const { low, high } = meanInterval(Array.from({ length: 10 }, () => source.next()));
      if (low <= 0.5 && 0.5 <= high) covered++;
    }
    expect(Math.abs(covered / 2000 - 0.95)).toBeLessThan(0.02);
  });

  test('pairs that move together have a narrow difference', () => {
    const difference = pairedDifference([10, 20, 30], [11, 21.1, 30.9]);
    expect(difference.mean).toBeCloseTo(1, 12);
    expect(difference.halfWidth).toBeLessThan(0.3);
    expect(() => pairedDifference([1], [1, 2])).toThrow('b.length = 2, must equal a.length (1)');
  });

  test('batches are equal and leave out the beginning', () => {
    expect(batchMeans([99, 1, 3, 5, 7], 2)).toEqual([2, 6]);
    expect(() => batchMeans([1], 2)).toThrow('batches = 2, must be in 1..1');
  });

  test('MSER-5 cuts a transient of 100 where it ends, and nothing off a steady series', () => {
    const source = openSource('mser');
    const steady = Array.from({ length: 1000 }, () => source.next());
    const rising = steady.map((x, i) => x + Math.max(0, 100 - i));
    expect(mser5(rising)).toBeGreaterThanOrEqual(95);
    expect(mser5(rising)).toBeLessThanOrEqual(110);
    expect(mser5(steady)).toBeLessThan(200);
    expect(mser5([3, 3, 3])).toBe(0);
  });

  test('nothing seen does not mean impossible: about 3 in n', () => {
    expect(binomialUpperBound(0, 100)).toBeCloseTo(1 - 0.05 ** (1 / 100), 12);
    expect(poissonUpperBound(0)).toBeCloseTo(-Math.log(0.05), 12);
  });

  test('bounds after some events agree with scipy', () => {
    expect(binomialUpperBound(1, 50)).toBeCloseTo(0.09139813071969738, 11);
    expect(binomialUpperBound(5, 20)).toBeCloseTo(0.4555824040017489, 11);
    expect(poissonUpperBound(1)).toBeCloseTo(4.743864518390577, 9);
    expect(poissonUpperBound(10)).toBeCloseTo(16.962219235721903, 9);
    expect(poissonUpperBound(100)).toBeCloseTo(118.07927278209706, 9);
  });
});
