import type { Micros } from '../units/quantities.js';

/** How bills are made from a run, whatever the tariff. */
export interface Billing {
  /** Whether the allowances of a month are taken off. */
  readonly freeTier: boolean;
  /** Whether the volume tiers of a month hold instead of the listed rate. */
  readonly volumeTiers: boolean;
  /** Instances kept ready by service, under plans that sell them; a service without entry: what it keeps anyway. */
  readonly alwaysReady: Readonly<Record<string, number>>;
  /** `null`: nothing is said about a month. */
  readonly month: MonthRecipe | null;
}

/** What a month is made of: spans of the run that happen so many times, and the rest of the run for the rest of it. */
export interface MonthRecipe {
  /** 28 to 31. */
  readonly days: number;
  readonly events: readonly MonthEvent[];
}

export interface MonthEvent {
  readonly name: string;
  readonly from: Micros;
  readonly to: Micros;
  readonly perMonth: number;
}

export const PLAIN_BILLING: Billing = { freeTier: false, volumeTiers: false, alwaysReady: {}, month: null };
