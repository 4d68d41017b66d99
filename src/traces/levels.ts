import type { Distribution } from '../random/distribution.js';
import { normalCdf, normalQuantile } from '../stats/normal.js';
import { exp, ln } from '../stats/portable.js';
import type { Micros } from '../units/quantities.js';
import { valueAt } from './mixture.js';

/** The value up to which a share `p` (within 0 and 1) of a distribution lies. */
export function quantileOf(distribution: Distribution, p: number): Micros {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'exponential':
      return -distribution.mean * ln(1 - p);
    case 'uniform':
      return distribution.min + p * (distribution.max - distribution.min);
    case 'lognormal':
      return exp(distribution.mu + distribution.sigma * normalQuantile(p));
    case 'normal':
      return truncatedNormal(distribution, p);
    case 'quantiles':
      return valueAt(distribution, p);
  }
}

/** The inverse of its distribution function within the bounds. */
function truncatedNormal({ mean, sd, min, max }: Extract<Distribution, { kind: 'normal' }>, p: number): Micros {
  if (sd === 0) return mean;
  const [below, upTo] = [normalCdf((min - mean) / sd), normalCdf((max - mean) / sd)];
  return mean + sd * normalQuantile(below + p * (upTo - below));
}
