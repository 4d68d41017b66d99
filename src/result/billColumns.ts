import type { BillResult } from './document.js';

/** What a table of bills has columns for: credits and a month only where some bill has them. */
export interface BillColumns {
  readonly credits: boolean;
  /** Days of the month; `undefined`: no bill stands for one. */
  readonly days: number | undefined;
  /** Whether that month owes credits. */
  readonly monthCredits: boolean;
  /** Titles in order, the tariff's first. */
  readonly titles: readonly string[];
}

/** Which columns a table of these bills needs. */
export function billColumns(bills: readonly BillResult[]): BillColumns {
  const credits = bills.some((bill) => bill.credits.length > 0);
  const days = bills.find(({ month }) => month !== undefined)?.month?.days;
  const monthCredits = bills.some(({ month }) => (month?.credits ?? []).length > 0);
  const titles = [
    'tariff',
    'metered',
    ...(credits ? ['with SLA credits'] : []),
    'capacity',
    'per million requests',
    'per hour',
    ...(days === undefined ? [] : [`${days} days`]),
    ...(monthCredits ? [`${days} days with SLA credits`] : []),
    'busy',
    'idle',
    'cold start',
    'rounding',
  ];
  return { credits, days, monthCredits, titles };
}
