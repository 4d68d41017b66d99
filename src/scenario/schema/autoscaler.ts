import { z } from 'zod';
import { nameHint } from '../problem.js';
import { count, duration, factor, message, oneOf, percent } from './leaves.js';
import { closed } from './shapes.js';

const share = (description: string) => percent(description, { max: Infinity });

/** The settings of each policy, by name. */
const POLICIES = {
  knative: closed({ policy: z.literal('knative') }),
  threshold: closed({
    policy: z.literal('threshold'),
    burstAbove: share('Above this share of capacity the desired scale is multiplied').optional(),
    shrinkBelow: share('Below this share it shrinks').optional(),
    burstMultiplier: factor('By how much', (value) => (value > 1 ? null : 'must be above 1')).optional(),
    cooldown: duration('From one shrinking to the next').optional(),
    prewarm: z.boolean().meta({ description: 'Start missing pods ahead of need' }).optional(),
    minScale: count('Pods at least').optional(),
    maxScale: count('Pods at most; 0: any number').optional(),
    target: factor('Concurrency one pod is meant to take').optional(),
  }),
  fixed: closed({ policy: z.literal('fixed'), pods: count('Pods') }),
  'per-request': closed({
    policy: z.literal('per-request'),
    expiry: duration('An idle instance is removed after this long').optional(),
    idleOrder: oneOf(['newest', 'oldest', 'random'], 'Which idle instance takes the next request').optional(),
    maxPods: count('Instances at most; 0: any number').optional(),
    provisioned: count('Instances kept always ready').optional(),
  }),
} as const;
const POLICY_NAMES = Object.keys(POLICIES) as [keyof typeof POLICIES, ...(keyof typeof POLICIES)[]];

const policyRule = (name: unknown): string =>
  name === 'oracle'
    ? message('the clairvoyant policy is not built', `built: ${POLICY_NAMES.join(', ')}`)
    : message(
        `must be one of ${POLICY_NAMES.join(', ')}`,
        typeof name === 'string' ? nameHint(name, POLICY_NAMES) : '',
      );

export const autoscaler = z
  .discriminatedUnion('policy', [POLICIES.knative, POLICIES.threshold, POLICIES.fixed, POLICIES['per-request']], {
    error: ({ input }) =>
      typeof input === 'object' && input !== null
        ? policyRule((input as { policy?: unknown }).policy)
        : 'must be a map such as { policy: knative }',
  })
  .meta({ id: 'Autoscaler', description: 'The policy, and its settings beside it' });
export type WrittenPolicy = z.output<typeof autoscaler>;
