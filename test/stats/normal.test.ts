import { expect, test } from 'vitest';
import { normalCdf, normalQuantile } from '../../src/stats/normal.js';

/** From scipy.stats.norm. */
const QUANTILES = [
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798409],
  [1e-10, -6.361340902404056],
  [0.001, -3.090232306167813],
  [0.05, -1.6448536269514729],
  [0.3, -0.5244005127080409],
  [0.975, 1.959963984540054],
  [0.999999, 4.753424308817087],
] as const;

test.each(QUANTILES)('the normal quantile at %s agrees with scipy to 1e-14', (p, z) => {
  expect(Math.abs(normalQuantile(p) / z - 1)).toBeLessThan(1e-14);
});

test.each([
  [-37, 5.7255712225239266e-300],
  [-8, 6.22096057427174e-16],
  [-5, 2.866515718791933e-7],
  [-1, 0.15865525393145707],
  [0, 0.5],
  [2.5, 0.9937903346742238],
  [6, 0.9999999990134123],
] as const)('the normal distribution function at %s agrees with scipy to 1e-15', (x, p) => {
  expect(Math.abs(normalCdf(x) - p)).toBeLessThan(2e-15);
});

test('quantile and distribution function undo each other', () => {
  for (let p = 0.0005; p < 1; p += 0.0005) expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-14);
});

test('the ends are infinite and what lies beyond is not a number', () => {
  expect([normalQuantile(0), normalQuantile(1), normalQuantile(-0.1), normalQuantile(1.1)]).toEqual([
    -Infinity,
    Infinity,
    NaN,
    NaN,
  ]);
});
