import type { Micros } from '../units/quantities.js';
import { FixedPolicy } from './fixed.js';
import { KnativePolicy } from './knative/decider.js';
import type { Policy } from './policy.js';
import type { PolicyRecipe } from './recipe.js';

/** The state a policy is born into. */
export interface PolicyStart {
  readonly now: Micros;
  readonly readyPods: number;
}

/**
 * A live policy of a recipe, for one run.
 *
 * @throws RangeError for `per-request`, which has no ticks: the dispatcher is its policy
 */
export function createPolicy(recipe: PolicyRecipe, start: PolicyStart): Policy {
  switch (recipe.policy) {
    case 'knative':
      return new KnativePolicy(recipe.decider, start);
    case 'fixed':
      return new FixedPolicy(recipe.pods);
    default:
      throw new RangeError(`policy = ${recipe.policy}, must be a policy that decides on ticks`);
  }
}
