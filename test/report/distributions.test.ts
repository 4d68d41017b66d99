import { describe, expect, it } from 'vitest';
import { distributionWords } from '../../src/report/distributions.js';

describe('a distribution in words', () => {
  it.each([
    [{ kind: 'constant', value: 5_000_000 }, '5 s'],
    [{ kind: 'exponential', mean: 80_000 }, 'exponential, mean 80 ms'],
    [{ kind: 'uniform', min: 1000, max: 2000 }, '1 ms to 2 ms'],
    // ln(100 ms in us) = 11.5129; sigma 1: p99 is e^2.326 = 10.24 times the median.
    [{ kind: 'lognormal', mu: 11.512925464970229, sigma: 1 }, 'median 100 ms, p99 1.02 s'],
    [{ kind: 'normal', mean: 24_000, sd: 6000, min: 13_000, max: 64_000 }, 'mean 24 ms (13 ms to 64 ms)'],
    [{ kind: 'quantiles', p: [0, 0.5, 1], value: [0, 1000, 3000] }, 'p0 0 s, p50 1 ms, p100 3 ms'],
  ] as const)('%j is %s', (distribution, words) => {
    expect(distributionWords(distribution)).toBe(words);
  });
});
