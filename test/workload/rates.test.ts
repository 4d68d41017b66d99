import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../src/units/quantities.js';
import { expectedArrivals } from '../../src/workload/expected.js';
import { modulationFor } from '../../src/workload/process.js';
import { cumulativeAt, profileOf } from '../../src/workload/profile.js';
import type { Arrivals, Rate } from '../../src/workload/recipe.js';
import { arrivalsOf, constant, countsPer, rate } from './streams.js';

const moments = (values: readonly number[]) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1) };
};

describe('regular arrivals', () => {
  test('at 5,000/s are exactly 5,000 in every second', () => {
    const counts = countsPer(SECOND, arrivalsOf(rate(5000, 'regular'), 20 * SECOND), 20 * SECOND);
    expect(counts).toEqual(new Array(20).fill(5000));
  });

  test('at 3/s come in the middle of each third of a second, rounded and not drifting', () => {
    const arrivals = arrivalsOf(rate(3, 'regular'), 1000 * SECOND);
    expect(arrivals.slice(0, 4)).toEqual([166_667, 500_000, 833_333, 1_166_667]);
    expect(arrivals.at(-1)).toBe(999_833_333);
    expect(arrivals).toHaveLength(3000);
  });

  test('on a ramp from 0 to 10/s over 10 s: the k-th is where t^2 / 2 = k + 1/2', () => {
    const arrivals = arrivalsOf(rate({ kind: 'ramp', from: 0, to: 10 }, 'regular'), 10 * SECOND);
    expect(arrivals).toHaveLength(50);
    expect(arrivals[0]).toBe(SECOND);
    expect(arrivals[4]).toBe(3 * SECOND);
    expect(arrivals[12]).toBe(5 * SECOND);
  });

  test('on a ramp down to 0 end as they began, mirrored', () => {
    const up = arrivalsOf(rate({ kind: 'ramp', from: 0, to: 10 }, 'regular'), 10 * SECOND);
    const down = arrivalsOf(rate({ kind: 'ramp', from: 10, to: 0 }, 'regular'), 10 * SECOND);
    up.toReversed().forEach((instant, i) => expect(Math.abs(10 * SECOND - instant - down[i])).toBeLessThanOrEqual(1));
  });

  test('on a sine are where its integral says, to the microsecond', () => {
    const [mean, amplitude, period, peakAt] = [100, 100, 60 * SECOND, 20 * SECOND];
    const arrivals = arrivalsOf(rate({ kind: 'sine', mean, amplitude, period, peakAt }, 'regular'), 200 * SECOND);
    const angle = (t: number): number => (2 * Math.PI * (t - peakAt)) / period;
    const swing = (amplitude * period) / SECOND / (2 * Math.PI);
    // At the trough the rate is 0 and an instant is known only as well as the integral is flat: compare the integral.
    const reached = (t: number): number => (mean * t) / SECOND + swing * (Math.sin(angle(t)) - Math.sin(angle(0)));
    expect(arrivals.filter((t, k) => !(Math.abs(reached(t) - (k + 0.5)) < 1.5e-4))).toEqual([]);
    expect(arrivals.length).toBe(
      Math.round(expectedArrivals(rate({ kind: 'sine', mean, amplitude, period, peakAt }), 200 * SECOND)),
    );
  });
});

test('uniform arrivals are one in each step of the cumulative rate', () => {
  const arrivals = arrivalsOf(rate(4, 'uniform'), 100 * SECOND);
  expect(countsPer(SECOND / 4, arrivals, 100 * SECOND)).toEqual(new Array(400).fill(1));
  expect(new Set(arrivals.map((t) => t % (SECOND / 4))).size).toBeGreaterThan(300);
});

describe('Poisson arrivals', () => {
  const arrivals = arrivalsOf(rate(50), 2000 * SECOND, { block: 1024 });

  it('have counts per second with mean and variance 50', () => {
    const { mean, variance } = moments(countsPer(SECOND, arrivals, 2000 * SECOND));
    expect(Math.abs(mean - 50)).toBeLessThan(4 * Math.sqrt(50 / 2000));
    expect(Math.abs(variance / 50 - 1)).toBeLessThan(4 * Math.sqrt(2 / 2000));
  });

  it('have exponential gaps (Kolmogorov-Smirnov at 1 in 10,000)', () => {
    const gaps = arrivals.slice(1).map((t, i) => t - arrivals[i]);
    gaps.sort((a, b) => a - b);
    // Rounded to whole microseconds: compare at the middle of each.
    const distance = Math.max(...gaps.map((gap, i) => Math.abs(1 - Math.exp(-gap / 20_000) - (i + 0.5) / gaps.length)));
    expect(distance).toBeLessThan(2.23 / Math.sqrt(gaps.length));
  });

  it('have independent counts in neighbouring seconds', () => {
    const counts = countsPer(SECOND, arrivals, 2000 * SECOND).map((n) => n - 50);
    const covariance = counts.slice(1).reduce((sum, n, i) => sum + n * counts[i], 0) / (counts.length - 1);
    expect(Math.abs(covariance / 50)).toBeLessThan(4 / Math.sqrt(2000));
  });

  it('follow a sine in every hour of the day', () => {
    const sine: Rate = { kind: 'sine', mean: 2, amplitude: 1.6, period: 24 * HOUR, peakAt: 13 * HOUR };
    const counts = countsPer(HOUR, arrivalsOf(rate(sine), 24 * HOUR, { block: 1024 }), 24 * HOUR);
    const profile = profileOf(sine, 24 * HOUR, 24 * HOUR);
    const wanted = counts.map((_, h) => cumulativeAt(profile, (h + 1) * HOUR) - cumulativeAt(profile, h * HOUR));
    const chiSquare = counts.reduce((sum, n, h) => sum + (n - wanted[h]) ** 2 / wanted[h], 0);
    // 24 degrees of freedom, 1 in 10,000.
    expect(chiSquare).toBeLessThan(59);
    expect(counts[13]).toBeGreaterThan(5 * counts[1]);
  });
});

describe('modulated Poisson arrivals', () => {
  test.each([
    [5, 4],
    [0.5, 10],
    [20, 2],
  ])('at %s/s have index of dispersion %s per minute', (perSecond, burstiness) => {
    const minutes = 6000;
    const arrivals = arrivalsOf(rate(perSecond, burstiness), minutes * MINUTE, { block: 1024 });
    const { mean, variance } = moments(countsPer(MINUTE, arrivals, minutes * MINUTE));
    expect(Math.abs(mean / (60 * perSecond) - 1)).toBeLessThan(0.05);
    expect(Math.abs(variance / mean / burstiness - 1)).toBeLessThan(0.15);
  });

  test('with index 1 are plain Poisson', () => {
    expect(modulationFor(1, 5)).toEqual({ quiet: 1, busy: 1, share: 0.5 });
    expect(() => modulationFor(0.5, 5)).toThrow('burstiness = 0.5, must be >= 1 (1 is Poisson)');
  });

  test('have factors of mean 1 whatever the index', () => {
    for (const burstiness of [1, 2, 10, 1000]) {
      const { quiet, busy, share } = modulationFor(burstiness, 2);
      expect(share * busy + (1 - share) * quiet).toBeCloseTo(1, 12);
    }
  });
});

describe('shapes', () => {
  const chain: Rate = {
    kind: 'chain',
    parts: [
      { rate: constant(1), for: 10 * SECOND },
      { rate: { kind: 'ramp', from: 1, to: 9 }, for: 4 * SECOND },
      { rate: constant(9), for: 2 * SECOND },
    ],
  };

  test('a chain counts what each part counts: 10, 20, 18, then nothing', () => {
    const arrivals = arrivalsOf(rate(chain, 'regular'), MINUTE);
    const [before, ramp, after] = [0, 10, 14].map((s, i) =>
      arrivals.filter((t) => t >= s * SECOND && t < [10, 14, 16][i] * SECOND),
    );
    expect([before.length, ramp.length, after.length, arrivals.length]).toEqual([10, 20, 18, 48]);
  });

  test('a sum has the rate of its parts together', () => {
    const sum: Rate = { kind: 'sum', parts: [constant(2), chain] };
    expect(expectedArrivals(rate(sum), 20 * SECOND)).toBeCloseTo(40 + 48, 9);
    expect(arrivalsOf(rate(sum, 'regular'), 20 * SECOND)).toHaveLength(88);
  });

  test('a ramp in a chain takes the length of its part, at top level the horizon', () => {
    expect(expectedArrivals(rate({ kind: 'ramp', from: 0, to: 2 }), 10 * SECOND)).toBeCloseTo(10, 12);
    expect(expectedArrivals(rate({ kind: 'ramp', from: 0, to: 2 }), 40 * SECOND)).toBeCloseTo(40, 12);
    expect(expectedArrivals(rate(chain), 14 * SECOND)).toBeCloseTo(30, 12);
  });

  test.each([
    [rate({ kind: 'sine', mean: 1, amplitude: 2, period: 1, peakAt: 0 }), 'amplitude = 2, must be in 0..mean (1)'],
    [rate(-1), 'rate = -1, must be a rate >= 0'],
    [rate(NaN), 'rate = NaN, must be a rate >= 0'],
  ] as [Arrivals, string][])('what is no rate is refused: %o', (recipe, message) => {
    expect(() => arrivalsOf(recipe, SECOND)).toThrow(message);
  });

  test('a rate of 0 has no arrivals, and an empty horizon none either', () => {
    expect(arrivalsOf(rate(0), HOUR)).toEqual([]);
    expect(arrivalsOf(rate(100, 'regular'), 0)).toEqual([]);
  });
});

const perSecond = fc.double({ min: 0, max: 200, noNaN: true });
const micros = fc.integer({ min: 1, max: 20 * SECOND });
const { rates } = fc.letrec<{ rates: Rate; leaf: Rate }>((tie) => ({
  leaf: fc.oneof(
    perSecond.map(constant),
    fc.record({ kind: fc.constant('ramp' as const), from: perSecond, to: perSecond }),
    fc
      .tuple(
        perSecond,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 100_000, max: 30 * SECOND }),
        micros,
      )
      .map(([mean, share, period, peakAt]): Rate => ({ kind: 'sine', mean, amplitude: mean * share, period, peakAt })),
  ),
  rates: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('rates'), { minLength: 1, maxLength: 3 }).map((parts): Rate => ({ kind: 'sum', parts })),
    fc
      .array(fc.record({ rate: tie('rates'), for: micros }), { minLength: 1, maxLength: 4 })
      .map((parts): Rate => ({ kind: 'chain', parts })),
  ),
}));
const processes = fc.constantFrom('poisson' as const, 'regular' as const, 'uniform' as const, 3);

describe('any rate under any process', () => {
  it('gives whole microseconds that never fall, all in [0, horizon)', () => {
    fc.assert(
      fc.property(rates, processes, fc.integer({ min: 1, max: 15 * SECOND }), (shape, process, horizon) => {
        const arrivals = arrivalsOf(rate(shape, process), horizon);
        expect(
          arrivals.every((t, i) => Number.isInteger(t) && t >= (i === 0 ? 0 : arrivals[i - 1]) && t < horizon),
        ).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('gives, when regular, the integral of the rate to one arrival', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 15 * SECOND }), (shape, horizon) => {
        const recipe = rate(shape, 'regular');
        expect(Math.abs(arrivalsOf(recipe, horizon).length - expectedArrivals(recipe, horizon))).toBeLessThanOrEqual(
          0.501,
        );
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same arrivals again, whatever the size of the blocks, and others for another seed', () => {
    fc.assert(
      fc.property(rates, processes, fc.integer({ min: 1, max: 500 }), (shape, process, block) => {
        const recipe = rate(shape, process);
        expect(arrivalsOf(recipe, 5 * SECOND, { block })).toEqual(arrivalsOf(recipe, 5 * SECOND));
      }),
      { numRuns: 150 },
    );
    expect(arrivalsOf(rate(5), MINUTE, { seed: 2 })).not.toEqual(arrivalsOf(rate(5), MINUTE, { seed: 1 }));
  });
});
