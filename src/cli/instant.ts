import { parseDuration } from '../units/duration.js';
import type { Micros } from '../units/quantities.js';
import { DAY, HOUR, MINUTE, SECOND } from '../units/quantities.js';
import { formatSeconds } from '../units/format.js';
import { UserError } from '../units/userError.js';

const RULE = 'must be an instant such as "605s", or as the charts say it: "14:05"';

/**
 * An instant of a run: a duration from its start, or a clock as the charts have it. Two numbers are minutes and seconds in
 * a run of an hour at most, hours and minutes in a longer one; `d2 6:00:00` is on the second day.
 *
 * @throws UserError where it is neither, or lies after the end
 */
export function instant(text: string, horizon: Micros): Micros {
  const length = parseDuration(text);
  const at = length.ok ? length.value : clockTime(text, horizon);
  if (at === null) throw new UserError(`--explain = ${text}, ${RULE}`);
  if (at > horizon)
    throw new UserError(`--explain = ${text}, must lie within the run, which takes ${formatSeconds(horizon / SECOND)}`);
  return at;
}

function clockTime(text: string, horizon: Micros): Micros | null {
  const match = /^(?:d(\d+) )?(\d+):(\d\d)(?::(\d\d))?$/.exec(text.trim());
  if (match === null || Number(match[3]) > 59 || Number(match[4] ?? 0) > 59) return null;
  const [, day, first, second, third] = match;
  const before = day === undefined ? 0 : (Number(day) - 1) * DAY;
  const short = third === undefined && day === undefined && horizon <= HOUR;
  if (short) return Number(first) * MINUTE + Number(second) * SECOND;
  return before + Number(first) * HOUR + Number(second) * MINUTE + Number(third ?? 0) * SECOND;
}
