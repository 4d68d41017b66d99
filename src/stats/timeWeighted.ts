import type { Micros } from '../units/quantities.js';
import { ExactSum } from './exactSum.js';

/**
 * A level (pods, requests in flight) weighted with how long it lasted. Levels are whole numbers >= 0, so that its area is
 * exact.
 */
export class TimeWeighted {
  readonly #area = new ExactSum();
  #since: Micros;
  #level: number;
  #max: number;

  constructor(start: Micros, level: number) {
    this.#since = start;
    this.#level = level;
    this.#max = level;
  }

  /** The level is `level` from `now` on. `now` never falls. */
  set(now: Micros, level: number): void {
    this.#area.add(this.#level * (now - this.#since));
    this.#since = now;
    this.#level = level;
    if (level > this.#max) this.#max = level;
  }

  /** The level changes by `change` at `now`. */
  add(now: Micros, change: number): void {
    this.set(now, this.#level + change);
  }

  get level(): number {
    return this.#level;
  }

  get max(): number {
    return this.#max;
  }

  /** Level x microseconds from the start to `now`. */
  area(now: Micros): number {
    return this.#area.plus(this.#level * (now - this.#since));
  }

  /** Forgets what was: area and maximum count from `now` on (the end of a warm-up). */
  restart(now: Micros): void {
    this.#area.reset();
    this.#since = now;
    this.#max = this.#level;
  }
}
