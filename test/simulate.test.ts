import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { open, type Simulation } from '../src/simulate.js';
import { resolved } from './scenario/reading.js';

const simulation = (written: unknown): Simulation => open(resolved(JSON.stringify(written)));

const millis = (min: number, max: number) => fc.integer({ min, max }).map((value) => `${value}ms`);
const duration = fc.oneof(
  millis(1, 3000),
  millis(1, 2000).map((mean) => ({ exponential: { mean } })),
  fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 2, max: 10 })).map(([median, factor]) => ({
    lognormal: { median: `${median}ms`, p99: `${median * factor}ms` },
  })),
);
const annotation = (name: string) => `autoscaling.knative.dev/${name}`;
const service = fc.record({
  revision: fc.record({
    annotations: fc.record(
      {
        [annotation('target-burst-capacity')]: fc.constantFrom('0', '-1', '10', '211'),
        [annotation('min-scale')]: fc.constantFrom('0', '1', '3'),
        [annotation('max-scale')]: fc.constantFrom('0', '3', '10'),
        [annotation('window')]: fc.constantFrom('6s', '20s', '60s'),
        [annotation('scale-down-delay')]: fc.constantFrom('0s', '10s'),
      },
      { requiredKeys: [] },
    ),
    containerConcurrency: fc.constantFrom(0, 1, 2, 10),
    timeoutSeconds: fc.integer({ min: 1, max: 20 }),
    start: fc.constantFrom('ready', 'deploying', 0, 2, 5),
  }),
  arrivals: fc.record({
    process: fc.constantFrom('poisson', 'regular', 'uniform'),
    rate: fc.record({
      chain: fc.array(
        fc.record({
          rate: fc.integer({ min: 0, max: 60 }).map((rate) => `${rate}/s`),
          for: fc.integer({ min: 1, max: 60 }).map((seconds) => `${seconds}s`),
        }),
        { minLength: 1, maxLength: 5 },
      ),
    }),
  }),
  serviceTime: fc.oneof(duration, fc.record({ io: duration, cpu: duration })),
  startup: duration,
  client: fc.oneof(
    fc.record({ timeout: millis(50, 5000) }),
    fc.record({
      timeout: millis(50, 5000),
      retries: fc.record({ max: fc.integer({ min: 1, max: 4 }), backoff: millis(1, 1000), budget: fc.constant('50%') }),
    }),
  ),
  slos: fc.constant({
    fast: { objective: '99%', over: '28d', bad: ['refused', 'timedOut', 'failed', { slowerThan: '500ms' }] },
  }),
});
const scenario = fc.record({
  headroom: fc.constant(1),
  name: fc.constant('random'),
  horizon: fc.integer({ min: 20, max: 200 }).map((seconds) => `${seconds}s`),
  seed: fc.nat(1_000_000),
  warmup: fc.constantFrom('0s', '10s'),
  knative: fc.record({
    activator: fc.record({ replicas: fc.integer({ min: 1, max: 4 }) }),
    ingress: fc.record({
      loadBalancing: fc.constantFrom('round-robin', 'least-request', 'random'),
      endpointDelay: fc.constantFrom('0s', '100ms', '3s'),
    }),
  }),
  services: fc.record({ a: service }),
});

describe('any run', () => {
  it('loses no request and no attempt, at any moment, and its parts add up', () => {
    fc.assert(
      fc.property(scenario, (written) => {
        const run = simulation(written);
        while (run.now < run.horizon) {
          run.advance(run.now + run.horizon / 3);
          const { totals, slos } = run.result();
          for (const { arrived, completed, refused, timedOut, failed, inFlight } of [
            totals.requests,
            totals.attempts,
          ]) {
            expect(completed + refused + timedOut + failed + inFlight).toBe(arrived);
            expect(inFlight).toBeGreaterThanOrEqual(0);
          }
          const sum = (causes: Readonly<Record<string, number>>) =>
            Object.values(causes).reduce((all, one) => all + one, 0);
          expect(sum(totals.coldStarts.byCause)).toBe(totals.coldStarts.requests);
          expect(sum(totals.coldStarts.byPhase)).toBe(totals.coldStarts.requests);
          expect(sum(totals.failures.refused)).toBe(totals.requests.refused);
          expect(sum(totals.failures.timedOut)).toBe(totals.requests.timedOut);
          expect(sum(totals.failures.failed)).toBe(totals.requests.failed);
          expect(totals.pods.busySeconds).toBeLessThanOrEqual(totals.pods.podSeconds + 1e-9);
          expect(slos[0].valid).toBe(totals.requests.arrived - totals.requests.inFlight);
          expect(slos[0].bad).toBeLessThanOrEqual(slos[0].valid);
        }
      }),
      { numRuns: 40, seed: 42 },
    );
  });

  it('obeys Little: the time-average number in the system is the rate times the mean time in it', () => {
    fc.assert(
      fc.property(scenario, (written) => {
        const run = simulation({ ...written, warmup: '0s' });
        run.advance(run.horizon);
        const { totals, timeline } = run.result();
        const concurrency = timeline.series.find(({ name }) => name === 'a.concurrency')!.values;
        const area = concurrency.reduce<number>((sum, level) => sum + (level ?? 0) * timeline.interval, 0);
        const ended = totals.requests.arrived - totals.requests.inFlight;
        const timeInSystem = (totals.latency.mean ?? 0) * ended;
        // Those still in the system have added to the area what is not in the mean yet: at least 0, at most the horizon each.
        expect(area).toBeGreaterThanOrEqual(timeInSystem - 1e-6);
        expect(area).toBeLessThanOrEqual(timeInSystem + totals.requests.inFlight * (run.horizon / 1e6) + 1e-6);
      }),
      { numRuns: 25, seed: 44 },
    );
  });

  it('gives the same bytes for the same seed, however it is sliced', () => {
    fc.assert(
      fc.property(scenario, fc.integer({ min: 1, max: 9_999_991 }), (written, slice) => {
        const whole = simulation(written);
        whole.advance(whole.horizon);
        const sliced = simulation(written);
        while (sliced.now < sliced.horizon) sliced.advance(sliced.now + slice * 7);
        expect(JSON.stringify(sliced.result())).toBe(JSON.stringify(whole.result()));
      }),
      { numRuns: 12, seed: 43 },
    );
  });
});
