import fc from 'fast-check';
import { expect, it } from 'vitest';
import { meanOf } from '../../src/random/sampler.js';
import { mixtureOf, type Weighted } from '../../src/traces/mixture.js';
import { addCounts, packCounts } from '../../src/traces/sparseCounts.js';

const uniform = (low: number, high: number) => ({ kind: 'quantiles' as const, p: [0, 1], value: [low, high] });

it('a mixture of one part is that part, and of none nothing', () => {
  const of = uniform(10, 20);
  expect(mixtureOf([{ weight: 2, of }])).toBe(of);
  expect(mixtureOf([{ weight: 0, of }])).toBeNull();
  expect(mixtureOf([])).toBeNull();
});

it('two parts that overlap add up their densities', () => {
  // 1/2 on [0, 10] and 1/2 on [5, 15]: 1/4 below 5, 3/4 below 10.
  const mixed = mixtureOf([
    { weight: 1, of: uniform(0, 10) },
    { weight: 1, of: uniform(5, 15) },
  ])!;
  expect(mixed.value).toEqual([0, 5, 10, 15]);
  [0, 0.25, 0.75, 1].forEach((p, i) => expect(mixed.p[i]).toBeCloseTo(p, 8));
});

it('keeps the mean of the parts by weight, with levels that rise', () => {
  const part = fc
    .tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 1e6 }))
    .map(([weight, low, wide]): Weighted => ({ weight, of: uniform(low, low + wide) }));
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
      const mixed = mixtureOf(parts)!;
      const total = parts.reduce((sum, { weight }) => sum + weight, 0);
      const mean = parts.reduce((sum, { weight, of }) => sum + (weight / total) * meanOf(of), 0);
      expect(Math.abs(meanOf(mixed) - mean)).toBeLessThan(1e-3 * (mean + 1) + 1);
      mixed.p.forEach((p, i) => expect(i === 0 ? p === 0 : p > mixed.p[i - 1]).toBe(true));
      mixed.value.forEach((v, i) => expect(i === 0 || v >= mixed.value[i - 1]).toBe(true));
      expect(mixed.p.at(-1)).toBe(1);
    }),
  );
});

it('a hundred parts are kept at some levels, near their mean', () => {
  const parts = Array.from({ length: 100 }, (_, i) => ({ weight: 1, of: uniform(i * 1000, i * 1000 + 500) }));
  const mixed = mixtureOf(parts)!;
  expect(mixed.p.length).toBeLessThanOrEqual(32);
  expect(Math.abs(meanOf(mixed) / 49_750 - 1)).toBeLessThan(0.01);
});

it('packed counts come back, in few bytes where most are zero', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant(0), fc.nat(300), fc.nat(Number.MAX_SAFE_INTEGER))), (counts) => {
      const back = new Float64Array(counts.length);
      addCounts(packCounts(counts), back);
      expect([...back]).toEqual(counts);
    }),
  );
  const day = new Float64Array(1440);
  for (let i = 0; i < 24; i++) day[i * 60] = 1;
  expect(packCounts(day).length).toBe(48);
});
