import type { Distribution } from '../random/distribution.js';
import type { Histogram } from '../stats/histogram.js';
import { normalCdf, normalQuantile } from '../stats/normal.js';
import { exp, ln } from '../stats/portable.js';
import type { Micros } from '../units/quantities.js';
import { durationsSeen } from './durations.js';
import { quantileOf } from './levels.js';
import { shareUpTo, type Quantiles } from './mixture.js';

/** A distribution of service times, and how near it comes to the durations it was fitted to. */
export interface ServiceTimeFit {
  readonly family: 'constant' | 'exponential' | 'lognormal' | 'quantiles';
  readonly distribution: Distribution;
  /** Durations it rests on. */
  readonly count: number;
  /** Largest distance of the distribution functions, 0..1, at 199 quantiles of what was seen (Kolmogorov-Smirnov). */
  readonly kolmogorovSmirnov: number;
  /** Mean distance of the quantiles (Wasserstein), in microseconds. */
  readonly wasserstein: Micros;
  /** The same over the mean duration. */
  readonly relativeWasserstein: number;
}

/** A family of two numbers is taken where it is this near; else the quantiles themselves. */
const NEAR = 0.03;
const GRID = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);

/**
 * Fits constant, exponential (by the mean) and lognormal (by the median and the 16th and 84th percentiles) and takes the
 * one that is nearest, if it is within 3 % everywhere; otherwise the distribution is what was seen, linear between
 * quantiles.
 *
 * @returns null where no durations were seen
 */
export function fitServiceTime(seen: Histogram): ServiceTimeFit | null {
  if (seen.count === 0) return null;
  const quantiles = seen.quantiles(GRID);
  const fits = familiesOf(seen).map((family) => fitOf(family, quantiles, seen));
  const [best] = fits.sort((a, b) => a.kolmogorovSmirnov - b.kolmogorovSmirnov);
  return best !== undefined && best.kolmogorovSmirnov <= NEAR ? best : fitOf(asSeen(seen), quantiles, seen);
}

interface Family {
  readonly family: ServiceTimeFit['family'];
  readonly distribution: Distribution;
  readonly cdf: (value: Micros) => number;
}

function familiesOf(seen: Histogram): Family[] {
  const [low, median, high] = seen.quantiles([0.16, 0.5, 0.84]);
  const families: Family[] = [];
  if (seen.max === seen.min) families.push(constant(seen.max));
  if (seen.mean > 0) families.push(exponential(seen.mean));
  if (low > 0 && high > low) families.push(lognormal(ln(median), (ln(high) - ln(low)) / (2 * normalQuantile(0.84))));
  return families;
}

function constant(value: Micros): Family {
  return {
    family: 'constant',
    distribution: { kind: 'constant', value },
    cdf: (x) => (x >= value ? 1 : 0),
  };
}

function exponential(mean: Micros): Family {
  return {
    family: 'exponential',
    distribution: { kind: 'exponential', mean: Math.round(mean) },
    cdf: (x) => 1 - exp(-x / mean),
  };
}

function lognormal(mu: number, sigma: number): Family {
  return {
    family: 'lognormal',
    distribution: { kind: 'lognormal', mu, sigma },
    cdf: (x) => (x > 0 ? normalCdf((ln(x) - mu) / sigma) : 0),
  };
}

function fitOf(family: Family, quantiles: readonly Micros[], seen: Histogram): ServiceTimeFit {
  const distances = quantiles.map((value) => Math.abs(family.cdf(value) - seen.countAtMost(value) / seen.count));
  return {
    family: family.family,
    distribution: family.distribution,
    count: seen.count,
    kolmogorovSmirnov: Math.max(...distances),
    ...wassersteinOf(family.distribution, quantiles, seen),
  };
}

/** What was seen, as straight lines between some of its quantiles. */
function asSeen(seen: Histogram): Family {
  const distribution = durationsSeen(seen) as Quantiles;
  return {
    family: 'quantiles',
    distribution,
    cdf: (value) => shareUpTo(distribution, value, 'up to'),
  };
}

function wassersteinOf(
  distribution: Distribution,
  quantiles: readonly Micros[],
  seen: Histogram,
): Pick<ServiceTimeFit, 'wasserstein' | 'relativeWasserstein'> {
  const wasserstein =
    GRID.reduce((sum, p, i) => sum + Math.abs(quantileOf(distribution, p) - quantiles[i]), 0) / GRID.length;
  return { wasserstein, relativeWasserstein: seen.mean > 0 ? wasserstein / seen.mean : 0 };
}
