import { describe, expect, it, test } from 'vitest';
import { openSource, openStreams } from '../../src/random/streams.js';
import type { Source } from '../../src/random/source.js';

const N = 20_000;

function draws(source: Source, n = N): Float64Array {
  return Float64Array.from({ length: n }, () => source.next());
}

/** Correlation of two samples, the second taken `lag` later. */
function correlation(a: Float64Array, b: Float64Array, lag = 0): number {
  const n = a.length - lag;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (a[i] - 0.5) * (b[i + lag] - 0.5);
  return (sum * 12) / n;
}

/** Correlations of independent samples are normal with this deviation: 4.9 of it is one in a million. */
const LIMIT = 4.9 / Math.sqrt(N);

const NAMES = [
  'arrivals',
  'arrivalt',
  'brrivals',
  'service/',
  'startup/',
  'retries0',
  'retries1',
  'retries2',
  'retries9',
];

describe('streams', () => {
  it('give the same numbers for the same name, whoever opens them in whatever order', () => {
    const open = openStreams(7, 0)('checkout');
    const first = draws(open('arrivals'), 100);
    draws(open('service'), 17);
    expect(draws(openStreams(7, 0)('checkout')('arrivals'), 100)).toEqual(first);
    expect(draws(openSource('7/0/checkout/arrivals'), 100)).toEqual(first);
  });

  test('of equal-length names are uncorrelated, at every lag up to 3', () => {
    const streams = NAMES.map((name) => draws(openStreams(1, 0)('checkout')(name)));
    for (let i = 0; i < streams.length; i++) {
      for (let j = 0; j < i; j++) {
        for (let lag = 0; lag <= 3; lag++) {
          expect(Math.abs(correlation(streams[i], streams[j], lag)), `${NAMES[i]} ${NAMES[j]} ${lag}`).toBeLessThan(
            LIMIT,
          );
        }
      }
    }
  });

  test('of consecutive seeds, replications and services are uncorrelated', () => {
    const families = [
      [0, 1, 2, 3, 4, 5].map((seed) => openStreams(seed, 0)('a')('arrivals')),
      [0, 1, 2, 3, 4, 5].map((replication) => openStreams(1, replication)('a')('arrivals')),
      ['a', 'b', 'c', 'd', 'e', 'f'].map((service) => openStreams(1, 0)(service)('arrivals')),
    ].map((family) => family.map((source) => draws(source)));
    for (const family of families) {
      for (let i = 1; i < family.length; i++) {
        expect(Math.abs(correlation(family[i], family[i - 1]))).toBeLessThan(LIMIT);
      }
    }
  });

  test('have first numbers that are uniform over consecutive seeds', () => {
    const first = Float64Array.from({ length: 10_000 }, (_, seed) => openStreams(seed, 0)('a')('b').next()).sort();
    const distance = Math.max(...first.map((x, i) => Math.abs(x - (i + 0.5) / first.length)));
    // Kolmogorov-Smirnov at 1 in 10,000.
    expect(distance).toBeLessThan(2.23 / Math.sqrt(first.length));
  });

  test('are uncorrelated with themselves a step later', () => {
    const stream = draws(openSource('self'), 200_000);
    expect(Math.abs(correlation(stream, stream, 1))).toBeLessThan(4.9 / Math.sqrt(200_000));
  });

  test('never give 1, and doubles never 0', () => {
    const source = openSource('ends');
    const pairs = Array.from({ length: 100_000 }, () => [source.next(), source.double()]);
    expect(pairs.filter(([single, double]) => !(single < 1 && double > 0 && double < 1))).toEqual([]);
  });

  test('are fixed: a change of seeding would show here', () => {
    const source = openStreams(7, 0)('checkout')('arrivals');
    expect([source.next(), source.next(), source.double()]).toMatchInlineSnapshot(`
      [
        0.641660291235894,
        0.7575750485993922,
        0.7103776338906583,
      ]
    `);
  });
});
