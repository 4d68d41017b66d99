import type { Micros } from '../units/quantities.js';
import type { Decision, Policy } from './policy.js';
import { REASON, undecided } from './policy.js';

/** Always the same number of pods, whatever happens. */
export class FixedPolicy implements Policy {
  readonly name = 'fixed';
  readonly decision: Decision = undecided(0);
  readonly #pods: number;

  /** @param pods - a whole number, 0 or more */
  constructor(pods: number) {
    if (!Number.isInteger(pods) || pods < 0) throw new RangeError(`pods = ${pods}, must be a whole number, 0 or more`);
    this.#pods = pods;
    this.decision.lowestPods = pods;
    this.decision.highestPods = pods;
  }

  record(): void {
    // Nothing that is seen changes anything.
  }

  decide(_now: Micros, readyPods: number): boolean {
    this.decision.readyPods = readyPods;
    this.decision.desiredPods = this.#pods;
    this.decision.heldFrom = this.#pods;
    this.decision.reason = REASON.fixed;
    return true;
  }

  isQuiet(): boolean {
    return true;
  }
}
