import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '../../../src/autoscaler/explain.js';
import { KnativePolicy } from '../../../src/autoscaler/knative/decider.js';
import type { DeciderSpec } from '../../../src/autoscaler/recipe.js';
import { SECOND } from '../../../src/units/quantities.js';
import { SPEC } from './specs.js';

interface World {
  readonly name: string;
  readonly spec?: Partial<DeciderSpec>;
  readonly startPods?: number;
  /** One value a second, the last one at the time of the decision. */
  readonly values: readonly number[];
  readonly ready: number;
  readonly desired: number;
  readonly words: string;
}

const worlds: readonly World[] = [
  {
    name: 'rounds up to the next pod',
    values: [71, 71],
    ready: 2,
    desired: 2,
    words: 'steady: 60 s window wants 2 pods, as many as are ready',
  },
  {
    name: 'takes what the stable window wants',
    values: [211, 211],
    ready: 3,
    desired: 4,
    words: '60 s window wants 4 pods',
  },
  {
    name: 'panics when the short window wants twice the ready pods',
    values: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 800, 800, 800, 800, 800, 800],
    ready: 4,
    desired: 12,
    words: 'panic: 6 s window wants 12 pods, 3.0 x ready >= 2.0',
  },
  {
    name: 'does not shrink in panic',
    startPods: 9,
    values: [70],
    ready: 9,
    desired: 9,
    words: 'panic: no scale-down, 4 pods would do now but 9 were wanted',
  },
  {
    name: 'grows no faster than max-scale-up-rate',
    spec: { maxScaleUpRate: 2, panicThreshold: 10 },
    values: [700],
    ready: 3,
    desired: 6,
    words: '60 s window wants 10 pods, held at 6 by max-scale-up-rate',
  },
  {
    name: 'shrinks no faster than max-scale-down-rate',
    values: [70],
    ready: 10,
    desired: 5,
    words: '60 s window wants 1 pod, held at 5 by max-scale-down-rate',
  },
  {
    name: 'starts as many pods as the activation scale says',
    spec: { activationScale: 4, panicThreshold: 10 },
    values: [1],
    ready: 0,
    desired: 4,
    words: '60 s window wants 1 pod, raised to the activation scale of 4',
  },
  {
    name: 'goes to zero without load',
    values: [0],
    ready: 1,
    desired: 0,
    words: 'no load in the 60 s window: zero pods',
  },
];

describe('a decision and its reason', () => {
  for (const { name, spec, startPods = 1, values, ready, desired, words } of worlds) {
    test(name, () => {
      const policy = new KnativePolicy({ ...SPEC, ...spec }, { now: 0, readyPods: startPods });
      values.forEach((value, t) => policy.record(t * SECOND, value, 0));
      expect(policy.decide((values.length - 1) * SECOND, ready)).toBe(true);
      expect(policy.decision.desiredPods).toBe(desired);
      expect(explain(policy.decision)).toBe(words);
    });
  }

  test('the scale-down delay keeps what was wanted within it', () => {
    const policy = new KnativePolicy(
      { ...SPEC, stableWindowSeconds: 6, scaleDownDelaySeconds: 20 },
      { now: 0, readyPods: 1 },
    );
    policy.record(0, 350, 0);
    policy.decide(0, 4);
    expect(policy.decision.desiredPods).toBe(5);
    policy.record(10 * SECOND, 70, 0);
    policy.decide(10 * SECOND, 5);
    expect(policy.decision.desiredPods).toBe(5);
    expect(explain(policy.decision)).toBe('2 pods would do now, the scale-down delay keeps 5');
  });

  test('without data nothing changes, and panic does not end', () => {
    const policy = new KnativePolicy(SPEC, { now: 0, readyPods: 5 });
    expect(policy.decide(1000 * SECOND, 5)).toBe(false);
    expect([policy.decision.desiredPods, policy.panicTime, policy.maxPanicPods]).toEqual([-1, 0, 5]);
  });

  test('panic ends on the first tick that is more than a stable window after the last burst', () => {
    const policy = new KnativePolicy(SPEC, { now: 0, readyPods: 2 });
    for (let t = 0; t <= 60; t++) policy.record(t * SECOND, 70, 0);
    policy.decide(60 * SECOND, 2);
    expect(policy.inPanic).toBe(true);
    policy.record(61 * SECOND, 70, 0);
    policy.decide(62 * SECOND, 2);
    expect([policy.inPanic, policy.panicTime]).toEqual([false, null]);
  });

  test('requests per second are taken where the metric says so', () => {
    const policy = new KnativePolicy({ ...SPEC, metric: 'rps' }, { now: 0, readyPods: 1 });
    policy.record(0, 7000, 140);
    policy.decide(0, 1);
    expect(policy.decision.wantedStable).toBe(2);
  });
});

describe('excess burst capacity', () => {
  const decide = (spec: Partial<DeciderSpec>, value: number, ready: number): number => {
    const policy = new KnativePolicy({ ...SPEC, ...spec }, { now: 0, readyPods: 0 });
    policy.record(0, value, 0);
    policy.decide(0, ready);
    return policy.decision.excessBurstCapacity;
  };

  test('is what the ready pods can take beyond the load and the burst, rounded down', () => {
    expect(decide({}, 30.5, 3)).toBe(58); // 300 - 211 - 30.5
    expect(decide({}, 30.5, 0)).toBe(-242);
  });

  test('is 0 for a target of 0 and -1 for a target of -1', () => {
    expect([decide({ targetBurstCapacity: 0 }, 9, 1), decide({ targetBurstCapacity: -1 }, 9, 1)]).toEqual([0, -1]);
  });

  test('is the initial scale before the first decision, truncated', () => {
    const policy = new KnativePolicy({ ...SPEC, initialScale: 3, totalValue: 70.7 }, { now: 0, readyPods: 0 });
    expect(policy.decision.excessBurstCapacity).toBe(1); // 212.1 - 211
  });
});

const specs = fc.record({
  targetValue: fc.constantFrom(0.7, 7, 70),
  targetBurstCapacity: fc.constantFrom(-1, 0, 50),
  maxScaleUpRate: fc.constantFrom(1.5, 10, 1000),
  panicThreshold: fc.constantFrom(1.1, 2),
  stableWindowSeconds: fc.constantFrom(6, 20),
  panicWindowSeconds: fc.constantFrom(1, 6),
  scaleDownDelaySeconds: fc.constantFrom(0, 10),
  activationScale: fc.constantFrom(0, 3),
  reachable: fc.boolean(),
  aggregation: fc.constantFrom('linear' as const, 'weightedExponential' as const),
});
const histories = fc.array(
  fc.record({
    quietFor: fc.integer({ min: 0, max: 40 }),
    value: fc.integer({ min: 0, max: 400 }),
    ready: fc.integer({ min: 0, max: 9 }),
  }),
  { maxLength: 40 },
);
const specOf = (some: Partial<DeciderSpec>): DeciderSpec => ({
  ...SPEC,
  ...some,
  hasScrapeTarget: some.targetBurstCapacity !== -1,
});

test('property: the same history gives the same decisions', () => {
  fc.assert(
    fc.property(specs, histories, (some, history) => {
      const run = (): unknown[] => {
        const policy = new KnativePolicy(specOf(some), { now: 0, readyPods: 1 });
        return history.map(({ value, ready }, i) => {
          policy.record(i * SECOND, value, value);
          const valid = policy.decide(i * SECOND, ready);
          return [valid, { ...policy.decision }, policy.panicTime, policy.maxPanicPods];
        });
      };
      expect(run()).toEqual(run());
    }),
  );
});

test('property: ticks that are left out while the policy is quiet and nothing is ready change nothing', () => {
  fc.assert(
    fc.property(specs, histories, (some, history) => {
      const awake = new KnativePolicy(specOf(some), { now: 0, readyPods: 1 });
      const sleepy = new KnativePolicy(specOf(some), { now: 0, readyPods: 1 });
      let now = 0;
      for (const { quietFor, value, ready } of history) {
        for (const end = now + quietFor; now < end; now += 2) {
          awake.decide(now * SECOND, 0);
          if (!sleepy.isQuiet(now * SECOND)) sleepy.decide(now * SECOND, 0);
        }
        for (const policy of [awake, sleepy]) {
          policy.record(now * SECOND, value, value);
          policy.decide(now * SECOND, ready);
        }
        expect(sleepy.decision).toEqual(awake.decision);
      }
    }),
  );
});

test('property: outside panic and delay, desired stays within the rates unless the activation scale raises it', () => {
  fc.assert(
    fc.property(specs, histories, (some, history) => {
      const policy = new KnativePolicy({ ...specOf(some), scaleDownDelaySeconds: 0 }, { now: 0, readyPods: 0 });
      history.forEach(({ value, ready }, i) => {
        policy.record(i * SECOND, value, value);
        if (!policy.decide(i * SECOND, ready) || policy.inPanic) return;
        const { desiredPods, lowestPods, highestPods } = policy.decision;
        expect(desiredPods).toBeGreaterThanOrEqual(lowestPods);
        expect(desiredPods).toBeLessThanOrEqual(Math.max(highestPods, some.activationScale));
      });
    }),
  );
});
