import { describe, expect, it, vi } from 'vitest';
import { A_IN_USE } from '../../../src/platform/activatorState.js';
import { TIMEOUT } from '../../../src/platform/causes.js';
import type { Silence } from '../../../src/platform/recipe.js';
import { TIMED_OUT } from '../../../src/platform/request.js';
import { constant, knative, ms, seconds } from '../fixture.js';
import { cluster, clustered, group, nodesOf, type Clustered, type Tenant } from './fixture.js';

const SILENT = TIMEOUT['node-silent'];
/** One node in each of two zones, with room for all. */
const zones = cluster({ spread: 'zone', nodeGroups: [group({ nodes: 2, zones: ['a', 'b'] })] });
const silence: Silence = { detection: seconds(40), eviction: seconds(30) };

/** Two pods of ten slots, to which the ingress goes in turn; 100 ms of service, time-out 20 s. */
const direct: Tenant = {
  arrivals: Array.from({ length: 120 }, (_, k) => seconds(k + 0.5)),
  startup: { sandbox: constant(seconds(2)) },
  revision: {
    autoscaler: knative({ targetBurstCapacity: 0, minScale: 2, maxScale: 2 }),
    timeout: seconds(20),
  },
  network: { endpointDelay: seconds(1) },
};

/** Zone a falls silent at 10 s. */
function silenced(tenants: readonly Tenant[], until: number, how: Silence = silence): Clustered {
  const made = clustered(zones, tenants);
  made.world.run(seconds(10) - 1);
  made.world.cluster!.loseZone('a', how, seconds(10));
  made.world.run(seconds(until));
  return made;
}

describe('a zone that falls silent at 10 s, is found at 50 s and given up at 80 s', () => {
  it('lets every other request hang to its time-out until the ingress knows, and none after', () => {
    const { seen } = silenced([direct], 200);
    const lost = seen[0].of('lost');
    // The first request is let through by an activator; from the second on the ingress takes the pods in turn, that in zone
    // a first. It hears of its end at 51 s.
    const hung = Array.from({ length: 20 }, (_, k) => seconds(11.5 + 2 * k));
    expect(lost).toEqual(hung.map((at) => [TIMED_OUT, SILENT, at, -1, at + seconds(20)]));
    expect(seen[0].of('completed')).toHaveLength(120 - 20);
  });

  it('lets what executes there hang too: it was begun, and its pod is idle from then on', () => {
    const arrivals = [seconds(9.95)];
    const { seen } = silenced([{ ...direct, arrivals }], 200);
    expect(seen[0].of('lost')).toEqual([[TIMED_OUT, SILENT, seconds(9.95), seconds(9.95), seconds(29.95)]]);
    expect(seen[0].of('busy')).toEqual([[seconds(9.95), seconds(10)]]);
  });

  it('has its pod counted by the Deployment until it is given up: only then another one starts', () => {
    const made = silenced([direct], 200);
    const { seen } = made;
    expect(seen[0].of('created')).toEqual([[0], [0], [seconds(80)]]);
    expect(seen[0].of('gone')).toEqual([[0, 0, seconds(80)]]);
    expect(seen[0].of('ready').at(-1)).toEqual([seconds(80), seconds(82)]);
    expect(nodesOf(made)).toEqual([1, 1]);
  });

  it('has its pod counted as ready until it is found', () => {
    const at = (second: number): number => silenced([direct], second).world.revisions[0].ready;
    expect([at(49), at(51), at(79), at(83)]).toEqual([2, 1, 1, 2]);
  });

  it('is paid for until it is found', () => {
    const { nodes } = silenced([direct], 200);
    expect(nodes.of('ended')).toEqual([[0, 0, seconds(50)]]);
    expect(nodes.of('lost')).toEqual([[0, seconds(10)]]);
    expect(nodes.of('unready')).toEqual([[0, seconds(50)]]);
  });

  it('answers no scrape: of two pods two are asked, and one answer is as good as none', () => {
    const made = silenced([direct], 12);
    const record = vi.spyOn(made.world.revisions[0].policy, 'record');
    made.world.run(seconds(49));
    expect(record).not.toHaveBeenCalled();
    made.world.run(seconds(60));
    expect(record).toHaveBeenCalled();
  });
});

describe('through the activator', () => {
  it('a silent pod holds as many requests as it has slots, and takes the next when their time is over', () => {
    const proxied: Tenant = {
      ...direct,
      revision: {
        autoscaler: knative({ targetBurstCapacity: -1, minScale: 2, maxScale: 2, totalValue: 1 }),
        containerConcurrency: 1,
        timeout: seconds(20),
      },
    };
    const { seen, world } = silenced([proxied], 200);
    const hung = seen[0].of('lost').map(([, cause, arrived, , ended]) => [cause, arrived, ended]);
    // One slot, so one of them at a time. Who arrives at 30.5 s is a moment too early, and at 51.5 s the pod is known to be gone.
    expect(hung).toEqual([
      [SILENT, seconds(10.5), seconds(30.5)],
      [SILENT, seconds(31.5), seconds(51.5)],
    ]);
    expect(world.revisions[0].activator.i[A_IN_USE]).toBe(0);
  });
});

describe('a silent node', () => {
  it('that answers again before it is found gives its pods up at once', () => {
    const made = silenced([direct], 20 - 1e-6);
    made.world.cluster!.zoneReturns('a', seconds(20));
    made.world.run(seconds(200));
    expect(made.seen[0].of('created')).toEqual([[0], [0], [seconds(20)]]);
    expect(made.seen[0].of('lost').map(([, , at]) => at)).toEqual([11.5, 13.5, 15.5, 17.5, 19.5].map(seconds));
    expect(made.nodes.of('began').at(-1)).toEqual([0, 0, seconds(20)]);
    expect(made.nodes.of('unready')).toEqual([[0, seconds(20)]]);
  });

  it('is given pods until it is found; they never start, and are replaced when it is given up', () => {
    // The zone with the fewest pods of the revision is the silent one.
    const late: Tenant = {
      ...direct,
      name: 'late',
      arrivals: [seconds(15)],
      revision: { ...direct.revision, autoscaler: knative({ maxScale: 1 }), start: 0 },
    };
    const made = silenced([{ ...direct, arrivals: [] }, late], 79);
    expect(nodesOf(made, 1)).toEqual([0]);
    expect(made.seen[1].of('ready')).toEqual([]);
    made.world.run(seconds(100));
    expect(nodesOf(made, 1)).toEqual([1]);
  });

  it('is lost at once where it is found and given up in that microsecond', () => {
    const { seen } = silenced([direct], 200, { detection: 0, eviction: 0 });
    expect(seen[0].of('created')).toEqual([[0], [0], [seconds(10)]]);
    expect(seen[0].of('lost')).toEqual([]);
  });

  it('has pods that scale per request lost at once: who hands requests out knows its instances', () => {
    const { autoscaler: _, ...rest } = direct.revision!;
    const instance: Tenant = {
      ...direct,
      revision: {
        ...rest,
        containerConcurrency: 1,
        serviceTime: { io: constant(ms(600)), cpu: null },
        autoscaler: { policy: 'per-request', expiry: seconds(60), idleOrder: 'newest', maxPods: 0, provisioned: 0 },
      },
      arrivals: [seconds(9.9)],
      startup: {},
    };
    const { seen } = silenced([instance], 60);
    expect(seen[0].of('lost')).toHaveLength(1);
    expect(seen[0].of('lost')[0].at(-1)).toBe(seconds(10));
  });
});
