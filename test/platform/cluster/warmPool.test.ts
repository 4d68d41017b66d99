import { describe, expect, it } from 'vitest';
import { COLD, PHASE } from '../../../src/platform/causes.js';
import { constant, knative, ms, record, seconds } from '../fixture.js';
import { cluster, clustered, group, nodesOf } from './fixture.js';

const phases = {
  scheduling: constant(ms(20)),
  imagePull: constant(seconds(3)),
  sandbox: constant(seconds(2)),
  containerStart: constant(ms(300)),
  applicationStart: constant(ms(400)),
  readiness: constant(ms(0)),
};
const pool = (warmPool: number) => ({ preset: null, source: null, phases, image: null, warmPool });

describe('a warm pool', () => {
  it('lets a pod skip everything up to the start of containers', () => {
    const seen = record({ arrivals: [seconds(7)], revision: { start: 0, startup: pool(1) } });
    expect(seen.of('ready')).toEqual([[seconds(7), seconds(7.4)]]);
    expect(seen.of('cold')).toEqual([[seconds(7), COLD['scaled-to-zero'], PHASE.application]]);
    expect(seen.of('completed')).toEqual([[seconds(7), seconds(7.4), seconds(7.5)]]);
  });

  it('is filled again: who comes too soon after another starts from nothing, who comes later does not', () => {
    const revision = {
      start: 0,
      startup: pool(1),
      containerConcurrency: 1,
      serviceTime: { io: constant(seconds(5)), cpu: null },
      autoscaler: knative({ targetValue: 1, totalValue: 1, maxScale: 2 }),
    };
    // Two at once: one takes the warm pod; the other one's pod is asked for within 2 s, when the pool is empty.
    const seen = record({ arrivals: [seconds(7), seconds(7) + 1, seconds(200)], revision });
    const spans = seen.of('ready').map(([created, ready]) => (ready as number) - (created as number));
    expect(spans).toEqual([ms(400), ms(5720), ms(400)]);
  });

  it('stands full at time 0', () => {
    const revision = { start: 'deploying', startup: pool(2), autoscaler: { policy: 'fixed', pods: 3 } } as const;
    const seen = record({ arrivals: [], revision });
    expect(seen.of('ready')).toEqual([[0, ms(400)], [0, ms(400)], [0, ms(5720)]]); // prettier-ignore
  });

  it('stands on nodes and takes room there; its pods that go with a node are made up for', () => {
    const nodes = cluster({ nodeGroups: [group({ nodes: 2, zones: ['a', 'b'] })] });
    const made = clustered(nodes, [{ revision: { start: 0, startup: pool(2) }, arrivals: [seconds(50), seconds(70)] }]);
    made.world.run(seconds(40));
    const bound = (): (string | number)[] =>
      made.nodes
        .of('pods')
        .slice(-2)
        .map(([, , count]) => count);
    expect(bound()).toEqual([1, 2]);
    made.world.run(seconds(60) - 1); // one of them was taken at 50 s, another one started
    expect(nodesOf(made)).toHaveLength(1);
    made.world.cluster!.loseZone('a', null, seconds(60));
    made.world.run(seconds(100));
    expect(made.nodes.of('pods').at(-1)!.slice(0, 3)).toEqual([0, 0, 3]); // two warm ones and the pod, all in zone b
  });
});
