import { undecided, type Decision, type Policy } from './policy.js';

/** What stands where a policy stands for functions that scale per request: there are no ticks, and nothing to decide on them. */
export class PerRequestPolicy implements Policy {
  readonly name = 'per-request';
  readonly decision: Decision = undecided(0);

  record(): void {
    // no statistics are kept
  }

  decide(): boolean {
    return false;
  }

  isQuiet(): boolean {
    return true;
  }
}
