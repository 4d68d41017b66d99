import { describe, expect, it } from 'vitest';
import { COLD, FAILURE, PHASE, REFUSAL, TIMEOUT } from '../../../src/platform/causes.js';
import { backoff } from '../../../src/platform/faults/restarts.js';
import type { Fault, FaultKind } from '../../../src/platform/recipe.js';
import { FAILED, REFUSED, TIMED_OUT } from '../../../src/platform/request.js';
import type { Micros } from '../../../src/units/quantities.js';
import { constant, knative, ms, onePodDirect, record, seconds } from '../fixture.js';

/** A fault at some second, for some seconds. */
function fault(kind: FaultKind, at: number, lasting: number | null = null, factor: number | null = null): Fault {
  return { kind, target: null, factor, at: seconds(at), for: lasting === null ? null : seconds(lasting) };
}

const startup = {
  scheduling: constant(ms(20)),
  sandbox: constant(seconds(2)),
  containerStart: constant(ms(300)),
  applicationStart: constant(ms(400)),
};
const onePod = { containerConcurrency: 1, autoscaler: { policy: 'fixed', pods: 1 } as const };

describe('the back-off of Kubernetes', () => {
  it('is nothing, then 10 s, doubled up to five minutes', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 40].map((nth) => backoff(nth))).toEqual(
      [0, 10, 20, 40, 80, 160, 300, 300, 300].map(seconds),
    );
  });
});

describe('a pod that crashes at 10 s', () => {
  it('takes what it executes with it, starts again without being scheduled, and serves who waited, cold for its loss', () => {
    const seen = record({
      arrivals: [seconds(9.95), seconds(10.2), seconds(11)],
      revision: onePod,
      startup,
      faults: [fault('podCrash', 10)],
    });
    expect(seen.of('lost')).toEqual([[FAILED, FAILURE['killed-in-flight'], seconds(9.95), seconds(9.95), seconds(10)]]);
    expect(seen.of('completed')).toEqual([
      [seconds(10.2), seconds(10.7), seconds(10.8)],
      [seconds(11), seconds(11), seconds(11.1)],
    ]);
    expect(seen.of('cold')).toEqual([[seconds(10.2), COLD['pods-lost'], PHASE.application]]);
    expect(seen.of('created')).toHaveLength(1);
    expect(seen.of('restarted')).toEqual([[seconds(10)]]);
    expect(seen.of('gone')).toEqual([]);
  });

  it('is still sent requests until the ingress hears of it: they fail at once', () => {
    const seen = record({
      arrivals: [seconds(9.9), seconds(10.05), seconds(10.15)],
      revision: { ...onePod, autoscaler: onePodDirect, serviceTime: { io: constant(ms(50)), cpu: null } },
      startup,
      network: { endpointDelay: ms(100) },
      faults: [fault('podCrash', 10)],
    });
    expect(seen.of('lost')).toEqual([[FAILED, FAILURE['pod-down'], seconds(10.05), -1, seconds(10.05)]]);
    expect(seen.of('completed').map(([arrived, begun]) => [arrived, begun])).toEqual([
      [seconds(9.9), seconds(9.9)],
      [seconds(10.15), seconds(10.7)],
    ]);
  });

  it('fails what waits in its queue as well, and none of it twice', () => {
    const seen = record({
      arrivals: [seconds(9.9), seconds(9.91), seconds(9.92)],
      revision: { ...onePod, autoscaler: onePodDirect, serviceTime: { io: constant(seconds(1)), cpu: null } },
      startup,
      faults: [fault('podCrash', 10)],
    });
    expect(seen.of('lost').map(([outcome, cause, arrived, begun]) => [outcome, cause, arrived, begun])).toEqual([
      [FAILED, FAILURE['killed-in-flight'], seconds(9.91), -1],
      [FAILED, FAILURE['killed-in-flight'], seconds(9.92), -1],
      [FAILED, FAILURE['killed-in-flight'], seconds(9.9), seconds(9.9)],
    ]);
    expect(seen.of('completed')).toEqual([]);
  });

  it('gives up no request that shares its CPU with others', () => {
    const shared = { ...onePod, containerConcurrency: 10, autoscaler: onePodDirect };
    const seen = record({
      arrivals: [seconds(9), seconds(9.5), seconds(12)],
      revision: { ...shared, serviceTime: { io: constant(ms(100)), cpu: constant(seconds(2)) } },
      startup,
      faults: [fault('podCrash', 10)],
    });
    expect(seen.of('lost').map(([, , arrived]) => arrived)).toEqual([seconds(9), seconds(9.5)]);
    expect(seen.of('completed')).toEqual([[seconds(12), seconds(12), seconds(14.1)]]);
  });
});

describe('a crash loop from 10 s for 60 s', () => {
  it('starts again at once, after 10 s, 20 s and 40 s, and is cold for the failing start and its back-off', () => {
    const seen = record({
      arrivals: [seconds(30)],
      revision: onePod,
      startup,
      faults: [fault('crashLoop', 10, 60)],
    });
    // Up and down at 10.7, 21.4 and 42.1; the next start falls due at 82.1, when the fault is over.
    expect(seen.of('restarted')).toEqual([[seconds(10)], [seconds(10.7)], [seconds(21.4)], [seconds(42.1)]]);
    expect(seen.of('completed')).toEqual([[seconds(30), seconds(82.8), seconds(82.9)]]);
    expect(seen.of('cold')).toEqual([[seconds(30), COLD['startup-failure'], PHASE['restart-back-off']]]);
  });
});

describe('starts that fail from 5 s for 10 s', () => {
  it('keep a service at zero until one succeeds; a request whose time runs out says that none ever did', () => {
    const seen = record({
      arrivals: [seconds(7), seconds(8)],
      revision: { start: 0, timeout: seconds(12) },
      client: { timeout: null, retries: null },
      startup,
      faults: [fault('failedStart', 5, 10)],
    });
    // Fails at 9.72; starts again at once and fails at 10.42; then after 10 s, from 20.42 to 21.12.
    expect(seen.of('restarted')).toEqual([[seconds(9.72)], [seconds(10.42)]]);
    expect(seen.of('lost')).toEqual([
      [TIMED_OUT, TIMEOUT['startup-never-succeeded'], seconds(7), -1, seconds(19)],
      [TIMED_OUT, TIMEOUT['startup-never-succeeded'], seconds(8), -1, seconds(20)],
    ]);
  });
});

describe('slow starts from 5 s for 10 s', () => {
  it('multiply every phase of what starts meanwhile, and of nothing else', () => {
    const slow = record({
      arrivals: [seconds(7)],
      revision: { start: 0 },
      startup,
      faults: [fault('slowStart', 5, 10, 3)],
    });
    expect(slow.of('ready')).toEqual([[seconds(7), seconds(15.16)]]);
    const before = record({
      arrivals: [seconds(4)],
      revision: { start: 0 },
      startup,
      faults: [fault('slowStart', 5, 10, 3)],
    });
    expect(before.of('ready')).toEqual([[seconds(4), seconds(6.72)]]);
  });
});

describe('a dependency that is 20 times slower from 10 s for 10 s', () => {
  const revision = { ...onePod, containerConcurrency: 10, timeout: seconds(1) };
  const faults = [fault('slowDependency', 10, 10, 20)];

  it('lengthens the waits of requests that come meanwhile; what is cut says so', () => {
    const seen = record({ arrivals: [seconds(9.99), seconds(10.5), seconds(20) + 1], revision, faults });
    expect(seen.of('completed')).toEqual([
      [seconds(9.99), seconds(9.99), seconds(10.09)],
      [seconds(20) + 1, seconds(20) + 1, seconds(20.1) + 1],
    ]);
    expect(seen.of('lost')).toEqual([
      [TIMED_OUT, TIMEOUT['slow-dependency'], seconds(10.5), seconds(10.5), seconds(11.5)],
    ]);
  });

  it('leaves CPU time as it is', () => {
    const seen = record({
      arrivals: [seconds(11)],
      revision: { ...revision, timeout: seconds(9), serviceTime: { io: constant(ms(100)), cpu: constant(ms(300)) } },
      faults,
    });
    expect(seen.of('completed')).toEqual([[seconds(11), seconds(11), seconds(13.3)]]);
  });
});

describe('an autoscaler that is down from 5 s for 10 s', () => {
  const faults = [fault('autoscalerOutage', 5, 10)];

  it('starts nothing from zero; back again it decides at a tick, not at once, as it knows of no zero yet', () => {
    const seen = record({ arrivals: [seconds(7)], revision: { start: 0 }, startup, faults });
    const [[created]] = seen.of('created') as number[][];
    expect(created).toBeGreaterThanOrEqual(seconds(15));
    expect(created).toBeLessThanOrEqual(seconds(18));
    expect(seen.of('cold')).toEqual([[seconds(7), COLD['autoscaler-outage'], PHASE['autoscaler-reaction']]]);
  });

  it('comes back in panic where it finds more than one ready pod, and scales none of them down for a stable window', () => {
    const steady = { start: 4, containerConcurrency: 10, autoscaler: knative({ targetBurstCapacity: 0 }) } as const;
    const arrivals = Array.from({ length: 400 }, (_, k) => seconds(k * 0.2));
    const calm = record({ arrivals, revision: steady, startup, horizon: seconds(80), faults: [] });
    const back = record({ arrivals, revision: steady, startup, horizon: seconds(80), faults });
    const down = (seen: typeof calm): Micros => seen.changes.find(({ wanted }) => wanted < 4)!.now;
    expect(down(calm)).toBeGreaterThanOrEqual(seconds(60));
    expect(down(back)).toBeGreaterThanOrEqual(seconds(75));
    expect(down(back)).toBeLessThanOrEqual(seconds(80));
    expect(back.of('gone').length + back.of('created').length).toBeGreaterThan(0);
  });
});

describe('metrics that are missing from 5 s for 40 s', () => {
  it('leave the pods as they are: without data nothing is decided', () => {
    const direct = { start: 1, containerConcurrency: 10, autoscaler: knative({ targetBurstCapacity: 0 }) } as const;
    const busy = { ...direct, serviceTime: { io: constant(seconds(4)), cpu: null } };
    const arrivals = Array.from({ length: 200 }, (_, k) => seconds(6 + k * 0.1));
    const calm = record({ arrivals, revision: busy, startup, horizon: seconds(40), faults: [] });
    const blind = record({
      arrivals,
      revision: busy,
      startup,
      horizon: seconds(40),
      faults: [fault('metricsMissing', 5, 40)],
    });
    expect(calm.of('created').length).toBeGreaterThan(3);
    expect(blind.of('created')).toHaveLength(1);
  });
});

describe('an activator that is started again at 10 s', () => {
  it('fails what waits in it and what it has let through; the pod goes on', () => {
    const seen = record({
      arrivals: [seconds(9), seconds(9.5), seconds(10)],
      revision: { ...onePod, serviceTime: { io: constant(seconds(2)), cpu: null } },
      faults: [fault('activatorRestart', 10)],
    });
    expect(seen.of('lost')).toEqual([
      [FAILED, FAILURE['activator-restart'], seconds(9.5), -1, seconds(10)],
      [FAILED, FAILURE['activator-restart'], seconds(10), -1, seconds(10)],
      [FAILED, FAILURE['activator-restart'], seconds(9), seconds(9), seconds(10)],
    ]);
  });

  it('does not touch what goes straight to pods', () => {
    const seen = record({
      arrivals: [seconds(9), seconds(9.5)],
      revision: { ...onePod, autoscaler: onePodDirect, serviceTime: { io: constant(seconds(2)), cpu: null } },
      faults: [fault('activatorRestart', 10)],
    });
    expect(seen.of('lost')).toEqual([]);
  });

  it('refuses what comes while none is up, and shares the work while another one is', () => {
    const faults = [fault('activatorRestart', 10, 5)];
    const alone = record({ arrivals: [seconds(12), seconds(16)], revision: onePod, faults });
    expect(alone.of('lost')).toEqual([[REFUSED, REFUSAL['no-capacity'], seconds(12), -1, seconds(12)]]);
    const arrivals = Array.from({ length: 8 }, (_, k) => seconds(11 + k * 0.2));
    const two = record({ arrivals, revision: onePod, faults, network: { activators: 2 } });
    expect(two.of('completed')).toHaveLength(8);
    expect(two.of('lost')).toEqual([]);
  });
});

describe('crashes at a rate', () => {
  it('come to each pod at that rate, and to pod k at the same age whatever else happens', () => {
    const rate: Fault = { kind: 'podCrash', target: null, factor: null, rate: 1 / 1440, for: null };
    const crashes = (pods: number): number[] =>
      record({ revision: { autoscaler: { policy: 'fixed', pods } }, faults: [rate], horizon: seconds(144_000) })
        .of('restarted')
        .map(([at]) => Number(at));
    const ten = crashes(10);
    // Poisson with mean 10 pods x 40 h / 24 min, within five standard deviations.
    expect(Math.abs(ten.length - 1000)).toBeLessThan(5 * 32);
    expect(ten).toContain(crashes(1)[0]);
  });
});
