import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ExactSum } from '../../src/stats/exactSum.js';
import { Histogram, quantilesOfChanges } from '../../src/stats/histogram.js';

const micros = fc.oneof(
  fc.nat(300),
  fc.nat(10_000),
  fc.nat(100_000_000),
  fc.double({ min: 0, max: 2 ** 45, noNaN: true }).map(Math.floor),
);
const samples = fc.array(micros, { minLength: 1, maxLength: 200 });

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

describe('a histogram', () => {
  it('gives quantiles never below the order statistic and at most 0.5 % above it', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        const sorted = values.toSorted((a, b) => a - b);
        const truth = sorted[Math.max(1, Math.ceil(p * values.length)) - 1];
        const quantile = histogramOf(values).quantile(p);
        expect(quantile).toBeGreaterThanOrEqual(truth);
        expect(quantile).toBeLessThanOrEqual(truth * 1.005);
      }),
    );
  });

  it('knows count, sum, mean, least and largest exactly', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const histogram = histogramOf(values);
        const sum = values.reduce((total, value) => total + BigInt(value), 0n);
        expect([histogram.count, histogram.min, histogram.max]).toEqual([
          values.length,
          Math.min(...values),
          Math.max(...values),
        ]);
        expect(histogram.sum).toBe(Number(sum));
        expect(histogram.mean).toBe(Number(sum) / values.length);
      }),
    );
  });

  it('merged with another is the histogram of both', () => {
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        const merged = histogramOf(a);
        merged.merge(histogramOf(b));
        expect(merged.toRecord()).toEqual(histogramOf([...a, ...b]).toRecord());
      }),
    );
  });

  it('tells what two of them have counted since they were asked last, again and again', () => {
    const levels = [0.5, 0.95, 0.99, 1];
    fc.assert(
      fc.property(fc.array(fc.tuple(samples, samples), { maxLength: 5 }), (parts) => {
        const now = [new Histogram(), new Histogram()] as const;
        for (const [a, b] of parts) {
          for (const value of a) now[0].add(value);
          for (const value of b) now[1].add(value);
          const since = histogramOf([...a, ...b]);
          const most = Math.max(a.length > 0 ? now[0].max : 0, b.length > 0 ? now[1].max : 0);
          const wanted = levels.map((level) => {
            const rank = Math.ceil(level * since.count);
            const bucket = [...since.entries()].find(({ upTo }) => since.countAtMost(upTo) >= rank);
            // The bound of the last bucket is capped by the maximum of all values, not of those since.
            return bucket === undefined ? NaN : Math.min(bucket.upTo, most);
          });
          expect(quantilesOfChanges(...now, levels)).toEqual(wanted);
        }
      }),
    );
  });

  it('survives being written and read', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const record = histogramOf(values).toRecord();
        const again = Histogram.fromRecord(JSON.parse(JSON.stringify(record)) as typeof record);
        expect(again.toRecord()).toEqual(record);
        expect(again.quantiles([0.5, 0.99, 1])).toEqual(histogramOf(values).quantiles([0.5, 0.99, 1]));
      }),
    );
  });

  it('counts below 512 us exactly', () => {
    const histogram = histogramOf(Array.from({ length: 512 }, (_, i) => i));
    expect([0.25, 0.5, 0.75].map((p) => histogram.quantile(p))).toEqual([127, 255, 383]);
    expect(histogram.countAtMost(99)).toBe(100);
  });

  it('lists its buckets without gaps or overlaps', () => {
    const values = [0, 255, 256, 511, 512, 513, 514, 1023, 1024, 1_000_000, 2 ** 40];
    const entries = [...histogramOf(values).entries()];
    expect(entries.every(({ from, upTo }) => values.some((value) => from <= value && value <= upTo))).toBe(true);
    expect(entries.reduce((sum, entry) => sum + entry.count, 0)).toBe(values.length);
    expect(entries.slice(0, 5)).toEqual([
      { from: 0, upTo: 0, count: 1 },
      { from: 255, upTo: 255, count: 1 },
      { from: 256, upTo: 256, count: 1 },
      { from: 511, upTo: 511, count: 1 },
      { from: 512, upTo: 513, count: 2 },
    ]);
  });

  it('says NaN while it is empty', () => {
    const histogram = new Histogram();
    expect([histogram.count, histogram.quantile(0.5), histogram.mean, histogram.max]).toEqual([0, NaN, NaN, NaN]);
  });

  test.each([-1, NaN, 2 ** 54, -Infinity])('refuses %s', (value) => {
    expect(() => new Histogram().add(value)).toThrow(`value = ${value}, must be a whole number in 0..2^53`);
  });
});

test('a sum stays exact beyond 2^53', () => {
  const sum = new ExactSum();
  for (let i = 0; i < 1000; i++) sum.add(2 ** 51 + 1);
  expect(sum.value()).toBe(1000 * (2 ** 51 + 1));
  sum.add(7);
  expect(BigInt(sum.limbs()[1]) * 2n ** 52n + BigInt(sum.limbs()[0])).toBe(1000n * (2n ** 51n + 1n) + 7n);
});
