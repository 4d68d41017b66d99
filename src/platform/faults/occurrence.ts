import type { Micros } from '../../units/quantities.js';
import type { FaultKind } from '../recipe.js';

/** One time that a fault happened. */
export interface Occurrence {
  readonly kind: FaultKind;
  /** What it was aimed at, as the scenario names it. */
  readonly target: string | null;
  readonly at: Micros;
  /** When it is over; `null`: at once, or not before the run ends. */
  readonly until: Micros | null;
  /** Services that it hit, by their index in the world. */
  readonly services: readonly number[];
  /** Pods that it hit. */
  readonly pods: number;
}

/** Told of each of them, as it happens. */
export type TellOccurrence = (occurrence: Occurrence) => void;
