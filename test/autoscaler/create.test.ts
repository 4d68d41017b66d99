import { expect, test } from 'vitest';
import { createPolicy } from '../../src/autoscaler/create.js';
import { explain } from '../../src/autoscaler/explain.js';
import { KNATIVE_DEFAULTS } from '../../src/autoscaler/knative/config.js';
import type { PolicyRecipe } from '../../src/autoscaler/recipe.js';
import { SPEC } from './knative/specs.js';

const START = { now: 0, readyPods: 3 };

test('a fixed policy keeps its pods and says so', () => {
  const policy = createPolicy({ policy: 'fixed', pods: 4 }, START);
  policy.record(0, 1e6, 1e6);
  expect(policy.decide(0, 1)).toBe(true);
  expect([policy.decision.desiredPods, explain(policy.decision), policy.isQuiet(0)]).toEqual([
    4,
    'fixed at 4 pods',
    true,
  ]);
  expect(() => createPolicy({ policy: 'fixed', pods: 1.5 }, START)).toThrow('pods = 1.5, must be a whole number');
});

test('each call makes a policy of its own, so that no state leaks from one run into the next', () => {
  const recipe: PolicyRecipe = {
    policy: 'knative',
    configMap: {},
    annotations: {},
    config: KNATIVE_DEFAULTS,
    decider: SPEC,
  };
  const first = createPolicy(recipe, START);
  first.record(0, 700, 0);
  first.decide(0, 3);
  const second = createPolicy(recipe, START);
  expect([first.decision.desiredPods, second.decision.desiredPods]).toEqual([10, -1]);
});

test('per-request has nothing to decide on ticks: the dispatcher scales', () => {
  const policy = createPolicy(
    { policy: 'per-request', expiry: 0, idleOrder: 'newest', maxPods: 0, provisioned: 0 },
    START,
  );
  policy.record(0, 100, 100);
  expect(policy.decide(0, 1)).toBe(false);
  expect(policy.isQuiet(0)).toBe(true);
});
