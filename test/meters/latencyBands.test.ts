import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BOUNDS } from '../../src/meters/latencyBands.js';
import { open } from '../../src/simulate.js';
import { Histogram } from '../../src/stats/histogram.js';
import type { ResultDocument } from '../../src/result/document.js';
import { resolved } from '../scenario/reading.js';

const services = (count: number): string =>
  Array.from(
    { length: count },
    (_, k) => `  s${k}: { arrivals: 2/s, serviceTime: { exponential: { mean: 80ms } } }\n`,
  ).join('');
const text = (count: number, horizon: string): string =>
  `headroom: 1\nhorizon: ${horizon}\nservices:\n${services(count)}`;

function ran(source: string, slices = 1): ResultDocument {
  const run = open(resolved(source));
  for (let k = 1; k <= slices; k++) run.advance((run.horizon / slices) * k);
  return run.result();
}
const total = (counts: readonly (readonly number[])[]): number => counts.flat().reduce((sum, count) => sum + count, 0);

describe('latency bands', () => {
  test('count every request that ended once, in at most 180 columns of time', () => {
    const { latencyBands, totals, timeline } = ran(text(1, '10m'));
    expect(latencyBands?.interval).toBe(4 * timeline.interval);
    const [only] = latencyBands!.scopes;
    expect(only.counts).toHaveLength(150);
    expect(total(only.counts)).toBe(totals.requests.arrived - totals.requests.inFlight);
    expect(only.counts.every((column) => column.length === latencyBands!.bounds.length)).toBe(true);
  });

  test('begin and end where something ended, and hold what the percentiles say', () => {
    const { latencyBands, totals } = ran(text(1, '10m'));
    const { from, bounds, scopes } = latencyBands!;
    const perBand = bounds.map((_, band) => scopes[0].counts.reduce((sum, column) => sum + column[band], 0));
    expect(perBand[0]).toBeGreaterThan(0);
    expect(perBand.at(-1)).toBeGreaterThan(0);
    expect(bounds.at(-1)).toBeGreaterThanOrEqual(totals.latency.max!);
    expect(from).toBeLessThan(totals.latency.p50!);
    const below = bounds.reduce((sum, bound, band) => sum + (bound <= totals.latency.p50! ? perBand[band] : 0), 0);
    expect(below / total(scopes[0].counts)).toBeLessThanOrEqual(0.5);
  });

  test('of several services come with their totals first, and do not depend on slices', () => {
    const { latencyBands } = ran(text(3, '2m'));
    expect(latencyBands!.scopes.map(({ name }) => name)).toEqual(['totals', 's0', 's1', 's2']);
    const [totals, ...own] = latencyBands!.scopes.map(({ counts }) => total(counts));
    expect(own.reduce((sum, count) => sum + count, 0)).toBe(totals);
    expect(ran(text(3, '2m'), 7).latencyBands).toEqual(latencyBands);
  });

  test('are left out of fleets, and of runs in which nothing ended', () => {
    expect(ran(text(21, '5s')).latencyBands).toBeUndefined();
    expect(ran('headroom: 1\nhorizon: 5s\nservices: { a: { arrivals: 0/s, serviceTime: 1s } }\n').latencyBands).toBe(
      undefined,
    );
  });

  test('have rising bounds of at most a third more each', () => {
    for (let k = 1; k < BOUNDS.length; k++) expect(BOUNDS[k] / BOUNDS[k - 1]).toBeLessThanOrEqual(1.4);
    expect([BOUNDS[0], BOUNDS.at(-1)]).toEqual([100, 1e9]);
  });
});

test('property: counts at several values in one pass are those of each value', () => {
  const values = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { maxLength: 50 });
  fc.assert(
    fc.property(values, values, (added, asked) => {
      const histogram = new Histogram();
      added.forEach((value) => histogram.add(value));
      const ascending = [...asked].sort((a, b) => a - b);
      expect(histogram.countsAtMost(ascending)).toEqual(ascending.map((value) => histogram.countAtMost(value)));
    }),
  );
});
