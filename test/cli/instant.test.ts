import { describe, expect, it } from 'vitest';
import { instant } from '../../src/cli/instant.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/units/quantities.js';

describe('an instant of a run', () => {
  const short = 30 * MINUTE;
  const cases: readonly (readonly [text: string, horizon: number, at: number])[] = [
    ['605s', short, 605 * SECOND],
    ['10m5s', short, 605 * SECOND],
    ['14:05', short, 14 * MINUTE + 5 * SECOND],
    ['14:05', DAY, 14 * HOUR + 5 * MINUTE],
    ['1:02:03', DAY, HOUR + 2 * MINUTE + 3 * SECOND],
    ['d2 6:00:00', 3 * DAY, DAY + 6 * HOUR],
    ['d2 6:00', 3 * DAY, DAY + 6 * HOUR],
    ['0:00', short, 0],
    ['30:00', short, short],
  ];

  it.each(cases)('%s in a run of %d us is at %d us', (text, horizon, at) => {
    expect(instant(text, horizon)).toBe(at);
  });

  it.each([
    ['noon', '--explain = noon, must be an instant such as "605s", or as the charts say it: "14:05"'],
    ['14:60', '--explain = 14:60, must be an instant such as'],
    ['31:00', '--explain = 31:00, must lie within the run, which takes 30m'],
    ['2h', '--explain = 2h, must lie within the run'],
  ])('%s is refused', (text, problem) => {
    expect(() => instant(text, short)).toThrow(problem);
  });
});
