import { normalCdf, normalQuantile } from '../stats/normal.js';
import { exp } from '../stats/portable.js';
import type { Micros } from '../units/quantities.js';
import type { Distribution } from './distribution.js';
import type { Source } from './source.js';
import { unitExponential } from './unitExponential.js';

/** Draws one number. */
export type Sample = () => number;

/**
 * Draws from a distribution: microseconds as a double, not rounded, by inversion.
 *
 * Each call takes exactly one number of the source, whatever the kind (a constant takes one too): `double()` for
 * lognormal and normal, whose tails need it, `next()` for the others.
 *
 * @throws RangeError where the parameters describe no distribution
 */
export function sampler(distribution: Distribution, source: Source): () => number {
  check(distribution);
  switch (distribution.kind) {
    case 'constant':
      return constant(distribution.value, source);
    case 'exponential':
      return exponential(distribution.mean, source);
    case 'uniform':
      return uniform(distribution.min, distribution.max, source);
    case 'lognormal':
      return lognormal(distribution.mu, distribution.sigma, source);
    case 'normal':
      return truncatedNormal(distribution, source);
    case 'quantiles':
      return quantiles(distribution.p, distribution.value, source);
  }
}

function constant(value: Micros, source: Source): () => number {
  return () => {
    source.next();
    return value;
  };
}

function exponential(mean: Micros, source: Source): () => number {
  return () => mean * unitExponential(source.next());
}

function uniform(min: Micros, max: Micros, source: Source): () => number {
  const width = max - min;
  return () => min + width * source.next();
}

function lognormal(mu: number, sigma: number, source: Source): () => number {
  return () => exp(mu + sigma * normalQuantile(source.double()));
}

type Normal = Extract<Distribution, { kind: 'normal' }>;

/** Inversion between the bounds, mirrored where they lie in the upper tail, whose probabilities have no digits left. */
function truncatedNormal({ mean, sd, min, max }: Normal, source: Source): () => number {
  if (sd === 0 || min === max) return constant(Math.min(Math.max(mean, min), max), source);
  const sign = min > mean ? -1 : 1;
  const low = normalCdf((sign * ((sign > 0 ? min : max) - mean)) / sd);
  const high = normalCdf((sign * ((sign > 0 ? max : min) - mean)) / sd);
  if (!(high - low > 0)) return constant(sign > 0 ? max : min, source);
  return () => {
    const draw = mean + sign * sd * normalQuantile(low + (high - low) * source.double());
    return draw < min ? min : draw > max ? max : draw;
  };
}

/** Linear between the given quantiles: the slice is found by halving. */
function quantiles(p: readonly number[], value: readonly Micros[], source: Source): () => number {
  const levels = Float64Array.from(p);
  const values = Float64Array.from(value);
  return () => {
    const u = source.next();
    let low = 0;
    let high = levels.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (levels[middle] <= u) low = middle;
      else high = middle;
    }
    return values[low] + ((values[high] - values[low]) * (u - levels[low])) / (levels[high] - levels[low]);
  };
}

/** The mean of a distribution, in microseconds: exact up to rounding. */
export function meanOf(distribution: Distribution): Micros {
  check(distribution);
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'exponential':
      return distribution.mean;
    case 'uniform':
      return (distribution.min + distribution.max) / 2;
    case 'lognormal':
      return exp(distribution.mu + (distribution.sigma * distribution.sigma) / 2);
    case 'normal':
      return meanOfTruncatedNormal(distribution);
    case 'quantiles':
      return meanOfQuantiles(distribution.p, distribution.value);
  }
}

const INVERSE_SQRT_2PI = 0.3989422804014327;

/** mean + sd (density(a) - density(b)) / (P(b) - P(a)), with both bounds mirrored into the lower tail if need be. */
function meanOfTruncatedNormal({ mean, sd, min, max }: Normal): Micros {
  if (sd === 0 || min === max) return Math.min(Math.max(mean, min), max);
  const sign = min > mean ? -1 : 1;
  const a = (sign * ((sign > 0 ? min : max) - mean)) / sd;
  const b = (sign * ((sign > 0 ? max : min) - mean)) / sd;
  const mass = normalCdf(b) - normalCdf(a);
  if (!(mass > 0)) return sign > 0 ? max : min;
  return mean + (sign * sd * INVERSE_SQRT_2PI * (exp((-a * a) / 2) - exp((-b * b) / 2))) / mass;
}

function meanOfQuantiles(p: readonly number[], value: readonly Micros[]): Micros {
  let sum = 0;
  for (let i = 1; i < p.length; i++) sum += ((p[i] - p[i - 1]) * (value[i] + value[i - 1])) / 2;
  return sum;
}

function check(distribution: Distribution): void {
  const problem = problemOf(distribution);
  if (problem !== null) throw new RangeError(`${distribution.kind}.${problem}`);
}

/** The first rule the parameters break, as "field = value, rule", or null. */
function problemOf(distribution: Distribution): string | null {
  switch (distribution.kind) {
    case 'constant':
      return negative('value', distribution.value);
    case 'exponential':
      return negative('mean', distribution.mean);
    case 'uniform':
      return negative('min', distribution.min) ?? descending(distribution);
    case 'lognormal':
      return infinite('mu', distribution.mu) ?? negative('sigma', distribution.sigma);
    case 'normal':
      return infinite('mean', distribution.mean) ?? negative('sd', distribution.sd) ?? descending(distribution);
    case 'quantiles':
      return problemOfQuantiles(distribution.p, distribution.value);
  }
}

function negative(field: string, value: number): string | null {
  return value >= 0 && value < Infinity ? null : `${field} = ${value}, must be a number >= 0`;
}

function infinite(field: string, value: number): string | null {
  return Number.isFinite(value) ? null : `${field} = ${value}, must be a number`;
}

function descending({ min, max }: { readonly min: number; readonly max: number }): string | null {
  return min <= max ? null : `max = ${max}, must be >= min (${min})`;
}

function problemOfQuantiles(p: readonly number[], value: readonly Micros[]): string | null {
  if (p.length < 2 || p.length !== value.length) return `p = [${p}], must be at least two levels, one for each value`;
  if (p[0] !== 0 || p[p.length - 1] !== 1) return `p = [${p}], must rise from 0 to 1`;
  for (let i = 1; i < p.length; i++) {
    if (!(p[i] > p[i - 1])) return `p = [${p}], must rise from 0 to 1`;
    if (!(value[i] >= value[i - 1])) return `value = [${value}], must never fall`;
  }
  return negative('value', value[0]) ?? infinite('value', value[value.length - 1]);
}
