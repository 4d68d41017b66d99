import { describe, expect, it } from 'vitest';
import { PI, PI_STATE, READY, STARTING } from '../../../src/platform/pods.js';
import { victims } from '../../../src/platform/victims.js';
import { constant, ms, seconds } from '../fixture.js';
import { cluster, clustered, group } from './fixture.js';

const fixed = (pods: number) => ({ policy: 'fixed', pods }) as const;

describe('whom a ReplicaSet ends first', () => {
  it('are pods without a node, then those that start, then those that share their node with more of their kind', () => {
    const two = cluster({
      score: 'most-allocated',
      nodeGroups: [group({ nodes: 1 }), group({ name: 'more', nodes: 1, allocatable: { cpu: 700, memory: 2 ** 30 } })],
    });
    // Two stand on each node (the smaller one is filled first), then one starts on node 0 and one waits.
    const made = clustered(two, [
      {
        startup: { scheduling: constant(ms(20)), sandbox: constant(seconds(60)) },
        revision: { autoscaler: fixed(6), start: 4 },
      },
    ]);
    made.world.run(seconds(30));
    const [revision] = made.world.revisions;
    const { pods } = made.world;
    const order = victims(pods, revision, 6, seconds(30));
    expect(order.map((pod) => [pods.node[pod], pods.i[pod * PI + PI_STATE]])).toEqual([
      [-1, STARTING],
      [0, STARTING],
      [0, READY],
      [0, READY],
      [1, READY],
      [1, READY],
    ]);
  });
});
