import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Calendar } from '../../src/engine/calendar.js';
import { F_STRIDE, F_TIME, FREE, I_CODE, I_STRIDE } from '../../src/engine/layout.js';

interface Pending {
  readonly time: number;
  readonly id: number;
}

/** The simplest thing that is right: a list, sorted stably by time. */
class Oracle {
  #pending: Pending[] = [];
  push(time: number, id: number): void {
    const after = this.#pending.findIndex((other) => other.time > time);
    if (after < 0) this.#pending.push({ time, id });
    else this.#pending.splice(after, 0, { time, id });
  }
  pop(limit: number): Pending | null {
    return this.#pending.length > 0 && this.#pending[0].time <= limit ? this.#pending.shift()! : null;
  }
}

/** A random history: at each step the limit moves on, everything due leaves, and new events are pushed. */
function compare(steps: readonly { readonly jump: number; readonly delays: readonly number[] }[]): void {
  const calendar = new Calendar(2);
  const oracle = new Oracle();
  let id = 0;
  let now = 0;
  const push = (at: number): void => {
    calendar.push(at, id);
    oracle.push(at, id++);
  };
  const pop = (limit: number): Pending | null => {
    if (calendar.peek(limit) > limit) return null;
    const x = calendar.pop();
    const left = { time: calendar.f[x * F_STRIDE + F_TIME], id: calendar.i[x * I_STRIDE + I_CODE] };
    calendar.give(x);
    return left;
  };
  const drain = (limit: number): void => {
    for (;;) {
      const expected = oracle.pop(limit);
      const left = pop(limit);
      // Asked for only where they differ: hundreds of thousands leave.
      if (left?.time !== expected?.time || left?.id !== expected?.id) expect(left).toEqual(expected);
      if (left === null) return;
      if (left.id % 7 === 0) push(left.time + (left.id % 3) * 1000);
    }
  };
  for (const { jump, delays } of steps) {
    now += jump;
    drain(now);
    for (const delay of delays) push(now + delay);
  }
  drain(Number.MAX_SAFE_INTEGER / 4);
  expect(calendar.pending).toBe(0);
  const codes = Array.from({ length: calendar.capacity }, (_, x) => calendar.i[x * I_STRIDE + I_CODE]);
  expect(codes.filter((code) => code !== FREE)).toEqual([]);
}

describe('calendar', () => {
  it('lets events leave in the order of time, and of pushing at equal times, whatever the history', () => {
    const delay = fc.oneof(
      fc.constantFrom(0, 1, 1000, 60_000_000),
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 0, max: 100_000_000_000 }),
    );
    const step = fc.record({
      jump: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 50_000_000 })),
      delays: fc.array(delay, { maxLength: 40 }),
    });
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), compare), { numRuns: 300, seed: 11 });
  });

  it('keeps its order while the traffic moves between dense and sparse, so that the buckets change their width', () => {
    const steps = Array.from({ length: 6000 }, (_, k) => {
      const dense = Math.floor(k / 1500) % 2 === 0;
      const jump = dense ? 50 : 20_000_000;
      return {
        jump,
        delays: Array.from(
          { length: dense ? 20 : 2 },
          (__, d) => ((k * 7919 + d * 104_729) % 997) * (dense ? 3 : 90_001),
        ),
      };
    });
    compare(steps);
  });

  it('sorts a thousand events of one bucket stably', () => {
    compare([{ jump: 5, delays: Array.from({ length: 1000 }, (_, k) => (k * 37) % 11) }]);
  });

  it('keeps its order while it gets more buckets, for tens of thousands that are pending', () => {
    const calendar = new Calendar();
    let id = 0;
    const delay = (): number => 1 + ((id * 7919) % 3001) * 500;
    for (let k = 0; k < 40_000; k++) calendar.push(delay(), id++);
    const left: [number, number][] = [];
    while (calendar.peek(1e12) <= 1e12) {
      const x = calendar.pop();
      const time = calendar.f[x * F_STRIDE + F_TIME];
      left.push([time, calendar.i[x * I_STRIDE + I_CODE]]);
      calendar.give(x);
      if (id < 160_000) calendar.push(time + delay(), id++);
    }
    expect(left.length).toBe(160_000);
    const disorder = left.findIndex(
      ([time, pushed], k) => k > 0 && (time < left[k - 1][0] || (time === left[k - 1][0] && pushed < left[k - 1][1])),
    );
    expect(disorder).toBe(-1);
  });

  it('refuses a time that is not a point in simulated time', () => {
    const calendar = new Calendar();
    expect(() => calendar.push(Number.NaN, 1)).toThrow('time = NaN, must be a point in simulated time (0 or later)');
    expect(() => calendar.push(-1, 1)).toThrow(RangeError);
  });
});

it('a calendar refuses to hold more than it may, and what was given back makes room', () => {
  const calendar = new Calendar(4, 8);
  const taken = Array.from({ length: 8 }, () => calendar.take());
  expect(() => calendar.take()).toThrow('more than 8 events are pending at once');
  calendar.give(taken[3]!);
  expect(calendar.take()).toBe(taken[3]);
});
