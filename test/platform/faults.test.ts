import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResultDocument } from '../../src/result/document.js';
import type { Scenario } from '../../src/scenario/resolved.js';
import { open } from '../../src/simulate.js';
import { resolved } from '../scenario/reading.js';
import { simulated } from '../simulated.js';

const scenarioOf = (written: unknown): Scenario => resolved(JSON.stringify(written));

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0);

const seconds = (min: number, max: number) => fc.integer({ min, max }).map((value) => `${value}s`);
const when = fc.oneof(
  fc.record({ at: seconds(1, 90), for: seconds(1, 60) }),
  fc.record({ rate: fc.integer({ min: 1, max: 6 }).map((n) => `${n}/min`), for: seconds(1, 20) }),
);
const once = fc.oneof(
  fc.record({ at: seconds(1, 90) }),
  fc.record({ rate: fc.integer({ min: 1, max: 6 }).map((n) => `${n}/min`) }),
);
const target = fc.constantFrom({}, { service: 'a' });
const factor = fc.integer({ min: 2, max: 20 });
const fault = fc.oneof(
  fc.tuple(once, target).map(([time, aim]) => ({ podCrash: aim, ...time })),
  fc.tuple(when, target).map(([time, aim]) => ({ crashLoop: aim, ...time })),
  fc.tuple(when, target).map(([time, aim]) => ({ failedStart: aim, ...time })),
  fc.tuple(when, target, factor).map(([time, aim, multiply]) => ({ slowStart: { ...aim, multiply }, ...time })),
  fc.tuple(when, target, factor).map(([time, aim, multiply]) => ({ slowDependency: { ...aim, multiply }, ...time })),
  fc.tuple(when, target).map(([time, aim]) => ({ metricsMissing: aim, ...time })),
  fc.oneof(once, when).map((time) => ({ activatorRestart: {}, ...time })),
  fc.oneof(once, when).map((time) => ({ autoscalerOutage: {}, ...time })),
);

const time = fc.oneof(
  fc.integer({ min: 1, max: 2000 }).map((value) => `${value}ms`),
  fc.integer({ min: 1, max: 1000 }).map((mean) => ({ exponential: { mean: `${mean}ms` } })),
);
const annotation = (name: string) => `autoscaling.knative.dev/${name}`;
const service = fc.record({
  revision: fc.record({
    annotations: fc.record(
      {
        [annotation('target-burst-capacity')]: fc.constantFrom('0', '-1', '211'),
        [annotation('min-scale')]: fc.constantFrom('0', '2'),
        [annotation('max-scale')]: fc.constantFrom('0', '4'),
        [annotation('window')]: fc.constantFrom('6s', '60s'),
      },
      { requiredKeys: [] },
    ),
    containerConcurrency: fc.constantFrom(0, 1, 3, 10),
    timeoutSeconds: fc.integer({ min: 1, max: 20 }),
    start: fc.constantFrom('ready', 'deploying', 0, 3),
  }),
  arrivals: fc.record({ rate: fc.integer({ min: 1, max: 40 }).map((rate) => `${rate}/s`) }),
  serviceTime: fc.oneof(time, fc.record({ io: time, cpu: time })),
  startup: fc.record({ sandbox: time, containerStart: time, applicationStart: time, readiness: time }),
  memory: fc.constantFrom({ base: '100Mi', perRequest: '0B' }, { base: '100Mi', perRequest: '90Mi' }),
  downstream: fc.oneof(
    fc.constant({ connections: 1000 }),
    fc.record(
      {
        connections: fc.integer({ min: 1, max: 20 }),
        rate: fc.integer({ min: 1, max: 50 }).map((rate) => `${rate}/s`),
        queue: fc.constantFrom(0, 3, 50),
      },
      { requiredKeys: ['connections'] },
    ),
  ),
  client: fc.oneof(
    fc.constant({}),
    fc.record({ timeout: fc.constant('3s'), retries: fc.constant({ max: 3, backoff: '50ms', budget: '50%' }) }),
  ),
});
const scenario = fc.record({
  headroom: fc.constant(1),
  horizon: fc.constant('120s'),
  seed: fc.nat(1_000_000),
  knative: fc.record({
    activator: fc.record({ replicas: fc.integer({ min: 1, max: 3 }) }),
    ingress: fc.record({
      loadBalancing: fc.constantFrom('round-robin', 'least-request', 'random'),
      endpointDelay: fc.constantFrom('0s', '100ms', '3s'),
    }),
  }),
  services: fc.record({ a: service, b: service }),
  faults: fc.array(fault, { minLength: 1, maxLength: 4 }),
});

/** How Kubernetes finds out about lost nodes: it is told, or has to notice. */
const found = fc.oneof(
  fc.constant({}),
  fc.record({ detection: seconds(0, 30), eviction: seconds(0, 30) }),
  fc.constant({ detection: '10s' }),
);
const clusterFault = fc.oneof(
  fc.tuple(fc.constantFrom({ at: '20s' }, { rate: '1/min' }), found).map(([time, how]) => ({ nodeLoss: how, ...time })),
  fc
    .tuple(when, fc.constantFrom('a', 'b'), found)
    .map(([time, zone, how]) => ({ zoneLoss: { zone, ...how }, ...time })),
  fc.tuple(when, factor).map(([time, multiply]) => ({ registrySlow: { multiply }, ...time })),
  when.map((time) => ({ registryDown: {}, ...time })),
);
/** The same services on a few nodes, with images to pull, in two zones. */
const onNodes = fc
  .tuple(scenario, fc.array(fc.oneof(fault, clusterFault), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([written, faults, scales]) => ({
    ...written,
    faults,
    services: Object.fromEntries(
      Object.entries(written.services).map(([name, one]) => [
        name,
        { ...one, startup: { ...one.startup, image: { size: '200Mi' } } },
      ]),
    ),
    cluster: {
      ...(scales ? { autoscaler: { provisioning: '20s' } } : {}),
      nodeGroups: { base: { nodes: 3, maxNodes: 5, cpu: '4', memory: '8Gi', zones: ['a', 'b'] } },
    },
  }));

describe('under any faults', () => {
  it('no request is lost and none is served twice, at any moment; causes add up over all and over time', () => {
    fc.assert(
      fc.property(fc.oneof(scenario, onNodes), (written) => {
        const run = open(scenarioOf(written));
        while (run.now < run.horizon) {
          run.advance(run.now + run.horizon / 3);
          const result = run.result();
          for (const { name, requests, attempts, coldStarts, failures, pods } of result.services) {
            for (const { arrived, completed, refused, timedOut, failed, inFlight } of [requests, attempts]) {
              expect(completed + refused + timedOut + failed + inFlight).toBe(arrived);
              expect(inFlight).toBeGreaterThanOrEqual(0);
            }
            const kinds = {
              cold: coldStarts.byCause,
              phase: coldStarts.byPhase,
              refused: failures.refused,
              timedOut: failures.timedOut,
              failed: failures.failed,
            };
            expect(sum(kinds.cold)).toBe(coldStarts.requests);
            expect(sum(kinds.phase)).toBe(coldStarts.requests);
            expect(sum(kinds.refused)).toBe(requests.refused);
            expect(sum(kinds.timedOut)).toBe(requests.timedOut);
            expect(sum(kinds.failed)).toBe(requests.failed);
            expect(overTime(result, name)).toEqual(kinds);
            expect(pods.busySeconds).toBeLessThanOrEqual(pods.podSeconds + 1e-9);
          }
        }
      }),
      { numRuns: 20, seed: 7 },
    );
  });

  it('the same seed gives the same bytes, however the run is sliced', () => {
    fc.assert(
      fc.property(scenario, fc.integer({ min: 1, max: 9_999_991 }), (written, slice) => {
        const sliced = open(scenarioOf(written));
        while (sliced.now < sliced.horizon) sliced.advance(sliced.now + slice * 7);
        expect(JSON.stringify(sliced.result())).toBe(JSON.stringify(simulated(scenarioOf(written))));
      }),
      { numRuns: 6, seed: 8 },
    );
  });

  it('a service that no fault is aimed at is what it is without them, to the last byte', () => {
    const aimed = fault.filter((one) => JSON.stringify(one).includes('"service":"a"'));
    fc.assert(
      fc.property(scenario, fc.array(aimed, { minLength: 1, maxLength: 4 }), (written, faults) => {
        const [, hit] = simulated(scenarioOf({ ...written, faults })).services;
        const [, calm] = simulated(scenarioOf({ ...written, faults: [] })).services;
        expect(JSON.stringify(hit)).toBe(JSON.stringify(calm));
      }),
      { numRuns: 8, seed: 9 },
    );
  });
});

/** Causes of a service, added up over time. */
function overTime({ causes = [] }: ResultDocument, name: string): Record<string, Record<string, number>> {
  const kinds: Record<string, Record<string, number>> = { cold: {}, phase: {}, refused: {}, timedOut: {}, failed: {} };
  for (const { service: owner, kind, cause, counts } of causes) {
    if (owner === name) kinds[kind][cause] = counts.reduce((all, [, count]) => all + count, 0);
  }
  return kinds;
}
