import { describe, expect, it, test } from 'vitest';
import type { Distribution } from '../../src/random/distribution.js';
import { meanOf, sampler } from '../../src/random/sampler.js';
import { openSource } from '../../src/random/streams.js';
import { Histogram } from '../../src/stats/histogram.js';
import { fitServiceTime } from '../../src/traces/fitDurations.js';
import { quantileOf } from '../../src/traces/levels.js';

const N = 20_000;

function seenOf(distribution: Distribution): Histogram {
  const draw = sampler(distribution, openSource('durations'));
  const seen = new Histogram();
  for (let i = 0; i < N; i++) seen.add(draw());
  return seen;
}

const DISTRIBUTIONS = [
  { kind: 'constant', value: 80_000 },
  { kind: 'exponential', mean: 250_000 },
  { kind: 'lognormal', mu: 12, sigma: 0.7 },
] as const;

describe('service times', () => {
  test.each(DISTRIBUTIONS)('that are $kind are found to be, with the same mean', (distribution) => {
    const fit = fitServiceTime(seenOf(distribution))!;
    expect([fit.family, fit.count]).toEqual([distribution.kind, N]);
    // 1.36 / sqrt(n) is the 5 % bound of Kolmogorov-Smirnov; the histogram adds 0.4 % of the value.
    expect(fit.kolmogorovSmirnov).toBeLessThan(1.36 / Math.sqrt(N) + 0.005);
    expect(fit.relativeWasserstein).toBeLessThan(0.03);
    expect(Math.abs(meanOf(fit.distribution) / meanOf(distribution) - 1)).toBeLessThan(0.03);
  });

  it('of two kinds of requests are kept as they were seen, and their distance is said', () => {
    const seen = new Histogram();
    for (let i = 0; i < 1000; i++) seen.add(i % 10 === 0 ? 2_000_000 : 20_000 + i);
    const fit = fitServiceTime(seen)!;
    expect(fit.family).toBe('quantiles');
    expect(fit.kolmogorovSmirnov).toBeGreaterThan(0);
    expect(Math.abs(meanOf(fit.distribution) / seen.mean - 1)).toBeLessThan(0.2);
  });

  it('that are all 0, or none at all, are no trouble', () => {
    const zeros = new Histogram();
    for (let i = 0; i < 10; i++) zeros.add(0);
    expect(fitServiceTime(zeros)).toMatchObject({
      family: 'constant',
      distribution: { value: 0 },
      relativeWasserstein: 0,
    });
    expect(fitServiceTime(new Histogram())).toBeNull();
  });
});

test('quantiles of a distribution are those of its samples', () => {
  const all: readonly Distribution[] = [
    ...DISTRIBUTIONS.slice(1),
    { kind: 'uniform', min: 10_000, max: 30_000 },
    { kind: 'normal', mean: 50_000, sd: 20_000, min: 40_000, max: 90_000 },
    { kind: 'quantiles', p: [0, 0.5, 1], value: [10_000, 20_000, 90_000] },
  ];
  for (const distribution of all) {
    const seen = seenOf(distribution);
    for (const p of [0.1, 0.5, 0.9]) {
      const share = seen.countAtMost(quantileOf(distribution, p)) / N;
      expect(Math.abs(share - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / N) + 0.01);
    }
  }
  expect(quantileOf({ kind: 'constant', value: 7 }, 0.3)).toBe(7);
});
