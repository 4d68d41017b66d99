import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { MINUTE, SECOND } from '../../src/units/quantities.js';
import { describeArrivals } from '../../src/workload/describe.js';
import { expectedArrivals } from '../../src/workload/expected.js';
import type { Arrivals, Tool, Within } from '../../src/workload/recipe.js';
import { apply, arrivalsOf, constant, countsPer, instantTrace, library, rate, ref, traceOf } from './streams.js';

const COUNTS = [3, 0, 5, 120, 0, 1, 7, 0, 0, 2];
const MINUTES = COUNTS.length * MINUTE;
const traces = library({
  counts: { kind: 'counts', interval: MINUTE, counts: COUNTS },
  instants: instantTrace([0, 1, 1, 250_000, 999_999, SECOND, 4 * SECOND], 5 * SECOND),
});
const WITHIN: Within[] = ['poisson', 'uniform', 'regular', 'bursty'];

describe('a trace of counts', () => {
  test.each(WITHIN)('placed %s keeps every count exactly', (within) => {
    expect(countsPer(MINUTE, arrivalsOf(traceOf('counts', within), MINUTES, { traces }), MINUTES)).toEqual(COUNTS);
  });

  test('of any counts, placed in any way, keeps them and never falls', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(60), { maxLength: 12 }),
        fc.constantFrom(...WITHIN),
        fc.nat(9),
        (counts, within, seed) => {
          const one = library({ any: { kind: 'counts', interval: 1000, counts } });
          const arrivals = arrivalsOf(traceOf('any', within), 12_000, { traces: one, seed });
          expect(countsPer(1000, arrivals, 1000 * counts.length)).toEqual(counts);
          expect(arrivals.every((t, i) => i === 0 || t >= arrivals[i - 1])).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('placed regularly: 3 in a minute are at 10, 30 and 50 s', () => {
    const arrivals = arrivalsOf(traceOf('counts', 'regular'), MINUTE, { traces });
    expect(arrivals).toEqual([10 * SECOND, 30 * SECOND, 50 * SECOND]);
  });

  test('placed at random is uniform in the minute (Kolmogorov-Smirnov at 1 in 10,000)', () => {
    const one = library({ any: { kind: 'counts', interval: MINUTE, counts: [20_000] } });
    const arrivals = arrivalsOf(traceOf('any'), MINUTE, { traces: one, block: 1024 });
    const distance = Math.max(...arrivals.map((t, i) => Math.abs(t / MINUTE - (i + 0.5) / arrivals.length)));
    expect(distance).toBeLessThan(2.23 / Math.sqrt(20_000));
  });

  test('placed in bursts has seconds far busier than others', () => {
    const one = library({ any: { kind: 'counts', interval: MINUTE, counts: new Array(30).fill(600) } });
    const spread = (within: Within): number => {
      const counts = countsPer(SECOND, arrivalsOf(traceOf('any', within), 30 * MINUTE, { traces: one }), 30 * MINUTE);
      return counts.reduce((sum, n) => sum + (n - 10) ** 2, 0) / counts.length / 10;
    };
    expect(spread('poisson')).toBeLessThan(1.3);
    expect(spread('bursty')).toBeGreaterThan(3);
    expect(spread('regular')).toBe(0);
  });

  test('multiplied by 1.5 carries halves on: the total is right to one arrival', () => {
    const recipe = apply(traceOf('counts'), { kind: 'multiply', by: 1.5 });
    const counts = countsPer(MINUTE, arrivalsOf(recipe, MINUTES, { traces }), MINUTES);
    expect(counts).toEqual([5, 0, 7, 180, 0, 2, 10, 0, 0, 3]);
    expect(expectedArrivals(recipe, MINUTES, traces)).toBeCloseTo(138 * 1.5, 9);
  });

  test('ends with the horizon, in the middle of a minute too', () => {
    const whole = arrivalsOf(traceOf('counts'), MINUTES, { traces });
    const part = arrivalsOf(traceOf('counts'), 3.4 * MINUTE, { traces });
    expect(part).toEqual(whole.filter((t) => t < 3.4 * MINUTE));
  });
});

describe('tools on instants', () => {
  const trace = traceOf('instants');
  const run = (...tools: Tool[]): number[] => arrivalsOf(apply(trace, ...tools), MINUTE, { traces });

  test.each([
    ['nothing', [], [0, 1, 1, 250_000, 999_999, SECOND, 4 * SECOND]],
    ['stretch', [{ kind: 'stretch', by: 2 }], [0, 2, 2, 500_000, 1_999_998, 2 * SECOND, 8 * SECOND]],
    ['squeeze', [{ kind: 'stretch', by: 0.5 }], [0, 1, 1, 125_000, 500_000, 500_000, 2 * SECOND]],
    ['cut', [{ kind: 'cut', from: 1, to: SECOND }], [0, 0, 249_999, 999_998]],
    ['shift', [{ kind: 'shift', by: 5 }], [5, 6, 6, 250_005, 1_000_004, 1_000_005, 4_000_005]],
    ['shift back', [{ kind: 'shift', by: -250_000 }], [0, 749_999, 750_000, 3_750_000]],
    [
      'cut, then repeat',
      [
        { kind: 'cut', from: 0, to: 2 },
        { kind: 'repeat', times: 3 },
      ],
      [0, 1, 1, 2, 3, 3, 4, 5, 5],
    ],
    ['keep none', [{ kind: 'thin', keep: 0 }], []],
    ['flash of nothing', [{ kind: 'flash', at: 1, for: 999_999, multiply: 0 }], [0, SECOND, 4 * SECOND]],
  ] as [string, Tool[], number[]][])('%s', (_, tools, wanted) => {
    expect(run(...tools)).toEqual(wanted);
  });

  test('repeat counts from the span of the trace, not from its last arrival', () => {
    expect(run({ kind: 'repeat', times: 2 }).slice(7, 9)).toEqual([5 * SECOND, 5 * SECOND + 1]);
  });

  test('order matters: cut then stretch is not stretch then cut', () => {
    const cut: Tool = { kind: 'cut', from: 0, to: SECOND };
    const stretch: Tool = { kind: 'stretch', by: 2 };
    expect([run(cut, stretch).length, run(stretch, cut).length]).toEqual([5, 4]);
  });

  test('thin keeps a random part, the same one each time', () => {
    const many = apply({ kind: 'merge', parts: [rate(1000, 'regular')] }, { kind: 'thin', keep: 0.3 });
    const kept = arrivalsOf(many, 20 * SECOND);
    expect(Math.abs(kept.length - 6000)).toBeLessThan(4 * Math.sqrt(20_000 * 0.21));
    expect(arrivalsOf(many, 20 * SECOND)).toEqual(kept);
  });

  test('multiplied instants are spread over the gaps, keep order and stay in their second', () => {
    const one = library({
      any: instantTrace(
        Array.from({ length: 100 }, (_, i) => i * SECOND),
        100 * SECOND,
      ),
    });
    const arrivals = arrivalsOf(apply(traceOf('any'), { kind: 'multiply', by: 4 }), 100 * SECOND, { traces: one });
    expect(countsPer(SECOND, arrivals, 100 * SECOND)).toEqual(new Array(100).fill(4));
    expect(new Set(arrivals).size).toBeGreaterThan(390);
    expect(arrivals.every((t, i) => i === 0 || t >= arrivals[i - 1])).toBe(true);
  });
});

describe('tools on rates', () => {
  const base = rate(10, 'regular');
  const count = (from: number, to: number, ...tools: Tool[]): number =>
    arrivalsOf(apply(base, ...tools), 100 * SECOND).filter((t) => t >= from * SECOND && t < to * SECOND).length;

  test.each([
    ['multiply', [{ kind: 'multiply', by: 2.5 }], 0, 100, 2500],
    ['stretch', [{ kind: 'stretch', by: 2 }], 0, 100, 500],
    ['squeeze, the rate goes on', [{ kind: 'stretch', by: 0.5 }], 0, 100, 2000],
    ['cut', [{ kind: 'cut', from: 30 * SECOND, to: 50 * SECOND }], 0, 100, 200],
    ['shift', [{ kind: 'shift', by: 40 * SECOND }], 0, 40, 0],
    ['shift, afterwards', [{ kind: 'shift', by: 40 * SECOND }], 40, 100, 600],
    ['flash', [{ kind: 'flash', at: 20 * SECOND, for: 10 * SECOND, multiply: 8 }], 20, 30, 800],
    ['outside the flash', [{ kind: 'flash', at: 20 * SECOND, for: 10 * SECOND, multiply: 8 }], 30, 100, 700],
    [
      'cut, shift, repeat',
      [
        { kind: 'cut', from: 0, to: 5 * SECOND },
        { kind: 'shift', by: 5 * SECOND },
        { kind: 'repeat', times: 3 },
      ],
      0,
      100,
      150,
    ],
  ] as [string, Tool[], number, number, number][])('%s', (_, tools, from, to, wanted) => {
    expect(count(from, to, ...tools)).toBe(wanted);
  });

  test('a thinned Poisson process is a Poisson process; a thinned regular one is irregular', () => {
    const regular = arrivalsOf(apply(base, { kind: 'thin', keep: 0.5 }), 100 * SECOND);
    expect(Math.abs(regular.length - 500)).toBeLessThan(4 * Math.sqrt(250));
    expect(regular.every((t) => t % 100_000 === 50_000)).toBe(true);
    expect(expectedArrivals(apply(rate(10), { kind: 'thin', keep: 0.5 }), 100 * SECOND)).toBeCloseTo(500, 9);
  });

  test('multiply reaches through a merge to every part', () => {
    const merged: Arrivals = {
      kind: 'merge',
      parts: [rate(1, 'regular'), apply(rate(2, 'regular'), { kind: 'cut', from: 0, to: 10 * SECOND })],
    };
    expect(arrivalsOf(apply(merged, { kind: 'multiply', by: 3 }), 20 * SECOND)).toHaveLength(60 + 60);
  });

  test.each([
    [{ kind: 'stretch', by: 0 }, 'stretch.by = 0, must be > 0'],
    [{ kind: 'thin', keep: 1.5 }, 'thin.keep = 1.5, must be in 0..1'],
    [{ kind: 'cut', from: 5, to: 5 }, 'cut.to = 5, must be > from (5) >= 0'],
    [{ kind: 'repeat', times: 0 }, 'repeat.times = 0, must be a whole number >= 1'],
  ] as [Tool, string][])('%o is refused', (tool, message) => {
    expect(() => arrivalsOf(apply(base, tool), SECOND)).toThrow(message);
  });
});

describe('a merge', () => {
  it('holds all arrivals of its parts, in order', () => {
    const parts = [rate(20), rate(7, 'regular'), traceOf('instants')];
    const merged = arrivalsOf({ kind: 'merge', parts }, 10 * SECOND, { traces });
    const regular = arrivalsOf(parts[1], 10 * SECOND);
    expect(merged).toEqual(merged.toSorted((a, b) => a - b));
    expect(regular.every((t) => merged.includes(t))).toBe(true);
    expect(Math.abs(merged.length - 200 - 70 - 7)).toBeLessThan(60);
  });

  it('does not change one part when another one changes', () => {
    const first = rate(3);
    const quiet = arrivalsOf({ kind: 'merge', parts: [first, rate(0)] }, MINUTE);
    const busy = arrivalsOf({ kind: 'merge', parts: [first, rate(100)] }, MINUTE);
    expect(quiet.every((t) => busy.includes(t))).toBe(true);
  });
});

const tools = fc.oneof(
  fc.record({ kind: fc.constant('multiply' as const), by: fc.double({ min: 0, max: 3, noNaN: true }) }),
  fc.record({ kind: fc.constant('stretch' as const), by: fc.double({ min: 0.2, max: 5, noNaN: true }) }),
  fc
    .tuple(fc.nat(MINUTE), fc.nat(MINUTE))
    .map(([from, length]): Tool => ({ kind: 'cut', from, to: from + length + 1 })),
  fc.record({ kind: fc.constant('shift' as const), by: fc.integer({ min: -MINUTE, max: MINUTE }) }),
  fc.record({ kind: fc.constant('thin' as const), keep: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('repeat' as const), times: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    kind: fc.constant('flash' as const),
    at: fc.nat(MINUTE),
    for: fc.integer({ min: 1, max: MINUTE }),
    multiply: fc.double({ min: 0, max: 5, noNaN: true }),
  }),
);
const leaves = fc.constantFrom<Arrivals>(
  rate(2),
  rate(2, 'regular'),
  rate(2, 3),
  rate({ kind: 'chain', parts: [{ rate: constant(5), for: 20 * SECOND }] }),
  traceOf('counts'),
  traceOf('instants'),
  { kind: 'merge', parts: [rate(1), traceOf('counts', 'bursty')] },
);

describe('any tools on anything', () => {
  it('give whole microseconds that never fall, all in [0, horizon), and the same ones again', () => {
    fc.assert(
      fc.property(
        leaves,
        fc.array(tools, { maxLength: 4 }),
        fc.integer({ min: 1, max: 3 * MINUTE }),
        (leaf, list, horizon) => {
          const recipe = apply(leaf, ...list);
          const arrivals = arrivalsOf(recipe, horizon, { traces });
          expect(
            arrivals.every((t, i) => Number.isInteger(t) && t >= (i === 0 ? 0 : arrivals[i - 1]) && t < horizon),
          ).toBe(true);
          expect(arrivalsOf(recipe, horizon, { traces, block: 256 })).toEqual(arrivals);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('give as many as expected, within six deviations of a bursty stream', () => {
    fc.assert(
      fc.property(leaves, fc.array(tools, { maxLength: 3 }), (leaf, list) => {
        const recipe = apply(leaf, ...list.filter((tool) => tool.kind !== 'cut' && tool.kind !== 'shift'));
        const horizon = 20 * MINUTE;
        const expected = expectedArrivals(recipe, horizon, traces);
        const got = arrivalsOf(recipe, horizon, { traces }).length;
        const spread = 12 * Math.sqrt(20 * (expected + 20)) + 0.1 * expected;
        expect(Math.abs(got - expected)).toBeLessThan(spread);
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});

test('a recipe reads as a sentence', () => {
  const recipe = apply(
    {
      kind: 'merge',
      parts: [
        rate({
          kind: 'sum',
          parts: [
            constant(2),
            {
              kind: 'chain',
              parts: [
                { rate: constant(3), for: 10 * MINUTE },
                { rate: { kind: 'ramp', from: 3, to: 98 }, for: 20 * SECOND },
              ],
            },
          ],
        }),
        { kind: 'trace', trace: { ...ref('a.csv'), select: 'f1' }, within: 'poisson' },
      ],
    },
    { kind: 'flash', at: 60 * MINUTE, for: MINUTE, multiply: 8 },
  );
  expect(describeArrivals(recipe)).toBe(
    'Poisson at 2/s + (3/s for 10m, then 3/s to 98/s for 20 s) and a.csv (f1), at random within each interval; x 8 for 1m at 1h',
  );
});
