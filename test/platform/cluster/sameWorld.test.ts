import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant, knative, ms, Recorder, seconds, watch, type WorldOptions } from '../fixture.js';
import { cluster, clustered, group, MIB } from './fixture.js';

/** What one service sees without nodes. */
function alone(options: WorldOptions, seed: number): Recorder {
  const recorder = new Recorder();
  watch({ ...options, seed }, recorder, () => recorder).world.run(seconds(600));
  return recorder;
}

describe('a cluster with room for every pod', () => {
  it('changes nothing: the same pods start at the same times and serve the same requests', () => {
    const roomy = cluster({
      spread: 'zone',
      nodeGroups: [group({ nodes: 3, zones: ['a', 'b'], maxPods: 1e6, allocatable: { cpu: 1e9, memory: 1e9 * MIB } })],
    });
    const options = fc.record({
      gaps: fc.array(fc.integer({ min: 0, max: ms(4000) }), { minLength: 1, maxLength: 120 }),
      serviceTime: fc.integer({ min: ms(10), max: ms(3000) }),
      warmPool: fc.nat(2),
      start: fc.constantFrom('ready' as const, 0, 'deploying' as const),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(options, ({ gaps, serviceTime, warmPool, start, seed }) => {
        let time = seconds(1);
        const uniform = { kind: 'uniform', min: ms(300), max: ms(2500) } as const;
        const world: WorldOptions = {
          arrivals: gaps.map((gap) => (time += gap)),
          revision: {
            containerConcurrency: 1,
            start,
            serviceTime: { io: constant(serviceTime), cpu: null },
            autoscaler: knative({ totalValue: 1, targetValue: 1, maxScale: 10 }),
            startup: {
              preset: null,
              source: null,
              phases: {
                scheduling: constant(ms(20)),
                imagePull: uniform,
                sandbox: uniform,
                containerStart: null,
                applicationStart: uniform,
                readiness: constant(ms(50)),
              },
              image: null,
              warmPool,
            },
          },
        };
        const made = clustered(roomy, [{ ...world, name: 'shop' }], seed);
        made.world.run(seconds(600));
        // Whom a ReplicaSet ends depends on who shares a node: only that may differ, and only once pods have ended.
        const without = alone(world, seed);
        const firstEnd = Math.min(Infinity, ...without.of('gone').map(([, , now]) => (now as number) - seconds(31)));
        const until = (recorder: Recorder): unknown[] =>
          recorder.facts.filter((fact) => Math.max(...fact.filter((one) => typeof one === 'number')) < firstEnd);
        expect(until(made.seen[0])).toEqual(until(without));
        expect(made.seen[0].of('arrived')).toEqual(without.of('arrived'));
      }),
      { numRuns: 40 },
    );
  });
});
