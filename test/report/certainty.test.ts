import { describe, expect, it } from 'vitest';
import type { FigureInterval, Replications, ResultDocument } from '../../src/result/document.js';
import { certaintyNotes, certaintyTitle, knownFigures, sureness } from '../../src/report/certainty.js';
import { replicationsOf, resultDocument } from '../result/document.js';

const interval = (change: Partial<FigureInterval> = {}): FigureInterval => ({
  mean: 0.4,
  halfWidth: 0.02,
  low: 0.38,
  high: 0.42,
  n: 10,
  method: 't',
  ...change,
});
const ms = (value: number): string => `${Math.round(value * 1000)} ms`;

function replicated(replications: Partial<Replications>, intervals: ResultDocument['intervals'] = {}): ResultDocument {
  const all = replicationsOf({ pooled: { 'totals.latency.p99': 0.5 }, ...replications });
  return resultDocument({ replications: all, intervals });
}

describe('how sure a figure is', () => {
  const cases: readonly (readonly [string, FigureInterval, string])[] = [
    ['a half-width, and its share of the mean', interval(), '± 20 ms (5 %)'],
    ['where it ends at zero', interval({ halfWidth: 0.6, low: 0 }), '± 600 ms (150 %), not below 0 ms'],
    [
      'what was never seen',
      interval({ mean: 0, method: 'none-seen', halfWidth: null, high: 0.003 }),
      'none in 10; ≤ 3 ms',
    ],
    ['what never varies', interval({ halfWidth: 0 }), 'the same every time'],
    [
      'what one value says',
      interval({ method: 'single', halfWidth: null, low: null, high: null }),
      'one value: nothing is known of its spread',
    ],
  ];
  for (const [name, one, text] of cases) it(`tells ${name}`, () => expect(sureness(one, ms, true)).toBe(text));

  it('stands beside the pooled quantile, and with uncertain inputs has two parts', () => {
    const parts = { seed: 0.01, inputs: 0.03 };
    const [known] = knownFigures(replicated({}, { 'totals.latency.p99': interval({ parts }) }));
    expect(known).toEqual({
      figure: 'totals.latency.p99',
      title: 'p99 latency',
      value: '400 ms',
      sure: '± 20 ms (5 %)',
      parts: 'seed ± 10 ms, inputs ± 30 ms',
      pooled: '500 ms',
    });
  });

  it('is told of services, bills and objectives by their names', () => {
    const paths = ['services.cart.latency.p99', 'bills.our.own.metered', 'slo.totals.availability.sli'];
    const titles = knownFigures(replicated({}, Object.fromEntries(paths.map((path) => [path, interval()]))));
    expect(titles.map(({ title }) => title)).toEqual([
      'cart: p99 latency',
      'our.own: metered cost',
      'availability (all): good requests',
    ]);
  });

  it('is not told of a single run', () => {
    expect(knownFigures(resultDocument())).toEqual([]);
    expect(certaintyNotes(resultDocument())).toEqual([]);
    expect(certaintyTitle(resultDocument())).toBe('');
  });
});

describe('what there is to say of an experiment', () => {
  it('is its warm-up, its precision, its inputs, its defaults and its failures', () => {
    const change = (doubled: number) => [{ figure: 'totals.latency.p99', halved: -doubled / 3, doubled }];
    const notes = certaintyNotes(
      replicated({
        warmup: { seconds: 300, method: 'mser-5' },
        precision: [{ figure: 'totals.latency.p99', asked: 0.05, reached: 0.08, met: false }],
        inputs: [{ path: 'services.a.serviceTime', low: '40ms', high: '60ms' }],
        sensitivity: [
          { input: 'services.a.startup', assumed: 'knative-cached-image', changes: change(0.34) },
          { input: 'services.a.resources.cpu', assumed: '1 CPU', changes: change(0.002) },
        ],
        failures: [{ id: 'run/r0003', error: 'broken' }],
      }),
    );
    expect(notes).toEqual([
      'Warm-up: the first 5m, found by MSER-5.',
      'totals.latency.p99: ± 5 % was asked for, reached ± 8 % (not precise enough).',
      'Uncertain inputs: services.a.serviceTime 40ms to 60ms. More replications narrow what the seed does, not what the inputs do.',
      'Defaults that matter most: services.a.startup (knative-cached-image): doubled, totals.latency.p99 +34 %. Write down what you know of them.',
      '1 run failed: broken',
    ]);
  });
});
