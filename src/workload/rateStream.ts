import type { Micros } from '../units/quantities.js';
import { Inverter } from './inverter.js';
import type { Points } from './process.js';
import type { Profile } from './profile.js';
import type { ArrivalStream } from './stream.js';

/** The arrivals of a process whose rate is a profile: whole blocks of points, then whole blocks of instants. */
export class RateStream implements ArrivalStream {
  readonly #points: Points;
  readonly #inverter: Inverter;
  #ended = false;

  constructor(profile: Profile, points: Points, until: Micros) {
    this.#points = points;
    this.#inverter = new Inverter(profile, until);
  }

  fill(out: Float64Array): number {
    if (this.#ended) return 0;
    this.#points.fill(out);
    const n = this.#inverter.invert(out, out.length);
    this.#ended = n < out.length;
    return n;
  }
}
