import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RevisionMeter } from '../../src/meters/podMeter.js';
import { ServiceMeter } from '../../src/meters/serviceMeter.js';
import { COLD, FAILURE, PHASE, REFUSAL, TIMEOUT } from '../../src/platform/causes.js';
import { FAILED, REFUSED, TIMED_OUT } from '../../src/platform/request.js';
import type { Distribution } from '../../src/random/distribution.js';
import { erlangB } from '../../src/stats/queueing.js';
import { constant, ms, record, seconds, watch } from './fixture.js';

const NEEDS = { execution: [], busy: [], active: [], lifetime: [] };
const functions = (more: object = {}) =>
  ({ policy: 'per-request', expiry: seconds(10), idleOrder: 'newest', maxPods: 0, provisioned: 0, ...more }) as const;
const revision = { containerConcurrency: 1, autoscaler: functions() };
const startup = { applicationStart: constant(seconds(1)) };

describe('a function that scales per request', () => {
  it('starts an instance for a request, keeps it for the next, and ends it when it was idle for the expiry', () => {
    const seen = record({ arrivals: [seconds(5), seconds(7), seconds(30)], revision, startup });
    expect(seen.of('completed')).toEqual([
      [seconds(5), seconds(6), seconds(6.1)],
      [seconds(7), seconds(7), seconds(7.1)],
      [seconds(30), seconds(31), seconds(31.1)],
    ]);
    expect(seen.of('cold')).toEqual([
      [seconds(5), COLD['scaled-to-zero'], PHASE.application],
      [seconds(30), COLD['scaled-to-zero'], PHASE.application],
    ]);
    expect(seen.of('gone')).toEqual([
      [seconds(5), seconds(6), seconds(17.1)],
      [seconds(30), seconds(31), seconds(41.1)],
    ]);
  });

  it('gives a request the instance it is bound to, though another one is free before', () => {
    const arrivals = [seconds(1), seconds(1.5), seconds(2.05)];
    const seen = record({ arrivals, revision, startup });
    // The second is bound to an instance of its own and begins at 2.5 s; the first one's is free from 2.1 s on.
    expect(seen.of('completed')).toEqual([
      [seconds(1), seconds(2), seconds(2.1)],
      [seconds(1.5), seconds(2.5), seconds(2.6)],
      [seconds(2.05), seconds(3.05), seconds(3.15)],
    ]);
    expect(seen.of('cold').map(([, cause]) => cause)).toEqual([
      COLD['scaled-to-zero'],
      COLD['all-instances-busy'],
      COLD['all-instances-busy'],
    ]);
  });

  it('takes the newest, or the oldest, of the idle instances', () => {
    const arrivals = [seconds(1), seconds(1.5), seconds(8), seconds(14)];
    const gone = (idleOrder: 'newest' | 'oldest') =>
      record({ arrivals, revision: { ...revision, autoscaler: functions({ idleOrder }) }, startup }).of('gone');
    // Newest: the second instance serves at 8 s and 14 s, the first ends at 2.1 s + 10 s.
    expect(gone('newest')[0]).toEqual([seconds(1), seconds(2), seconds(12.1)]);
    expect(gone('newest')[1]).toEqual([seconds(1.5), seconds(2.5), seconds(24.1)]);
    // Oldest: the first serves; the second ends at 2.6 s + 10 s.
    expect(gone('oldest')[0]).toEqual([seconds(1.5), seconds(2.5), seconds(12.6)]);
    expect(gone('oldest')[1]).toEqual([seconds(1), seconds(2), seconds(24.1)]);
  });

  it('lets as many requests into an instance as it may take at once, also while it starts', () => {
    const seen = record({
      arrivals: [seconds(1), seconds(1.2), seconds(1.4)],
      revision: { ...revision, containerConcurrency: 2 },
      startup,
    });
    expect(seen.of('completed')).toEqual([
      [seconds(1), seconds(2), seconds(2.1)],
      [seconds(1.2), seconds(2), seconds(2.1)],
      [seconds(1.4), seconds(2.4), seconds(2.5)],
    ]);
    expect(seen.of('created')).toEqual([[seconds(1)], [seconds(1.4)]]);
  });

  it('refuses what comes while as many instances run as may', () => {
    const autoscaler = functions({ maxPods: 1 });
    const seen = record({
      arrivals: [seconds(1), seconds(1.5), seconds(3)],
      revision: { ...revision, autoscaler },
      startup,
    });
    expect(seen.of('lost')).toEqual([[REFUSED, REFUSAL['no-capacity'], seconds(1.5), -1, seconds(1.5)]]);
    expect(seen.of('completed').map(([arrived]) => arrived)).toEqual([seconds(1), seconds(3)]);
  });

  it('keeps provisioned instances for good', () => {
    const autoscaler = functions({ provisioned: 1 });
    const seen = record({ arrivals: [seconds(100)], revision: { ...revision, autoscaler }, startup });
    expect(seen.of('cold')).toEqual([]);
    expect(seen.of('gone')).toEqual([]);
  });

  it('times a request out that its instance cannot serve in time, and keeps the instance', () => {
    const seen = record({
      arrivals: [seconds(1), seconds(3)],
      revision: { ...revision, timeout: seconds(0.5) },
      startup,
    });
    expect(seen.of('lost')).toEqual([[TIMED_OUT, TIMEOUT['startup-never-succeeded'], seconds(1), -1, seconds(1.5)]]);
    expect(seen.of('completed')).toEqual([[seconds(3), seconds(3), seconds(3.1)]]);
  });

  it('fails what a crashed instance held, and starts another for the next request', () => {
    const seen = record({
      arrivals: [seconds(1), seconds(2.6)],
      revision: { ...revision, serviceTime: { io: constant(seconds(1)), cpu: null } },
      startup,
      faults: [{ kind: 'podCrash', target: null, factor: null, at: seconds(2.5), for: null }],
    });
    expect(seen.of('lost')).toEqual([[FAILED, FAILURE['killed-in-flight'], seconds(1), seconds(2), seconds(2.5)]]);
    expect(seen.of('completed').map(([arrived]) => arrived)).toEqual([seconds(2.6)]);
  });
});

describe('against theory and other simulators', () => {
  it('loses the share of Erlang B when the cap binds and instances are never short', () => {
    const meter = new ServiceMeter([], seconds(1000));
    watch(
      {
        recipe: { kind: 'rate', rate: { kind: 'constant', rate: 5 }, process: { kind: 'poisson' } },
        horizon: seconds(60_000),
        revision: {
          containerConcurrency: 1,
          serviceTime: { io: { kind: 'exponential', mean: ms(1991) }, cpu: null },
          autoscaler: functions({ expiry: seconds(600), maxPods: 10 }),
        },
      },
      meter,
      () => new RevisionMeter(NEEDS, 0),
    ).world.run(seconds(60_000));
    const refused = meter.lostCount[REFUSED] / meter.ended;
    expect(Math.abs(refused - erlangB(10, 5 * 1.991))).toBeLessThan(0.006); // some four standard errors
  });

  const reference = join(import.meta.dirname, '../../../shared/reference/simfaas.json');
  it.skipIf(!existsSync(reference))(
    'agrees with SimFaaS within four standard errors, capped at 2 % of the value',
    () => {
      const { points } = JSON.parse(readFileSync(reference, 'utf8')) as { readonly points: readonly Point[] };
      points.forEach(compare);
    },
  );
});

interface Figure {
  readonly mean: number;
  readonly se: number;
}
interface Point {
  readonly id: string;
  readonly params: {
    readonly lambda: number;
    readonly T: number;
    readonly M: number;
    readonly warm_mean: number;
    readonly cold_mean: number;
    readonly horizon: number;
    readonly warmup: number;
    readonly concurrency: number | null;
  };
  readonly steady_state: Readonly<Record<'p_cold_all' | 'p_reject' | 'inst_total' | 'inst_running', Figure>>;
}

const REPLICATIONS = 8;

function compare({ id, params, steady_state: known }: Point): void {
  const runs = Array.from({ length: REPLICATIONS }, (_, replication) => simulate(params, replication));
  for (const figure of ['p_cold_all', 'p_reject', 'inst_total', 'inst_running'] as const) {
    const values = runs.map((run) => run[figure]);
    const mean = values.reduce((sum, value) => sum + value, 0) / REPLICATIONS;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (REPLICATIONS - 1);
    const { mean: theirs, se } = known[figure];
    const error = Math.sqrt(variance / REPLICATIONS + se * se);
    const allowed = 4 * Math.min(error, 0.02 * theirs) + 1e-9;
    expect(Math.abs(mean - theirs), `${id} ${figure}: ${mean}, SimFaaS ${theirs} ± ${se}`).toBeLessThanOrEqual(allowed);
  }
}

function simulate(params: Point['params'], replication: number): Record<keyof Point['steady_state'], number> {
  const horizon = seconds(params.warmup + (params.horizon - params.warmup) / 4);
  const warmup = seconds(params.warmup);
  const meter = new ServiceMeter([], warmup);
  const { world, pods } = watch(
    {
      recipe: { kind: 'rate', rate: { kind: 'constant', rate: params.lambda }, process: { kind: 'poisson' } },
      horizon,
      seed: 2026,
      replication,
      revision: {
        containerConcurrency: params.concurrency ?? 1,
        serviceTime: { io: { kind: 'exponential', mean: seconds(params.warm_mean) }, cpu: null },
        autoscaler: functions({ expiry: seconds(params.T), maxPods: params.M }),
      },
      startup: { applicationStart: startOf(params) },
    },
    meter,
    () => new RevisionMeter(NEEDS, warmup),
  );
  world.run(warmup - 1);
  pods[0].beginCounting(warmup);
  world.run(horizon);
  const span = horizon - warmup;
  const underWay = world
    .openPods(world.revisions[0])
    .map(({ busySince }) => (busySince < 0 ? 0 : horizon - Math.max(busySince, warmup)));
  const busyMicros = pods[0].rounded.busy.total + underWay.reduce((sum, micros) => sum + micros, 0);
  const busy = (busyMicros + startingMicros(pods[0])) / span;
  return {
    p_cold_all: pods[0].started / meter.ended,
    p_reject: meter.lostCount[REFUSED] / meter.ended,
    inst_total: pods[0].podMicrosAt(horizon) / span,
    inst_running: busy,
  };
}

/**
 * In its parallel simulator a cold request waits `cold_mean` first. In the plain one it takes an exponential time of mean
 * `cold_mean` in all: that is what a start of 0 with probability warm / cold, and of that exponential time otherwise, makes
 * with the service time after it.
 */
function startOf({ warm_mean: warm, cold_mean: cold, concurrency }: Point['params']): Distribution {
  if (concurrency !== null) return constant(seconds(cold));
  const steps = 2000;
  const zero = warm / cold;
  const levels = Array.from({ length: steps }, (_, k) => zero + ((1 - zero) * k) / steps);
  const value = levels.map((p) => -seconds(cold) * Math.log((1 - p) / (1 - zero)));
  return { kind: 'quantiles', p: [0, ...levels, 1], value: [0, ...value, value[steps - 1] + seconds(cold)] };
}

/** SimFaaS counts an instance as running from the request that starts it. */
function startingMicros(meter: RevisionMeter): number {
  return meter.startupMicros.value();
}

describe('whatever happens to a function', () => {
  it('each request ends exactly once, and instances never run beyond the cap', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: seconds(8) }), { minLength: 1, maxLength: 40 });
    const settings = fc.record({
      idleOrder: fc.constantFrom('newest', 'oldest', 'random'),
      maxPods: fc.constantFrom(0, 1, 3),
      provisioned: fc.constantFrom(0, 1, 2),
      expiry: fc.constantFrom(0, seconds(1), seconds(10)),
    });
    const crashes = fc.array(fc.integer({ min: 1, max: seconds(100) }), { maxLength: 4 });
    fc.assert(
      fc.property(gaps, settings, crashes, fc.constantFrom(1, 3), (steps, chosen, times, slots) => {
        let at = 0;
        const arrivals = steps.map((step) => (at += step));
        const seen = record({
          arrivals,
          startup,
          revision: {
            containerConcurrency: slots,
            autoscaler: functions(chosen),
            timeout: seconds(3),
            serviceTime: { io: { kind: 'exponential', mean: seconds(1) }, cpu: null },
          },
          faults: times.map((time) => ({ kind: 'podCrash', target: null, factor: null, at: time, for: null }) as const),
          horizon: seconds(2000),
        });
        const ended = [...seen.of('completed').map(([arrived]) => arrived), ...seen.of('lost').map((lost) => lost[2])];
        expect(ended.sort((a, b) => Number(a) - Number(b))).toEqual(arrivals);
        const created = seen.of('created').length;
        const gone = seen.of('gone').length;
        expect(created - gone).toBeGreaterThanOrEqual(Math.min(chosen.provisioned, created));
        if (times.length === 0) expect(created - gone).toBe(chosen.provisioned);
      }),
      { numRuns: 150 },
    );
  });
});
