import { describe, expect, it } from 'vitest';
import { COLD, FAILURE, PHASE } from '../../../src/platform/causes.js';
import { FAILED } from '../../../src/platform/request.js';
import { sampler } from '../../../src/random/sampler.js';
import { openStreams } from '../../../src/random/streams.js';
import { SECOND } from '../../../src/units/quantities.js';
import { constant, knative, ms, seconds } from '../fixture.js';
import { cluster, clustered, group, MIB, nodesOf, run, type Tenant } from './fixture.js';

const fixed = (pods: number) => ({ policy: 'fixed', pods }) as const;
const startup = { scheduling: constant(ms(20)), sandbox: constant(seconds(2)) };
const oneSlot = { containerConcurrency: 1, serviceTime: { io: constant(seconds(1)), cpu: null } };
const phases = { imagePull: null, containerStart: null, applicationStart: null, readiness: null };

describe('one node and three pods', () => {
  const image = { size: 50 * MIB, layers: [50 * MIB] };
  const tenant: Tenant = {
    arrivals: [seconds(1), seconds(1) + 1, seconds(1) + 2, seconds(1) + 3],
    revision: {
      ...oneSlot,
      autoscaler: fixed(3),
      start: 0,
      startup: { preset: null, source: null, phases: { ...phases, ...startup }, image, warmPool: 0 },
    },
  };

  it('are scheduled after 20 ms, wait for one pull of 5 s, start in 2 s, and serve four requests', () => {
    const { seen } = run(cluster(), [tenant]);
    const up = seconds(7.02);
    expect(seen[0].of('ready')).toEqual([[0, up], [0, up], [0, up]]); // prettier-ignore
    expect(seen[0].of('completed')).toEqual([
      [seconds(1), up, up + SECOND],
      [seconds(1) + 1, up, up + SECOND],
      [seconds(1) + 2, up, up + SECOND],
      [seconds(1) + 3, up + SECOND, up + 2 * SECOND],
    ]);
    expect(seen[0].of('cold').map(([, , phase]) => phase)).toEqual(Array(4).fill(PHASE['image-pull']));
  });

  it('pull nothing where the image is on every node from the start', () => {
    const prePulled = { ...tenant.revision!.startup!, image: { ...image, prePulled: true } as const };
    const { seen } = run(cluster(), [{ ...tenant, revision: { ...tenant.revision, startup: prePulled } }]);
    expect(seen[0].of('ready')[0]).toEqual([0, seconds(2.02)]);
  });

  it('have no room for a fourth: 25m of every pod are the queue-proxy’s, DaemonSets have theirs', () => {
    const four = { revision: { autoscaler: fixed(4) } };
    expect(nodesOf(run(cluster(), [four]))).toEqual([0, 0, 0, -1]);
    const daemonSets = { cpu: 26, memory: 0, pods: 0 };
    expect(nodesOf(run(cluster({ daemonSets }), [four]))).toEqual([0, 0, -1, -1]);
    const fewPods = cluster({ daemonSets: { cpu: 0, memory: 0, pods: 8 }, nodeGroups: [group({ maxPods: 10 })] });
    expect(nodesOf(run(fewPods, [four]))).toEqual([0, 0, -1, -1]);
    const littleMemory = cluster({ nodeGroups: [group({ allocatable: { cpu: 1000, memory: 255 * MIB } })] });
    expect(nodesOf(run(littleMemory, [four]))).toEqual([0, -1, -1, -1]);
  });
});

describe('a full cluster', () => {
  const autoscaler = { scanInterval: seconds(10), provisioning: constant(seconds(40)), removeIdleAfter: seconds(600) };
  const grows = cluster({ autoscaler, nodeGroups: [group({ maxNodes: 2 })] });

  it('gets a node one scan and one provisioning time later, and the pod that waited starts there', () => {
    const made = clustered(grows, [{ startup, revision: { ...oneSlot, autoscaler: fixed(4), start: 3 } }]);
    const { firstScan } = made.world.cluster!.scaler!;
    made.world.run(seconds(3600));
    expect(firstScan).toBeGreaterThan(ms(20)); // the pod is created at time 0 and sought for at 20 ms
    const ready = firstScan + seconds(40);
    expect(made.nodes.of('requested')).toEqual([[0, firstScan]]);
    expect(made.nodes.of('ready')).toEqual([[0, ready]]);
    expect(made.nodes.of('waiting')).toEqual([
      [0, 1, ms(20)],
      [0, 0, ready],
    ]);
    expect(made.seen[0].of('ready').at(-1)).toEqual([0, ready + seconds(2)]);
  });

  it('says that cold requests waited for a node, and for its provisioning longest', () => {
    const autoscaled = knative({ minScale: 4, initialScale: 4, maxScale: 5 });
    const revision = { ...oneSlot, autoscaler: autoscaled, start: 3 };
    const arrivals = Array.from({ length: 150 }, (_, k) => seconds(20) + k);
    const { seen } = run(grows, [{ arrivals, startup, revision }]);
    const cold = seen[0].of('cold');
    expect(cold.length).toBeGreaterThan(0);
    for (const [, cause, phase] of cold) expect([cause, phase]).toEqual([COLD['waiting-for-node'], PHASE['node-provisioning']]); // prettier-ignore
  });

  it('asks for as many nodes as the pods that wait fill, counting those that are coming, and no more than it may', () => {
    const room = cluster({ autoscaler, nodeGroups: [group({ maxNodes: 9 })] });
    const seven = run(room, [{ revision: { autoscaler: fixed(9), start: 3 } }]); // six wait, three to a node
    expect(seven.nodes.of('requested')).toHaveLength(2);
    expect(nodesOf(seven)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
    const capped = run(grows, [{ revision: { autoscaler: fixed(9), start: 3 } }]);
    expect(nodesOf(capped).filter((node) => node < 0)).toHaveLength(3);
  });

  it('takes from the first group, as declared, that the pod may go to', () => {
    const groups = [group({ nodes: 0, maxNodes: 1 }), group({ name: 'more', nodes: 0, maxNodes: 5 })];
    const made = run(cluster({ autoscaler, nodeGroups: groups }), [{ revision: { autoscaler: fixed(6), start: 0 } }]);
    expect(made.nodes.of('requested').map(([which]) => which)).toEqual([0, 1]);
    const bound = [{ nodeGroup: 'more', revision: { autoscaler: fixed(3), start: 0 } }];
    expect(run(cluster({ autoscaler, nodeGroups: groups }), bound).nodes.of('requested')).toHaveLength(1);
  });

  it('sends a node away when nobody has needed it for long enough, and keeps those it began with', () => {
    const burst = knative({ maxScale: 6, initialScale: 6 });
    const made = clustered(cluster({ autoscaler, nodeGroups: [group({ maxNodes: 2 })] }), [
      { startup, revision: { ...oneSlot, autoscaler: burst, start: 6 } },
    ]);
    made.world.run(seconds(3600));
    const [, gone] = made.nodes.of('removed')[0] as number[];
    // Pods went to zero; the last of them left its node at the end of its draining.
    const last = Math.max(...made.seen[0].of('gone').map(([, , now]) => now as number));
    const { firstScan } = made.world.cluster!.scaler!;
    const scanAfter = (time: number): number => firstScan + Math.ceil((time - firstScan) / seconds(10)) * seconds(10);
    expect(gone).toBeLessThanOrEqual(scanAfter(last) + seconds(600));
    expect(gone).toBeGreaterThan(seconds(600));
    expect(made.nodes.of('removed')).toHaveLength(1);
    expect(made.nodes.of('ended')).toEqual([[0, 0, gone]]);
  });

  it('moves the pods of a node that is little used elsewhere, and sends it away', () => {
    const pair = cluster({ autoscaler, nodeGroups: [group({ nodes: 1, maxNodes: 2 })] });
    // Two pods of 400m fill node 0 so that the third waits for node 1; then the small tenant leaves node 0.
    const big = { name: 'big', revision: { requests: { cpu: 600, memory: MIB }, autoscaler: fixed(1) } };
    const first = knative({ initialScale: 1 }); // one pod that goes to zero without traffic
    const leaves = { name: 'leaves', revision: { requests: { cpu: 300, memory: MIB }, autoscaler: first } };
    const stays = { name: 'stays', startup, revision: { requests: { cpu: 300, memory: MIB }, autoscaler: fixed(1), start: 0 } }; // prettier-ignore
    const made = run(pair, [big, leaves, stays]);
    expect(made.nodes.of('removed')).toHaveLength(1);
    expect(nodesOf(made, 2)).toEqual([0]);
    expect(made.seen[2].of('created')).toHaveLength(2); // the pod that moved is another pod
  });
});

describe('a zone that dies at 60 s', () => {
  const zones = cluster({ spread: 'zone', nodeGroups: [group({ nodes: 2, zones: ['a', 'b'] })] });
  const tenant = (arrivals: readonly number[]): Tenant => ({
    arrivals: arrivals.map(seconds),
    startup,
    revision: { ...oneSlot, autoscaler: fixed(2) },
  });

  it('fails what its pod held; the other pod serves on, and the new one whom the lost one would have served', () => {
    const made = clustered(zones, [tenant([59.5, 59.6, 60.1, 60.2, 60.3, 70])]);
    expect(nodesOf(made)).toEqual([0, 1]);
    made.world.run(seconds(60) - 1);
    expect(made.world.cluster!.loseZone('a', null, seconds(60))).toEqual([0]);
    made.world.run(seconds(100));
    const [seen] = made.seen;
    expect(seen.of('lost')).toEqual([[FAILED, FAILURE['killed-in-flight'], seconds(59.5), seconds(59.5), seconds(60)]]);
    // The pod in zone b: 59.6 to 60.6, then 60.6, 61.6. Its helper is created at 60 s, scheduled at 60.02, up at 62.02.
    expect(seen.of('completed')).toEqual([
      [seconds(59.6), seconds(59.6), seconds(60.6)],
      [seconds(60.1), seconds(60.6), seconds(61.6)],
      [seconds(60.2), seconds(61.6), seconds(62.6)],
      [seconds(60.3), seconds(62.02), seconds(63.02)],
      [seconds(70), seconds(70), seconds(71)],
    ]);
    expect(seen.of('cold')).toEqual([[seconds(60.3), COLD['pods-lost'], PHASE.sandbox]]);
    expect(nodesOf(made)).toEqual([1, 1]);
  });

  it('gives back its nodes when it returns: pods that found no room go there', () => {
    const full = cluster({ spread: 'zone', nodeGroups: [group({ nodes: 2, zones: ['a', 'b'], maxPods: 1 })] });
    const made = clustered(full, [tenant([])]);
    made.world.run(seconds(60) - 1);
    made.world.cluster!.loseZone('a', null, seconds(60));
    made.world.run(seconds(90) - 1);
    expect(nodesOf(made)).toEqual([1, -1]);
    made.world.cluster!.zoneReturns('a', seconds(90));
    made.world.run(seconds(200));
    expect(nodesOf(made)).toEqual([1, 0]);
    expect(made.seen[0].of('ready').at(-1)).toEqual([seconds(60), seconds(92)]);
    expect(made.nodes.of('ended')).toEqual([[0, 0, seconds(60)]]);
    expect(made.nodes.of('began').at(-1)).toEqual([0, 0, seconds(90)]);
  });

  it('gets no new node while it is down: the cluster autoscaler makes up for it elsewhere', () => {
    const autoscaler = { scanInterval: seconds(10), provisioning: constant(seconds(30)), removeIdleAfter: seconds(60) };
    const made = clustered(
      { ...zones, autoscaler, nodeGroups: [group({ nodes: 2, maxNodes: 3, zones: ['a', 'b'] })] },
      [tenant([])],
    );
    made.world.run(seconds(60) - 1);
    made.world.cluster!.loseZone('a', null, seconds(60));
    made.world.run(seconds(200));
    const { nodes } = made.world.cluster!;
    expect(made.nodes.of('requested')).toHaveLength(1);
    expect(Array.from({ length: 3 }, (_, row) => nodes.zone[row])).toEqual([0, 1, 1]);
  });
});

describe('a spot node', () => {
  const reclaim = { rate: 1 / 600, notice: seconds(120) };
  const spot = cluster({ nodeGroups: [group({ kind: 'spot', nodes: 1, reclaim }), group({ name: 'safe', nodes: 1 })] });
  const life = sampler({ kind: 'exponential', mean: seconds(600) }, openStreams(1, 0)('cluster')('reclaim/base/0'));
  const notice = Math.round(life());

  it('is drained at its notice: no pod of it takes a request any more, and another node has its pods in time', () => {
    const tenant = { startup, revision: { ...oneSlot, autoscaler: fixed(1) }, arrivals: [notice + 5 * SECOND] };
    const made = run(spot, [tenant]);
    expect(made.nodes.of('reclaimed')).toEqual([[0, notice]]);
    expect(made.nodes.of('ended')).toEqual([[0, 0, notice + seconds(120)]]);
    expect(made.seen[0].of('gone')).toEqual([[0, 0, notice + seconds(30)]]); // 30 s without a request, and it is done
    expect(made.seen[0].of('ready').at(-1)).toEqual([notice, notice + ms(2020)]);
    expect(made.seen[0].of('completed')).toEqual([[notice + 5 * SECOND, notice + 5 * SECOND, notice + 6 * SECOND]]);
    expect(nodesOf(made)).toEqual([1]);
  });

  it('takes with it what still executes at its end', () => {
    const long = { containerConcurrency: 1, serviceTime: { io: constant(seconds(200)), cpu: null } };
    const begun = notice - SECOND;
    const { seen } = run(spot, [{ startup, revision: { ...long, autoscaler: fixed(1) }, arrivals: [begun] }]);
    expect(seen[0].of('lost')).toEqual([[FAILED, FAILURE['killed-in-flight'], begun, begun, notice + seconds(120)]]);
  });

  it('is made up for at the next scan, where somebody scans', () => {
    const autoscaler = { scanInterval: seconds(10), provisioning: constant(seconds(30)), removeIdleAfter: seconds(60) };
    const made = clustered({ ...spot, autoscaler }, [{ revision: { autoscaler: fixed(1) } }]);
    const { firstScan } = made.world.cluster!.scaler!;
    made.world.run(notice + seconds(60));
    const scan = firstScan + Math.ceil((notice - firstScan) / seconds(10)) * seconds(10);
    expect(made.nodes.of('requested')).toEqual([[0, scan]]);
  });
});

describe('a namespace quota', () => {
  it('keeps pods out until others have ended, and is named as the cause', () => {
    const quota = { cpu: null, memory: null, pods: 2 };
    const big = cluster({ quota, nodeGroups: [group({ nodes: 3 })] });
    const going = { name: 'going', revision: { autoscaler: knative() } }; // its pod goes to zero without traffic
    const wants = { name: 'wants', startup, revision: { ...oneSlot, autoscaler: knative({ minScale: 2 }), start: 1 } };
    const arrivals = Array.from({ length: 8 }, (_, k) => seconds(10) + k);
    const made = run(big, [going, { ...wants, arrivals }], seconds(200));
    const [gone] = made.seen[0].of('gone').map(([, , now]) => now as number);
    expect(gone).toBeGreaterThan(seconds(30));
    const [, second] = made.seen[1].of('ready') as number[][];
    expect(second[1]).toBe(gone + ms(2020));
  });

  it('counts CPU and memory with the queue-proxy, from creation on', () => {
    const limit = (cpu: number | null, memory: number | null) =>
      cluster({ quota: { cpu, memory, pods: null }, nodeGroups: [group({ nodes: 3 })] });
    const four = [{ revision: { autoscaler: fixed(4) } }];
    expect(nodesOf(run(limit(975, null), four)).filter((node) => node < 0)).toHaveLength(1);
    expect(nodesOf(run(limit(974, null), four)).filter((node) => node < 0)).toHaveLength(2);
    expect(nodesOf(run(limit(null, 128 * MIB), four)).filter((node) => node < 0)).toHaveLength(3);
  });
});
