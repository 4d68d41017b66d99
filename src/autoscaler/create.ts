import { FixedPolicy } from './fixed.js';
import { KnativePolicy, type DeciderStart } from './knative/decider.js';
import { PerRequestPolicy } from './perRequest.js';
import type { Policy } from './policy.js';
import type { PolicyRecipe } from './recipe.js';
import { ThresholdPolicy } from './threshold.js';

/**
 * The policy that a recipe describes, born at `start`: each run has its own, since it keeps state.
 */
export function createPolicy(recipe: PolicyRecipe, start: DeciderStart): Policy {
  switch (recipe.policy) {
    case 'knative':
      return new KnativePolicy(recipe.decider, start);
    case 'threshold':
      return new ThresholdPolicy(recipe, start);
    case 'fixed':
      return new FixedPolicy(recipe.pods);
    case 'per-request':
      return new PerRequestPolicy();
  }
}
