import { describe, expect, it } from 'vitest';
import { ClusterFigures } from '../../src/meters/clusterFigures.js';
import { SECOND } from '../../src/units/quantities.js';
import { cluster, group, MIB } from '../platform/cluster/fixture.js';

const s = (value: number): number => value * SECOND;

/** Two groups; the second is spot. Node 0 of the first stands from 0 on, another one from 10 s to 30 s. */
function measured(warmup: number | null): ClusterFigures {
  const recipe = cluster({ nodeGroups: [group({ nodes: 1, maxNodes: 3 }), group({ name: 'spot', kind: 'spot' })] });
  const figures = new ClusterFigures(recipe, 2);
  figures.nodeBegan(0, 0, 0);
  figures.pods(1, 0, 1, 0);
  figures.allocated(0, 500, 256 * MIB, 0);
  figures.changed(0, 'requested', 0, 0, 0);
  figures.nodeBegan(0, 1, s(10));
  figures.waiting(0, 3, s(10));
  figures.sample(s(10));
  figures.pods(1, 0, 3, s(15));
  if (warmup !== null) figures.beginCounting(s(warmup));
  figures.waiting(0, 1, s(20));
  figures.sample(s(20));
  figures.nodeEnded(0, 1, s(30));
  figures.changed(0, 'removed', 0, 0, 0);
  figures.sample(s(30));
  return figures;
}

describe('the figures of a cluster', () => {
  it('add up nodes, what pods asked for of them, and where pods were', () => {
    const figures = measured(null);
    expect(figures.result(s(40))[0]).toEqual({
      group: 'base',
      kind: 'on-demand',
      meanNodes: 1.5,
      maxNodes: 2,
      nodeSeconds: 60,
      cpuAllocated: (500 * 40) / (60 * 1000),
      memoryAllocated: (256 * 40) / (60 * 1024),
      requested: 1,
      removed: 1,
      reclaimed: 0,
      lost: 0,
    });
    expect(figures.result(s(40))[1]).toMatchObject({ meanNodes: 0, nodeSeconds: 0, cpuAllocated: null });
    expect(figures.whereabouts(1, s(40))).toEqual({
      byNodeGroup: [
        { group: 'base', podMicros: s(15 + 3 * 25) },
        { group: 'spot', podMicros: 0 },
      ],
      waitingMicros: 0,
    });
    expect(figures.whereabouts(0, s(40)).waitingMicros).toBe(s(3 * 10 + 20));
    expect(figures.usage(s(40))[0]).toMatchObject({ nodeMicros: s(60), lives: [s(40), s(20)], leastNodes: 1 });
  });

  it('leave out what was before the end of the warm-up, but not over time', () => {
    const figures = measured(16);
    expect(figures.result(s(40))[0]).toMatchObject({
      meanNodes: (24 + 14) / 24,
      nodeSeconds: 38,
      cpuAllocated: (500 * 24) / (38 * 1000),
      requested: 0,
      removed: 1,
    });
    expect(figures.usage(s(40))[0].lives).toEqual([s(24), s(14)]);
    expect(figures.whereabouts(0, s(40)).waitingMicros).toBe(s(3 * 4 + 20));
    const series = figures.series('totals').map(({ name, values }) => [name, values]);
    expect(series).toEqual([
      ['totals.nodes', [1, 2, 2]],
      ['totals.waitingPods', [0, 3, 1]],
    ]);
    expect(measured(null).series('totals').map(({ name, values }) => [name, values])).toEqual(series); // prettier-ignore
  });
});
