import type { Micros } from '../units/quantities.js';
import { cumulativeIn, type Piece, type Profile } from './profile.js';
import { WaveInverter } from './waves.js';

/**
 * Turns points of the cumulative rate into instants: the k-th unit of it is reached at the time that comes out. A Poisson
 * process of rate 1 so transformed is a Poisson process of the given rate, exactly, without thinning.
 */
export class Inverter {
  readonly #profile: Profile;
  readonly #last: Micros;
  #next = 0;
  #piece: Piece;
  /** The cumulative rate at the start and end of the piece. NaN first, or they would be taken for small integers. */
  #from = NaN;
  #upTo = NaN;
  #waves: WaveInverter | null = null;

  /** @param until all instants come out below it */
  constructor(profile: Profile, until: Micros) {
    this.#profile = profile;
    this.#last = Math.ceil(until) - 1;
    this.#piece = { start: 0, end: 0, level: 0, slope: 0, waves: [] };
    this.#from = 0;
    this.#upTo = 0;
  }

  /**
   * Replaces the first `n` points, which never fall (nor between calls), by whole microseconds.
   *
   * @returns how many lay within the profile: fewer than `n` means that it is at its end
   */
  invert(points: Float64Array, n: number): number {
    let i = 0;
    while (i < n) {
      while (points[i] >= this.#upTo) {
        if (!this.#advance()) return this.#cap(points, i);
      }
      i = this.#run(points, i, n);
    }
    return this.#cap(points, n);
  }

  #advance(): boolean {
    if (this.#next >= this.#profile.length) return false;
    this.#piece = this.#profile[this.#next++];
    this.#waves = null;
    this.#from = this.#upTo;
    this.#upTo += cumulativeIn(this.#piece, this.#piece.end - this.#piece.start);
    return true;
  }

  #run(points: Float64Array, i: number, n: number): number {
    if (this.#piece.waves.length > 0) return this.#alongWaves(points, i, n);
    return this.#piece.slope === 0 ? this.#alongFlat(points, i, n) : this.#alongLine(points, i, n);
  }

  #alongFlat(points: Float64Array, first: number, n: number): number {
    const { start, level } = this.#piece;
    const from = this.#from;
    const upTo = this.#upTo;
    const apart = 1 / level;
    let i = first;
    for (; i < n; i++) {
      const point = points[i];
      if (point >= upTo) break;
      points[i] = Math.floor(start + (point - from) * apart + 0.5);
    }
    return i;
  }

  /** level y + slope y^2 / 2 = sought, by the form of the root that does not cancel. */
  #alongLine(points: Float64Array, first: number, n: number): number {
    const { start, end, level, slope } = this.#piece;
    let i = first;
    for (; i < n && points[i] < this.#upTo; i++) {
      const sought = points[i] - this.#from;
      const root = Math.sqrt(Math.max(0, level * level + 2 * slope * sought));
      const y = sought === 0 ? 0 : (2 * sought) / (level + root);
      points[i] = Math.floor(Math.min(start + y, end) + 0.5);
    }
    return i;
  }

  #alongWaves(points: Float64Array, first: number, n: number): number {
    const { start } = this.#piece;
    const waves = (this.#waves ??= new WaveInverter(this.#piece));
    let i = first;
    for (; i < n && points[i] < this.#upTo; i++) {
      points[i] = Math.floor(start + waves.solve(points[i] - this.#from) + 0.5);
    }
    return i;
  }

  /** Rounding may reach the end itself, which belongs to the next one. */
  #cap(points: Float64Array, n: number): number {
    for (let i = n - 1; i >= 0 && points[i] > this.#last; i--) points[i] = this.#last;
    return n;
  }
}
