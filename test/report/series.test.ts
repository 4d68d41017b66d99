import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coarser, factorFor, find, mainScope, peak, points, scopeOf, scopes } from '../../src/report/series.js';
import { fleet, flashSale } from './fixture.js';

test('a series belongs to the scope before its last dot', () => {
  expect([scopeOf('checkout.p99'), scopeOf('api.v2.p99')]).toEqual(['checkout', 'api.v2']);
});

test('the only service is the main scope, of several the totals are', () => {
  expect(mainScope(flashSale())).toBe('checkout');
  expect(mainScope(fleet())).toBe('totals');
  expect(scopes(fleet())).toHaveLength(11);
  expect(mainScope({ ...flashSale(), timeline: { interval: 1, series: [] } })).toBe('totals');
});

test('a service whose name holds a dot is found', () => {
  expect(find(flashSale('shop.eu'), 'shop.eu', 'p99')?.values).toHaveLength(180);
  expect(points(flashSale())).toBe(180);
});

test('coarser levels are means, counts are sums, quantiles are the highest, and nothing stays nothing', () => {
  const values = [1, 3, null, 5, null, null];
  expect(coarser(values, 'level', 2)).toEqual([2, 5, null]);
  expect(coarser(values, 'count', 2)).toEqual([4, 5, null]);
  expect(coarser(values, 'quantile', 2)).toEqual([3, 5, null]);
  expect(coarser(values, 'rate', 1)).toBe(values);
});

test('coarser counts lose nothing, whatever the factor', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 1, max: 50 }),
      (values, factor) => {
        const sum = (all: readonly (number | null)[]): number =>
          all.reduce<number>((total, value) => total + (value ?? 0), 0);
        expect(sum(coarser(values, 'count', factor))).toBe(sum(values));
        expect(coarser(values, 'count', factor)).toHaveLength(Math.ceil(values.length / factor));
      },
    ),
  );
});

test('the factor leaves at most as many points as asked for', () => {
  expect([factorFor(1440, 500), factorFor(500, 500), factorFor(0, 10)]).toEqual([3, 1, 1]);
});

test('the peak is where the largest value first stands', () => {
  expect(peak([null, 2, 7, 7])).toEqual({ value: 7, index: 2 });
  expect([peak([null]), peak([])]).toEqual([null, null]);
});
