import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdleBits } from '../../src/platform/idleBits.js';
import { IdleList } from '../../src/platform/idleList.js';
import type { IdleSet } from '../../src/platform/idleSet.js';

const NONE = -1;
/** Draws one number for ever. */
const always = (u: number) => ({ next: () => u });

/** Rows of the instances that are free, the oldest first, and the order in which rows were given to instances. */
class Model {
  readonly #created: number[] = [];
  readonly #free = new Set<number>();

  created(pod: number): void {
    if (this.#created.includes(pod)) this.#created.splice(this.#created.indexOf(pod), 1);
    this.#created.push(pod);
  }
  add(pod: number): boolean {
    if (!this.#created.includes(pod)) return false;
    this.#free.add(pod);
    return true;
  }
  remove(pod: number): boolean {
    this.#free.delete(pod);
    return this.#created.includes(pod);
  }
  get free(): readonly number[] {
    return this.#created.filter((pod) => this.#free.has(pod));
  }
}

/** One of the steps that a dispatcher takes: an instance ends before its row is another one's. */
const steps = (rows: number) =>
  fc.array(fc.tuple(fc.constantFrom('created', 'add', 'add', 'remove'), fc.nat(rows - 1)), { maxLength: 300 });

function play(all: readonly (readonly [string, number])[], set: IdleSet, check: (free: readonly number[]) => void) {
  const model = new Model();
  for (const [step, pod] of all) {
    if (step === 'created') {
      if (model.remove(pod)) set.remove(pod);
      model.created(pod);
      set.created(pod);
    } else if (step === 'add') {
      if (model.add(pod)) set.add(pod);
    } else if (model.remove(pod)) set.remove(pod);
    check(model.free);
  }
}

describe('the free instances of a function', () => {
  it('have the newest or the oldest first, whatever came and went, in rows used again and again', () => {
    const worlds = fc.constantFrom(3, 40, 200).chain((rows) => steps(rows));
    fc.assert(
      fc.property(worlds, fc.constantFrom('newest', 'oldest'), (all, order) => {
        const set = new IdleBits(order);
        play(all, set, (free) => expect(set.first()).toBe((order === 'newest' ? free.at(-1) : free[0]) ?? NONE));
      }),
    );
  });

  it('are any of them when they are drawn, each for its share of the numbers', () => {
    fc.assert(
      fc.property(steps(12), fc.integer({ min: 0, max: 999 }), (all, thousandths) => {
        const set = new IdleList(always(thousandths / 1000));
        play(all, set, (free) => {
          if (free.length === 0) expect(set.first()).toBe(NONE);
          else expect(free).toContain(set.first());
        });
      }),
    );
    const four = [0, 0.25, 0.5, 0.75].map((u) => {
      const set = new IdleList(always(u));
      for (const pod of [7, 3, 20, 5]) {
        set.created(pod);
        set.add(pod);
      }
      set.remove(3);
      set.add(3);
      return set.first();
    });
    expect(four.sort((a, b) => a - b)).toEqual([3, 5, 7, 20]);
  });

  it('are found among forty thousand, one after the other', () => {
    const newest = new IdleBits('newest');
    const oldest = new IdleBits('oldest');
    const rows = Array.from({ length: 40_000 }, (_, k) => k);
    for (const set of [newest, oldest]) {
      for (const pod of rows) set.created(pod);
      for (const pod of rows) if (pod % 3 === 0) set.add(pod);
    }
    const taken = (set: IdleSet) => {
      const seen: number[] = [];
      for (let pod = set.first(); pod !== NONE; pod = set.first()) {
        seen.push(pod);
        set.remove(pod);
      }
      return seen;
    };
    const third = rows.filter((pod) => pod % 3 === 0);
    expect(taken(oldest)).toEqual(third);
    expect(taken(newest)).toEqual(third.reverse());
  });

  it('keep their order when ranks close up over and over: one instance lives on, others come and go', () => {
    const set = new IdleBits('oldest');
    set.created(0);
    set.add(0);
    for (let k = 0; k < 10_000; k++) {
      const pod = 1 + (k % 5);
      set.remove(pod);
      set.created(pod);
      set.add(pod);
    }
    expect(set.first()).toBe(0);
    set.remove(0);
    expect(set.first()).toBe(1);
  });
});
