import type { Decimal, Fraction, Micros } from '../units/quantities.js';

/** What makes a request bad. */
export type Bad = 'refused' | 'timedOut' | 'failed' | 'cold' | { readonly slowerThan: Micros };

/** A promise about one service (`null`: over all of them). Its name is its address: slo.<service>.<name>.<figure>. */
export interface Objective {
  readonly service: string | null;
  readonly name: string;
  /** The share of requests that must be good, e.g. 0.999. */
  readonly objective: Fraction;
  /** The window of the promise, e.g. 28 days. */
  readonly over: Micros;
  readonly window: 'rolling' | 'calendar';
  readonly bad: readonly Bad[];
  /** Requests expected in the window; without it no budget can be computed, only SLI and burn rate. */
  readonly requestsExpected: number | null;
  /** Share of the budget that was spent before this run. */
  readonly budgetSpentBefore: Fraction;
  /** `null`: the SRE workbook's 14.4 / 6 / 1, rescaled to the window. */
  readonly alerts: readonly BurnAlert[] | null;
  readonly credits: readonly { readonly below: Fraction; readonly credit: Fraction }[];
  /** What customers pay in the window: credits are shares of it. @default of the bill */
  readonly creditsOf?: { readonly amount: Decimal; readonly currency: string };
  /** Which requests are valid at all: `cold` makes `slowerThan` a promise about cold starts alone. @default 'all' */
  readonly among?: 'all' | 'cold';
  /**
   * A window-based SLI instead of a request-based one: the share of windows in which at least `goodShare` of the
   * requests were good. A window without requests does not count.
   */
  readonly windows?: { readonly every: Micros; readonly goodShare: Fraction };
}

/** An objective as messages and lines of bills name it. */
export function nameOf({ service, name }: Objective): string {
  return `${service ?? 'all services'}.${name}`;
}

/** Fires when the burn rate is at least `burnRate` over both windows. */
export interface BurnAlert {
  readonly severity: 'page' | 'ticket';
  readonly longWindow: Micros;
  readonly shortWindow: Micros;
  readonly burnRate: number;
  /** Guard against alarms over a handful of requests: valid requests the short window must hold. @default 1 */
  readonly minimumValid?: number;
}

/** What was counted for one objective: totals, and per interval from time 0 on. */
export interface SliCounts {
  readonly interval: Micros;
  readonly valid: number;
  readonly bad: number;
  /** Requests that ended in interval i, whole intervals up to the stop. */
  readonly validByInterval: ArrayLike<number>;
  readonly badByInterval: ArrayLike<number>;
}
