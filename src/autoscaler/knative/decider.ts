import type { Micros } from '../../units/quantities.js';
import { SECOND } from '../../units/quantities.js';
import type { Decision, Policy, ReasonCode } from '../policy.js';
import { REASON, undecided } from '../policy.js';
import type { DeciderSpec } from '../recipe.js';
import { toInt32 } from './int32.js';
import { MaxWindow } from './maxWindow.js';
import { BucketWindow } from './window.js';

/** How often Knative decides, and the granularity of its scale-down delay. */
export const TICK: Micros = 2 * SECOND;

/** What the decider needs of a resolved revision; {@link DeciderSpec} without what the reconciler alone reads. */
export type DeciderSettings = Pick<
  DeciderSpec,
  | 'metric'
  | 'targetValue'
  | 'totalValue'
  | 'targetBurstCapacity'
  | 'maxScaleUpRate'
  | 'maxScaleDownRate'
  | 'panicThreshold'
  | 'stableWindowSeconds'
  | 'panicWindowSeconds'
  | 'scaleDownDelaySeconds'
  | 'activationScale'
  | 'reachable'
  | 'aggregation'
  | 'hasScrapeTarget'
> & { readonly initialScale?: number };

/** The state of a decider at its birth: it starts in panic when it finds more than one ready pod. */
export interface DeciderStart {
  readonly now: Micros;
  readonly readyPods: number;
}

const NOT_PANICKING = -Infinity;

/**
 * The Knative pod autoscaler (KPA): two averaging windows, panic mode, scale-down delay and excess burst capacity, as
 * knative/serving 1.23 computes them (pkg/autoscaler/scaling). Minimum and maximum scale, and zero, are the
 * reconciler's business.
 *
 * @example
 * const policy = new KnativePolicy(spec, { now: 0, readyPods: 1 });
 * policy.record(1 * SECOND, 12.5, 40);
 * if (policy.decide(2 * SECOND, 1)) console.log(policy.decision.desiredPods, explain(policy.decision));
 */
export class KnativePolicy implements Policy {
  readonly name = 'knative';
  readonly decision: Decision;
  readonly #stable: BucketWindow;
  readonly #panic: BucketWindow;
  /** Fixed at birth: a later change of the delay does not reach it. */
  readonly #delay: MaxWindow | null;
  #spec: DeciderSettings;
  #panicTime: Micros = NOT_PANICKING;
  #maxPanicPods: number;

  constructor(spec: DeciderSettings, start: DeciderStart) {
    this.#spec = spec;
    this.#stable = new BucketWindow(spec.aggregation, spec.stableWindowSeconds * SECOND);
    this.#panic = new BucketWindow(spec.aggregation, spec.panicWindowSeconds * SECOND);
    this.#delay = spec.scaleDownDelaySeconds > 0 ? new MaxWindow(spec.scaleDownDelaySeconds * SECOND, TICK) : null;
    this.#maxPanicPods = start.readyPods;
    if (start.readyPods > 1) this.#panicTime = start.now;
    this.decision = undecided(initialExcessBurstCapacity(spec, spec.initialScale ?? 1));
    this.decision.inPanic = this.inPanic;
    this.#describe(spec);
  }

  get inPanic(): boolean {
    return this.#panicTime !== NOT_PANICKING;
  }

  /** When the panic threshold was last exceeded, `null` outside panic. */
  get panicTime(): Micros | null {
    return this.inPanic ? this.#panicTime : null;
  }

  /** The most pods wanted during this panic. */
  get maxPanicPods(): number {
    return this.#maxPanicPods;
  }

  /** Adds a statistic to both windows: average concurrency or requests per second, whichever the metric is. */
  record(now: Micros, concurrency: number, requests: number): void {
    const value = this.#spec.metric === 'rps' ? requests : concurrency;
    const bucket = Math.floor(now / SECOND);
    this.#stable.recordIn(bucket, value);
    this.#panic.recordIn(bucket, value);
  }

  /**
   * Replaces the settings at `now`; both windows are resized. The metric and the aggregation of a revision never
   * change, and its scale-down delay stays what it was at birth, as in Knative.
   */
  update(spec: DeciderSettings, now: Micros): void {
    this.#spec = spec;
    this.#stable.resize(now, spec.stableWindowSeconds * SECOND);
    this.#panic.resize(now, spec.panicWindowSeconds * SECOND);
    this.#describe(spec);
  }

  routed(now: Micros, reachable: boolean): void {
    this.update({ ...this.#spec, reachable }, now);
  }

  decide(now: Micros, readyPods: number): boolean {
    const spec = this.#spec;
    const bucket = Math.floor(now / SECOND);
    if (spec.hasScrapeTarget && this.#stable.isEmptyIn(bucket)) return false;
    const out = this.decision;
    const ready = Math.max(1, readyPods);
    out.readyPods = readyPods;
    out.stableValue = this.#stable.averageIn(bucket);
    out.panicValue = this.#panic.averageIn(bucket);
    out.highestPods = Math.ceil(spec.maxScaleUpRate * ready);
    out.lowestPods = spec.reachable ? Math.floor(ready / spec.maxScaleDownRate) : 0;
    out.wantedStable = Math.ceil(out.stableValue / spec.targetValue);
    out.wantedPanic = Math.ceil(out.panicValue / spec.targetValue);
    const stable = this.#limited(out.wantedStable);
    const panic = this.#limited(out.wantedPanic);
    this.#updatePanic(now, out.wantedPanic / ready >= spec.panicThreshold);
    this.#settle(now, stable, panic);
    out.excessBurstCapacity = excessBurstCapacity(spec, readyPods, out.panicValue);
    return true;
  }

  /**
   * With a scrape target an empty window means that no tick does anything. Without one, ticks go on deciding zero: they
   * have nothing left to change once panic is over and the delay has run out.
   */
  isQuiet(now: Micros): boolean {
    if (!this.#stable.isEmpty(now) || !this.#panic.isEmpty(now)) return false;
    return this.#spec.hasScrapeTarget || (!this.inPanic && this.decision.desiredPods === 0);
  }

  /** Pods that are scraped fill the windows with zeros; without a scrape target the windows run empty. */
  isSettled(now: Micros): boolean {
    const { stableValue, panicValue, desiredPods } = this.decision;
    if (stableValue !== 0 || panicValue !== 0 || this.inPanic) return false;
    if (this.#delay !== null && !this.#delay.holdsOnly(desiredPods)) return false;
    if (!this.#spec.hasScrapeTarget) return this.#stable.isEmpty(now) && this.#panic.isEmpty(now);
    return this.#stable.isFullOfZeros() && this.#panic.isFullOfZeros();
  }

  rest(lastRecord: Micros, lastDecision: Micros): void {
    if (this.#spec.hasScrapeTarget) {
      this.#stable.recordZerosUntil(lastRecord);
      this.#panic.recordZerosUntil(lastRecord);
    }
    if (this.#spec.reachable) this.#delay?.record(lastDecision, this.decision.desiredPods);
  }

  /** A wanted number of pods within the rates, then raised to the activation scale. */
  #limited(wanted: number): number {
    const { lowestPods, highestPods } = this.decision;
    const pods = toInt32(Math.min(Math.max(wanted, lowestPods), highestPods));
    const { activationScale } = this.#spec;
    return activationScale > 1 && wanted > 0 && activationScale > pods ? activationScale : pods;
  }

  /** Panic lasts until the threshold was last exceeded more than a stable window ago. */
  #updatePanic(now: Micros, over: boolean): void {
    if (over) {
      this.#panicTime = now;
    } else if (this.inPanic && this.#panicTime + this.#spec.stableWindowSeconds * SECOND < now) {
      this.#panicTime = NOT_PANICKING;
      this.#maxPanicPods = 0;
    }
    this.decision.inPanic = this.inPanic;
  }

  /** From what both windows ask for within limits to what is desired: panic first, the delay last. */
  #settle(now: Micros, stable: number, panic: number): void {
    const out = this.decision;
    let desired = this.inPanic ? Math.max(stable, panic) : stable;
    out.heldFrom = desired;
    out.reason = this.#panicLeads(stable, panic)
      ? this.#reasonOf(panic, out.wantedPanic, true)
      : this.#reasonOf(stable, out.wantedStable, false);
    if (this.inPanic) {
      if (desired < this.#maxPanicPods) out.reason = REASON['panic-holds'];
      else this.#maxPanicPods = desired;
      desired = this.#maxPanicPods;
    }
    if (this.#delay !== null && this.#spec.reachable) {
      this.#delay.record(now, desired);
      const delayed = this.#delay.current;
      if (delayed !== desired) {
        out.reason = REASON['scale-down-delay'];
        out.heldFrom = desired;
      }
      desired = delayed;
    }
    out.desiredPods = desired;
  }

  /** Whether the short window is what counts: it wants more than the long one, or as much but more than there is. */
  #panicLeads(stable: number, panic: number): boolean {
    return this.inPanic && (panic > stable || (panic === stable && panic > this.decision.readyPods));
  }

  /** Which rule made `wanted` into `pods`. */
  #reasonOf(pods: number, wanted: number, panic: boolean): ReasonCode {
    const out = this.decision;
    if (pods > wanted && pods === this.#spec.activationScale && pods !== out.lowestPods)
      return REASON['activation-scale'];
    if (pods > wanted) return REASON['max-scale-down-rate'];
    if (pods < wanted) return REASON['max-scale-up-rate'];
    if (panic) return REASON['panic-window'];
    if (pods === 0) return REASON['scale-to-zero'];
    return pods === out.readyPods ? REASON.steady : REASON['stable-window'];
  }

  #describe(spec: DeciderSettings): void {
    this.decision.panicThreshold = spec.panicThreshold;
    this.decision.stableWindowSeconds = spec.stableWindowSeconds;
    this.decision.panicWindowSeconds = spec.panicWindowSeconds;
  }
}

/**
 * Excess burst capacity: what ready pods can take beyond the present load and the burst to be absorbed. Negative puts
 * the activator in the path; a target of 0 never does, -1 always.
 */
export function excessBurstCapacity(
  spec: Pick<DeciderSettings, 'targetBurstCapacity' | 'totalValue'>,
  readyPods: number,
  panicValue: number,
): number {
  if (spec.targetBurstCapacity === 0) return 0;
  if (!(spec.targetBurstCapacity > 0)) return -1;
  return toInt32(Math.floor(readyPods * spec.totalValue - spec.targetBurstCapacity - panicValue));
}

/** The excess burst capacity before the first decision; truncated where {@link excessBurstCapacity} rounds down. */
export function initialExcessBurstCapacity(
  spec: Pick<DeciderSettings, 'targetBurstCapacity' | 'totalValue'>,
  initialScale: number,
): number {
  const { targetBurstCapacity } = spec;
  if (targetBurstCapacity === 0 || targetBurstCapacity === -1) return targetBurstCapacity;
  return toInt32(initialScale * spec.totalValue - targetBurstCapacity);
}
