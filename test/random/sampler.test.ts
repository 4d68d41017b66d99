import { describe, expect, it, test } from 'vitest';
import type { Distribution } from '../../src/random/distribution.js';
import { meanOf, sampler } from '../../src/random/sampler.js';
import type { Source } from '../../src/random/source.js';
import { openSource } from '../../src/random/streams.js';
import { unitExponential } from '../../src/random/unitExponential.js';
import { normalCdf } from '../../src/stats/normal.js';
import { Welford } from '../../src/stats/welford.js';

const N = 40_000;

const truncated = (mean: number, sd: number, min: number, max: number) => {
  const [low, high] = [normalCdf((min - mean) / sd), normalCdf((max - mean) / sd)];
  return (x: number): number => Math.min(1, Math.max(0, (normalCdf((x - mean) / sd) - low) / (high - low)));
};

const steps =
  (p: readonly number[], value: readonly number[]) =>
  (x: number): number => {
    const i = value.findIndex((v) => v >= x);
    if (i === 0) return 0;
    return p[i - 1] + ((p[i] - p[i - 1]) * (x - value[i - 1])) / (value[i] - value[i - 1]);
  };

const LEVELS = [0, 0.01, 0.25, 0.5, 0.75, 0.99, 1];
const VALUES = [10, 247, 269, 282, 304, 481, 130_686];

/** Each kind with its distribution function, written down independently of the sampler. */
const KINDS: readonly [Distribution, (x: number) => number][] = [
  [{ kind: 'exponential', mean: 50_000 }, (x) => 1 - Math.exp(-x / 50_000)],
  [{ kind: 'uniform', min: 1000, max: 5000 }, (x) => (x - 1000) / 4000],
  [{ kind: 'lognormal', mu: 10, sigma: 0.7 }, (x) => normalCdf((Math.log(x) - 10) / 0.7)],
  [{ kind: 'normal', mean: 100, sd: 50, min: 0, max: 1000 }, truncated(100, 50, 0, 1000)],
  [{ kind: 'normal', mean: -100, sd: 50, min: 0, max: 1000 }, truncated(-100, 50, 0, 1000)],
  [{ kind: 'quantiles', p: LEVELS, value: VALUES }, steps(LEVELS, VALUES)],
];

describe.each(KINDS)('%o', (distribution, cdf) => {
  const sample = sampler(distribution, openSource('sampler test'));
  const draws = Float64Array.from({ length: N }, () => sample()).sort();

  it('has its distribution function (Kolmogorov-Smirnov at 1 in 10,000)', () => {
    let distance = 0;
    draws.forEach((x, i) => {
      distance = Math.max(distance, Math.abs(cdf(x) - i / N), Math.abs(cdf(x) - (i + 1) / N));
    });
    expect(distance).toBeLessThan(2.23 / Math.sqrt(N));
  });

  it('has the mean that meanOf says, within 4.9 standard errors', () => {
    const seen = new Welford();
    draws.forEach((x) => seen.add(x));
    expect(Math.abs(seen.mean - meanOf(distribution))).toBeLessThan((4.9 * seen.standardDeviation) / Math.sqrt(N));
  });
});

/** Counts what is taken of a source that gives always the same. */
function fixed(u: number): Source & { taken: number } {
  return {
    taken: 0,
    next() {
      this.taken++;
      return u;
    },
    double() {
      this.taken++;
      return u;
    },
  };
}

test('every kind takes exactly one number per draw, constants too', () => {
  const degenerate: Distribution[] = [
    { kind: 'constant', value: 5 },
    { kind: 'normal', mean: 5, sd: 0, min: 0, max: 9 },
    { kind: 'normal', mean: -1e9, sd: 1, min: 0, max: 9 },
  ];
  for (const distribution of [...KINDS.map(([kind]) => kind), ...degenerate]) {
    const source = fixed(0.3);
    const sample = sampler(distribution, source);
    for (let i = 0; i < 10; i++) sample();
    expect(source.taken).toBe(10);
  }
});

test.each([
  [{ kind: 'constant', value: 7 }, 7],
  [{ kind: 'exponential', mean: 10 }, 10 * Math.LN2],
  [{ kind: 'uniform', min: 2, max: 4 }, 3],
  [{ kind: 'lognormal', mu: Math.log(20), sigma: 3 }, 20],
  [{ kind: 'normal', mean: 5, sd: 2, min: 0, max: 10 }, 5],
  [{ kind: 'normal', mean: 5, sd: 0, min: 6, max: 10 }, 6],
  [{ kind: 'quantiles', p: [0, 0.4, 0.6, 1], value: [0, 10, 20, 90] }, 15],
] as [Distribution, number][])('the median of %o is %s', (distribution, median) => {
  expect(sampler(distribution, fixed(0.5))()).toBeCloseTo(median, 9);
});

test('a normal far below its bounds stays within them and keeps its shape', () => {
  // Given Z > 9, Z - 9 is about exponential with mean 1/9.2.
  const sample = sampler({ kind: 'normal', mean: 0, sd: 1, min: 9, max: 20 }, openSource('far'));
  const seen = new Welford();
  for (let i = 0; i < 10_000; i++) seen.add(sample() - 9);
  expect(seen.mean).toBeCloseTo(0.1085, 2);
});

test('an exponential draw is -ln(1 - u) to 3.6e-15, from the least to the largest u', () => {
  const source = openSource('unit');
  const ends = [0, 2 ** -32, 0.5 - 2 ** -32, 0.5, 0.5 + 2 ** -32, 1 - 2 ** -31, 1 - 2 ** -32];
  const all = [...ends, ...Array.from({ length: 50_000 }, () => source.next())];
  expect(all.filter((u) => !(Math.abs(unitExponential(u) + Math.log1p(-u)) < 3.6e-15))).toEqual([]);
});

test.each([
  [{ kind: 'exponential', mean: -1 }, 'exponential.mean = -1, must be a number >= 0'],
  [{ kind: 'uniform', min: 5, max: 4 }, 'uniform.max = 4, must be >= min (5)'],
  [{ kind: 'lognormal', mu: NaN, sigma: 1 }, 'lognormal.mu = NaN, must be a number'],
  [{ kind: 'quantiles', p: [0, 0.5], value: [1, 2] }, 'quantiles.p = [0,0.5], must rise from 0 to 1'],
  [{ kind: 'quantiles', p: [0, 0.5, 1], value: [1, 3, 2] }, 'quantiles.value = [1,3,2], must never fall'],
] as [Distribution, string][])('%o describes no distribution', (distribution, message) => {
  expect(() => sampler(distribution, openSource('x'))).toThrow(message);
});
