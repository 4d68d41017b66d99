import type { Micros } from '../units/quantities.js';
import type { Ledger } from './ledger.js';

/** A way through a run. */
export interface Drive {
  /** Simulated time reached; where services are run one after the other, the share of them that is done, as time. */
  readonly now: Micros;
  /** Requests so far. */
  readonly arrived: number;
  /** Cold requests so far of one cause, by its code. */
  cold(cause: number): number;
  /** @param until at most the horizon */
  advance(until: Micros): void;
  /** What can be said by now. */
  ledger(): Ledger;
}

/**
 * Services added up at a time. Sums of fractions depend on their order in the last digit: with chunks of one size it is
 * the same, whoever adds them up.
 */
export const CHUNK = 64;
