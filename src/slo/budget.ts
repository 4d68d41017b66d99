import { SECOND, type Micros } from '../units/quantities.js';
import { budgetShare } from './burn.js';
import type { Objective } from './objective.js';
import { intervalsIn, type EventSeries, type Events } from './series.js';

/** The error budget of the objective's window. */
export interface Budget {
  /** Bad events that the window allows. */
  readonly events: number;
  /** Share of them that is gone, before this run and in it. */
  readonly spent: number;
  /** 1 - spent; may be negative. */
  readonly left: number;
  /** Seconds until it is gone at this run's pace; `null`: never. */
  readonly exhaustedIn: number | null;
}

/**
 * Bad events that the window allows: (1 - objective) x the events expected in it. `null` where a request-based
 * objective does not declare them; windows need no declaration, their number is known.
 */
export function budgetEvents(objective: Objective, interval: Micros): number | null {
  const expected = expectedEvents(objective, interval);
  const events = expected === null ? null : expected * budgetShare(objective.objective);
  return events !== null && events > 0 ? events : null;
}

function expectedEvents({ windows, over, requestsExpected }: Objective, interval: Micros): number | null {
  if (windows === undefined) return requestsExpected;
  return Math.floor(over / (intervalsIn(windows.every, interval) * interval));
}

/** @param counted microseconds of the run that count, warm-up excluded */
export function budget(objective: Objective, events: number, { bad }: Events, counted: Micros): Budget {
  const spent = objective.budgetSpentBefore + bad / events;
  const left = 1 - spent;
  return { events, spent, left, exhaustedIn: exhaustedIn(objective, left * events, bad, counted, events) };
}

/**
 * A rolling window forgets as fast as it learns: at a pace that spends no more than one budget per window it is never
 * gone. A calendar window starts anew: gone only if that happens before its end, for which the run stands at its start.
 */
function exhaustedIn(
  { over, window }: Objective,
  eventsLeft: number,
  bad: number,
  counted: Micros,
  events: number,
): number | null {
  if (eventsLeft <= 0) return 0;
  if (bad === 0 || counted <= 0) return null;
  const left = (eventsLeft / bad) * counted;
  const never = window === 'rolling' ? bad * (over / counted) <= events : left > over - counted;
  return never ? null : left / SECOND;
}

/** Share of the budget that is gone after the first i intervals, for i = 0 up to all of them. */
export function budgetSpent(objective: Objective, events: number, { badBefore }: EventSeries): readonly number[] {
  return Array.from(badBefore, (bad) => objective.budgetSpentBefore + bad / events);
}
