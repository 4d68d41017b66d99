import { unitExponential } from '../random/unitExponential.js';
import type { OpenStream, Source } from '../random/source.js';
import { exp } from '../stats/portable.js';
import { MINUTE, SECOND, type Micros } from '../units/quantities.js';
import { cumulativeAt, type Profile } from './profile.js';
import type { Process } from './recipe.js';

/** Points on the axis of the cumulative rate, on which arrivals come once per unit in the mean. Endless. */
export interface Points {
  /** Fills all of `out`; never falling. */
  fill(out: Float64Array): void;
}

/**
 * The points of a process. `regular` puts one in the middle of each unit step, `uniform` one anywhere in it: n units
 * hold n arrivals, exactly.
 *
 * @param name of the stream of chance
 */
export function pointsOf(process: Process, profile: Profile, open: OpenStream, name: string): Points {
  switch (process.kind) {
    case 'poisson':
      return new PoissonPoints(open(name));
    case 'regular':
      return new StepPoints(null);
    case 'uniform':
      return new StepPoints(open(name));
    case 'mmpp':
      return new ModulatedPoints(profile, process.burstiness, open(name), open(`${name}/bursts`));
  }
}

class PoissonPoints implements Points {
  readonly #source: Source;
  /** A typed array, because a field that starts at 0 is first taken for a small integer. */
  readonly #at = new Float64Array(1);

  constructor(source: Source) {
    this.#source = source;
  }

  fill(out: Float64Array): void {
    const source = this.#source;
    let at = this.#at[0];
    for (let i = 0; i < out.length; i++) {
      at += unitExponential(source.next());
      out[i] = at;
    }
    this.#at[0] = at;
  }
}

class StepPoints implements Points {
  readonly #source: Source | null;
  #step = 0;

  constructor(source: Source | null) {
    this.#source = source;
  }

  fill(out: Float64Array): void {
    for (let i = 0; i < out.length; i++) out[i] = this.#step++ + (this.#source === null ? 0.5 : this.#source.next());
  }
}

/** How fast bursts are forgotten: the correlation of the rate falls by e in this time. */
export const BURST_MEMORY: Micros = 20 * SECOND;

/** A rate that jumps between two factors of mean 1. */
export interface Modulation {
  readonly quiet: number;
  readonly busy: number;
  /** Share of time that is busy. */
  readonly share: number;
}

/**
 * What the index of dispersion (variance / mean) of counts per minute exceeds 1 by, over rate (per second) x variance of
 * the factor: of a factor whose correlation falls as e^(-t / m), counts in a time w see 2 (m - m^2 (1 - e^(-w/m)) / w).
 */
export function dispersionSeen(): number {
  const memory = BURST_MEMORY / SECOND;
  const window = MINUTE / SECOND;
  return 2 * (memory - ((memory * memory) / window) * (1 - exp(-window / memory)));
}

/**
 * The factors that give counts per minute this index of dispersion at a mean rate per second.
 *
 * The factor has the variance v = (index - 1) / (rate x {@link dispersionSeen}). Up to v = 1 the factors are
 * 1 -+ sqrt(v), half the time each; beyond it the quiet factor is 0.
 */
export function modulationFor(burstiness: number, rate: number): Modulation {
  if (!(burstiness >= 1)) throw new RangeError(`burstiness = ${burstiness}, must be >= 1 (1 is Poisson)`);
  const variance = rate > 0 ? (burstiness - 1) / (rate * dispersionSeen()) : 0;
  if (variance > 1) return { quiet: 0, busy: 1 + variance, share: 1 / (1 + variance) };
  return { quiet: 1 - Math.sqrt(variance), busy: 1 + Math.sqrt(variance), share: 0.5 };
}

/** A Poisson process whose rate is multiplied by a two-state Markov chain in time (MMPP). */
class ModulatedPoints implements Points {
  readonly #profile: Profile;
  readonly #total: number;
  readonly #arrivals: Source;
  readonly #bursts: Source;
  readonly #modulation: Modulation;
  #busy: boolean;
  /** Cumulative rate reached, and where the present state ends, on the axis of the cumulative rate and in time. */
  #at = 0;
  #until = 0;
  #untilTime: Micros = 0;

  constructor(profile: Profile, burstiness: number, arrivals: Source, bursts: Source) {
    this.#profile = profile;
    const end = profile.at(-1)?.end ?? 0;
    this.#total = cumulativeAt(profile, end);
    this.#arrivals = arrivals;
    this.#bursts = bursts;
    this.#modulation = modulationFor(burstiness, meanRate(profile, this.#total));
    this.#busy = bursts.next() >= this.#modulation.share;
    this.#change();
  }

  /** Enters the other state, for an exponential time. */
  #change(): void {
    this.#busy = !this.#busy;
    const { share } = this.#modulation;
    const mean = BURST_MEMORY / (this.#busy ? 1 - share : share);
    this.#untilTime += mean * unitExponential(this.#bursts.next());
    this.#until = cumulativeAt(this.#profile, this.#untilTime);
  }

  fill(out: Float64Array): void {
    for (let i = 0; i < out.length; i++) out[i] = this.#next();
  }

  #next(): number {
    let wanted = unitExponential(this.#arrivals.next());
    for (;;) {
      const factor = this.#busy ? this.#modulation.busy : this.#modulation.quiet;
      const left = factor * (this.#until - this.#at);
      if (wanted < left) return (this.#at += wanted / factor);
      if (this.#until >= this.#total) return (this.#at = Infinity);
      wanted -= left;
      this.#at = this.#until;
      this.#change();
    }
  }
}

/** Arrivals per second over the time in which there are any. */
function meanRate(profile: Profile, total: number): number {
  const busy = profile.filter((piece) => piece.level > 0 || piece.slope > 0 || piece.waves.length > 0);
  const time = busy.reduce((sum, piece) => sum + piece.end - piece.start, 0);
  return time > 0 ? (total / time) * SECOND : 0;
}
