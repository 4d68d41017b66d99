import { describe, expect, it } from 'vitest';
import { COLD, FAILURE, PHASE, REFUSAL, TIMEOUT } from '../../src/platform/causes.js';
import { PI, PI_EXECUTING } from '../../src/platform/pods.js';
import { FAILED, REFUSED, TIMED_OUT } from '../../src/platform/request.js';
import { constant, knative, ms, onePodDirect, record, Recorder, seconds, watch } from './fixture.js';

describe('one pod with one slot', () => {
  const revision = { containerConcurrency: 1, autoscaler: { policy: 'fixed', pods: 1 } as const };

  it('serves three requests one after the other, to the microsecond', () => {
    const seen = record({ arrivals: [seconds(1), seconds(1.05), seconds(1.3)], revision });
    expect(seen.of('completed')).toEqual([
      [seconds(1), seconds(1), seconds(1.1)],
      [seconds(1.05), seconds(1.1), seconds(1.2)],
      [seconds(1.3), seconds(1.3), seconds(1.4)],
    ]);
    // The activator lets the second one through when the first has left the pod: to the pod these are two busy periods.
    expect(seen.of('busy')).toEqual([
      [seconds(1), seconds(1.1)],
      [seconds(1.1), seconds(1.2)],
      [seconds(1.3), seconds(1.4)],
    ]);
    expect(seen.of('cold')).toEqual([]);
  });

  it('serves an arrival before an event at the same time: it finds the slot still taken and is begun in it at once', () => {
    const seen = record({ arrivals: [seconds(1), seconds(1.1)], revision });
    expect(seen.of('completed')[1]).toEqual([seconds(1.1), seconds(1.1), seconds(1.2)]);
  });

  it('answers 504 at the deadline to a request that still executes, and gives its slot to the next', () => {
    const seen = record({
      arrivals: [seconds(1), seconds(1.2)],
      revision: { ...revision, timeout: seconds(2), serviceTime: { io: constant(seconds(5)), cpu: null } },
    });
    expect(seen.of('lost')).toEqual([
      [TIMED_OUT, TIMEOUT['slow-service'], seconds(1), seconds(1), seconds(3)],
      [TIMED_OUT, TIMEOUT['saturated-pods'], seconds(1.2), seconds(3), seconds(3.2)],
    ]);
  });

  it('answers 504 at the deadline to a request that waits in the activator', () => {
    const seen = record({
      arrivals: [seconds(1), seconds(1.5)],
      revision: { ...revision, timeout: seconds(2), serviceTime: { io: constant(seconds(3)), cpu: null } },
      client: { timeout: seconds(1.2), retries: null },
    });
    expect(seen.of('lost')).toEqual([
      [TIMED_OUT, TIMEOUT['slow-service'], seconds(1), seconds(1), seconds(2.2)],
      [TIMED_OUT, TIMEOUT['saturated-pods'], seconds(1.5), seconds(2.2), seconds(2.7)],
    ]);
    const queue = record({
      arrivals: [seconds(1), seconds(1.1)],
      revision: { ...revision, timeout: seconds(1), serviceTime: { io: constant(seconds(1)), cpu: null } },
      client: { timeout: ms(900), retries: null },
    });
    expect(queue.of('lost')).toEqual([
      [TIMED_OUT, TIMEOUT['slow-service'], seconds(1), seconds(1), seconds(1.9)],
      [TIMED_OUT, TIMEOUT['saturated-pods'], seconds(1.1), seconds(1.9), seconds(2)],
    ]);
  });
});

describe('the queue-proxy', () => {
  const revision = {
    containerConcurrency: 1,
    autoscaler: onePodDirect,
    serviceTime: { io: constant(seconds(1)), cpu: null },
  };

  it('queues ten times the container concurrency and refuses the rest with 503', () => {
    const arrivals = Array.from({ length: 13 }, (_, k) => seconds(10) + k);
    const seen = record({ arrivals, revision });
    expect(seen.of('completed')).toHaveLength(11);
    expect(seen.of('lost')).toEqual([
      [REFUSED, REFUSAL['queue-proxy-full'], seconds(10) + 11, -1, seconds(10) + 11],
      [REFUSED, REFUSAL['queue-proxy-full'], seconds(10) + 12, -1, seconds(10) + 12],
    ]);
    expect(seen.of('completed').at(-1)).toEqual([seconds(10) + 10, seconds(20), seconds(21)]);
  });

  it('lets those leave with 504 whose deadline passes in its queue, and serves the others in order', () => {
    const seen = record({
      arrivals: [seconds(10), seconds(10.1), seconds(10.2), seconds(11.5)],
      revision: { ...revision, timeout: seconds(1.5) },
    });
    expect(seen.of('completed')).toEqual([
      [seconds(10), seconds(10), seconds(11)],
      [seconds(11.5), seconds(11.7), seconds(12.7)],
    ]);
    expect(seen.of('lost')).toEqual([
      [TIMED_OUT, TIMEOUT['saturated-pods'], seconds(10.1), seconds(11), seconds(11.6)],
      [TIMED_OUT, TIMEOUT['saturated-pods'], seconds(10.2), seconds(11.6), seconds(11.7)],
    ]);
  });

  it('lets a request leave with 504 that is still in the queue at its deadline', () => {
    const patient = {
      ...revision,
      containerConcurrency: 1,
      timeout: seconds(2),
      serviceTime: { io: constant(seconds(1.9)), cpu: null },
    };
    const seen = record({ arrivals: [seconds(10), seconds(10.1), seconds(10.2)], revision: patient });
    expect(seen.of('lost')).toEqual([
      [TIMED_OUT, TIMEOUT['saturated-pods'], seconds(10.1), seconds(11.9), seconds(12.1)],
      [TIMED_OUT, TIMEOUT['saturated-pods'], seconds(10.2), seconds(12.1), seconds(12.2)],
    ]);
    const burst = record({
      arrivals: [seconds(10), seconds(10) + 1, seconds(10) + 2],
      revision: { ...patient, serviceTime: { io: constant(seconds(60)), cpu: null } },
    });
    // All three share one deadline: the queue's timer lets the waiting ones go when it strikes, or they begin and are cut.
    expect(burst.of('lost').map(([outcome, , , , at]) => [outcome, at])).toEqual([
      [TIMED_OUT, seconds(12)],
      [TIMED_OUT, seconds(12) + 1],
      [TIMED_OUT, seconds(12) + 2],
    ]);
  });
});

describe('from zero', () => {
  const startup = {
    scheduling: constant(ms(20)),
    sandbox: constant(seconds(2)),
    containerStart: constant(ms(300)),
    applicationStart: constant(ms(400)),
    readiness: constant(0),
  };

  it('starts a pod the moment the first request comes, and says why it was cold and what took longest', () => {
    const seen = record({ arrivals: [seconds(7)], revision: { start: 0 }, startup });
    expect(seen.of('created')).toEqual([[seconds(7)]]);
    expect(seen.of('ready')).toEqual([[seconds(7), seconds(9.72)]]);
    expect(seen.of('completed')).toEqual([[seconds(7), seconds(9.72), seconds(9.82)]]);
    expect(seen.of('cold')).toEqual([[seconds(7), COLD['scaled-to-zero'], PHASE.sandbox]]);
    expect(seen.changes[0]).toMatchObject({ now: seconds(7), desired: 1, wanted: 1, ready: 0 });
  });

  it('goes back to zero: a stable window without traffic, then the grace period, then 30 s of draining', () => {
    const seen = record({ arrivals: [seconds(7)], revision: { start: 0 }, startup });
    const [scaled] = seen.of('scaledToZero')[0] as number[];
    // The last request left at 9.82 s: the 60 s window is free of it by the first tick after 70 s.
    expect(scaled).toBeGreaterThan(seconds(69));
    expect(scaled).toBeLessThan(seconds(74));
    expect(seen.of('gone')).toEqual([[seconds(7), seconds(9.72), scaled + seconds(30)]]);
  });

  it('does not call a request cold that comes after the pod is ready', () => {
    const seen = record({ arrivals: [seconds(7), seconds(10)], revision: { start: 0 }, startup });
    expect(seen.of('cold')).toHaveLength(1);
    expect(seen.of('completed')).toHaveLength(2);
  });

  it('reaches the pod by an activator probe before Kubernetes calls it ready', () => {
    const seen = record({
      arrivals: [seconds(7)],
      revision: { start: 0 },
      startup: { ...startup, readiness: constant(seconds(5)) },
    });
    const [[arrived, begun]] = seen.of('completed') as number[][];
    expect(arrived).toBe(seconds(7));
    expect(begun).toBeGreaterThanOrEqual(seconds(9.72));
    expect(begun).toBeLessThanOrEqual(seconds(9.92));
    expect(seen.of('ready')).toEqual([[seconds(7), seconds(14.72)]]);
  });
});

describe('a revision whose pods never start', () => {
  const never = { applicationStart: constant(seconds(5000)) };
  const givenUp = (arrivals: readonly number[]): number => {
    const seen = new Recorder();
    const options = { arrivals: arrivals.map(seconds), revision: { start: 'deploying' as const }, startup: never };
    watch(options, new Recorder(), () => seen).world.run(seconds(3000));
    return Number(seen.of('scaledToZero')[0]![0]) / 1e6;
  };

  it('is given up as soon as it has been activating for longer than the progress deadline and half a minute', () => {
    expect(givenUp([])).toBeCloseTo(630, 3);
  });

  it('is given up no later for a request meanwhile: of two looks asked for the sooner one counts', () => {
    expect(givenUp([100])).toBeCloseTo(630, 3);
  });
});

describe('without a limit of concurrency', () => {
  it('activators give a request to the less busy of two pods: with two of them, in turn', () => {
    const { world } = watch(
      {
        arrivals: Array.from({ length: 20 }, (_, k) => ms(1000 + 10 * k)),
        revision: {
          containerConcurrency: 0,
          start: 2,
          serviceTime: { io: constant(seconds(30)), cpu: null },
          autoscaler: knative({ targetBurstCapacity: -1, minScale: 2, totalValue: 100, targetValue: 70 }),
        },
      },
      new Recorder(),
      () => new Recorder(),
    );
    for (let k = 0; k < 20; k += 2) {
      world.run(ms(1000 + 10 * (k + 1)));
      const [{ pods }] = world.revisions;
      const executing = [...pods.items.subarray(0, pods.length)].map((pod) => world.pods.i[pod * PI + PI_EXECUTING]);
      expect(executing).toEqual([k / 2 + 1, k / 2 + 1]);
    }
  });
});

describe('after ten requests at once for 100 s', () => {
  /** When the two pods that ten at once ask for (7 each) become fewer, in seconds after the last request is answered. */
  function fewerAfter(targetBurstCapacity: number): number {
    const { changes } = record({
      arrivals: Array.from({ length: 1000 }, (_, k) => ms(100 * k)),
      revision: {
        start: 2,
        serviceTime: { io: constant(seconds(1)), cpu: null },
        autoscaler: knative({ targetBurstCapacity, minScale: 1 }),
      },
      horizon: seconds(300),
    });
    return (changes.find(({ now, wanted }) => now > seconds(100) && wanted < 2)!.now - seconds(100.9)) / 1e6;
  }

  it('the idle pods that are scraped dilute the average: below 7 when 18 of its 60 seconds are zeros', () => {
    const after = fewerAfter(211);
    expect([after >= 17, after <= 22]).toEqual([true, true]); // reports, scrapes and ticks add up to 4 s
  });

  it('no pod is scraped with a target burst capacity of -1: the average stays at 10 while its window holds the load', () => {
    const after = fewerAfter(-1);
    // The activator falls silent after a part of a second and a zero: with two full seconds beside them it is below 7.
    expect([after >= 55, after <= 62]).toEqual([true, true]);
  });
});

describe('draining', () => {
  it('cuts what still executes when the termination grace is over', () => {
    const autoscaler = knative({
      targetBurstCapacity: 0,
      targetValue: 1,
      totalValue: 1,
      stableWindowSeconds: 6,
      panicWindowSeconds: 6,
    });
    const arrivals = [...Array.from({ length: 40 }, (_, k) => seconds(1) + k), seconds(1) + 50];
    const seen = record({
      arrivals,
      revision: {
        containerConcurrency: 1,
        autoscaler,
        timeout: seconds(100),
        serviceTime: {
          io: { kind: 'quantiles', p: [0, 0.5, 1], value: [seconds(1), seconds(5), seconds(90)] },
          cpu: null,
        },
      },
      startup: { sandbox: constant(seconds(1)) },
    });
    const ends = seen.of('completed').length + seen.of('lost').length;
    expect(ends).toBe(arrivals.length);
    const cut = seen.of('lost').filter(([outcome, cause]) => outcome === FAILED && cause === FAILURE['cut-by-drain']);
    for (const [, , , begun, now] of cut as number[][]) expect(now).toBeGreaterThan(begun);
  });
});

describe('retries', () => {
  it('are attempts of one request: refused twice, then answered, within the budget', () => {
    const seen = record({
      arrivals: [...Array.from({ length: 12 }, (_, k) => seconds(10) + k)],
      revision: { containerConcurrency: 1, autoscaler: onePodDirect },
      client: { timeout: null, retries: { max: 3, backoff: ms(400), budget: 0.5 } },
    });
    expect(seen.of('lost')).toEqual([]);
    expect(seen.of('completed')).toHaveLength(12);
    const [[outcome, arrived]] = seen.of('retried') as number[][];
    expect([outcome, arrived]).toEqual([REFUSED, seconds(10) + 11]);
    expect(seen.of('triedAgain')).toEqual(seen.of('retried').map(([, at]) => [at]));
  });

  it('stop when the budget is spent', () => {
    const seen = record({
      arrivals: Array.from({ length: 40 }, (_, k) => seconds(10) + k),
      revision: {
        containerConcurrency: 1,
        autoscaler: onePodDirect,
        serviceTime: { io: constant(seconds(60)), cpu: null },
      },
      client: { timeout: null, retries: { max: 10, backoff: ms(100), budget: 0.1 } },
      horizon: seconds(30),
    });
    expect(seen.of('retried')).toHaveLength(4);
    expect(seen.of('lost')).toHaveLength(29);
  });
});

describe('processor sharing', () => {
  const shared = (cpu: number, limit: number, io = 0) => ({
    containerConcurrency: 10,
    autoscaler: onePodDirect,
    limits: { cpu: limit, memory: 1 },
    serviceTime: { io: constant(io), cpu: constant(cpu) },
  });

  it('gives two requests half of one core each', () => {
    const seen = record({ arrivals: [seconds(10), seconds(10.5)], revision: shared(seconds(1), 1000) });
    // Alone for 0.5 s, then shared: the first has 0.5 s left and needs 1 s for it, the second then has 0.5 s left alone.
    expect(seen.of('completed')).toEqual([
      [seconds(10), seconds(10), seconds(11.5)],
      [seconds(10.5), seconds(10.5), seconds(12)],
    ]);
  });

  it('gives nobody more than one core', () => {
    const seen = record({ arrivals: [seconds(10), seconds(10)], revision: shared(seconds(1), 4000) });
    expect(seen.of('completed').map(([, , end]) => end)).toEqual([seconds(11), seconds(11)]);
  });

  it('shares half a core as half a core', () => {
    const seen = record({ arrivals: [seconds(10)], revision: shared(seconds(1), 500, ms(250)) });
    expect(seen.of('completed')).toEqual([[seconds(10), seconds(10), seconds(12.25)]]);
  });

  it('cuts a request at its deadline and gives its share to the others', () => {
    const seen = record({
      arrivals: [seconds(10), seconds(11)],
      revision: { ...shared(seconds(3), 1000), timeout: seconds(4) },
    });
    // 1 s alone, 3 s shared: the first has had 2.5 of its 3 s when it is cut at 14; the second has 1.5 left, until its own cut.
    expect(seen.of('lost')).toEqual([
      [TIMED_OUT, TIMEOUT['slow-service'], seconds(10), seconds(10), seconds(14)],
      [TIMED_OUT, TIMEOUT['slow-service'], seconds(11), seconds(11), seconds(15)],
    ]);
  });
});
