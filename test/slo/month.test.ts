import { describe, expect, test } from 'vitest';
import { creditDue } from '../../src/slo/credit.js';
import { monthSli } from '../../src/slo/month.js';
import type { Objective, SliCounts } from '../../src/slo/objective.js';
import { MINUTE, DAY } from '../../src/units/quantities.js';

const objective: Objective = {
  service: 'a',
  name: 'up',
  objective: 0.99,
  over: 30 * DAY,
  window: 'rolling',
  bad: ['failed'],
  requestsExpected: null,
  budgetSpentBefore: 0,
  alerts: null,
  credits: [
    { below: 0.99, credit: 0.1 },
    { below: 0.9, credit: 0.25 },
  ],
};
/** Ten requests a minute for six minutes; in the third one half are bad, in the first one all. */
const counts: SliCounts = {
  interval: MINUTE,
  valid: 60,
  bad: 15,
  validByInterval: [10, 10, 10, 10, 10, 10],
  badByInterval: [10, 0, 5, 0, 0, 0],
};
const sale = { from: 2 * MINUTE, to: 3 * MINUTE };

describe('what a month keeps of a promise', () => {
  test('is what each part keeps, as often as the month has it', () => {
    // Of the rest, without the first minute as warm-up: 40 good ones, 100 times; of the sale 5 of 10, 8 times.
    expect(monthSli(objective, counts, MINUTE, [{ ...sale, times: 8 }], 100)).toBeCloseTo(
      (4000 + 40) / (4000 + 80),
      15,
    );
    expect(monthSli(objective, counts, 0, [{ ...sale, times: 8 }], 100)).toBeCloseTo((4000 + 40) / (5000 + 80), 15);
    expect(monthSli(objective, counts, 0, [], 700)).toBe(0.75);
  });

  test('counts windows where the promise is one of windows', () => {
    const windows = { every: 2 * MINUTE, goodShare: 0.9 };
    // Three windows of two minutes: the first and the second are bad; the sale ends inside the second, which counts after it.
    expect(monthSli({ ...objective, windows }, counts, 0, [{ ...sale, times: 5 }], 2)).toBeCloseTo(1 / 3, 15);
    expect(monthSli({ ...objective, windows }, counts, 0, [{ from: 2 * MINUTE, to: 4 * MINUTE, times: 6 }], 2)).toBe(
      0.2,
    );
  });

  test('is nothing where nothing happens', () => {
    expect(monthSli(objective, { ...counts, validByInterval: [], badByInterval: [] }, 0, [], 3)).toBeNull();
  });

  test('owes the largest credit whose limit it falls below, and none for the last bit of a division', () => {
    const due = [0.995, 0.99, 0.99 - Number.EPSILON, 0.98, 0.5, null].map((sli) => creditDue(objective, sli));
    expect(due).toEqual([0, 0, 0, 0.1, 0.25, null]);
  });
});
