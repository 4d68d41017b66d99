import { createReadStream, existsSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { openStreams } from '../../src/random/streams.js';
import { fitArrivals, goodnessOf } from '../../src/traces/fit.js';
import { inspectTrace, SeriesTotals } from '../../src/traces/inspect.js';
import { loadTraces } from '../../src/traces/library.js';
import { countsOf } from '../../src/traces/minutes.js';
import { readTrace } from '../../src/traces/read.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/units/quantities.js';
import type { Arrivals } from '../../src/workload/recipe.js';
import type { CountTrace, Trace } from '../../src/workload/traceLibrary.js';
import { arrivalsOf, constant, instantTrace, rate } from '../workload/streams.js';

const counts = (...values: number[]): CountTrace => ({ kind: 'counts', interval: MINUTE, counts: values });

const generated = (recipe: Arrivals, span: number): Trace =>
  instantTrace(arrivalsOf(recipe, span, { block: 1024 }), span);

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe('what a trace looks like', () => {
  test('counts of 1, 2, 3, 6 in four minutes, by hand', () => {
    // Mean 3, variance (4 + 1 + 0 + 9) / 3, neighbours ((-2)(-1) + (-1)0 + 0*3) / 3.
    expect(inspectTrace(counts(1, 2, 3, 6), 2)).toEqual({
      total: 12,
      span: 4 * MINUTE,
      meanRate: 0.05,
      peakRate: 0.1,
      peakToMean: 2,
      interval: MINUTE,
      dispersion: 14 / 9,
      autocorrelation: 2 / 14,
      timed: false,
      gapVariation: null,
      rates: [0.025, 0.075],
    });
  });

  test('Poisson traffic has dispersion and gap variation 1 and no memory', () => {
    const figures = inspectTrace(generated(rate(10), 10 * HOUR));
    expect(Math.abs(figures.dispersion - 1)).toBeLessThan(4 * Math.sqrt(2 / 600));
    expect(Math.abs(figures.gapVariation! - 1)).toBeLessThan(0.01);
    expect(Math.abs(figures.autocorrelation)).toBeLessThan(4 / Math.sqrt(600));
    expect(figures.rates).toHaveLength(60);
  });

  test('regular traffic varies in nothing', () => {
    const figures = inspectTrace(generated(rate(10, 'regular'), HOUR));
    expect([figures.dispersion, figures.peakToMean]).toEqual([0, 1]);
    expect(figures.gapVariation).toBeLessThan(1e-6);
  });

  test('the busiest interval of a trace shorter than a minute is all of it', () => {
    const { span, meanRate, peakRate, peakToMean } = inspectTrace(generated(rate(10, 'regular'), 30 * SECOND));
    expect([meanRate, peakRate, peakToMean]).toEqual([300 / (span / SECOND), 300 / (span / SECOND), 1]);
  });

  test('one request has no rate and no gaps', () => {
    const figures = inspectTrace(generated(rate(1, 'regular'), SECOND));
    expect([figures.total, figures.timed, figures.gapVariation]).toEqual([1, true, NaN]);
  });

  test('counts of ten seconds and of five minutes are spread over minutes', () => {
    expect([...countsOf({ kind: 'counts', interval: 10 * SECOND, counts: [1, 2, 3, 4, 5, 6, 7] })]).toEqual([21]);
    expect([...countsOf({ kind: 'counts', interval: 5 * MINUTE, counts: [10] })]).toEqual([2, 2, 2, 2, 2]);
  });

  test('the busiest functions come first', async () => {
    const totals = new SeriesTotals();
    await readTrace('a.csv', bytesOf('HashFunction,1,2\nf,1,1\ng,0,9\nh,2,0\n'), totals);
    expect([totals.size, totals.top(2)]).toEqual([
      3,
      [
        { name: 'g', total: 9 },
        { name: 'f', total: 2 },
      ],
    ]);
  });
});

describe('a fit', () => {
  it('of Poisson traffic in steps finds the steps and Poisson', () => {
    const chain = {
      kind: 'chain' as const,
      parts: [
        { rate: constant(5), for: 6 * HOUR },
        { rate: constant(20), for: 6 * HOUR },
      ],
    };
    const fit = fitArrivals(generated(rate(chain), 12 * HOUR));
    expect(fit.step).toBe(30 * MINUTE);
    expect(fit.burstiness).toBeLessThan(1.2);
    const parts = fit.arrivals.kind === 'rate' && fit.arrivals.rate.kind === 'chain' ? fit.arrivals.rate.parts : [];
    expect(parts).toHaveLength(24);
    parts.forEach((part, i) => {
      const wanted = i < 12 ? 5 : 20;
      const found = part.rate.kind === 'constant' ? part.rate.rate : NaN;
      expect(Math.abs(found - wanted)).toBeLessThan(5 * Math.sqrt(wanted / 1800));
    });
  });

  it('of bursty traffic finds its index of dispersion', () => {
    const fit = fitArrivals(generated(rate(10, 6), DAY));
    expect(Math.abs(fit.burstiness / 6 - 1)).toBeLessThan(0.25);
    const goodness = goodnessOf(fit, generated(rate(10, 6), DAY), openStreams(5, 0)('fit'));
    expect(Math.abs(goodness.meanRate - 1)).toBeLessThan(0.02);
    expect(goodness.kolmogorovSmirnov).toBeLessThan(0.1);
    expect(goodness.relativeWasserstein).toBeLessThan(0.05);
  });

  it('of several days is a mean day, repeated', () => {
    const hours = Array.from({ length: 48 * 60 }, (_, i) => (Math.floor(i / 60) % 24 < 12 ? 60 : 120));
    const fit = fitArrivals(counts(...hours));
    expect(fit.arrivals).toMatchObject({ kind: 'apply', tool: { kind: 'repeat', times: 2 } });
    const again = goodnessOf(fit, counts(...hours), openStreams(1, 0)('fit'));
    expect(Math.abs(again.meanRate - 1)).toBeLessThan(0.01);
  });

  it('of a clock is as even as the clock, not Poisson', () => {
    const trace = counts(...Array.from({ length: 600 }, (_, i) => (i % 7 === 0 ? 59 : 60)));
    const fit = fitArrivals(trace);
    expect(fit.arrivals).toMatchObject({ process: { kind: 'uniform' } });
    const goodness = goodnessOf(fit, trace, openStreams(1, 0)('fit'));
    expect(goodness.relativeWasserstein).toBeLessThan(0.02);
  });

  it('of its own output is nearly perfect, of other traffic not', () => {
    const fit = fitArrivals(generated(rate(10), 6 * HOUR));
    const near = goodnessOf(fit, generated(rate(10), 6 * HOUR), openStreams(2, 0)('fit'));
    const far = goodnessOf(fit, generated(rate(15), 6 * HOUR), openStreams(2, 0)('fit'));
    expect(near.kolmogorovSmirnov).toBeLessThan(0.15);
    expect([far.kolmogorovSmirnov > 0.99, Math.round(far.wasserstein / 30)]).toEqual([true, 10]);
  });

  const llm = 'azure-llm-2023/AzureLLMInferenceTrace_conv.csv';
  const shared = new URL('../../../shared/traces/', import.meta.url);
  it.skipIf(!existsSync(new URL(llm, shared)))('of the real Azure LLM trace keeps its rate and its gaps', async () => {
    const ref = { file: llm, sha256: '', format: 'auto', select: null };
    const trace = (await loadTraces([ref], (file) => createReadStream(new URL(file, shared)))).open(ref);
    const fit = fitArrivals(trace);
    for (const seed of [1, 2, 3]) {
      const goodness = goodnessOf(fit, trace, openStreams(seed, 0)('fit'));
      expect(Math.abs(goodness.meanRate - 1)).toBeLessThan(0.02);
      expect(Math.abs(goodness.gapVariation! - 1)).toBeLessThan(0.15);
      expect(goodness.relativeWasserstein).toBeLessThan(0.1);
    }
  });
});
