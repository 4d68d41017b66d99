import type { Micros } from '../units/quantities.js';
import type { Outcome } from './request.js';

/**
 * What the platform states about the requests of one service, or of one revision of it. Called with facts, once each;
 * whoever implements it turns them into figures of bounded size. Implementations filter by warm-up: the platform does not
 * know of it.
 */
export interface RequestMeter {
  /** A request arrived. */
  arrived(now: Micros): void;
  /** It was answered well. On the path of every request. */
  completed(arrived: Micros, begun: Micros, now: Micros): void;
  /** One of those that completed was cold. Called right after `completed`. */
  cold(arrived: Micros, now: Micros, cause: number, phase: number): void;
  /** One of those that completed had waited, while the revision scaled up, for a pod that was there before. */
  queuedDuringScaleUp(arrived: Micros): void;
  /** It ended otherwise. `begun` is -1 when no pod had begun to execute it. */
  lost(outcome: Outcome, cause: number, arrived: Micros, begun: Micros, now: Micros): void;
  /** An attempt ended otherwise, and its client will try again. */
  retried(outcome: Outcome, arrived: Micros): void;
  /** It does so now. */
  triedAgain(arrived: Micros): void;
  /** ... at another revision: it is no longer a request of this one, */
  passedOn(arrived: Micros, now: Micros): void;
  /** but of this one. */
  takenOver(arrived: Micros, now: Micros): void;
}

/** What the platform states about one revision's pods and decisions. */
export interface PodMeter {
  /** An attempt ended its execution, well or not. On the path of every request. */
  executed(span: Micros, now: Micros): void;
  /** ... and this is the CPU time it had asked for. */
  usedCpu(span: Micros, now: Micros): void;
  /** A busy period of a pod ended; `uses` (from when on it takes anything) and `ready` are that pod's. */
  busy(from: Micros, now: Micros, uses: Micros, ready: Micros): void;
  created(now: Micros): void;
  /** Kubernetes calls it Ready; `phaseEnds` of this pod start at `at`. */
  becameReady(created: Micros, now: Micros, phaseEnds: Float64Array, at: number): void;
  /** The container of a pod has ended and will be started again. */
  restarted(now: Micros): void;
  /** `uses`: from when on it took anything: after its creation what it waited for room; Infinity: it got none. */
  gone(created: Micros, ready: Micros, now: Micros, uses: Micros): void;
  /** Generic pods there are in its warm pool. */
  pooled(count: number, now: Micros): void;
  /** The number of pods that count as ready changed. */
  readyPods(count: number, now: Micros): void;
  /** One valid decision. */
  decided(now: Micros, desired: number, inPanic: boolean): void;
  /** So many valid decisions, the first at `first` and one each `period`, that were all the same as the last one. */
  decidedAgain(first: Micros, period: Micros, count: number): void;
  /** What is wanted changed. */
  reconciled(change: Change): void;
  scaledToZero(now: Micros): void;
}

/** A pod that exists when a run is looked at: its spans are open. */
export interface OpenPod {
  readonly created: Micros;
  /** From when on it takes anything; Infinity: it waits for room. */
  readonly uses: Micros;
  /** Infinity: not ready yet. */
  readonly ready: Micros;
  /** -1: it executes nothing. */
  readonly busySince: Micros;
}

/** One change of what is wanted, with the numbers it came from. */
export interface Change {
  readonly now: Micros;
  readonly desired: number;
  readonly wanted: number;
  readonly ready: number;
  readonly stable: number;
  readonly panic: number;
  readonly inPanic: boolean;
  readonly excessBurstCapacity: number;
  readonly serve: boolean;
  /** In words, rendered when asked. */
  readonly reason: string;
}
