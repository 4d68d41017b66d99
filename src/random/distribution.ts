import type { Micros } from '../units/quantities.js';

/** How long something takes: what is written, not yet drawn from. Values are microseconds. */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: Micros }
  | { readonly kind: 'exponential'; readonly mean: Micros }
  | { readonly kind: 'uniform'; readonly min: Micros; readonly max: Micros }
  /** mu and sigma of ln(microseconds), whichever of median, p99, mean, cv the person gave. */
  | { readonly kind: 'lognormal'; readonly mu: number; readonly sigma: number }
  /** Truncated to [min, max] by redrawing within the bounds (inverse CDF), never by clamping. */
  | { readonly kind: 'normal'; readonly mean: Micros; readonly sd: Micros; readonly min: Micros; readonly max: Micros }
  /** Linear between the quantiles: `p` rises from 0 to 1, `value` never falls. */
  | { readonly kind: 'quantiles'; readonly p: readonly number[]; readonly value: readonly Micros[] };
