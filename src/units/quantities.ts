/** The quantities that everything is counted in. Edges convert; inside there is one unit for each. */

/** A point in simulated time or a length of it, in whole microseconds: exact below 2^53 (285 years). */
export type Micros = number;
/** Events per second. */
export type PerSecond = number;
/** A share, 0..1. */
export type Fraction = number;
export type Bytes = number;
/** 1000 = one core. Whole, so that packing is exact. */
export type MilliCores = number;
/** A decimal number as text ("0.0000166667"): money is never a double until it is printed. */
export type Decimal = string;

/** Microseconds in a second. */
export const SECOND: Micros = 1_000_000;
export const MILLISECOND: Micros = 1_000;
export const MINUTE: Micros = 60 * SECOND;
export const HOUR: Micros = 60 * MINUTE;
export const DAY: Micros = 24 * HOUR;

export const KIB: Bytes = 1024;
export const MIB: Bytes = 1024 * KIB;
export const GIB: Bytes = 1024 * MIB;
