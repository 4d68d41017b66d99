/** A run that is driven in slices and watched on the way: what was cold in each interval, and why. */
import type { Simulation } from '../simulate.js';
import type { Micros } from '../units/quantities.js';
import { SECOND } from '../units/quantities.js';
import { timelineInterval } from '../meters/timeline.js';
import type { ResultDocument } from '../result/document.js';
import type { ColdInterval, FromSimulator } from './protocol.js';

/** Wall time between two looks at what came in, in milliseconds. */
const SLICE_MS = 12;
/** Simulated time of the first slice, before anything is known of the run's speed. */
const FIRST_SLICE = SECOND;
/** Slices grow and shrink by at most this factor. */
const PACE = 4;

export interface Driving {
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  /** Whether something newer is wanted. */
  readonly superseded: () => boolean;
  /** Called after each slice but the last. */
  readonly between: () => void;
  readonly progress: (reached: Micros, arrived: number) => void;
  /** Milliseconds. */
  readonly progressEvery: number;
}

export class Watched {
  readonly #interval: Micros;
  readonly #cold: ColdInterval[] = [];
  #before: Readonly<Record<string, number>> = {};

  constructor(private readonly run: Simulation) {
    this.#interval = timelineInterval(run.horizon);
  }

  /** Services of a fleet that run one after the other: a part of it is no first part, but fewer services. 0: all in step. */
  get inTurn(): number {
    return this.run.chunks?.size ?? 0;
  }

  /** Runs to the horizon; `false` where it was superseded on the way. */
  async drive({ now, pause, superseded, between, progress, progressEvery }: Driving): Promise<boolean> {
    const { run } = this;
    let slice = FIRST_SLICE;
    let shown = now();
    while (run.now < run.horizon) {
      const from = now();
      const until = Math.min(run.horizon, run.now + slice);
      while (run.now < until) this.#advance(until);
      slice = next(slice, now() - from);
      if (run.now >= run.horizon) break;
      between();
      if (now() - shown >= progressEvery) {
        shown = now();
        progress(run.now, run.arrived);
      }
      await pause();
      if (superseded()) return false;
    }
    return true;
  }

  /** To the end of the interval, or to `until` where that is before it. */
  #advance(until: Micros): void {
    const { run } = this;
    const index = Math.floor(run.now / this.#interval);
    const end = (index + 1) * this.#interval;
    run.advance(Math.min(until, end));
    if (run.now === end || run.now === run.horizon) this.#note(index);
  }

  #note(index: number): void {
    if (this.inTurn > 0) return;
    const sums = this.run.coldByCause;
    const since = Object.entries(sums).map(([cause, sum]) => [cause, sum - (this.#before[cause] ?? 0)] as const);
    const seen = since.filter(([, count]) => count > 0);
    if (seen.length > 0) this.#cold.push({ index, byCause: Object.fromEntries(seen) });
    this.#before = sums;
  }

  result(): ResultDocument {
    return this.run.result();
  }

  answer(id: number, took: number): Extract<FromSimulator, { kind: 'answer' }> {
    return { kind: 'answer', id, result: this.run.result(), cold: [...this.#cold], took };
  }
}

function next(slice: Micros, took: number): Micros {
  const factor = Math.min(PACE, Math.max(1 / PACE, SLICE_MS / Math.max(took, 0.5)));
  return Math.max(1000, Math.round(slice * factor));
}
