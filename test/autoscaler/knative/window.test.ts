import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BucketWindow } from '../../../src/autoscaler/knative/window.js';
import { SECOND } from '../../../src/units/quantities.js';

const at = (seconds: number): number => Math.round(seconds * SECOND);

describe('linear window', () => {
  test('records of one second add up, and the divisor grows until the window is full', () => {
    const window = new BucketWindow('linear', at(3));
    window.record(at(10.1), 4);
    window.record(at(10.9), 2);
    expect(window.average(at(10.95))).toBe(6);
    window.record(at(11), 0);
    expect(window.average(at(11))).toBe(3);
    window.record(at(12), 0);
    window.record(at(13), 3);
    expect(window.average(at(13))).toBe(1);
  });

  test('missing newest seconds are left out, missing inner ones are zeros', () => {
    const window = new BucketWindow('linear', at(6));
    window.record(at(100), 6);
    window.record(at(103), 6);
    expect(window.average(at(103))).toBe(3);
    expect(window.average(at(105))).toBe(3);
    expect(window.average(at(107))).toBe(3); // bucket 100 has aged out: 6 over the 2 buckets left
  });

  test('at exactly its length it is not empty yet, though its average is zero', () => {
    const window = new BucketWindow('linear', at(6));
    window.record(at(0.5), 9);
    expect([window.isEmpty(at(6)), window.average(at(6))]).toEqual([false, 0]);
    expect(window.isEmpty(at(7))).toBe(true);
  });

  test('averages are rounded to six decimals, halves away from zero', () => {
    const window = new BucketWindow('linear', at(3));
    for (const t of [0, 1, 2]) window.record(at(t), t === 0 ? 1 : 0);
    expect(window.average(at(2))).toBe(0.333333);
    const half = new BucketWindow('linear', at(2));
    half.record(0, -0.000003);
    half.record(at(1), 0);
    expect(half.average(at(1))).toBe(-0.000002);
  });

  test('what comes a whole window late is dropped, what comes less late moves the first write back', () => {
    const window = new BucketWindow('linear', at(5));
    window.record(at(20), 5);
    window.record(at(15), 100);
    expect(window.average(at(20))).toBe(5);
    window.record(at(16), 5);
    expect(window.average(at(20))).toBe(2);
  });

  test('works before time zero, where simulated time may begin', () => {
    const window = new BucketWindow('linear', at(4));
    window.record(at(-2), 4);
    window.record(at(1), 4);
    expect(window.average(at(1))).toBe(2);
  });

  test('growing a stale window can make it non-empty again, with an average of zero', () => {
    const window = new BucketWindow('linear', at(6));
    window.record(0, 12);
    expect(window.isEmpty(at(10))).toBe(true);
    window.resize(at(10), at(60));
    expect([window.isEmpty(at(10)), window.average(at(10))]).toEqual([false, 0]);
  });

  test('refuses a length that is not positive', () => {
    expect(() => new BucketWindow('linear', 0)).toThrow('window length = 0, must be positive');
  });
});

interface Seen {
  readonly bucket: number;
  readonly value: number;
}

/** The same window from a plain list of what was accepted, everything summed anew for each question. */
class Oracle {
  accepted: Seen[] = [];
  first = -Infinity;
  last = -Infinity;

  constructor(readonly size: number) {}

  record(bucket: number, value: number): void {
    if (bucket + this.size <= this.last) return;
    const gap = bucket - this.last;
    this.first = gap >= this.size ? bucket : Math.min(this.first, bucket);
    this.last = Math.max(this.last, bucket);
    this.accepted.push({ bucket, value });
  }

  average(now: number): number {
    const age = Math.max(0, now - this.last);
    if (age >= this.size) return 0;
    const oldest = Math.max(now, this.last) - this.size;
    const sum = this.accepted.reduce((total, { bucket, value }) => total + (bucket > oldest ? value : 0), 0);
    const average = sum / Math.min(this.last - this.first + 1, this.size - age);
    return Math.round(average * 1e6) / 1e6;
  }
}

test('property: the ring agrees with a list that is summed anew each time', () => {
  const step = fc.record({ ahead: fc.integer({ min: -4, max: 9 }), value: fc.integer({ min: 0, max: 50 }) });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 60 }), (size, steps) => {
      const window = new BucketWindow('linear', at(size));
      const oracle = new Oracle(size);
      let now = 5;
      for (const { ahead, value } of steps) {
        if (ahead > 0) now += ahead;
        const bucket = ahead > 0 ? now : now + ahead;
        window.record(at(bucket + 0.25), value);
        oracle.record(bucket, value);
        for (const later of [0, 1, size - 1, size, size + 1]) {
          expect(window.average(at(now + later + 0.9))).toBe(oracle.average(now + later));
          expect(window.isEmpty(at(now + later))).toBe(now + later - oracle.last > size);
        }
      }
    }),
  );
});

test('property: a weighted window is the sum of its buckets, each weighing a fixed share of the one after it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 10 }), (values) => {
      const window = new BucketWindow('weightedExponential', at(10));
      values.forEach((value, t) => window.record(at(t), value));
      const share = 0.6018928294465027;
      let expected = 0;
      [...values].reverse().forEach((value, age) => {
        let weight = share;
        for (let k = 0; k < age; k++) weight *= 1 - share;
        expected += value * weight;
      });
      expect(window.average(at(values.length - 1))).toBeCloseTo(expected, 9);
    }),
  );
});
