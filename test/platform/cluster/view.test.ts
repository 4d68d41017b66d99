import { describe, expect, it } from 'vitest';
import type { ClusterView } from '../../../src/platform/cluster/view.js';
import type { Cluster } from '../../../src/platform/recipe.js';
import { constant, knative, seconds } from '../fixture.js';
import { cluster, clustered, group, MIB, type Tenant } from './fixture.js';

const scaling = { scanInterval: seconds(10), provisioning: constant(seconds(60)), removeIdleAfter: seconds(600) };
const pods = (n: number): Tenant => ({ revision: { autoscaler: knative({ minScale: n }) }, arrivals: [seconds(1)] });

function lookAt(recipe: Cluster, tenants: readonly Tenant[], time: number): ClusterView {
  const { world } = clustered(recipe, tenants);
  world.run(seconds(time));
  return world.cluster!.look();
}

describe('a look at nodes', () => {
  it('tells what is on each, and what share of it is set aside', () => {
    const recipe = cluster({ nodeGroups: [group({ nodes: 2, zones: ['a', 'b'] })] });
    // Three pods of 325m and 128 MiB on nodes of 1000m and 1 GiB: two on the first, one on the second.
    expect(lookAt(recipe, [pods(3)], 30)).toEqual({
      nodes: [
        { group: 0, zone: 0, ordinal: 0, state: 'ready', pods: 2, cpuTaken: 0.65, memoryTaken: 0.25 },
        { group: 0, zone: 1, ordinal: 1, state: 'ready', pods: 1, cpuTaken: 0.32499999999999996, memoryTaken: 0.125 },
      ],
      waiting: [],
    });
  });

  it('tells nodes that are coming', () => {
    const recipe = cluster({ autoscaler: scaling, nodeGroups: [group({ maxNodes: 2 })] });
    const { nodes, waiting } = lookAt(recipe, [pods(5)], 30);
    expect(nodes.map(({ ordinal, state }) => [ordinal, state])).toEqual([
      [0, 'ready'],
      [1, 'booting'],
    ]);
    expect(waiting).toMatchObject([{ revision: 0, pods: 2, since: 0, what: 'node', outlook: 'coming' }]);
  });
});

describe('a look at pods that wait for a node', () => {
  it('counts the nodes on which each resource is short, of those that the pods may go to', () => {
    const recipe = cluster({
      nodeGroups: [
        group({ name: 'full', nodes: 2 }),
        group({ name: 'tight', allocatable: { cpu: 4000, memory: 100 * MIB } }),
        group({ name: 'few', maxPods: 0, allocatable: { cpu: 300, memory: 64 * MIB } }),
        group({ name: 'vault', dedicated: true }),
      ],
    });
    const [waiting] = lookAt(recipe, [pods(8)], 5).waiting;
    expect(waiting).toEqual({
      revision: 0,
      pods: 2,
      since: 0,
      what: 'node',
      nodes: 4,
      short: { cpu: 3, memory: 2, pods: 1 },
      outlook: 'no-autoscaler',
    });
  });

  it('says whether a node will come: not yet asked for, none left to ask for, none where zones are down', () => {
    const outlook = (maxNodes: number, down: boolean): unknown => {
      const recipe = cluster({
        autoscaler: { ...scaling, scanInterval: seconds(1000) },
        nodeGroups: [group({ maxNodes })],
      });
      const { world } = clustered(recipe, [pods(5)]);
      world.run(0);
      if (down) world.cluster!.loseZone('a', null, 0);
      return world.cluster!.look().waiting[0].outlook;
    };
    expect(outlook(2, false)).toBe('next-scan');
    expect(outlook(1, false)).toBe('groups-full');
    expect(outlook(2, true)).toBe('zones-down');
  });

  it('tells those that the quota keeps out apart, and what it is short of', () => {
    const recipe = cluster({ quota: { cpu: 700, memory: null, pods: 2 } });
    expect(lookAt(recipe, [pods(3)], 5).waiting).toEqual([
      { revision: 0, pods: 1, since: 0, what: 'quota', nodes: 0, short: { cpu: 1, pods: 1 }, outlook: null },
    ]);
  });
});
