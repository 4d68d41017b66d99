import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceOf, replicationsToSettle } from '../../src/experiment/difference.js';
import { studentQuantile } from '../../src/stats/intervals.js';

const of = (a: readonly number[], b: readonly number[], smallest = 0.05) =>
  differenceOf('totals.latency.p99', a, b, smallest);

describe('differenceOf', () => {
  it('pairs replications: a shift is seen through noise that both share', () => {
    const a = [100, 140, 60, 120, 80];
    const found = of(
      a,
      a.map((value, k) => value - 20 - (k % 2)),
    );
    // Differences -20, -21, -20, -21, -20: mean -20.4, standard deviation sqrt(0.3), t(4) = 2.7764.
    expect(found.absolute?.estimate).toBeCloseTo(-20.4, 12);
    expect(found.absolute?.low).toBeCloseTo(-20.4 - 2.7764 * Math.sqrt(0.3 / 5), 3);
    expect(found).toMatchObject({ a: 100, n: 5, verdict: 'lower', settledBy: null });
    expect(found.relative?.estimate).toBeCloseTo(-0.204, 12);
  });

  it('takes the relative interval of a ratio of means: a change in proportion has none', () => {
    const a = [100, 140, 60];
    const { relative } = of(
      a,
      a.map((value) => value * 1.1),
    );
    expect(relative?.estimate).toBeCloseTo(0.1, 12);
    expect(relative!.high - relative!.low).toBeLessThan(1e-12);
  });

  const cases = [
    { name: 'equal in every replication is the same', b: [100, 101, 102, 103], verdict: 'same' },
    { name: 'all higher is higher', b: [110, 112, 113, 111], verdict: 'higher' },
    {
      name: 'a little noise around nothing is no difference that matters',
      b: [101, 100, 103, 102],
      verdict: 'equivalent',
    },
    { name: 'much noise around nothing is open', b: [130, 70, 120, 90], verdict: 'open' },
  ] as const;
  for (const { name, b, verdict } of cases) it(name, () => expect(of([100, 101, 102, 103], b).verdict).toBe(verdict));

  it('knows nothing from one pair', () => {
    expect(of([100], [90])).toMatchObject({ verdict: 'open', absolute: null, relative: null, settledBy: null });
  });

  it('has no percentage of 0, but sees what comes from nothing', () => {
    expect(of([0, 0, 0], [4, 5, 6])).toMatchObject({ relative: null, verdict: 'higher' });
    expect(of([0, 0, 0], [0, 0, 1])).toMatchObject({ relative: null, verdict: 'open', settledBy: null });
  });

  it('compares SLIs by what was bad: from 99 % to 98 % is twice as much, not 1 % less', () => {
    const found = differenceOf('slo.shop.latency.sli', [0.99, 0.991, 0.989], [0.98, 0.981, 0.979], 0.05);
    expect(found.relative?.estimate).toBeCloseTo(1, 10);
    expect(found.absolute?.estimate).toBeCloseTo(-0.01, 10);
    expect(found.verdict).toBe('lower');
  });

  it('does not let the observed difference say how many replications would settle it', () => {
    const noise = [30, -30, 20, -20, 10, -10];
    const a = noise.map(() => 1000);
    const near = of(
      a,
      noise.map((one) => 1000 + one * 4),
    );
    const far = of(
      a,
      noise.map((one) => 1030 + one * 4),
    );
    expect(near.verdict).toBe('open');
    expect(far.verdict).toBe('open');
    expect(far.settledBy).toBe(near.settledBy);
  });
});

describe('replicationsToSettle', () => {
  it('is the number whose half-width is half of the smallest difference, rounded up', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        fc.constantFrom(0.01, 0.05, 0.2),
        (deviation, smallest) => {
          const n = replicationsToSettle(deviation, smallest);
          const half = (count: number): number => (studentQuantile(0.975, count - 1) * deviation) / Math.sqrt(count);
          if (n !== null) expect(half(n)).toBeLessThanOrEqual(smallest / 2);
          if (n === null) return half(1_000_000) > smallest / 2;
          // Rounding adds at most a tenth, and at most four where numbers are small.
          const before = Math.max(2, Math.floor(n / 1.12) - 5);
          if (before > 2) expect(half(before)).toBeGreaterThan(smallest / 2);
          return true;
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });

  it('gives up where a million would not do', () => {
    expect(replicationsToSettle(1000, 0.01)).toBeNull();
  });

  it('settles: with so many replications of the same noise the verdict is no longer open', () => {
    const deviation = 0.12;
    const n = replicationsToSettle(deviation, 0.05)!;
    for (const shift of [0, 10, 24, 26, 60]) {
      const noise = Array.from({ length: n }, (_, k) => (k % 2 === 0 ? 1 : -1) * 1000 * deviation * 0.999);
      const found = of(
        noise.map(() => 1000),
        noise.map((one) => 1000 + shift + one),
      );
      expect([shift, found.verdict]).not.toEqual([shift, 'open']);
    }
  });
});
