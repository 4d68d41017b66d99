/** What a run's autoscalers saw, replayed through the library tick by tick, gives what the run decided. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideAgain, type DecisionRow } from '../src/autoscaler/decide/replay.js';
import type { Decision } from '../src/autoscaler/policy.js';
import type { ObservationSink } from '../src/meters/observationSink.js';
import { ObservationLog } from '../src/cli/observations.js';
import type { Scenario } from '../src/scenario/resolved.js';
import { readObservations } from '../src/traces/observations.js';
import type { DecisionEntry, ResultDocument } from '../src/result/document.js';
import { resolved } from './scenario/reading.js';
import { shipped } from './shipped.js';
import { simulated } from './simulated.js';

/** One decision, by what other programs see of it. */
type Outcome = readonly [
  at: number,
  valid: boolean,
  desired: number,
  stable: number,
  panic: number,
  burst: number,
  inPanic: boolean,
];

/** The log as the command line writes it, and every decision of the run by revision. */
class Watching implements ObservationSink {
  readonly #pieces: string[] = [];
  readonly log = new ObservationLog((piece) => this.#pieces.push(piece));
  readonly decisions = new Map<string, Outcome[]>();
  document: ResultDocument | null = null;

  /** The log as a file would hold it. */
  text(): string {
    this.log.flush();
    return this.#pieces.join('');
  }
  started(at: number, revision: string, readyPods: number, deploying: boolean): void {
    this.log.started(at, revision, readyPods, deploying);
    if (!this.decisions.has(revision)) this.decisions.set(revision, []);
  }
  counted(at: number, revision: string, readyPods: number): void {
    this.log.counted(at, revision, readyPods);
  }
  recorded(at: number, revision: string, concurrency: number, requests: number): void {
    this.log.recorded(at, revision, concurrency, requests);
  }
  decided(at: number, revision: string, readyPods: number, valid: boolean, d: Decision): void {
    this.log.decided(at, revision, readyPods);
    const { desiredPods, stableValue, panicValue, excessBurstCapacity, inPanic } = d;
    this.decisions.get(revision)!.push([at, valid, desiredPods, stableValue, panicValue, excessBurstCapacity, inPanic]);
  }
  routed(at: number, revision: string, reachable: boolean): void {
    this.log.routed(at, revision, reachable);
  }
}

function watched(scenario: Scenario): Watching {
  const observations = new Watching();
  observations.document = simulated(scenario, { observations });
  return observations;
}

/** What the library decides on the log of a run, as it stands in a file. */
function again(scenario: Scenario, log: string, revision: string): DecisionRow[] {
  const { autoscaler } = scenario.services.flatMap(({ revisions }) => revisions).find(({ name }) => name === revision)!;
  if (autoscaler.policy !== 'knative') throw new Error('only Knative is replayed');
  const { events } = readObservations(log, 'log.csv', revision).log!;
  return decideAgain(autoscaler, events);
}

const outcome = (row: DecisionRow): Outcome => [
  row.at,
  row.valid,
  row.desired,
  row.stable,
  row.panic,
  row.excessBurstCapacity,
  row.inPanic,
];

/** What the reconciler of the run made of its decisions is what that of the replay makes of them, on the way to zero too. */
function expectSameScale(rows: readonly DecisionRow[], entries: readonly DecisionEntry[]): void {
  const known = rows.filter(({ at }) => entries.some((entry) => entry.at <= at / 1e6));
  const wanted = known.map(({ at }) => entries.findLast((entry) => entry.at <= at / 1e6)!.wanted);
  expect(known.map((row) => row.wanted)).toEqual(wanted);
}

function expectSameDecisions(scenario: Scenario): Outcome[] {
  const seen = watched(scenario);
  const text = seen.text();
  const { decisions } = seen;
  const entries = seen.document!.services.flatMap((service) => service.decisions.entries);
  for (const [revision, taken] of decisions) {
    const rows = again(scenario, text, revision);
    expect(rows.map(outcome)).toEqual(taken);
    expectSameScale(
      rows,
      entries.filter((entry) => entry.revision === revision),
    );
  }
  return [...decisions.values()].flat();
}

describe('the log of a run, replayed', () => {
  test('gives the decisions of a flash sale: panic, and zero pods at night', () => {
    const taken = expectSameDecisions(shipped('flash-sale'));
    expect(taken.length).toBeGreaterThan(500);
    expect(taken.some(([, , , , , , inPanic]) => inPanic)).toBe(true);
    expect(taken.at(-1)![2]).toBe(0);
  });

  test('gives the decisions from zero, which do not wait for a tick', () => {
    const taken = expectSameDecisions(shipped('scale-to-zero'));
    const phases = new Set(taken.map(([at]) => at % 2_000_000));
    expect(phases.size).toBeGreaterThan(2);
  });

  test('gives the decisions of a flood of slow pods', () => {
    expectSameDecisions(shipped('slow-start'));
  });

  test('gives the decisions of a rollout, in which one revision loses its routes and another one gets some', () => {
    const scenario = resolved(`headroom: 1
name: rollout
horizon: 10m
services:
  shop:
    revisions:
      old: { annotations: { autoscaling.knative.dev/target: "5", autoscaling.knative.dev/min-scale: "3" } }
      new: { annotations: { autoscaling.knative.dev/metric: rps, autoscaling.knative.dev/target: "10" } }
    traffic:
      - { at: 0s, split: { old: 100% } }
      - { at: 3m, split: { old: 50%, new: 50% } }
      - { at: 6m, split: { new: 100% } }
    arrivals: { rate: 20/s }
    serviceTime: 200ms
`);
    const text = watched(scenario).text();
    expect(text).toContain('\n180,new,deploy,,,0\n');
    expect(text).toContain('\n360,old,unreachable,,,\n');
    expectSameDecisions(scenario);
  });
});

test('the log of a run whose autoscaler starts again in between gives its decisions too', () => {
  const scenario = resolved(`headroom: 1
name: outage
horizon: 5m
faults: [{ autoscalerOutage: {}, at: 90s, for: 40s }]
services:
  shop:
    revision: { annotations: { autoscaling.knative.dev/target: "5" } }
    arrivals: { rate: 40/s }
    serviceTime: 300ms
`);
  expect(watched(scenario).text()).toMatch(/\n130,shop-00001,start,,,[2-9]\n/);
  const taken = expectSameDecisions(scenario);
  expect(taken.some(([at]) => at > 91e6 && at < 130e6)).toBe(false);
});

test('a revision that loses its routes goes to zero in spite of its minimum scale', () => {
  const scenario = resolved(`headroom: 1
name: switch
horizon: 5m
services:
  shop:
    revisions:
      blue: { annotations: { autoscaling.knative.dev/min-scale: "3" } }
      green: { annotations: { autoscaling.knative.dev/min-scale: "2" } }
    traffic: [{ at: 0s, split: { blue: 100% } }, { at: 2m, split: { green: 100% } }]
    arrivals: { rate: 2/s }
    serviceTime: 100ms
`);
  const { entries } = simulated(scenario).services[0]!.decisions;
  const last = (name: string, until: number): number | undefined =>
    entries.filter(({ revision, at }) => revision === name && at < until).at(-1)?.wanted;
  expect(entries.filter(({ revision, at }) => revision === 'blue' && at < 120)).toEqual([]); // three from the start
  expect([last('green', 120), last('blue', 300), last('green', 300)]).toEqual([undefined, 0, 2]);
});

describe('property', () => {
  const annotations = fc.record(
    {
      target: fc.integer({ min: 1, max: 20 }).map(String),
      metric: fc.constantFrom('concurrency', 'rps'),
      window: fc.integer({ min: 6, max: 40 }).map((s) => `${s}s`),
      'panic-window-percentage': fc.constantFrom('10', '20', '50'),
      'panic-threshold-percentage': fc.constantFrom('110', '200', '400'),
      'scale-down-delay': fc.constantFrom('0s', '7s', '30s'),
      'min-scale': fc.constantFrom('0', '1', '3'),
      'max-scale': fc.constantFrom('0', '4', '50'),
      'activation-scale': fc.constantFrom('3', '4'),
      'target-burst-capacity': fc.constantFrom('-1', '0', '5', '211'),
      'metric-aggregation-algorithm': fc.constantFrom('linear', 'weighted-exponential'),
    },
    { requiredKeys: [] },
  );
  const world = fc.record({
    seed: fc.nat(1e6),
    annotations,
    containerConcurrency: fc.constantFrom(0, 1, 2, 10),
    rates: fc.array(fc.constantFrom(0, 0.2, 3, 25, 80), { minLength: 1, maxLength: 4 }),
    serviceTime: fc.constantFrom('20ms', '400ms', '3s'),
    startup: fc.constantFrom('0s', '800ms', '12s'),
    start: fc.constantFrom<'ready' | 'deploying' | number>('ready', 'deploying', 0, 4),
    activators: fc.integer({ min: 1, max: 3 }),
    faults: fc.constantFrom([], [{ autoscalerOutage: {}, at: '50s', for: '20s' }]),
  });

  test('the simulated autoscaler never differs from the library driven tick by tick with what it saw', () => {
    fc.assert(
      fc.property(world, ({ seed, annotations: some, containerConcurrency, rates, activators, faults, ...service }) => {
        const named = Object.entries(some).map(([key, value]) => [`autoscaling.knative.dev/${key}`, value]);
        const chain = rates.map((rate, i) => ({ rate: `${rate}/s`, ...(i < rates.length - 1 && { for: '45s' }) }));
        const scenario = resolved(
          JSON.stringify({
            headroom: 1,
            name: 'random',
            seed,
            horizon: `${45 * rates.length + 30}s`,
            faults,
            knative: { activator: { replicas: activators } },
            services: {
              shop: {
                ...service,
                revision: { containerConcurrency, annotations: Object.fromEntries(named) },
                arrivals: { rate: { chain } },
              },
            },
          }),
        );
        expectSameDecisions(scenario);
      }),
      { numRuns: 16, seed: 20260801 },
    );
  });
});
