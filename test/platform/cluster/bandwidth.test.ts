import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareFairly } from '../../../src/platform/cluster/bandwidth.js';

function shares(source: number, ...nodes: (readonly [flows: number, limit: number])[]): number[] {
  const inflows = nodes.map(([flows, limit]) => ({ flows, limit, rate: 0 }));
  shareFairly(inflows, source);
  return inflows.map(({ rate }) => rate);
}

describe('fair shares of the registry', () => {
  const cases = [
    { name: 'one pull gets what its node can take', source: 100, nodes: [[1, 10]], rates: [10] },
    { name: 'one pull gets no more than the registry has', source: 4, nodes: [[1, 10]], rates: [4] },
    { name: 'pulls into one node share what it can take', source: 100, nodes: [[4, 10]], rates: [2.5] },
    { name: 'what a slow node leaves goes to the others', source: 12, nodes: [[1, 2], [1, 50], [1, 50]], rates: [2, 5, 5] }, // prettier-ignore
    {
      name: 'every pull counts, not every node',
      source: 12,
      nodes: [
        [3, 100],
        [1, 100],
      ],
      rates: [3, 3],
    },
    {
      name: 'nothing comes from a registry that is down',
      source: 0,
      nodes: [
        [3, 100],
        [1, 100],
      ],
      rates: [0, 0],
    },
  ] as const;
  for (const { name, source, nodes, rates } of cases)
    it(name, () => {
      expect(shares(source, ...nodes)).toEqual(rates);
    });

  it('use all there is to use, give no node more than its limit, and nobody less than another without need', () => {
    const node = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1000 }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.array(node, { minLength: 1, maxLength: 8 }),
        (source, nodes) => {
          const rates = shares(source, ...nodes);
          const total = rates.reduce((sum, rate, k) => sum + rate * nodes[k][0], 0);
          const most = nodes.reduce((sum, [, limit]) => sum + limit, 0);
          expect(total).toBeCloseTo(Math.min(source, most), 6);
          const best = Math.max(...rates);
          rates.forEach((rate, k) => {
            const [flows, limit] = nodes[k];
            expect(rate * flows).toBeLessThanOrEqual(limit * (1 + 1e-12));
            // Max-min: whoever has less than the best is held back by its own node.
            if (rate < best * (1 - 1e-9)) expect(rate * flows).toBeCloseTo(limit, 6);
          });
        },
      ),
    );
  });
});
