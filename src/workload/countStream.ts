import type { OpenStream, Source } from '../random/source.js';
import { unitExponential } from '../random/unitExponential.js';
import { exp } from '../stats/portable.js';
import { SECOND, type Micros } from '../units/quantities.js';
import type { Within } from './recipe.js';
import type { ArrivalStream } from './stream.js';
import type { CountTrace } from './traceLibrary.js';

/** Where the arrivals of one interval lie in it: n numbers in [0, 1), never falling, one at a time. */
interface Placement {
  /** Begins an interval of `count` arrivals. */
  begin(count: number): void;
  next(): number;
}

/**
 * The arrivals of a trace of counts: every interval gets exactly its count, placed `within` it. Nothing grows with the
 * count of an interval.
 */
export class CountStream implements ArrivalStream {
  readonly #trace: CountTrace;
  readonly #factor: number;
  readonly #until: Micros;
  readonly #placement: Placement;
  #interval = -1;
  #left = 0;
  /** Counts so far, multiplied but not rounded, and rounded: what is rounded off goes to the next interval. */
  #exact = 0;
  #given = 0;

  /** @param factor multiplies every count; fractions are carried on, so that the total is right to one arrival */
  constructor(trace: CountTrace, factor: number, within: Within, open: OpenStream, name: string, until: Micros) {
    this.#trace = trace;
    this.#factor = factor;
    this.#until = until;
    this.#placement = placementOf(within, open(name), trace.interval);
  }

  fill(out: Float64Array): number {
    const { interval } = this.#trace;
    let n = 0;
    while (n < out.length) {
      if (this.#left === 0 && !this.#advance()) break;
      const start = this.#interval * interval;
      const most = Math.min(out.length, n + this.#left);
      this.#left -= most - n;
      for (; n < most; n++) out[n] = start + Math.floor(this.#placement.next() * interval);
    }
    return this.#cut(out, n);
  }

  /** To the next interval that holds arrivals. */
  #advance(): boolean {
    const { counts, interval } = this.#trace;
    while (this.#left === 0) {
      this.#interval++;
      if (this.#interval >= counts.length || this.#interval * interval >= this.#until) return false;
      this.#exact += counts[this.#interval] * this.#factor;
      this.#left = Math.round(this.#exact) - this.#given;
      this.#given += this.#left;
    }
    this.#placement.begin(this.#left);
    return true;
  }

  #cut(out: Float64Array, n: number): number {
    let kept = n;
    while (kept > 0 && out[kept - 1] >= this.#until) kept--;
    return kept;
  }
}

function placementOf(within: Within, source: Source, interval: Micros): Placement {
  switch (within) {
    case 'regular':
      return new Steps(null);
    case 'uniform':
      return new Steps(source);
    case 'poisson':
      return new Scattered(source);
    case 'bursty':
      return new Bursts(source, interval);
  }
}

/** One arrival in each of n equal steps: in its middle, or anywhere. */
class Steps implements Placement {
  readonly #source: Source | null;
  #count = 0;
  #step = 0;

  constructor(source: Source | null) {
    this.#source = source;
  }

  begin(count: number): void {
    this.#count = count;
    this.#step = 0;
  }

  next(): number {
    return (this.#step++ + (this.#source === null ? 0.5 : this.#source.next())) / this.#count;
  }
}

/**
 * n independent uniform points in ascending order, which is what a Poisson process looks like given its count: the least
 * of n points left in [x, 1) lies at 1 - (1 - x) (1 - u)^(1/n).
 */
class Scattered implements Placement {
  readonly #source: Source;
  #left = 0;
  /** -ln of what remains above the last point. */
  #depth = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  begin(count: number): void {
    this.#left = count;
    this.#depth = 0;
  }

  next(): number {
    this.#depth += unitExponential(this.#source.next()) / this.#left--;
    return below1(1 - exp(-this.#depth));
  }
}

/** A burst lasts this long in the mean, and as long a pause follows it. */
const BURST: Micros = 5 * SECOND;
/** How many times as dense arrivals are in a burst as in a pause. */
const CONTRAST = 10;

/** Scattered points, on a time that runs {@link CONTRAST} times as slowly in bursts as in pauses. */
class Bursts implements Placement {
  readonly #scattered: Scattered;
  readonly #source: Source;
  readonly #interval: Micros;
  /** Where bursts and pauses end, in time and in cumulative density, both as shares of the interval. */
  #ends: number[] = [];
  #mass: number[] = [];
  #segment = 0;

  constructor(source: Source, interval: Micros) {
    this.#source = source;
    this.#scattered = new Scattered(source);
    this.#interval = interval;
  }

  begin(count: number): void {
    this.#ends = [0];
    this.#mass = [0];
    this.#segment = 1;
    let burst = this.#source.next() < 0.5;
    for (let at = 0, mass = 0; at < 1; burst = !burst) {
      const length = Math.min(1 - at, (BURST / this.#interval) * unitExponential(this.#source.next()));
      at = length > 0 ? at + length : at + 1e-12;
      mass += length * (burst ? CONTRAST : 1);
      this.#ends.push(Math.min(1, at));
      this.#mass.push(mass);
    }
    this.#scattered.begin(count);
  }

  next(): number {
    const last = this.#mass.length - 1;
    const mass = this.#scattered.next() * this.#mass[last];
    while (this.#segment < last && this.#mass[this.#segment] <= mass) this.#segment++;
    const k = this.#segment;
    const share = (mass - this.#mass[k - 1]) / (this.#mass[k] - this.#mass[k - 1]);
    return below1(this.#ends[k - 1] + share * (this.#ends[k] - this.#ends[k - 1]));
  }
}

const LARGEST_BELOW_1 = 1 - 1.1102230246251565e-16;

function below1(x: number): number {
  return x < 1 ? x : LARGEST_BELOW_1;
}
