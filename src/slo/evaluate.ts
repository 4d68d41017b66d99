import type { Micros } from '../units/quantities.js';
import { evaluateAlerts, type AlertOutcome } from './alerts.js';
import { budget, budgetEvents, budgetSpent, type Budget } from './budget.js';
import { burnRate } from './burn.js';
import { creditDue } from './credit.js';
import type { Objective, SliCounts } from './objective.js';
import { eventsBetween, eventSeries, intervalsIn, type Events, type EventSeries } from './series.js';

/** What a run says about one objective: an entry of the result document's `slos`. */
export interface SloOutcome {
  readonly service: string | null;
  readonly name: string;
  /** Share of good events; `null`: there were none. */
  readonly sli: number | null;
  readonly target: number;
  readonly met: boolean | null;
  readonly valid: number;
  readonly bad: number;
  readonly burnRate: number | null;
  readonly budget: Budget | null;
  readonly alerts: readonly AlertOutcome[];
  readonly burnRateByInterval: readonly (number | null)[];
  /** Share of the budget left at the end of each interval; `null` without a budget. */
  readonly budgetLeftByInterval: readonly number[] | null;
  /** Credit due by the SLA, as a share of the bill; `null`: no SLA. */
  readonly credit: number | null;
}

/** The span that was simulated. */
export interface RunSpan {
  readonly horizon: Micros;
  /** Where the run was stopped early; `null`: it ran to the horizon. */
  readonly stopped: Micros | null;
  readonly warmup: Micros;
}

/**
 * Judges one objective. SLI, burn rate and budget come from the totals (requests that arrived after the warm-up);
 * what changes over time and the alerts come from the intervals (requests by the time they ended).
 * @param shown the interval of the outcome's series, a multiple of the counts' own
 */
export function evaluate(objective: Objective, counts: SliCounts, run: RunSpan, shown = counts.interval): SloOutcome {
  const series = eventSeries(objective, counts, run.warmup);
  const events = objective.windows === undefined ? counts : eventsBetween(series, 0, series.length);
  const budgeted = budgetEvents(objective, counts.interval);
  const spent = budgeted === null ? null : budgetSpent(objective, budgeted, series);
  const ends = endsOf(series, intervalsIn(shown, counts.interval));
  const sli = events.valid > 0 ? (events.valid - events.bad) / events.valid : null;
  return {
    service: objective.service,
    name: objective.name,
    sli,
    target: objective.objective,
    met: isMet(events, objective.objective),
    valid: events.valid,
    bad: events.bad,
    burnRate: burnRate(events, objective.objective),
    budget: budgeted === null ? null : budget(objective, budgeted, events, countedSpan(run)),
    alerts: evaluateAlerts(objective, series, (intervals) => spent?.[intervals] ?? null),
    burnRateByInterval: burnByInterval(series, ends, objective.objective),
    budgetLeftByInterval: spent === null ? null : ends.map((end) => 1 - spent[end]),
    credit: creditDue(objective, sli),
  };
}

const countedSpan = ({ horizon, stopped, warmup }: RunSpan): Micros => Math.max(0, (stopped ?? horizon) - warmup);

/** The least good share that keeps the promise, without the last bit of the division deciding. */
function isMet({ valid, bad }: Events, objective: number): boolean | null {
  return valid > 0 ? (valid - bad) / valid >= objective * (1 - 1e-12) : null;
}

/** Where each shown interval ends, in intervals that were counted; the last one may be shorter. */
function endsOf({ length }: EventSeries, step: number): readonly number[] {
  return Array.from({ length: Math.ceil(length / step) }, (_, i) => Math.min(length, (i + 1) * step));
}

function burnByInterval(series: EventSeries, ends: readonly number[], objective: number): readonly (number | null)[] {
  return ends.map((end, i) => burnRate(eventsBetween(series, ends[i - 1] ?? 0, end), objective));
}
