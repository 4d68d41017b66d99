import type { Micros } from '../units/quantities.js';
import { moved, restricted, type Piece, type Profile } from './profile.js';

/** The shape unchanged, `by` times as high. */
export function multiplied(profile: Profile, by: number): Profile {
  return by === 1 ? profile : profile.map((piece) => higher(piece, by));
}

function higher(piece: Piece, by: number): Piece {
  const waves = piece.waves.map((wave) => ({ ...wave, amplitude: wave.amplitude * by }));
  return { ...piece, level: piece.level * by, slope: piece.slope * by, waves };
}

/** Time x `by`: as many arrivals, `by` times as far apart. */
export function stretched(profile: Profile, by: number): Profile {
  return profile.map((piece) => ({
    start: piece.start * by,
    end: piece.end * by,
    level: piece.level / by,
    slope: piece.slope / by / by,
    waves: piece.waves.map((wave) => ({
      amplitude: wave.amplitude / by,
      period: wave.period * by,
      peakAt: wave.peakAt * by,
    })),
  }));
}

/** What lies in [from, to), where it lay. */
export function windowOf(profile: Profile, from: Micros, to: Micros): Piece[] {
  return profile
    .filter((piece) => piece.end > from && piece.start < to)
    .map((piece) => restricted(piece, Math.max(piece.start, from), Math.min(piece.end, to)));
}

/** `by` later (earlier when negative: what would lie before 0 is lost). */
export function shifted(profile: Profile, by: Micros): Profile {
  if (by <= 0) return windowOf(profile, -by, Infinity).map((piece) => moved(piece, by));
  const quiet = { start: 0, end: by, level: 0, slope: 0, waves: [] };
  return [quiet, ...profile.map((piece) => moved(piece, by))];
}

/** The first `span` of it, `times` times, up to `until`. */
export function repeated(profile: Profile, span: Micros, times: number, until: Micros): Profile {
  const once = windowOf(profile, 0, span);
  const pieces: Piece[] = [];
  for (let k = 0; k < times && k * span < until; k++) {
    let end = k * span;
    for (const piece of once) {
      pieces.push(moved(piece, k * span));
      end = k * span + piece.end;
    }
    const next = (k + 1) * span;
    if (end < next) pieces.push({ start: end, end: next, level: 0, slope: 0, waves: [] });
  }
  return pieces;
}

/** `by` times as high within [from, to). */
export function flashed(profile: Profile, from: Micros, to: Micros, by: number): Profile {
  return [
    ...windowOf(profile, 0, from),
    ...windowOf(profile, Math.max(0, from), to).map((piece) => higher(piece, by)),
    ...windowOf(profile, Math.max(0, to), Infinity),
  ];
}
