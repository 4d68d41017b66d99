import { describe, expect, it } from 'vitest';
import { FAILURE, REFUSAL, TIMEOUT } from '../../src/platform/causes.js';
import { FAILED, REFUSED, TIMED_OUT } from '../../src/platform/request.js';
import { MIB } from '../../src/units/quantities.js';
import { constant, ms, onePodDirect, record, seconds } from './fixture.js';

describe('a pod of 512 MiB that uses 100 MiB, and 200 MiB for each request', () => {
  const revision = {
    containerConcurrency: 10,
    autoscaler: onePodDirect,
    limits: { cpu: 1000, memory: 512 * MIB },
    memory: { base: 100 * MIB, perRequest: 200 * MIB },
    serviceTime: { io: constant(seconds(1)), cpu: null },
  };
  const startup = { sandbox: constant(seconds(5)), applicationStart: constant(ms(400)) };

  it('holds two requests; the third kills it with all three, and it starts again in its place', () => {
    const arrivals = [seconds(10), seconds(10.1), seconds(10.2), seconds(10.3), seconds(20), seconds(20)];
    const seen = record({ arrivals, revision, startup });
    expect(seen.of('lost').map(([outcome, cause, arrived, , now]) => [outcome, cause, arrived, now])).toEqual([
      [FAILED, FAILURE['out-of-memory'], seconds(10), seconds(10.2)],
      [FAILED, FAILURE['out-of-memory'], seconds(10.1), seconds(10.2)],
      [FAILED, FAILURE['out-of-memory'], seconds(10.2), seconds(10.2)],
    ]);
    expect(seen.of('completed')).toEqual([
      [seconds(10.3), seconds(10.6), seconds(11.6)],
      [seconds(20), seconds(20), seconds(21)],
      [seconds(20), seconds(20), seconds(21)],
    ]);
    expect(seen.of('restarted')).toEqual([[seconds(10.2)]]);
    expect(seen.of('created')).toHaveLength(1);
  });

  it('waits for its back-off when it is killed again', () => {
    const burst = [0, 1, 2].map((k) => seconds(10) + k);
    const again = [0, 1, 2].map((k) => seconds(11) + k);
    const seen = record({ arrivals: [...burst, ...again, seconds(12)], revision, startup });
    expect(seen.of('restarted')).toEqual([[seconds(10) + 2], [seconds(11) + 2]]);
    // Killed at 11 s for the second time: starts 10 s later and is up 400 ms after that.
    expect(seen.of('completed')).toEqual([[seconds(12), seconds(21.4) + 2, seconds(22.4) + 2]]);
  });

  it('is safe behind a container concurrency of two: the third waits in the queue-proxy', () => {
    const arrivals = [seconds(10), seconds(10.1), seconds(10.2)];
    const seen = record({ arrivals, revision: { ...revision, containerConcurrency: 2 }, startup });
    expect(seen.of('lost')).toEqual([]);
    expect(seen.of('completed').map(([, begun]) => begun)).toEqual([seconds(10), seconds(10.1), seconds(11)]);
  });
});

describe('a database with two connections behind three pods', () => {
  const fixed = { containerConcurrency: 1, autoscaler: { policy: 'fixed', pods: 3 } as const };
  const revision = { ...fixed, serviceTime: { io: constant(seconds(1)), cpu: null } };
  const downstream = { connections: 2, rate: null, queue: null };

  it('lets the third request wait in its pod until a connection is free', () => {
    const seen = record({ arrivals: [seconds(1), seconds(1.1), seconds(1.2)], revision, downstream });
    expect(seen.of('completed')).toEqual([
      [seconds(1), seconds(1), seconds(2)],
      [seconds(1.1), seconds(1.1), seconds(2.1)],
      [seconds(1.2), seconds(1.2), seconds(3)],
    ]);
  });

  it('serves in the order of coming, and says of who waited too long that it was the dependency', () => {
    const arrivals = [0, 1, 2].map((k) => seconds(1 + k / 10));
    const impatient = { ...revision, timeout: seconds(0.8) };
    const seen = record({ arrivals, revision: impatient, downstream });
    expect(seen.of('lost')).toEqual([
      [TIMED_OUT, TIMEOUT['slow-service'], seconds(1), seconds(1), seconds(1.8)],
      [TIMED_OUT, TIMEOUT['slow-service'], seconds(1.1), seconds(1.1), seconds(1.9)],
      [TIMED_OUT, TIMEOUT['downstream-wait'], seconds(1.2), seconds(1.2), seconds(2)],
    ]);
    const held = record({
      arrivals,
      revision: { ...impatient, timeout: seconds(0.55) },
      downstream: { ...downstream, connections: 1 },
    });
    expect(held.of('lost')).toEqual([
      [TIMED_OUT, TIMEOUT['slow-service'], seconds(1), seconds(1), seconds(1.55)],
      [TIMED_OUT, TIMEOUT['downstream-wait'], seconds(1.1), seconds(1.1), seconds(1.65)],
      [TIMED_OUT, TIMEOUT['downstream-wait'], seconds(1.2), seconds(1.2), seconds(1.75)],
    ]);
    const short = record({
      arrivals: [seconds(1), seconds(1.9)],
      revision: { ...revision, timeout: seconds(5) },
      client: { timeout: seconds(2), retries: null },
      downstream: { connections: 1, rate: 0.25, queue: null },
    });
    // One permit every 4 s: the second would have its own at 5 s and gives up at 3.9.
    expect(short.of('completed')).toEqual([[seconds(1), seconds(1), seconds(2)]]);
    expect(short.of('lost')).toEqual([
      [TIMED_OUT, TIMEOUT['downstream-wait'], seconds(1.9), seconds(1.9), seconds(3.9)],
    ]);
  });

  it('refuses whoever finds its line full', () => {
    const arrivals = [0, 1, 2].map((k) => seconds(1) + k);
    const seen = record({ arrivals, revision, downstream: { connections: 1, rate: null, queue: 1 } });
    expect(seen.of('lost')).toEqual([
      [REFUSED, REFUSAL['downstream-limit'], seconds(1) + 2, seconds(1) + 2, seconds(1) + 2],
    ]);
    expect(seen.of('completed').map(([, , end]) => end)).toEqual([seconds(2), seconds(3)]);
  });

  it('gives CPU time only to who has a connection', () => {
    const shared = { ...onePodDirect };
    const seen = record({
      arrivals: [seconds(10), seconds(10)],
      revision: {
        containerConcurrency: 10,
        autoscaler: shared,
        serviceTime: { io: constant(ms(100)), cpu: constant(ms(400)) },
      },
      downstream: { connections: 1, rate: null, queue: null },
    });
    expect(seen.of('completed')).toEqual([
      [seconds(10), seconds(10), seconds(10.5)],
      [seconds(10), seconds(10), seconds(11)],
    ]);
    expect(seen.of('usedCpu')).toEqual([[ms(400)], [ms(400)]]);
  });

  it('gives a crashed pod’s connection to another one, and forgets its requests in line', () => {
    const seen = record({
      arrivals: [seconds(9.5), seconds(9.6)],
      revision: { ...revision, containerConcurrency: 10, autoscaler: { policy: 'fixed', pods: 1 } },
      downstream: { connections: 1, rate: null, queue: null },
      faults: [{ kind: 'podCrash', target: null, factor: null, at: seconds(10), for: null }],
    });
    expect(seen.of('lost').map(([, cause, arrived]) => [cause, arrived])).toEqual([
      [FAILURE['killed-in-flight'], seconds(9.6)],
      [FAILURE['killed-in-flight'], seconds(9.5)],
    ]);
    const after = record({
      arrivals: [seconds(9.5), seconds(9.6), seconds(12), seconds(12.5)],
      revision: { ...revision, containerConcurrency: 10, autoscaler: { policy: 'fixed', pods: 1 } },
      downstream: { connections: 1, rate: null, queue: null },
      faults: [{ kind: 'podCrash', target: null, factor: null, at: seconds(10), for: null }],
    });
    expect(after.of('completed').map(([, , end]) => end)).toEqual([seconds(13), seconds(14)]);
  });
});

describe('a dependency that takes 3 requests per second', () => {
  it('takes them evenly spaced, and is exact over a long time though its spacing is no whole number', () => {
    const arrivals = Array.from({ length: 3001 }, () => seconds(1));
    const seen = record({
      arrivals,
      revision: {
        containerConcurrency: 0,
        autoscaler: { policy: 'fixed', pods: 2 },
        timeout: seconds(3600),
        serviceTime: { io: constant(ms(100)), cpu: null },
      },
      downstream: { connections: null, rate: 3, queue: null },
    });
    const ends = seen.of('completed').map(([, , end]) => Number(end));
    expect(ends.slice(0, 4)).toEqual([1_100_000, 1_433_334, 1_766_667, 2_100_000]);
    expect(ends.at(-1)).toBe(seconds(1001.1));
  });
});
