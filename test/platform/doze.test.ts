import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RevisionMeter } from '../../src/meters/podMeter.js';
import type { WorldOptions } from './fixture.js';
import { constant, knative, ms, record, Recorder, seconds, watch } from './fixture.js';

const NEEDS = { execution: [], busy: [], active: [], lifetime: [] };

/** Loops never stand still in a world of faults, here of none. */
const awake = (options: WorldOptions): WorldOptions => ({ ...options, faults: [] });

/** Decisions of a run, counted at two looks, the first of them in its middle. */
function decisions(options: WorldOptions): number[] {
  const { world, pods } = watch(options, new Recorder(), () => new RevisionMeter(NEEDS, seconds(300)));
  return [1000.5, 3600].map((time) => {
    world.run(seconds(time) - 1);
    world.settle(seconds(time));
    return pods[0].decisions;
  });
}

describe('a revision whose loops stand still while nothing happens', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: seconds(400) }), { maxLength: 12 });
  const settings = fc.record({
    minScale: fc.constantFrom(0, 1, 2, 3),
    targetBurstCapacity: fc.constantFrom(-1, 0, 15, 211),
    scaleDownDelaySeconds: fc.constantFrom(0, 7, 120),
    stableWindowSeconds: fc.constantFrom(6, 60),
    initialScale: fc.constantFrom(1, 3),
    panicWindowSeconds: fc.constantFrom(1, 6),
  });

  it('does to the microsecond what it does with loops that run', () => {
    fc.assert(
      fc.property(gaps, settings, fc.boolean(), (steps, decider, long) => {
        let at = 0;
        const arrivals = steps.map((step) => (at += step)).filter((time) => time < seconds(3600));
        const options: WorldOptions = {
          arrivals,
          startup: { applicationStart: constant(seconds(2)) },
          revision: {
            containerConcurrency: 2,
            autoscaler: knative({ ...decider, totalValue: 2, targetValue: 1.4 }),
            serviceTime: { io: constant(long ? seconds(20) : ms(50)), cpu: null },
          },
          network: { endpointDelay: ms(300), activators: 2 },
        };
        const seen = record(options);
        const expected = record(awake(options));
        expect(seen.facts).toEqual(expected.facts);
        expect(seen.changes).toEqual(expected.changes);
        expect(decisions(options)).toEqual(decisions(awake(options)));
      }),
      { numRuns: 40 },
    );
  });
});
