import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TimeWeighted } from '../../src/stats/timeWeighted.js';
import { Welford } from '../../src/stats/welford.js';

test('a level of 0 for 2 s, 3 for 1 s and 1 for 1 s has area 4', () => {
  const pods = new TimeWeighted(10, 0);
  pods.set(12, 3);
  pods.add(13, -2);
  expect([pods.area(14), pods.max, pods.level]).toEqual([4, 3, 1]);
});

test('after a restart only what follows counts', () => {
  const pods = new TimeWeighted(0, 9);
  pods.set(5, 2);
  pods.restart(10);
  pods.set(20, 4);
  expect([pods.area(30), pods.max]).toEqual([60, 4]);
});

test('an area beyond 2^53 keeps its last digit', () => {
  const level = new TimeWeighted(0, 1000);
  for (let day = 1; day <= 200; day++) level.set(day * 86_400_000_000, 1000);
  level.set(200 * 86_400_000_000 + 1, 0);
  expect(level.area(200 * 86_400_000_000 + 9)).toBe(Number(200n * 86_400_000_000_000n + 1000n));
});

test('mean and variance as they pass are those of two passes', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2 }), (values) => {
      const seen = new Welford();
      for (const value of values) seen.add(value);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
      expect(seen.mean).toBeCloseTo(mean, 8);
      expect(seen.variance).toBeCloseTo(variance, 6);
      expect(seen.count).toBe(values.length);
    }),
  );
});

test('nothing seen has no mean, one value has no variance', () => {
  const seen = new Welford();
  expect(seen.mean).toBeNaN();
  seen.add(4);
  expect([seen.mean, seen.variance]).toEqual([4, NaN]);
});
