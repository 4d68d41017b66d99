import type { Fraction } from '../units/quantities.js';
import type { Events } from './series.js';

/**
 * How fast the error budget is spent: share of bad events / (1 - objective); 1 spends exactly the budget over the
 * window. `null` without events, and for an objective of 100 %, which has no budget to burn. (SRE Workbook, chapter 5.)
 */
export function burnRate({ valid, bad }: Events, objective: Fraction): number | null {
  return valid > 0 && objective < 1 ? bad / valid / budgetShare(objective) : null;
}

/** 1 - objective, cut to 12 places: 1 - 0.999 is 0.001, not 0.0010000000000000009. */
export function budgetShare(objective: Fraction): Fraction {
  return Math.round((1 - objective) * 1e12) / 1e12;
}

/** `>=`, as the workbook has it, with room for the last bits of the division. */
export function burnsAt(burn: number | null, threshold: number): boolean {
  return burn !== null && burn >= threshold * (1 - 1e-9);
}
