import { sin } from '../stats/portable.js';
import { SECOND, type Micros } from '../units/quantities.js';
import type { Rate } from './recipe.js';

/** A stretch of time in which the rate is a straight line plus waves. Rates are per microsecond in here. */
export interface Piece {
  readonly start: Micros;
  readonly end: Micros;
  /** The line at `start`, and how fast it rises. */
  readonly level: number;
  readonly slope: number;
  readonly waves: readonly Wave[];
}

/** amplitude x cos(2 pi (t - peakAt) / period) */
export interface Wave {
  readonly amplitude: number;
  readonly period: Micros;
  readonly peakAt: Micros;
}

/** Pieces without gaps from 0 on, ascending; after the last one the rate is 0. */
export type Profile = readonly Piece[];

/**
 * A rate as a profile of [0, until).
 *
 * @param span how long a ramp takes; after it the rate stays where the ramp ended
 */
export function profileOf(rate: Rate, span: Micros, until: Micros): Profile {
  if (!(until > 0)) return [];
  switch (rate.kind) {
    case 'constant':
      return [flat(0, until, perMicro('rate', rate.rate))];
    case 'ramp':
      return ramp(perMicro('from', rate.from), perMicro('to', rate.to), span, until);
    case 'sine':
      return [sine(rate, until)];
    case 'sum':
      return sumOf(rate.parts.map((part) => profileOf(part, span, until)));
    case 'chain':
      return chain(rate.parts, until);
  }
}

/** How long a rate lasts by its own description; a rate that never ends lasts for the horizon. */
export function spanOfRate(rate: Rate, horizon: Micros): Micros {
  if (rate.kind === 'chain') return rate.parts.reduce((sum, part) => sum + part.for, 0);
  if (rate.kind === 'sum') return Math.max(0, ...rate.parts.map((part) => spanOfRate(part, horizon)));
  return horizon;
}

function perMicro(field: string, rate: number): number {
  if (rate >= 0 && rate < Infinity) return rate / SECOND;
  throw new RangeError(`${field} = ${rate}, must be a rate >= 0`);
}

function flat(start: Micros, end: Micros, level: number): Piece {
  return { start, end, level, slope: 0, waves: [] };
}

function ramp(from: number, to: number, span: Micros, until: Micros): Profile {
  if (!(span > 0)) throw new RangeError(`ramp span = ${span}, must be > 0`);
  const rising = { start: 0, end: Math.min(span, until), level: from, slope: (to - from) / span, waves: [] };
  return until > span ? [rising, flat(span, until, to)] : [rising];
}

function sine(rate: Extract<Rate, { kind: 'sine' }>, until: Micros): Piece {
  const { amplitude, mean, period, peakAt } = rate;
  if (!(amplitude >= 0 && amplitude <= mean)) {
    throw new RangeError(`amplitude = ${amplitude}, must be in 0..mean (${mean}): a rate is never negative`);
  }
  if (!(period > 0)) throw new RangeError(`period = ${period}, must be > 0`);
  const wave = { amplitude: amplitude / SECOND, period, peakAt };
  return { ...flat(0, until, perMicro('mean', mean)), waves: amplitude > 0 ? [wave] : [] };
}

function chain(parts: readonly { readonly rate: Rate; readonly for: Micros }[], until: Micros): Profile {
  const pieces: Piece[] = [];
  let start = 0;
  for (const part of parts) {
    if (start >= until) break;
    const length = Math.min(part.for, until - start);
    for (const piece of profileOf(part.rate, part.for, length)) pieces.push(moved(piece, start));
    start += part.for;
  }
  return pieces;
}

/** The sum of profiles: cut at every boundary of every one, then added. */
function sumOf(profiles: readonly Profile[]): Profile {
  const boundaries = [...new Set([0, ...profiles.flatMap((profile) => profile.map((piece) => piece.end))])];
  boundaries.sort((a, b) => a - b);
  const cursors = profiles.map(() => 0);
  const pieces: Piece[] = [];
  for (let i = 0; i + 1 < boundaries.length; i++) {
    const [start, end] = [boundaries[i], boundaries[i + 1]];
    let sum = flat(start, end, 0);
    profiles.forEach((profile, p) => {
      while (cursors[p] < profile.length && profile[cursors[p]].end <= start) cursors[p]++;
      if (cursors[p] < profile.length) sum = added(sum, restricted(profile[cursors[p]], start, end));
    });
    pieces.push(sum);
  }
  return pieces;
}

function added(a: Piece, b: Piece): Piece {
  return { ...a, level: a.level + b.level, slope: a.slope + b.slope, waves: [...a.waves, ...b.waves] };
}

/** The part of a piece within [start, end), which lies inside it. */
export function restricted(piece: Piece, start: Micros, end: Micros): Piece {
  return { ...piece, start, end, level: piece.level + piece.slope * (start - piece.start) };
}

/** The piece `by` later. */
export function moved(piece: Piece, by: Micros): Piece {
  const waves = piece.waves.map((wave) => ({ ...wave, peakAt: wave.peakAt + by }));
  return { ...piece, start: piece.start + by, end: piece.end + by, waves };
}

const TURN = 2 * Math.PI;

/** The angle of a wave at time t, reduced to one turn before it is multiplied, so that it keeps its digits. */
export function angle(wave: Wave, t: Micros): number {
  const turns = (t - wave.peakAt) / wave.period;
  return TURN * (turns - Math.floor(turns));
}

/** How far a wave swings the cumulative rate: amplitude / angular frequency. */
export function swing(wave: Wave): number {
  return (wave.amplitude * wave.period) / TURN;
}

/** Mean number of arrivals in [start, start + y): the integral in closed form. */
export function cumulativeIn(piece: Piece, y: Micros): number {
  let sum = (piece.level + 0.5 * piece.slope * y) * y;
  for (const wave of piece.waves) {
    sum += swing(wave) * (sin(angle(wave, piece.start + y)) - sin(angle(wave, piece.start)));
  }
  return sum;
}

/** Mean number of arrivals in [0, t). */
export function cumulativeAt(profile: Profile, t: Micros): number {
  let sum = 0;
  for (const piece of profile) {
    if (piece.start >= t) break;
    sum += cumulativeIn(piece, Math.min(t, piece.end) - piece.start);
  }
  return sum;
}
