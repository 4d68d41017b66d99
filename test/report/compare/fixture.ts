/** Comparisons by hand. */
import type { Comparison } from '../../../src/experiment/compare.js';
import type { Difference } from '../../../src/experiment/difference.js';

export const span = (estimate: number, low: number, high: number) => ({ estimate, low, high });

export function difference(figure: string, change: Partial<Difference>): Difference {
  return { figure, a: 0.5, b: 0.4, n: 10, absolute: null, relative: null, verdict: 'same', settledBy: null, ...change };
}

export const LOWER = difference('totals.latency.p99', {
  absolute: span(-0.12, -0.146, -0.095),
  relative: span(-0.24, -0.29, -0.19),
  verdict: 'lower',
});
export const DEARER = difference('bills.generic-100ms.metered', {
  a: 1,
  b: 1.08,
  absolute: span(0.08, 0.07, 0.09),
  relative: span(0.08, 0.07, 0.09),
  verdict: 'higher',
});
export const OPEN = difference('totals.latency.p99', {
  absolute: span(0.01, -0.05, 0.07),
  relative: span(0.02, -0.1, 0.14),
  verdict: 'open',
  settledBy: 60,
});

export function comparison(differences: readonly Difference[], change: Partial<Comparison> = {}): Comparison {
  const variant = (name: string) => ({
    name,
    scenarioHash: 'abc',
    scenario: {},
    count: 10,
    intervals: {},
    pooled: {},
    objectives: {},
    currencies: { 'generic-100ms': 'USD' },
    assumptions: [],
  });
  return {
    schemaVersion: 1,
    kind: 'comparison',
    headroomVersion: '0.1.0',
    modelVersion: 1,
    seed: 7,
    horizon: 1800,
    analysis: 'terminating',
    warmup: { seconds: 0, method: 'given' },
    replications: 10,
    level: 0.95,
    smallest: 0.05,
    variants: [variant('old'), variant('new')],
    pairs: [{ a: 'old', b: 'new', count: 10, differences }],
    thresholds: [],
    notes: [],
    failures: [],
    ...change,
  };
}
