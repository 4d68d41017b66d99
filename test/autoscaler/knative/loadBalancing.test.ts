import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assignSlice,
  breakerCapacity,
  firstAvailable,
  pickIndices,
  randomChoice2,
  RoundRobin,
} from '../../../src/autoscaler/knative/loadBalancing.js';

/** Gives these numbers, in turn, and fails when asked for more. */
function dice(...numbers: readonly number[]): { next: () => number; double: () => number } {
  const left = [...numbers];
  const next = (): number => {
    const number = left.shift();
    if (number === undefined) throw new Error('no more dice');
    return number;
  };
  return { next, double: next };
}
const all = Int32Array.of(0, 1, 2, 3);

describe('policies', () => {
  test('first available takes the first pod with a free slot, by its place among the targets', () => {
    expect(firstAvailable(Int32Array.of(0, 0, 5, 1), Int32Array.of(0, 3, 2), 3)).toBe(1);
    expect(firstAvailable(Int32Array.of(0, 0, 5, 1), all, 2)).toBe(-1);
  });

  test('round robin goes on behind the last pod, and starts over on a list grown shorter', () => {
    const free = Int32Array.of(9, 9, 0, 9);
    const turn = new RoundRobin();
    expect([1, 2, 3, 4].map(() => turn.pick(free, all, 4))).toEqual([0, 1, 3, 0]);
    turn.pick(free, all, 4);
    turn.pick(free, all, 4);
    expect(turn.pick(free, all, 2)).toBe(0);
    expect(turn.pick(Int32Array.of(0, 0), all, 2)).toBe(-1);
  });

  test('random choice of two takes the less loaded one', () => {
    const free = Int32Array.of(-7, -2, -5, -9);
    expect(randomChoice2(free, all, 4, dice(0.5, 0.1))).toBe(2); // pods 2 and 0
    expect(randomChoice2(free, all, 4, dice(0, 0))).toBe(1); // pods 0 and 1: the second is never the first again
    expect(randomChoice2(free, all, 2, dice())).toBe(1);
  });

  test('random choice throws a coin for a tie only, and nothing for a single pod', () => {
    expect(randomChoice2(Int32Array.of(3, 3), all, 2, dice(0.4))).toBe(1);
    expect(randomChoice2(Int32Array.of(3, 3), all, 2, dice(0.6))).toBe(0);
    expect(randomChoice2(Int32Array.of(3), all, 1, dice())).toBe(0);
    expect(randomChoice2(Int32Array.of(3), all, 0, dice())).toBe(-1);
  });
});

describe('shares', () => {
  test('property: activators that are no more than the pods share them out, each pod once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (pods, activators) => {
        fc.pre(activators <= pods);
        const taken: number[] = [];
        for (let self = 0; self < activators; self++) {
          const into = new Int32Array(pods);
          taken.push(...into.subarray(0, assignSlice(pods, self, activators, into)));
        }
        expect(taken.sort((a, b) => a - b)).toEqual([...Array(pods).keys()]);
      }),
    );
  });

  test('more activators than pods have one pod each', () => {
    const into = new Int32Array(3);
    expect(assignSlice(3, 4, 5, into)).toBe(1);
    expect(into[0]).toBe(1);
  });

  test('an activator that does not know its place takes all', () => {
    const into = new Int32Array(3);
    expect([assignSlice(3, -1, 5, into), [...into]]).toEqual([3, [0, 1, 2]]);
  });

  test('there is nothing to share out without pods', () => {
    expect(() => pickIndices(0, 0, 2)).toThrow('pods = 0, must be at least 1');
  });
});

test('the breaker lets through what the assigned pods can hold, or a part of the backends, at least one', () => {
  expect([breakerCapacity(10, 5, 2, 3), breakerCapacity(10, 5, 0, 3), breakerCapacity(1, 1, 0, 3)]).toEqual([
    20, 16, 1,
  ]);
  expect([breakerCapacity(0, 5, 2, 3), breakerCapacity(0, 0, 2, 3)]).toEqual([2147483647, 0]);
});
