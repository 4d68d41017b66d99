import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paretoFront } from '../../src/experiment/pareto.js';

describe('the Pareto front', () => {
  test('keeps what is not beaten: cheap and slow, dear and fast, but not dear and slow', () => {
    expect(
      paretoFront([
        [1, 9],
        [9, 1],
        [5, 5],
        [5, 6],
        [9, 9],
      ]),
    ).toEqual([true, true, true, false, false]);
  });

  test('keeps equal rows together and leaves out what is not known', () => {
    expect(
      paretoFront([
        [1, 1],
        [1, 1],
        [0, NaN],
      ]),
    ).toEqual([true, true, false]);
    expect(paretoFront([])).toEqual([]);
  });

  test('no row of the front is beaten by any row, and every other row is beaten by one of the front', () => {
    const rows = fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 }), { maxLength: 40 });
    const beats = (a: readonly number[], b: readonly number[]): boolean =>
      a.every((value, k) => value <= b[k]) && a.join() !== b.join();
    fc.assert(
      fc.property(rows, (all) => {
        const on = paretoFront(all);
        const front = all.filter((_, k) => on[k]);
        all.forEach((row, k) => {
          expect((on[k] ? all : front).some((other) => beats(other, row))).toBe(!on[k]);
        });
      }),
    );
  });
});
