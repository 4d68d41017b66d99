import { describe, expect, it } from 'vitest';
import { separated } from '../../src/experiment/inputs.js';
import { intervalsOf } from '../../src/experiment/intervals.js';
import { FIRST_LOOK, parsePrecision, reachedOf, replicationsFor } from '../../src/experiment/precision.js';
import { findWarmup } from '../../src/experiment/warmup.js';
import { openSource } from '../../src/random/streams.js';
import { exponential, normal } from './draws.js';

const rows = (path: string, values: readonly (number | null)[]) => values.map((value) => ({ [path]: value }));

describe('intervalsOf', () => {
  it('gives mean, half-width and n of each figure', () => {
    // 1, 2, 3, 4: mean 2.5, standard deviation sqrt(5 / 3), t(3) = 3.1824463.
    const found = intervalsOf(rows('totals.pods.mean', [1, 2, 3, 4]))['totals.pods.mean'];
    expect(found).toMatchObject({ mean: 2.5, n: 4, method: 't' });
    expect(found.halfWidth).toBeCloseTo((3.1824463 * Math.sqrt(5 / 3)) / 2, 6);
    expect(found.high! - found.mean).toBeCloseTo(found.halfWidth!, 12);
  });

  it('leaves out replications in which nothing was observed, and figures that never were', () => {
    const path = 'totals.startup.mean';
    expect(intervalsOf(rows(path, [1, null, 3]))[path]).toMatchObject({ mean: 2, n: 2 });
    expect(intervalsOf(rows(path, [null, null]))[path]).toBeUndefined();
  });

  it('says nothing of the spread of one value', () => {
    const found = intervalsOf(rows('totals.pods.mean', [3]))['totals.pods.mean'];
    expect(found).toEqual({ mean: 3, halfWidth: null, low: null, high: null, n: 1, method: 'single' });
  });

  it('gives what was never seen an upper end: three events in all, 95 %', () => {
    const figures = Array.from({ length: 10 }, () => ({
      'totals.coldStarts.rate': 0,
      'totals.coldStarts.requests': 0,
      'totals.requests.completed': 1000,
    }));
    const found = intervalsOf(figures);
    expect(found['totals.coldStarts.rate']).toMatchObject({ low: 0, n: 10, method: 'none-seen' });
    expect(found['totals.coldStarts.rate'].high).toBeCloseTo(2.9957 / 10_000, 8);
    expect(found['totals.coldStarts.requests'].high).toBeCloseTo(0.29957, 4);
  });

  it('does not reach below zero, but for an error budget', () => {
    const values = [0, 0, 0, 10];
    expect(intervalsOf(rows('totals.pods.mean', values))['totals.pods.mean'].low).toBe(0);
    expect(intervalsOf(rows('slo.a.b.budgetLeft', values))['slo.a.b.budgetLeft'].low).toBeLessThan(0);
  });
});

describe('separated', () => {
  const draw = normal(openSource('test/separated'));
  const pairs = (count: number, ofInputs: number, ofSeed: number): [number, number][] =>
    Array.from({ length: count }, () => {
      const input = 100 + ofInputs * draw();
      return [input + ofSeed * draw(), input + ofSeed * draw()];
    });

  it('finds the seed and the inputs behind the spread', () => {
    const parts = (found: ReturnType<typeof separated>) => found!.parts!;
    // With 400 draws t is 1.966; the seed's part is that of a mean of 800.
    const both = parts(separated(pairs(400, 5, 2)));
    expect(both.inputs / 1.966).toBeCloseTo(5, 0);
    expect((both.seed / 1.966) * Math.sqrt(800)).toBeCloseTo(2, 0);
    expect(parts(separated(pairs(400, 0, 2))).inputs).toBeLessThan(1.5);
    expect(parts(separated(pairs(400, 5, 0))).seed).toBe(0);
  });

  it('does not narrow what the inputs do with more replications', () => {
    const few = separated(pairs(20, 5, 2))!;
    const many = separated(pairs(500, 5, 2))!;
    expect(many.parts!.seed).toBeLessThan(few.parts!.seed / 3);
    expect(many.halfWidth).toBeGreaterThan(8);
  });

  it('is exact for three draws worked out by hand', () => {
    // Means of pairs 10, 20, 30; differences 2, 2, 2. Within: 6 / 3 = 2. Between: 2 x 200 / 2 = 200. Inputs: 99.
    const found = separated([
      [9, 11],
      [19, 21],
      [29, 31],
    ])!;
    expect(found).toMatchObject({ mean: 20, n: 6 });
    expect(found.parts!.inputs).toBeCloseTo(4.302653 * Math.sqrt(99), 4);
    expect(found.parts!.seed).toBeCloseTo(3.182446 * Math.sqrt(2 / 6), 5);
    expect(found.halfWidth).toBeCloseTo(4.302653 * Math.sqrt(99 * (4 / 3) + 2 / 6), 4);
  });

  it('needs two draws', () => expect(separated([[1, 2]])).toBeNull());
});

describe('precision', () => {
  const p99 = { figure: 'totals.latency.p99', relative: 0.05 };
  const at = (mean: number, halfWidth: number | null) => ({
    'totals.latency.p99': { mean, halfWidth, low: 0, high: 0, n: 10, method: 't' as const },
  });

  it('reads a figure and a percentage', () => {
    expect(parsePrecision('p99=5%')).toEqual({ ok: true, precision: p99 });
    for (const [text, rule] of [
      ['p99', 'must be <figure>=<percentage>'],
      ['p98=5%', 'must be the path of a figure'],
      ['p99=5', 'percentage'],
      ['p99=0%', 'above 0%'],
      ['p99=100%', 'below 100%'],
    ])
      expect(parsePrecision(text)).toMatchObject({ ok: false, rule: expect.stringContaining(rule) as string });
  });

  it('looks after ten replications, then as soon as it is precise enough stops', () => {
    expect(replicationsFor([p99], {}, 0, 1000)).toBe(FIRST_LOOK);
    expect(replicationsFor([p99], at(100, 4.7), 10, 1000)).toBe(10);
  });

  it('asks for more as the square of what is missing, twice as many at most, and no more than there may be', () => {
    // The limit is 0.05 / 1.05 = 0.047619: a relative half-width of 0.06 needs 1.5876 times as many.
    expect(replicationsFor([p99], at(100, 6), 10, 1000)).toBe(16);
    expect(replicationsFor([p99], at(100, 50), 10, 1000)).toBe(20);
    expect(replicationsFor([p99], at(100, 50), 10, 12)).toBe(12);
    expect(replicationsFor([p99], at(100, null), 10, 1000)).toBe(20);
    expect(replicationsFor([p99], {}, 0, 4)).toBe(4);
  });

  it('looks at the noise of the seed alone where inputs are uncertain', () => {
    const interval = { ...at(100, 50)['totals.latency.p99'], parts: { seed: 2, inputs: 49 } };
    expect(reachedOf(p99, { 'totals.latency.p99': interval })).toBe(0.02);
  });
});

describe('findWarmup', () => {
  const draw = exponential(openSource('test/warmup'), 1);
  const noisy = (level: (k: number) => number) => Array.from({ length: 400 }, (_, k) => level(k) + draw());

  it('cuts where a transient has ended', () => {
    const series = Array.from({ length: 10 }, () => noisy((k) => (k < 60 ? 20 * (1 - k / 60) : 0)));
    const found = findWarmup(series, 400e6);
    expect(found.ok).toBe(true);
    if (found.ok) expect(found.warmup / 1e6).toBeGreaterThanOrEqual(45);
    if (found.ok) expect(found.warmup / 1e6).toBeLessThanOrEqual(75);
  });

  it('finds hardly any where there is none', () => {
    const found = findWarmup(
      Array.from({ length: 10 }, () => noisy(() => 5)),
      400e6,
    );
    if (found.ok) expect(found.warmup / 1e6).toBeLessThan(100);
    expect(found.ok).toBe(true);
  });

  it('refuses a run that has not settled in its first half', () => {
    const found = findWarmup(
      Array.from({ length: 10 }, () => noisy((k) => Math.max(0, 300 - k) * 0.2)),
      400e6,
    );
    expect(found.ok).toBe(false);
    if (!found.ok) expect(found.cut / 1e6).toBeGreaterThan(200);
  });

  it('refuses a run that only ever grows', () => {
    expect(findWarmup([noisy((k) => k)], 400e6).ok).toBe(false);
  });
});
