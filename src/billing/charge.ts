import type { Exact } from '../units/decimal.js';
import type { MeterName } from './tariff.js';

/** A quantity times a rate, before free and volume tiers. */
export interface Charge {
  readonly meter: MeterName;
  readonly name: string;
  readonly unit: string;
  /** Rounded to {@link QUANTITY_PLACES}: what is printed is what is multiplied. */
  readonly quantity: Exact;
  readonly rate: Exact;
}

export const QUANTITY_PLACES = 9;
