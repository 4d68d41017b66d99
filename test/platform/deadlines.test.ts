import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE } from '../../src/engine/layout.js';
import { Deadlines } from '../../src/platform/deadlines.js';

/** Who is due first in a list that is sorted anew each time. */
const firstOf = (waiting: ReadonlyMap<number, number>): number =>
  [...waiting].reduce((best, one) => (one[1] < best[1] ? one : best), [NONE, Infinity])[0];

describe('requests by their deadlines', () => {
  it('are told earliest first, of equal ones the first that came, however they come and leave', () => {
    const step = fc.record({ deadline: fc.nat(20), leaves: fc.option(fc.nat(50), { nil: null }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const heap = new Deadlines();
        const waiting = new Map<number, number>();
        steps.forEach(({ deadline, leaves }, x) => {
          heap.add(x, deadline);
          waiting.set(x, deadline);
          const gone = leaves === null ? heap.first : [...waiting.keys()][leaves % waiting.size];
          if (x % 3 > 0) {
            heap.remove(gone);
            waiting.delete(gone);
          }
          expect(heap.first).toBe(firstOf(waiting));
        });
      }),
      { numRuns: 200, seed: 11 },
    );
  });

  it('are none after a clearing', () => {
    const heap = new Deadlines();
    heap.add(7, 3);
    heap.clear();
    expect(heap.first).toBe(NONE);
  });
});
