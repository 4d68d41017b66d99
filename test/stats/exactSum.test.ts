import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactSum } from '../../src/stats/exactSum.js';

describe('a sum that stays exact', () => {
  it('is the same for values added one by one and all at once, small and beyond 2^53', () => {
    const small = fc.integer({ min: 0, max: 2 ** 46 });
    const large = fc.integer({ min: 2 ** 50, max: 2 ** 52 - 1 });
    fc.assert(
      fc.property(fc.array(fc.array(fc.oneof(small, large), { maxLength: 80 }), { maxLength: 20 }), (blocks) => {
        const single = new ExactSum();
        const together = new ExactSum();
        for (const block of blocks) {
          for (const value of block) single.add(value);
          together.addAll(Float64Array.from([...block, 12345]), block.length);
        }
        const exact = blocks.flat().reduce((sum, value) => sum + BigInt(value), 0n);
        const [low, high] = together.limbs();
        expect(together.limbs()).toEqual(single.limbs());
        expect(BigInt(high) * 2n ** 52n + BigInt(low)).toBe(exact);
      }),
    );
  });
});
