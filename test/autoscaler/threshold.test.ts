import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '../../src/autoscaler/explain.js';
import { ThresholdPolicy, type ThresholdRecipe } from '../../src/autoscaler/threshold.js';
import { MINUTE, SECOND } from '../../src/units/quantities.js';

const RECIPE: ThresholdRecipe = {
  policy: 'threshold',
  burstAbove: 0.7,
  shrinkBelow: 0.3,
  burstMultiplier: 2,
  cooldown: MINUTE,
  prewarm: false,
  minScale: 0,
  maxScale: 0,
  target: 10,
};

/** A policy with `pods` ready pods that saw `load` in each of the last four seconds before `now`. */
function seeing(load: number, pods: number, recipe: Partial<ThresholdRecipe> = {}, now = 2 * MINUTE): ThresholdPolicy {
  const policy = new ThresholdPolicy({ ...RECIPE, ...recipe }, { now: 0, readyPods: pods });
  for (let ago = 3; ago >= 0; ago--) policy.record(now - ago * SECOND, load);
  policy.decide(now, pods);
  return policy;
}

describe('threshold policy', () => {
  test('multiplies the scale in a burst', () => {
    const { decision } = seeing(29, 4);
    expect(decision.desiredPods).toBe(8);
    expect(explain(decision)).toBe('burst: load is above 70 % of capacity, 8 pods');
  });

  test('does nothing at the threshold itself', () => {
    expect(seeing(28, 4).decision.desiredPods).toBe(4);
    expect(seeing(12, 4).decision.desiredPods).toBe(4);
  });

  test('is bounded by the maximum scale', () => {
    const { decision } = seeing(29, 4, { maxScale: 5 });
    expect(decision.desiredPods).toBe(5);
    expect(explain(decision)).toBe('8 pods wanted, max scale allows 5');
  });

  test('multiplies again only when the pods it asked for stand ready', () => {
    const policy = seeing(29, 4);
    for (let tick = 1; tick <= 5; tick++) {
      policy.record(2 * MINUTE + tick * 2 * SECOND, 300);
      policy.decide(2 * MINUTE + tick * 2 * SECOND, 4);
    }
    expect(policy.decision.desiredPods).toBe(8);
    policy.record(3 * MINUTE, 300);
    policy.decide(3 * MINUTE, 8);
    expect(policy.decision.desiredPods).toBe(16);
  });

  test('starts all missing pods at once when it may pre-warm', () => {
    const { decision } = seeing(300, 4, { prewarm: true });
    expect(decision.desiredPods).toBe(43); // 300 / (10 x 0.7)
    expect(explain(decision)).toBe('burst: 43 pods bring the load below 70 %, pre-warming the missing ones');
  });

  test('shrinks by a tenth when the cool-down is over, never under one', () => {
    expect(seeing(1, 20).decision.desiredPods).toBe(18);
    expect(seeing(1, 4).decision.desiredPods).toBe(3);
    expect(seeing(0, 1).decision.desiredPods).toBe(1);
    expect(seeing(0, 3, { minScale: 3 }).decision.desiredPods).toBe(3);
  });

  test('waits for the cool-down, and says so', () => {
    const { decision } = seeing(1, 20, {}, 30 * SECOND);
    expect(decision.desiredPods).toBe(20);
    expect(explain(decision)).toBe('18 pods would do now, the cool-down keeps 20');
  });

  test('counts the cool-down from each change', () => {
    const policy = seeing(1, 20);
    policy.decide(2 * MINUTE + 2 * SECOND, 18);
    expect(policy.decision.desiredPods).toBe(18);
    policy.decide(3 * MINUTE, 18);
    expect(policy.decision.desiredPods).toBe(16);
  });

  test('property: stays within its bounds whatever it sees', () => {
    const seen = fc.array(fc.record({ load: fc.nat(5000), ready: fc.nat(60) }), { maxLength: 50 });
    fc.assert(
      fc.property(seen, fc.boolean(), fc.nat(5), (list, prewarm, minScale) => {
        const policy = new ThresholdPolicy(
          { ...RECIPE, prewarm, minScale, maxScale: 40, cooldown: 0 },
          { now: 0, readyPods: 1 },
        );
        list.forEach(({ load, ready }, i) => {
          policy.record(i * 2 * SECOND, load);
          policy.decide(i * 2 * SECOND, ready);
          expect(policy.decision.desiredPods).toBeGreaterThanOrEqual(Math.max(1, minScale));
          expect(policy.decision.desiredPods).toBeLessThanOrEqual(40);
          expect(Number.isInteger(policy.decision.desiredPods)).toBe(true);
        });
      }),
    );
  });

  test('sleeps when it sees nothing and is as small as it may be', () => {
    const policy = seeing(0, 1);
    expect([policy.isQuiet(2 * MINUTE), policy.isQuiet(3 * MINUTE)]).toEqual([false, true]);
    expect(seeing(0, 5).isQuiet(3 * MINUTE)).toBe(false);
  });

  test('refuses settings that mean nothing', () => {
    expect(() => seeing(1, 1, { target: 0 })).toThrow('target = 0, must be above 0');
    expect(() => seeing(1, 1, { burstMultiplier: 1 })).toThrow('burstMultiplier = 1, must be above 1');
  });
});
