/** Replications until an interval is narrow enough: `p99=5%`. */
import { addressOf, type KnownNames } from '../result/address.js';
import type { FigureInterval } from '../result/document.js';
import { refused, type Refused } from '../units/parsed.js';
import { parsePercent } from '../units/rate.js';

/** One figure whose relative half-width must fall to this. */
export interface Precision {
  /** Full path. */
  readonly figure: string;
  /** Half-width / mean. */
  readonly relative: number;
}

/** Replications before the first look: with fewer, a lucky small variance ends the experiment too early. */
export const FIRST_LOOK = 10;

export type ParsedPrecision = { readonly ok: true; readonly precision: Precision } | Refused;

/** Reads `<figure>=<percentage>`. */
export function parsePrecision(text: string, known: KnownNames = {}): ParsedPrecision {
  const equals = text.lastIndexOf('=');
  if (equals < 1) return refused('must be <figure>=<percentage>', 'for example "p99=5%"');
  const found = addressOf(text.slice(0, equals).trim(), known);
  if (!found.ok) return found;
  const relative = parsePercent(text.slice(equals + 1));
  if (!relative.ok) return relative;
  if (relative.value <= 0 || relative.value >= 1) return refused('must be above 0% and below 100%');
  return { ok: true, precision: { figure: found.address.path, relative: relative.value } };
}

/**
 * Relative half-width as it stands; `null`: the figure was not observed or is 0. With uncertain inputs it is that of the
 * seed's noise: more replications do not narrow the rest.
 */
export function reachedOf({ figure }: Precision, intervals: Readonly<Record<string, FigureInterval>>): number | null {
  const interval = intervals[figure];
  const halfWidth = interval?.parts?.seed ?? interval?.halfWidth ?? null;
  return interval === undefined || halfWidth === null || interval.mean === 0
    ? null
    : halfWidth / Math.abs(interval.mean);
}

/**
 * How many replications to have in all before the next look; the present number when all are precise enough. The limit is
 * g / (1 + g) for a relative error of g, because the half-width is compared with the estimated mean and not with the true
 * one (Law, "Simulation Modeling and Analysis", 9.4.1). Growth is at most twofold: an early estimate of the variance is
 * not to be trusted with more. A figure that is never observed, or always 0, does not become precise: it ends at `most`.
 */
export function replicationsFor(
  wanted: readonly Precision[],
  intervals: Readonly<Record<string, FigureInterval>>,
  count: number,
  most: number,
): number {
  if (count < FIRST_LOOK) return Math.min(FIRST_LOOK, most);
  const needed = wanted.map((one) => {
    const reached = reachedOf(one, intervals);
    const ratio = reached === null ? Infinity : reached / limitOf(one);
    return ratio <= 1 ? count : Math.max(count + 1, Math.ceil(count * ratio * ratio));
  });
  return Math.min(most, 2 * count, Math.max(count, ...needed));
}

/** What the half-width may be, as a share of the estimated mean (see {@link replicationsFor}). */
export const limitOf = ({ relative }: Precision): number => relative / (1 + relative);
