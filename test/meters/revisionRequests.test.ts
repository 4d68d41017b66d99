import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RevisionRequests } from '../../src/meters/revisionRequests.js';
import { figuresOf } from '../../src/meters/figures.js';
import { ServiceMeter } from '../../src/meters/serviceMeter.js';
import type { Service } from '../../src/platform/recipe.js';
import type { Figures } from '../../src/result/document.js';
import { open } from '../../src/simulate.js';
import { constant, knative, ms, Recorder, seconds, service, watch, type WorldOptions } from '../platform/fixture.js';
import { resolved } from '../scenario/reading.js';

const direct = knative({ targetBurstCapacity: 0, minScale: 1 });
const split = (...steps: readonly (readonly [at: number, ...shares: number[]])[]): Service['split'] =>
  steps.map(([at, ...shares]) => ({ at: seconds(at), shares, named: shares.map((share) => share > 0) }));

/** Runs a world of several revisions, and answers the counts of each and of the service. */
function counted(options: WorldOptions, until: number) {
  const meter = new ServiceMeter([], 0);
  const own = service(options).revisions.map(() => new RevisionRequests(meter, 0));
  watch({ ...options, requestMeters: own }, meter, () => new Recorder()).world.run(seconds(until));
  return { all: figuresOf([meter], [], 1), each: own.map((one) => figuresOf([one.own], [], 1)) };
}

describe('a request that is tried again at another revision', () => {
  /** r1 takes 10 s, its callers give up after 1 s and try again 0.5 s to 1 s later, when all goes to r2. */
  const options: WorldOptions = {
    revision: { autoscaler: direct, serviceTime: { io: constant(seconds(10)), cpu: null } },
    more: [{ name: 'r2', serviceTime: { io: constant(ms(100)), cpu: null } }],
    client: { timeout: seconds(1), retries: { max: 1, backoff: seconds(1), budget: 1 } },
    split: split([0, 10_000, 0], [1.2, 0, 10_000]),
    arrivals: [seconds(0.5)],
  };

  it('counts at the first one while its client waits', () => {
    const [one, two] = counted(options, 1.9).each;
    expect([one.requests.arrived, one.requests.inFlight]).toEqual([1, 1]);
    expect([one.attempts.arrived, one.attempts.timedOut, one.attempts.inFlight]).toEqual([1, 1, 0]);
    expect([two.requests.arrived, two.attempts.arrived]).toEqual([0, 0]);
  });

  it('goes over to the one that answers it, with its latency from its arrival on', () => {
    const { all, each } = counted(options, 10);
    const [one, two] = each;
    expect([one.requests.arrived, one.requests.inFlight, one.requests.timedOut]).toEqual([0, 0, 0]);
    expect([one.attempts.arrived, one.attempts.timedOut]).toEqual([1, 1]);
    expect([two.requests.arrived, two.requests.completed, two.attempts.arrived]).toEqual([1, 1, 1]);
    expect(two.latency.max).toBe(all.latency.max);
    expect(two.latency.max).toBeGreaterThan(1.6 - 0.01); // timed out at 1.5 s, tried again from 2 s to 2.5 s, 0.1 s
    expect(one.latency.max).toBeNull();
  });
});

const share = fc.integer({ min: 0, max: 100 });
const written = fc
  .record({
    seed: fc.nat(1_000_000),
    warmup: fc.constantFrom('0s', '20s'),
    rate: fc.integer({ min: 5, max: 60 }),
    burst: fc.constantFrom('0', '-1', '211'),
    start: fc.constantFrom('ready', 'deploying', 0),
    times: fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 20, max: 1500 }))),
    first: share,
    second: fc.tuple(share, share),
    fault: fc.constantFrom({ podCrash: {} }, { activatorRestart: {} }, { crashLoop: {}, for: '20s' }),
  })
  .map(({ seed, warmup, rate, burst, start, times, first, second, fault }) => ({
    headroom: 1,
    horizon: '90s',
    warmup,
    seed,
    services: {
      shop: {
        arrivals: `${rate}/s`,
        startup: { sandbox: '500ms', applicationStart: { exponential: { mean: '1s' } } },
        revisions: Object.fromEntries(
          times.map((time, k) => [
            `r${k + 1}`,
            {
              serviceTime: { exponential: { mean: `${time}ms` } },
              containerConcurrency: 4,
              timeoutSeconds: 2,
              start,
              annotations: { 'autoscaling.knative.dev/target-burst-capacity': burst },
            },
          ]),
        ),
        client: { timeout: '1500ms', retries: { max: 3, backoff: '200ms', budget: '80%' } },
        traffic: [
          { split: percents(first, 100 - first, 0) },
          { at: '30s', split: percents(...thirds(second)) },
          { at: '60s', split: percents(0, 0, 100) },
        ],
      },
    },
    faults: [{ ...fault, rate: '3/min' }],
  }));

const thirds = ([a, b]: readonly [number, number]): [number, number, number] => {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  return [low, high - low, 100 - high];
};
const percents = (...shares: readonly number[]) =>
  Object.fromEntries(shares.flatMap((of, k) => (of === 0 ? [] : [[`r${k + 1}`, `${of}%`]])));

describe('the revisions of a service', () => {
  it('add up to it at any moment: requests, attempts, cold starts, failures by cause, pods, answered latency', () => {
    let moved = 0;
    fc.assert(
      fc.property(written, (text) => {
        const run = open(resolved(JSON.stringify(text)));
        while (run.now < run.horizon) {
          run.advance(run.now + run.horizon / 3);
          const [shop] = run.result().services;
          const each = shop.byRevision!;
          expect(added(each.map(summable))).toEqual(nonZero(summable(shop)));
          const weighed = each.reduce((sum, one) => sum + (one.latency.mean ?? 0) * ended(one), 0);
          expect(weighed).toBeCloseTo((shop.latency.mean ?? 0) * ended(shop), 3);
          moved += each.filter(({ attempts, requests }) => attempts.arrived > requests.arrived).length;
          for (const { requests } of each) expect(requests.inFlight).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 25, seed: 11 },
    );
    expect(moved).toBeGreaterThan(0);
  });

  it('are not told apart where there is one', () => {
    const one = { headroom: 1, horizon: '10s', services: { shop: { arrivals: '5/s', serviceTime: '10ms' } } };
    const run = open(resolved(JSON.stringify(one)));
    run.advance(run.horizon);
    expect(run.result().services[0]).not.toHaveProperty('byRevision');
  });
});

const ended = ({ requests: { arrived, inFlight } }: Figures): number => arrived - inFlight;

function summable({ requests, attempts, failures, coldStarts, pods, autoscaler }: Figures) {
  const cold = { ...coldStarts, rate: 0 };
  return { requests, attempts, failures, cold, started: pods.started, decisions: autoscaler.decisions };
}

/** Every number by its path, those that are 0 left out: causes that nobody had are not told. */
function numbers(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return value === 0 ? [] : [[path, value]];
  return Object.entries(value as object).flatMap(([key, one]) => numbers(one, `${path}/${key}`));
}

const nonZero = (value: unknown): Record<string, number> => Object.fromEntries(numbers(value));

function added(all: readonly unknown[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [path, value] of all.flatMap((one) => numbers(one))) sums[path] = (sums[path] ?? 0) + value;
  return sums;
}
