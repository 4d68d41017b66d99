import type { Micros } from '../units/quantities.js';
import type { Ledger, LedgerRecord } from './ledger.js';

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

/** Some services of a run, simulated to the end: plain data, for another thread. */
export interface ChunkRecord {
  /** Requests of them all, the warm-up's included. */
  readonly arrived: number;
  readonly ledger: LedgerRecord;
}

/** A run whose services share nothing, in pieces that anybody may simulate; they are put together in their order. */
export interface Chunks {
  readonly count: number;
  /** Services there are. */
  readonly size: number;
  /** Services that are simulated to the end and put together. */
  readonly done: number;
  /** Services in one chunk. @param index from 0 to count - 1 */
  sizeOf(index: number): number;
  /** Requests to be expected of a chunk: about what it costs. */
  expected(index: number): number;
  /** Simulates a chunk for {@link take}, here or in a run of the same scenario in another thread. */
  simulate(index: number): ChunkRecord;
  /** Puts the next chunk to the others. @throws RangeError in the middle of a chunk */
  take(chunk: ChunkRecord): void;
}

/**
 * Services added up at a time. Sums of fractions depend on their order in the last digit: with chunks of one size it is
 * the same, whoever adds them up.
 */
export const CHUNK = 64;
