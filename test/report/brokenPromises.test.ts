/** Why objectives were broken: the story is about what made most of the bad requests bad. */
import { describe, expect, test } from 'vitest';
import { brokenPromises, tellsSlowness } from '../../src/report/brokenPromises.js';
import { findings } from '../../src/report/findings.js';
import type { Figures, ResultDocument, SloResult } from '../../src/result/document.js';
import { flashSale } from './fixture.js';

const NO_COLD = { requests: 0, rate: 0, byCause: {}, byPhase: {}, queuedDuringScaleUp: 0 };
const LATENCY = { refused: {}, timedOut: {}, failed: {} };

interface Given {
  readonly bad: readonly unknown[];
  /** Bad ones of a hundred requests. */
  readonly count?: number;
  readonly figures?: Partial<Figures>;
  readonly revision?: Readonly<Record<string, unknown>>;
}

/** One service, one broken objective of 99 % and these figures. */
function result({ bad, count = 10, figures = {}, revision = {} }: Given): ResultDocument {
  const base = flashSale();
  const slo: SloResult = {
    ...base.slos[0]!,
    service: 'checkout',
    name: 'swift',
    sli: 1 - count / 100,
    target: 0.99,
    met: false,
    valid: 100,
    bad: count,
    burnRate: count,
  };
  const seen = { ...base.services[0]!, coldStarts: NO_COLD, failures: LATENCY, ...figures };
  const services = {
    checkout: { revision: { autoscaler: { policy: 'knative' }, ...revision }, slos: { swift: { bad } } },
  };
  return { ...base, services: [seen], slos: [slo], scenario: { services } };
}

const SLOW = [{ slowerThan: '300ms' }];
const quantiles = (p99: number) => ({ ...flashSale().totals.wait, p99 });
const story = (given: Given) => brokenPromises(result(given))[0]!;

describe('a promise about latency', () => {
  test('was broken by the requests themselves, where nearly all began at once: more pods would not help', () => {
    const { seen, act } = story({ bad: SLOW, figures: { wait: quantiles(0), latency: quantiles(0.5) } });
    expect(seen).toBe(
      '“swift” is broken: 10 % of its requests were bad, 1 % may be. Too few pods are not the reason: nearly all began without a wait and took their time in the pod.',
    );
    expect(act).toBe('make the requests themselves faster, or promise what they can keep: more pods would not help');
  });

  test('is a matter of how many share a pod, where they share its CPU', () => {
    const figures = { wait: quantiles(0.01), latency: quantiles(0.5) };
    const { act } = story({ bad: SLOW, figures, revision: { serviceTime: { cpu: '20ms' } } });
    expect(act).toContain('share the CPU of a pod');
  });

  test.each([
    ['knative', 'lower the target'],
    ['threshold', 'lower burstAbove'],
    ['fixed', 'run more pods'],
    ['per-request', 'keep instances provisioned'],
  ])('was broken by waiting for pods: under %s, %s', (policy, said) => {
    const coldStarts = { ...NO_COLD, queuedDuringScaleUp: 30 };
    const figures = { wait: quantiles(0.4), latency: quantiles(0.5), coldStarts };
    const { seen, act } = story({ bad: SLOW, figures, revision: { autoscaler: { policy } } });
    expect(seen).toContain('the 99th percentile of the wait is 400 ms, that of the latency 500 ms');
    expect(seen).toContain('30 requests queued behind older pods');
    expect(act).toContain(said);
  });

  test('was broken by cold starts, where these are more than those that queued', () => {
    const coldStarts = { ...NO_COLD, requests: 40, byCause: { 'scaled-to-zero': 40 } };
    const figures = { wait: quantiles(2), latency: quantiles(2.1), coldStarts };
    expect(story({ bad: SLOW, figures }).act).toContain('set min-scale to 1');
  });
});

test('requests that got no good answer come first, if they are half of the bad ones', () => {
  const { requests } = flashSale().services[0]!;
  const figures = (refused: number) => ({
    requests: { ...requests, refused, timedOut: 0, failed: 0 },
    failures: { ...LATENCY, refused: { 'queue-proxy-full': refused } },
    wait: quantiles(0),
    latency: quantiles(1),
  });
  const bad = ['refused', ...SLOW];
  expect(story({ bad, figures: figures(5) }).seen).toContain('Most got no good answer: queue-proxy full.');
  expect(story({ bad, figures: figures(4) }).seen).toContain('Too few pods are not the reason');
  expect(story({ bad: SLOW, figures: figures(5) }).seen).not.toContain('no good answer');
});

test('a promise of warmth names the first cause and the phase', () => {
  const coldStarts = { ...NO_COLD, requests: 10, byCause: { 'max-scale': 10 }, byPhase: { sandbox: 10 } };
  const { seen, act } = story({ bad: ['cold'], figures: { coldStarts } });
  expect(seen).toContain('They waited for a pod to start, mostly for sandbox; the first cause: at max-scale.');
  expect(act).toContain('max-scale');
});

test('a document that does not say what was promised is not guessed at', () => {
  const made = { ...result({ bad: SLOW }), scenario: null };
  expect(brokenPromises(made)).toEqual([
    { seen: '“swift” is broken: 10 % of its requests were bad, 1 % may be.', act: '' },
  ]);
  expect(tellsSlowness(made)).toBe(false);
});

test('of many broken promises the worst is told, with its service', () => {
  const made = result({ bad: SLOW, figures: { wait: quantiles(0), latency: quantiles(1) } });
  const [slo] = made.slos;
  const other = (name: string, burnRate: number) => ({ ...slo!, name, burnRate });
  const services = [...made.services, { ...made.services[0]!, name: 'stock' }];
  const told = brokenPromises({ ...made, services, slos: [other('a', 2), other('swift', 9), other('c', 3)] });
  expect(told).toHaveLength(1);
  expect(told[0]!.seen).toMatch(/^3 objectives were broken\. The worst: “swift” of checkout is broken: /);
});

test('the same advice is given once', () => {
  const coldStarts = { ...NO_COLD, requests: 40, byCause: { 'scaled-to-zero': 40 } };
  const made = result({ bad: ['cold'], figures: { coldStarts } });
  const acts = findings({ ...made, totals: { ...made.totals, coldStarts } }).map(({ act }) => act);
  expect(acts.filter((act) => act.startsWith('set min-scale to 1'))).toHaveLength(1);
});
