import { DAY, HOUR, MINUTE, SECOND, type Micros } from '../units/quantities.js';
import { burnRate, burnsAt } from './burn.js';
import type { BurnAlert, Objective } from './objective.js';
import { eventsBetween, intervalsIn, type EventSeries } from './series.js';

/** One alert of an objective over one run. */
export interface AlertOutcome {
  readonly severity: 'page' | 'ticket';
  /** Seconds. */
  readonly longWindow: number;
  readonly shortWindow: number;
  readonly burnRate: number;
  /** `false`: the long window never fitted into the run after the warm-up. */
  readonly evaluated: boolean;
  readonly firings: readonly Firing[];
}

export interface Firing {
  /** Seconds. */
  readonly from: number;
  /** `null`: still firing at the end. */
  readonly to: number | null;
  /** Share of the budget gone when it fired; `null` where there is no budget. */
  readonly budgetSpent: number | null;
}

interface WorkbookAlert {
  readonly severity: 'page' | 'ticket';
  readonly longWindow: Micros;
  readonly shortWindow: Micros;
  /** Of the budget, spent within the long window. */
  readonly budgetPercent: number;
}

/** SRE Workbook, table 5-8. The short window is a twelfth of the long one. */
const WORKBOOK: readonly WorkbookAlert[] = [
  { severity: 'page', longWindow: HOUR, shortWindow: 5 * MINUTE, budgetPercent: 2 },
  { severity: 'page', longWindow: 6 * HOUR, shortWindow: 30 * MINUTE, budgetPercent: 5 },
  { severity: 'ticket', longWindow: 3 * DAY, shortWindow: 6 * HOUR, budgetPercent: 10 },
];

/**
 * The workbook's alerts for a window: a burn rate is the share of the budget times window / long window, so 30 days
 * give 14.4, 6 and 1, and 28 days 13.44, 5.6 and 0.933. Alerts whose long window is not shorter than the objective's
 * window are left out.
 */
export function workbookAlerts(over: Micros): readonly BurnAlert[] {
  return WORKBOOK.filter(({ longWindow }) => longWindow < over).map(
    ({ severity, longWindow, shortWindow, budgetPercent }) => ({
      severity,
      longWindow,
      shortWindow,
      burnRate: (budgetPercent * over) / (100 * longWindow),
    }),
  );
}

/** @param budgetSpentAt share of the budget that is gone after the first n intervals */
export function evaluateAlerts(
  objective: Objective,
  series: EventSeries,
  budgetSpentAt: (intervals: number) => number | null,
): readonly AlertOutcome[] {
  const alerts = objective.alerts ?? workbookAlerts(objective.over);
  return alerts.map((alert) => evaluateAlert(alert, objective, series, budgetSpentAt));
}

/** Looked at when each interval ends, from the moment on when the long window lies wholly inside the counted run. */
function evaluateAlert(
  alert: BurnAlert,
  { objective }: Objective,
  series: EventSeries,
  budgetSpentAt: (intervals: number) => number | null,
): AlertOutcome {
  const long = intervalsIn(alert.longWindow, series.interval);
  const firings: Firing[] = [];
  const mayBurn = series.badBefore[series.length] > 0; // years of minutes without a bad one need no look at each
  for (let end = series.first + long; mayBurn && end <= series.length; end++) {
    const firing = firings.at(-1)?.to === null;
    const burning = isBurning(alert, objective, series, end);
    if (burning && !firing) firings.push({ from: seconds(end, series), to: null, budgetSpent: budgetSpentAt(end) });
    if (!burning && firing) firings[firings.length - 1] = { ...firings[firings.length - 1], to: seconds(end, series) };
  }
  return {
    severity: alert.severity,
    longWindow: alert.longWindow / SECOND,
    shortWindow: alert.shortWindow / SECOND,
    burnRate: alert.burnRate,
    evaluated: series.first + long <= series.length,
    firings,
  };
}

function isBurning(alert: BurnAlert, objective: number, series: EventSeries, end: number): boolean {
  const window = (span: Micros) => eventsBetween(series, Math.max(0, end - intervalsIn(span, series.interval)), end);
  const short = window(alert.shortWindow);
  return (
    short.valid >= (alert.minimumValid ?? 1) &&
    burnsAt(burnRate(short, objective), alert.burnRate) &&
    burnsAt(burnRate(window(alert.longWindow), objective), alert.burnRate)
  );
}

const seconds = (intervals: number, { interval }: EventSeries): number => (intervals * interval) / SECOND;
