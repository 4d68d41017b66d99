/** What acts on too few pods and on idle ones, under the policy that a scenario has. */
import type { Asked } from './asked.js';

const MORE: Readonly<Record<string, string>> = {
  knative:
    'have more room before the load comes: lower the target, keep more pods with min-scale, or shorten the start-up',
  threshold: 'grow earlier: lower burstAbove, raise burstMultiplier, or keep more pods with min-scale',
  fixed: 'run more pods',
  'per-request': 'keep instances provisioned, keep idle ones for longer (expiry), or shorten the start-up',
};

/** What brings capacity earlier. */
export function capacityAdvice({ policies }: Asked): string {
  return policies.length === 1 ? (MORE[policies[0]!] ?? '') : policies.length === 0 ? '' : MORE['knative']!;
}

const FEWER: Readonly<Record<string, string>> = {
  threshold: 'shrink earlier: raise shrinkBelow, or shorten the cooldown',
  fixed: 'run fewer pods, or let an autoscaler decide',
  'per-request': 'let idle instances end sooner (expiry), or keep fewer of them provisioned',
};

/**
 * What lets idle pods go.
 *
 * @param mean pods of one service, on average
 */
export function idleAdvice({ policies, minScale }: Asked, mean: number): string {
  const [policy = 'knative', ...others] = policies;
  if (others.length === 0 && FEWER[policy] !== undefined) return FEWER[policy];
  if (minScale > 0 && mean < 1.1 * minScale)
    return 'lower min-scale: it is what keeps them, and what keeps requests warm';
  // One pod cannot be asked to hold more: only how long it stays, and what it asks for, can be less.
  if (mean < 2) return 'let the last pod go sooner (a shorter stable-window), or give it less CPU and memory';
  return 'raise the target, or let pods go sooner (a shorter stable-window, a lower min-scale); more requests then wait';
}
