import { cos, sin } from '../stats/portable.js';
import type { Micros } from '../units/quantities.js';
import { angle, cumulativeIn, swing, type Piece } from './profile.js';

/** Segments per period of the fastest wave. */
const SEGMENTS = 256;
/** Newton steps stop here: a hundredth of a microsecond. */
const CLOSE = 0.01;
const MOST_STEPS = 60;

/**
 * Finds where the cumulative rate of a piece with waves reaches rising values. Within a 256th of the fastest period the
 * integral is its Taylor polynomial of degree 5 to 5e-15 of its swing, so that an arrival costs no sine.
 */
export class WaveInverter {
  readonly #piece: Piece;
  readonly #length: Micros;
  readonly #half: Micros;
  #segment = -1;
  /** Where the present segment ends, and the cumulative rate there. */
  #end: Micros = NaN;
  #upTo = NaN;
  #center: Micros = NaN;
  /** The last answer. NaN first, or it would be taken for a small integer. */
  #last: Micros = NaN;
  /** Coefficients of the cumulative rate in u = (y - center) / half, |u| <= 1. */
  readonly #terms = new Float64Array(6);

  constructor(piece: Piece) {
    this.#piece = piece;
    this.#length = Math.min(...piece.waves.map((wave) => wave.period)) / SEGMENTS;
    this.#half = this.#length / 2;
    this.#last = 0;
    this.#advance();
  }

  #advance(): void {
    const { start, end, level, slope, waves } = this.#piece;
    this.#segment++;
    const from = this.#segment * this.#length;
    this.#center = from + this.#half;
    this.#end = Math.min(from + this.#length, end - start);
    this.#upTo = this.#end < end - start ? cumulativeIn(this.#piece, this.#end) : Infinity;
    const terms = this.#terms.fill(0);
    terms[0] = cumulativeIn(this.#piece, this.#center);
    terms[1] = (level + slope * this.#center) * this.#half;
    terms[2] = 0.5 * slope * this.#half * this.#half;
    for (const wave of waves) addWave(terms, swing(wave), angle(wave, start + this.#center), this.#step(wave.period));
  }

  /** Half a segment as an angle of a wave. */
  #step(period: Micros): number {
    return (2 * Math.PI * this.#half) / period;
  }

  /**
   * Where the cumulative rate is `sought`, counted from the start of the piece. Depends on nothing but `sought`, so that
   * the size of blocks does not show; never below an answer given before.
   *
   * @param sought not below what was sought before
   */
  solve(sought: number): Micros {
    while (sought >= this.#upTo) this.#advance();
    const root = this.#center + this.#root(sought) * this.#half;
    if (root > this.#last) this.#last = root;
    return this.#last;
  }

  /** Newton's method from the middle of the segment, halving where it would leave the bracket. */
  #root(sought: number): number {
    const terms = this.#terms;
    let from = -1;
    let to = (this.#end - this.#center) / this.#half;
    let u = (sought - terms[0]) / terms[1];
    if (!(u >= from)) u = from;
    else if (u > to) u = to;
    for (let step = 0; step < MOST_STEPS; step++) {
      const bent = terms[2] + u * (terms[3] + u * (terms[4] + u * terms[5]));
      const slope = terms[1] + u * (2 * terms[2] + u * (3 * terms[3] + u * (4 * terms[4] + u * 5 * terms[5])));
      const missing = sought - (terms[0] + u * (terms[1] + u * bent));
      if (missing > 0) from = u;
      else to = u;
      const newton = u + missing / slope;
      const next = newton >= from && newton <= to ? newton : 0.5 * (from + to);
      const moved = Math.abs(next - u) * this.#half;
      u = next;
      if (moved < CLOSE) break;
    }
    return u;
  }
}

/** The Taylor terms of weight x sin(theta + step u), but for the constant one. */
function addWave(terms: Float64Array, weight: number, theta: number, step: number): void {
  const s = weight * sin(theta);
  const c = weight * cos(theta);
  terms[1] += c * step;
  terms[2] -= (s * step * step) / 2;
  terms[3] -= (c * step * step * step) / 6;
  terms[4] += (s * step * step * step * step) / 24;
  terms[5] += (c * step * step * step * step * step) / 120;
}
