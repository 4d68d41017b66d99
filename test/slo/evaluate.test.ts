import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workbookAlerts } from '../../src/slo/alerts.js';
import { evaluate } from '../../src/slo/evaluate.js';
import type { Objective, SliCounts } from '../../src/slo/objective.js';
import type { SloResult } from '../../src/result/document.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/units/quantities.js';

const objective: Objective = {
  service: 'checkout',
  name: 'availability',
  objective: 0.999,
  over: 30 * DAY,
  window: 'rolling',
  bad: ['refused'],
  requestsExpected: null,
  budgetSpentBefore: 0,
  alerts: null,
  credits: [],
};

/** Minutes of 100,000 requests each, with this many bad ones. */
function minutes(bad: readonly number[], valid = 100_000): SliCounts {
  return {
    interval: MINUTE,
    valid: valid * bad.length,
    bad: bad.reduce((a, b) => a + b, 0),
    validByInterval: bad.map(() => valid),
    badByInterval: bad,
  };
}

const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
const ran = (minutesRun: number, warmup = 0) => ({ horizon: minutesRun * MINUTE, stopped: null, warmup });
const hourPage = (counts: SliCounts, o: Objective = objective) =>
  evaluate(o, counts, ran(counts.validByInterval.length)).alerts.find((alert) => alert.longWindow === 3600)!;

describe('SLI and burn rate', () => {
  test('two bad of a thousand against 99.9 % burn the budget twice as fast as allowed', () => {
    const outcome = evaluate(objective, minutes([2], 1_000), ran(1));
    expect(outcome).toMatchObject({ sli: 0.998, target: 0.999, met: false, valid: 1000, bad: 2, burnRate: 2 });
  });

  test('exactly the objective is kept', () => {
    expect(evaluate(objective, minutes([1], 1_000), ran(1))).toMatchObject({ sli: 0.999, met: true, burnRate: 1 });
  });

  test('without requests nothing is known', () => {
    const outcome = evaluate(objective, minutes([0, 0], 0), ran(2));
    expect(outcome).toMatchObject({ sli: null, met: null, burnRate: null, burnRateByInterval: [null, null] });
  });

  test('an objective of 100 % has no budget to burn', () => {
    const outcome = evaluate({ ...objective, objective: 1, requestsExpected: 1e6 }, minutes([1]), ran(1));
    expect(outcome).toMatchObject({ met: false, burnRate: null, budget: null });
    expect(outcome.alerts.every((alert) => alert.firings.length === 0)).toBe(true);
  });

  test('burn and budget over time can be shown in longer intervals than they are counted in', () => {
    const declared = { ...objective, requestsExpected: 10_000_000 };
    const { burnRateByInterval, budgetLeftByInterval } = evaluate(
      declared,
      minutes([0, 200, 300, 100, 400]),
      ran(5),
      2 * MINUTE,
    );
    expect(burnRateByInterval).toEqual([1, 2, 4]);
    expect(budgetLeftByInterval?.map((left) => Number(left.toFixed(12)))).toEqual([0.98, 0.94, 0.9]);
  });

  test('the burn rate of each interval stands by itself', () => {
    const counts = { ...minutes([0, 50, 100]), validByInterval: [100_000, 0, 100_000], badByInterval: [0, 0, 100] };
    expect(evaluate(objective, counts, ran(3)).burnRateByInterval).toEqual([0, null, 1]);
  });
});

describe('error budget', () => {
  const declared = { ...objective, requestsExpected: 10_000_000 };

  test('without declared traffic there is none', () => {
    expect(evaluate(objective, minutes([5]), ran(1)).budget).toBeNull();
  });

  test('ten million requests at 99.9 % may have 10,000 bad ones; 500 are a twentieth', () => {
    const { budget, budgetLeftByInterval } = evaluate(declared, minutes([200, 300]), ran(2));
    expect(budget).toMatchObject({ events: 10_000, spent: 0.05, left: 0.95 });
    expect(budgetLeftByInterval).toEqual([0.98, 0.95]);
  });

  test('what was spent before counts, and left may be negative', () => {
    const { budget } = evaluate({ ...declared, budgetSpentBefore: 0.98 }, minutes([200, 300]), ran(2));
    expect(budget!.left).toBeCloseTo(-0.03, 12);
    expect(budget!.exhaustedIn).toBe(0);
  });

  test('at 250 bad requests a minute the remaining 9,500 are gone in 38 minutes', () => {
    expect(evaluate(declared, minutes([200, 300]), ran(2)).budget!.exhaustedIn).toBe(38 * 60);
  });

  test('a rolling window is never exhausted at a pace of one budget per window, a calendar one keeps until its end', () => {
    // 10,000 bad in 30 days are 0.2315 a minute: one bad in five minutes is slower
    const slow = minutes([1, 0, 0, 0, 0]);
    expect(evaluate(declared, slow, ran(5)).budget!.exhaustedIn).toBeNull();
    const nearlyGone = { ...declared, budgetSpentBefore: 0.9, window: 'calendar' as const };
    expect(evaluate(nearlyGone, slow, ran(5)).budget!.exhaustedIn).toBeCloseTo(999 * 5 * 60, 3);
    expect(evaluate({ ...nearlyGone, budgetSpentBefore: 0 }, slow, ran(5)).budget!.exhaustedIn).toBeNull();
  });

  test('a stopped run is counted up to the stop', () => {
    const run = { horizon: 1000 * MINUTE, stopped: 2 * MINUTE, warmup: 0 };
    expect(evaluate(declared, minutes([200, 300]), run).budget!.exhaustedIn).toBe(38 * 60);
  });
});

describe('burn-rate alerts', () => {
  test('the workbook has 14.4, 6 and 1 for 30 days', () => {
    expect(
      workbookAlerts(30 * DAY).map((a) => [a.severity, a.longWindow / HOUR, a.shortWindow / MINUTE, a.burnRate]),
    ).toEqual([
      ['page', 1, 5, 14.4],
      ['page', 6, 30, 6],
      ['ticket', 72, 360, 1],
    ]);
  });

  test('28 days rescale them to 13.44, 5.6 and 0.933', () => {
    const rates = workbookAlerts(28 * DAY).map((alert) => alert.burnRate);
    expect(rates[0]).toBe(13.44);
    expect(rates[1]).toBe(5.6);
    expect(rates[2]).toBeCloseTo(0.9333, 4);
  });

  test('a window of one day has no three-day ticket', () => {
    expect(workbookAlerts(DAY).map((alert) => alert.longWindow / HOUR)).toEqual([1, 6]);
  });

  test('after a clean hour a constant burn of 28.8 fires the 1 h page at 30 minutes', () => {
    const page = hourPage(minutes([...times(60, 0), ...times(60, 2_880)]));
    expect(page).toMatchObject({ evaluated: true, burnRate: 14.4 });
    expect(page.firings).toEqual([{ from: 90 * 60, to: null, budgetSpent: null }]);
  });

  test('14.3 never fires, 14.4 after the whole hour', () => {
    expect(hourPage(minutes([...times(60, 0), ...times(180, 1_430)])).firings).toEqual([]);
    expect(hourPage(minutes([...times(60, 0), ...times(180, 1_440)])).firings.map(({ from }) => from)).toEqual([
      120 * 60,
    ]);
  });

  test('it clears when the short window is clean enough, and says what share of the budget was gone', () => {
    // 30 bad minutes of 2,880, then clean: the 5 min window falls below 14.4 when 3 of its minutes are clean
    const counts = minutes([...times(60, 0), ...times(30, 2_880), ...times(60, 0)]);
    const page = hourPage(counts, { ...objective, requestsExpected: 432_000_000 });
    expect(page.firings).toEqual([{ from: 90 * 60, to: 93 * 60, budgetSpent: 0.2 }]);
  });

  test('a second outage is a second firing', () => {
    const outage = [...times(40, 2_880), ...times(70, 0)];
    const page = hourPage(minutes([...times(60, 0), ...outage, ...outage]));
    // the hour holds 30 bad minutes from 90 to 130, the last five two bad ones until 103
    expect(page.firings.map(({ from, to }) => [from / 60, to! / 60])).toEqual([
      [90, 103],
      [200, 213],
    ]);
  });

  test('a window longer than the run after its warm-up is not evaluated', () => {
    const outcome = (minutesRun: number, warmup: number) =>
      evaluate(objective, minutes(times(minutesRun, 50_000)), ran(minutesRun, warmup)).alerts[0];
    expect(outcome(59, 0)).toMatchObject({ evaluated: false, firings: [] });
    expect(outcome(60, 0)).toMatchObject({ evaluated: true, firings: [{ from: 3600, to: null, budgetSpent: null }] });
    expect(outcome(60, MINUTE)).toMatchObject({ evaluated: false, firings: [] });
    expect(outcome(61, MINUTE).firings).toMatchObject([{ from: 3660 }]);
  });

  test('what went wrong during the warm-up does not ring', () => {
    const counts = minutes([...times(30, 100_000), ...times(90, 0)]);
    expect(evaluate(objective, counts, ran(120, 30 * MINUTE)).alerts[0]).toMatchObject({
      evaluated: true,
      firings: [],
    });
  });

  test("the user's own alerts are taken as they are, with a guard against few requests", () => {
    const own = { severity: 'page' as const, longWindow: 2 * MINUTE, shortWindow: MINUTE, burnRate: 10 };
    const few = minutes(times(3, 1), 20);
    expect(evaluate({ ...objective, alerts: [own] }, few, ran(3)).alerts[0].firings).toMatchObject([{ from: 120 }]);
    const guarded = { ...objective, alerts: [{ ...own, minimumValid: 100 }] };
    expect(evaluate(guarded, few, ran(3)).alerts[0].firings).toEqual([]);
  });

  test('property: the 1 h page fires first when the bad share of the last hour and of the last five minutes reach it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 60, maxLength: 150 }), (bad) => {
        const sum = (from: number, to: number) => bad.slice(from, to).reduce((a, b) => a + b, 0);
        // 14.4 x 0.1 % of 100,000 a minute is 1,440 a minute, in whole numbers
        const expected = bad
          .map((_, i) => i + 1)
          .filter((end) => end >= 60 && sum(end - 60, end) >= 86_400 && sum(end - 5, end) >= 7_200);
        expect(hourPage(minutes(bad)).firings[0]?.from).toBe(expected.length === 0 ? undefined : expected[0] * 60);
      }),
    );
  });
});

describe('window-based SLIs', () => {
  const windowed: Objective = {
    ...objective,
    objective: 0.9,
    over: 30 * MINUTE,
    windows: { every: 3 * MINUTE, goodShare: 0.95 },
  };

  test('a window is good when enough of its requests are, and silent windows do not count', () => {
    const counts: SliCounts = {
      interval: MINUTE,
      valid: 1_000,
      bad: 90,
      validByInterval: [100, 100, 0, 0, 0, 0, 100, 100, 100, 100],
      badByInterval: [5, 5, 0, 0, 0, 0, 80, 0, 0, 0],
    };
    // 10 of 200 is 95 % good; silence; 80 of 300 is bad; the last minute is no whole window
    const outcome = evaluate(windowed, counts, ran(10));
    expect(outcome).toMatchObject({ valid: 2, bad: 1, sli: 0.5, met: false });
    expect(outcome.burnRate).toBeCloseTo(5, 12);
  });

  test('its budget needs no declared traffic: 10 windows of 3 minutes at 90 % allow one', () => {
    const counts = minutes([...times(3, 50_000), ...times(6, 0)]);
    expect(evaluate(windowed, counts, ran(9)).budget).toMatchObject({ events: 1, spent: 1, left: 0, exhaustedIn: 0 });
  });
});

describe('SLA credits', () => {
  const credits = [
    { below: 0.999, credit: 0.1 },
    { below: 0.99, credit: 0.25 },
  ];
  test.each([
    { bad: 100, credit: 0 },
    { bad: 101, credit: 0.1 },
    { bad: 1_000, credit: 0.1 },
    { bad: 1_001, credit: 0.25 },
  ])('$bad bad of 100,000 give a credit of $credit', ({ bad, credit }) => {
    expect(evaluate({ ...objective, credits }, minutes([bad]), ran(1)).credit).toBe(credit);
  });

  test('no SLA, no credit; nothing observed, nothing owed', () => {
    expect(evaluate(objective, minutes([100_000]), ran(1)).credit).toBeNull();
    expect(evaluate({ ...objective, credits }, minutes([0], 0), ran(1)).credit).toBeNull();
  });
});

test('an outcome is what the result document asks for', () => {
  const outcome: SloResult = evaluate(objective, minutes([1]), { horizon: 90 * SECOND, stopped: null, warmup: 0 });
  expect(outcome.service).toBe('checkout');
});
