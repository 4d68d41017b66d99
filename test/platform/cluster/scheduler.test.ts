import { describe, expect, it } from 'vitest';
import { groupsOf, Nodes, READY_NODE, type Need } from '../../../src/platform/cluster/nodes.js';
import { Scheduler } from '../../../src/platform/cluster/scheduler.js';
import type { Cluster } from '../../../src/platform/recipe.js';
import { cluster, clustered, group, MIB, nodesOf, run } from './fixture.js';
import { seconds } from '../fixture.js';

const need = (options: Partial<Need> = {}): Need => ({ cpu: 100, memory: 64 * MIB, gpus: 0, allowed: [true, true], ...options }); // prettier-ignore
const fixed = (pods: number) => ({ policy: 'fixed', pods }) as const;

/** Ready nodes of a cluster, in rows 0, 1, ..., of each of which so much is taken. */
function standing(recipe: Cluster, taken: readonly Partial<Need>[]) {
  const groups = groupsOf(recipe);
  const nodes = new Nodes(groups);
  for (const state of groups)
    for (let k = 0; k < state.recipe.nodes; k++) {
      const row = nodes.take(state, state.zones[k % state.zones.length]);
      nodes.state[row] = READY_NODE;
    }
  taken.forEach((part, row) => nodes.bind(row, need({ cpu: 0, memory: 0, ...part }), 1));
  return { nodes, scheduler: new Scheduler(nodes, recipe) };
}
const three = { nodeGroups: [group({ nodes: 3, zones: ['a', 'b', 'c'] })] };
const NOWHERE = new Int32Array(3);

describe('the scheduler', () => {
  it('scores as the kube-scheduler does: CPU and memory alike, in whole hundredths', () => {
    const { scheduler } = standing(cluster(three), [{ cpu: 333, memory: 256 * MIB }]);
    // (1000 - 433) / 1000 -> 56, (1024 - 320) / 1024 -> 68, together 62.
    expect(scheduler.score(0, need())).toBe(62);
    const most = standing(cluster({ ...three, score: 'most-allocated' }), [{ cpu: 333, memory: 256 * MIB }]);
    // 433 / 1000 -> 43, 320 / 1024 -> 31, together 37.
    expect(most.scheduler.score(0, need())).toBe(37);
  });

  it('prefers the emptiest node, or the fullest on which the pod fits; of equal ones the first', () => {
    const taken = [{ cpu: 500 }, { cpu: 200 }, { cpu: 950 }];
    expect(standing(cluster(three), taken).scheduler.choose(need(), NOWHERE)).toBe(1);
    expect(standing(cluster({ ...three, score: 'most-allocated' }), taken).scheduler.choose(need(), NOWHERE)).toBe(0);
    expect(standing(cluster(three), []).scheduler.choose(need(), NOWHERE)).toBe(0);
  });

  it('spreads the pods of a revision over zones first, as far as nodes have room', () => {
    const spread = cluster({ ...three, spread: 'zone' });
    expect(standing(spread, []).scheduler.choose(need(), new Int32Array([1, 1, 0]))).toBe(2);
    expect(standing(spread, [{}, {}, { cpu: 950 }]).scheduler.choose(need(), new Int32Array([2, 1, 0]))).toBe(1);
    expect(standing(cluster(three), []).scheduler.choose(need(), new Int32Array([1, 1, 0]))).toBe(0);
  });

  it('finds nothing where CPU, memory, pods or GPUs do not suffice, or the group is not allowed', () => {
    const one = (options: Partial<Need>, taken: Partial<Need> = {}) =>
      standing(cluster({ nodeGroups: [group({ maxPods: 2, gpus: 1 })] }), [taken]).scheduler.choose(need(options), NOWHERE); // prettier-ignore
    expect(one({})).toBe(0);
    expect(one({ cpu: 1001 })).toBe(-1);
    expect(one({ memory: 1025 * MIB })).toBe(-1);
    expect(one({ gpus: 1 })).toBe(0);
    expect(one({ gpus: 1 }, { gpus: 1 })).toBe(-1);
    expect(one({ allowed: [false, true] })).toBe(-1);
  });
});

describe('node groups', () => {
  const groups = cluster({
    nodeGroups: [
      group({ name: 'gpu', gpus: 2 }),
      group({ name: 'vault', dedicated: true }),
      group({ name: 'cheap' }),
      group({ name: 'base' }),
    ],
  });
  const one = (tenant: object) => nodesOf(run(groups, [{ revision: { autoscaler: fixed(1) }, ...tenant }]))[0];

  it('take the services that are bound to them, and of others only those that may go there', () => {
    expect(one({})).toBe(2); // neither the GPUs nor the dedicated group
    expect(one({ notNodeGroups: ['cheap'] })).toBe(3);
    expect(one({ nodeGroup: 'vault' })).toBe(1);
    expect(one({ nodeGroup: 'gpu' })).toBe(0);
    expect(one({ revision: { autoscaler: fixed(1), gpus: 1 } })).toBe(0);
  });

  it('with GPUs hold as many pods as there are GPUs for', () => {
    const pods = nodesOf(run(groups, [{ revision: { autoscaler: fixed(3), gpus: 1 } }]));
    expect(pods).toEqual([0, 0, -1]);
  });
});

describe('pods that wait for a node', () => {
  it('go in the order of their coming, but for those that do not fit where others do', () => {
    const pods = (cpu: number, count: number, at: number) => ({ revision: { requests: { cpu: cpu - 25, memory: MIB }, autoscaler: fixed(count), start: at } }); // prettier-ignore
    const made = clustered(cluster({ nodeGroups: [group({ nodes: 2, zones: ['a', 'b'] })] }), [
      { name: 'full', ...pods(900, 2, 2) },
      { name: 'large', ...pods(500, 1, 0) },
      { name: 'small', ...pods(300, 2, 0) },
    ]);
    made.world.run(seconds(10));
    expect([1, 2].map((r) => nodesOf(made, r))).toEqual([[-1], [-1, -1]]);
    made.world.cluster!.loseZone('a', null, seconds(11)); // the pod of `full` waits behind the others from now on
    made.world.cluster!.zoneReturns('a', seconds(12));
    made.world.run(seconds(20));
    expect([0, 1, 2].map((r) => nodesOf(made, r))).toEqual([[1, -1], [0], [0, -1]]);
  });
});
