import type { Micros } from '../units/quantities.js';
import type { Decision, Policy } from './policy.js';
import { REASON, undecided } from './policy.js';

/** Always the same number of pods; the activator stays in the path, so that all of them share one queue. */
export class FixedPolicy implements Policy {
  readonly name = 'fixed';
  readonly decision: Decision = undecided(-1);

  constructor(private readonly pods: number) {}

  record(): void {
    // Nothing it could be told would change its mind.
  }

  decide(_now: Micros, readyPods: number): boolean {
    this.decision.desiredPods = this.pods;
    this.decision.readyPods = readyPods;
    this.decision.reason = REASON.fixed;
    return true;
  }

  isQuiet(): boolean {
    return true;
  }
}
