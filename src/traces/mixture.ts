import type { Distribution } from '../random/distribution.js';
import type { Micros } from '../units/quantities.js';

export type Quantiles = Extract<Distribution, { kind: 'quantiles' }>;

export interface Weighted {
  readonly weight: number;
  readonly of: Quantiles;
}

/** More points than this are replaced by those at {@link LEVELS}. */
const MOST_POINTS = 32;
const LEVELS = [0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1];
/** Levels of one distribution must rise: where a value jumps, the level beyond it is this much higher. */
const STEP = 1e-9;

/**
 * What one draws who first picks a part by weight: the weighted mean of the distribution functions, which is again linear
 * between points. Null where no part has any weight.
 */
export function mixtureOf(parts: readonly Weighted[]): Quantiles | null {
  const heavy = parts.filter(({ weight }) => weight > 0);
  const total = heavy.reduce((sum, { weight }) => sum + weight, 0);
  if (heavy.length === 0) return null;
  if (heavy.length === 1) return heavy[0].of;
  const values = [...new Set(heavy.flatMap(({ of }) => of.value))].sort((a, b) => a - b);
  const share = (value: Micros, side: Side): number =>
    heavy.reduce((sum, { weight, of }) => sum + (weight / total) * shareUpTo(of, value, side), 0);
  const points = values.flatMap((value) => [
    { p: share(value, 'below'), value },
    { p: share(value, 'up to'), value },
  ]);
  const rising = risen(points);
  return rising.p.length > MOST_POINTS ? atLevels(rising) : rising;
}

type Side = 'below' | 'up to';

/** The share of a distribution below a value, or up to and with it (they differ where many have exactly this value). */
export function shareUpTo({ p, value }: Quantiles, at: Micros, side: Side): number {
  const isPast = side === 'below' ? (v: Micros) => v >= at : (v: Micros) => v > at;
  const next = value.findIndex(isPast);
  if (next < 0) return 1;
  if (next === 0) return 0;
  const [low, high] = [value[next - 1], value[next]];
  return p[next - 1] + ((p[next] - p[next - 1]) * (at - low)) / (high - low);
}

function risen(points: readonly { readonly p: number; readonly value: Micros }[]): Quantiles {
  const p: number[] = [];
  const value: Micros[] = [];
  for (const point of points) {
    const last = p.length - 1;
    if (last >= 0 && point.value === value[last] && point.p <= p[last]) continue;
    const level = last >= 0 ? Math.max(point.p, p[last] + STEP) : 0;
    p.push(level);
    value.push(point.value);
  }
  const end = p[p.length - 1];
  return { kind: 'quantiles', p: p.map((level, i) => (i === p.length - 1 ? 1 : level / end)), value };
}

function atLevels(of: Quantiles): Quantiles {
  return { kind: 'quantiles', p: LEVELS, value: LEVELS.map((level) => Math.round(valueAt(of, level))) };
}

/** The value up to which this share of it lies. */
export function valueAt({ p, value }: Quantiles, level: number): Micros {
  const next = p.findIndex((at) => at >= level);
  if (next <= 0) return value[0];
  const part = (level - p[next - 1]) / (p[next] - p[next - 1]);
  return value[next - 1] + part * (value[next] - value[next - 1]);
}
