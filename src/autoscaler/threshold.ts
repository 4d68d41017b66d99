import type { Micros } from '../units/quantities.js';
import { SECOND } from '../units/quantities.js';
import { BucketWindow } from './knative/window.js';
import type { Decision, Policy, ReasonCode } from './policy.js';
import { REASON, undecided } from './policy.js';
import type { PolicyRecipe } from './recipe.js';

export type ThresholdRecipe = Extract<PolicyRecipe, { policy: 'threshold' }>;

/** Load is the average of this long: two ticks, so that one late statistic is not a lull. */
const OBSERVED_SECONDS = 4;
/** One step down takes this share of the pods, at least one. */
const SHRINK_STEP = 0.1;

/**
 * A simple concurrency controller. Load above `burstAbove` of what the ready pods can take is a burst: the scale becomes
 * `burstMultiplier` times the ready pods, and is multiplied again only when those stand ready and are not enough; with
 * `prewarm`, the pods that are missing to bring the load below the threshold are started at once. Load below
 * `shrinkBelow` takes a tenth of the pods away, one at least, never under 1 or the minimum, and not before `cooldown`
 * has passed since the scale last changed.
 */
export class ThresholdPolicy implements Policy {
  readonly name = 'threshold';
  readonly decision: Decision = undecided(0);
  readonly #recipe: ThresholdRecipe;
  readonly #load = new BucketWindow('linear', OBSERVED_SECONDS * SECOND);
  readonly #least: number;
  readonly #most: number;
  #desired: number;
  #changedAt: Micros;

  constructor(recipe: ThresholdRecipe, start: { readonly now: Micros; readonly readyPods: number }) {
    if (!(recipe.target > 0)) throw new RangeError(`target = ${recipe.target}, must be above 0`);
    if (!(recipe.burstMultiplier > 1))
      throw new RangeError(`burstMultiplier = ${recipe.burstMultiplier}, must be above 1`);
    this.#recipe = recipe;
    this.#least = Math.max(1, recipe.minScale);
    this.#most = recipe.maxScale === 0 ? Infinity : Math.max(recipe.maxScale, this.#least);
    this.#desired = this.#bounded(start.readyPods);
    this.#changedAt = start.now;
    this.decision.lowestPods = this.#least;
    this.decision.highestPods = this.#most;
    this.decision.panicThreshold = recipe.burstAbove;
    this.decision.stableWindowSeconds = OBSERVED_SECONDS;
  }

  record(now: Micros, concurrency: number): void {
    this.#load.record(now, concurrency);
  }

  decide(now: Micros, readyPods: number): boolean {
    const out = this.decision;
    out.readyPods = readyPods;
    out.stableValue = this.#load.average(now);
    out.wantedStable = Math.ceil(out.stableValue / this.#recipe.target);
    const share = out.stableValue / (Math.max(1, readyPods) * this.#recipe.target);
    if (share > this.#recipe.burstAbove) this.#burst(now, readyPods);
    else if (share < this.#recipe.shrinkBelow) this.#shrink(now);
    else this.#settle(now, this.#desired, REASON.steady);
    return true;
  }

  isQuiet(now: Micros): boolean {
    return this.#load.isEmpty(now) && this.#desired === this.#least;
  }

  #burst(now: Micros, readyPods: number): void {
    const { burstMultiplier, prewarm, target, burstAbove } = this.#recipe;
    const multiplied = Math.max(this.#desired, Math.ceil(Math.max(1, readyPods) * burstMultiplier));
    const enough = prewarm ? Math.ceil(this.decision.stableValue / (target * burstAbove)) : 0;
    this.#settle(now, Math.max(multiplied, enough), enough > multiplied ? REASON.prewarm : REASON.burst);
  }

  #shrink(now: Micros): void {
    const step = this.#desired - Math.max(1, Math.ceil(this.#desired * SHRINK_STEP));
    const smaller = this.#bounded(step);
    const waits = now - this.#changedAt < this.#recipe.cooldown;
    if (smaller === this.#desired)
      this.#settle(now, smaller, step < smaller && smaller > 1 ? REASON['min-scale'] : REASON.steady);
    else if (waits) this.#settle(now, this.#desired, REASON.cooldown, smaller);
    else this.#settle(now, smaller, REASON.shrink);
  }

  #settle(now: Micros, wanted: number, reason: ReasonCode, heldFrom = wanted): void {
    const desired = this.#bounded(wanted);
    if (desired !== this.#desired) this.#changedAt = now;
    this.#desired = desired;
    this.decision.desiredPods = desired;
    this.decision.heldFrom = heldFrom;
    this.decision.reason = desired < wanted ? REASON['max-scale'] : reason;
  }

  #bounded(pods: number): number {
    return Math.min(Math.max(pods, this.#least), this.#most);
  }
}
