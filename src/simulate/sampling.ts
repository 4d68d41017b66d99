import { columnsOf, hasBands } from '../meters/latencyBands.js';
import { sliInterval, timelineInterval } from '../meters/timeline.js';
import { givenWarmup, type Scenario } from '../scenario/resolved.js';
import type { Micros } from '../units/quantities.js';

/** When what is sampled, in one run: the same for all of its services. */
export class Sampling {
  readonly warmup: Micros;
  readonly horizon: Micros;
  readonly interval: Micros;
  readonly sliInterval: Micros;
  readonly bandInterval: Micros;
  /** Points of the timeline. */
  readonly intervals: number;
  /** Whether latencies are counted in bands: not for many services. */
  readonly hasBands: boolean;

  constructor({ horizon, analysis, objectives }: Scenario, services: number) {
    this.horizon = horizon;
    this.warmup = givenWarmup(analysis);
    this.interval = timelineInterval(horizon);
    this.intervals = Math.ceil(horizon / this.interval);
    // Minutes of a year are many: they are counted where an objective asks for them.
    this.sliInterval = objectives.length > 0 ? sliInterval(this.interval) : this.interval;
    this.bandInterval = columnsOf(horizon, this.interval) * this.interval;
    this.hasBands = hasBands(services);
  }

  /** The next instant after `now` at which something is sampled, or the horizon. */
  next(now: Micros): Micros {
    const sample = (Math.floor(now / this.sliInterval) + 1) * this.sliInterval;
    return Math.min(sample, now < this.warmup ? this.warmup : Infinity, this.horizon);
  }

  /** The last instant up to `until` and before the horizon at which something is sampled. */
  last(until: Micros): Micros {
    return Math.floor(Math.min(until, this.horizon - 1) / this.sliInterval) * this.sliInterval;
  }

  closesSli(now: Micros): boolean {
    return now % this.sliInterval === 0;
  }

  closesInterval(now: Micros): boolean {
    return now % this.interval === 0 || now === this.horizon;
  }

  closesBand(now: Micros): boolean {
    return this.hasBands && (now % this.bandInterval === 0 || now === this.horizon);
  }
}
