import { expect, test } from 'vitest';
import { Comparison, sameValue, within } from '../../../src/autoscaler/conformance/outcome.js';
import { checkAnnotations } from '../../../src/autoscaler/conformance/annotations.js';
import { checkScale, type ScaleFile } from '../../../src/autoscaler/conformance/scale.js';
import { checkWindows } from '../../../src/autoscaler/conformance/windows.js';
import type { ReplayCase } from '../../../src/autoscaler/knative/replay.js';
import { SPEC } from '../knative/specs.js';

test('the first three disagreements are shown, all are counted', () => {
  const comparison = new Comparison();
  [1, 2, 3, 4, 5].forEach((n) =>
    comparison.expect(
      () => `case ${n}`,
      n,
      () => (n === 1 ? 1 : 0),
    ),
  );
  expect(comparison.outcome()).toEqual({
    total: 5,
    agreed: 1,
    disagreements: [2, 3, 4].map((n) => `case ${n}: recorded ${n}, computed 0`),
  });
});

test('an answer that cannot be computed disagrees, with its error', () => {
  const comparison = new Comparison();
  comparison.expect(
    () => 'case',
    1,
    () => {
      throw new RangeError('no pods');
    },
  );
  expect(comparison.outcome().disagreements).toEqual(['case: recorded 1, computed "RangeError: no pods"']);
});

test('values are compared member by member, exactly or within a tolerance', () => {
  expect(sameValue({ a: [1, null], b: 'x' }, { b: 'x', a: [1, null] })).toBe(true);
  expect(sameValue({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  expect(sameValue([1], { 0: 1 })).toBe(false);
  expect(sameValue(0, -0)).toBe(true);
  expect(sameValue(1, 1 + 1e-12)).toBe(false);
  expect(within(1e-9)({ a: 1e6 }, { a: 1e6 + 1e-4 })).toBe(true);
  expect(within(1e-9)({ a: 1 }, { a: 1 + 1e-8 })).toBe(false);
});

test('a recorded decision that is off by one pod is found', () => {
  const run: ReplayCase = {
    name: 'one tick',
    config: { ...SPEC, startEpochSeconds: 1600000000 },
    initialReadyPods: 1,
    steps: [{ t: 0, record: [{ value: 71 }], scale: true }],
  };
  const right = {
    t: 0,
    stableValue: 71,
    panicValue: 71,
    desired: 2,
    ebc: -182,
    valid: true,
    inPanic: true,
    maxPanicPods: 2,
    panicTime: 0,
  };
  expect(checkScale({ cases: [{ ...run, results: [right] }] }).agreed).toBe(1);
  expect(checkScale({ cases: [{ ...run, results: [{ ...right, desired: 3 }] }] })).toMatchObject({
    agreed: 0,
    disagreements: [expect.stringMatching(/^one tick at 0: recorded .*"desired":3.*computed .*"desired":2/)],
  });
});

test('an average that overflowed is the text under which it was recorded', () => {
  const run: ReplayCase = {
    name: 'huge',
    config: { ...SPEC, startEpochSeconds: 1600000000 },
    initialReadyPods: 1,
    // Their sum is beyond the largest double, so both windows want more pods than any rate allows: 1,000 times one.
    steps: [{ t: 0, record: [{ value: 1e308 }, { value: 1e308 }], scale: true }],
  };
  const decided = {
    t: 0,
    desired: 1000,
    ebc: -2147483648,
    valid: true,
    inPanic: true,
    maxPanicPods: 1000,
    panicTime: 0,
  };
  const recorded: unknown = { cases: [{ ...run, results: [{ ...decided, stableValue: '+Inf', panicValue: '+Inf' }] }] };
  expect(checkScale(recorded as ScaleFile).disagreements).toEqual([]);
});

test('an average of a window that overflowed is compared by the text under which it was recorded', () => {
  const huge = [0, 1].map(() => ({ op: 'record', t: 0, value: 1e308 }) as const);
  const buckets = (['+Inf', 0] as const).map((avg) => ({
    name: 'huge',
    type: 'linear' as const,
    windowSeconds: 6,
    granularitySeconds: 1,
    startEpochSeconds: 1600000000,
    ops: [...huge, { op: 'query', t: 0, avg, empty: false } as const],
  }));
  const outcome = checkWindows({ smoothingCoeffByBucketCount1to600: [], buckets, maxWindows: [] });
  expect(outcome).toMatchObject({ total: 2, agreed: 1 });
});

test('recorded annotations were judged by their group alone, which does not look at the progress deadline', () => {
  const config = { podAutoscalerClass: 'kpa.autoscaling.knative.dev', allowZeroInitialScale: false, maxScaleLimit: 0 };
  const annotations = { 'serving.knative.dev/progress-deadline': 'x' };
  expect(checkAnnotations({ cases: [{ annotations, config, error: null }] }).agreed).toBe(1);
});
