import { expect, test } from 'vitest';
import { decideCases } from '../../../src/autoscaler/decide/cases.js';
import type { ScaleFile } from '../../../src/autoscaler/conformance/scale.js';
import { golden } from '../../conformance/golden.js';
import { SPEC } from '../knative/specs.js';

const CASE = {
  name: 'two ticks',
  config: { ...SPEC, startEpochSeconds: 1600000000.5 },
  initialReadyPods: 1,
  steps: [
    { t: 0, record: [{ value: 140 }], scale: true },
    { t: 2, readyPods: 2, scale: true },
  ],
};

test('a case comes back with its results, and with all that it held', () => {
  const decided = decideCases({ ...CASE, tags: ['mine'] });
  expect(decided).toMatchObject({
    ok: {
      name: 'two ticks',
      tags: ['mine'],
      results: [
        { t: 0, desired: 2 },
        { t: 2, desired: 2, inPanic: true, panicTime: 0 },
      ],
    },
  });
});

test('recorded cases come back as they were recorded', () => {
  const file = golden<ScaleFile>('scale');
  const linear = file.cases.filter((each) => each.config.aggregation === 'linear').slice(0, 5);
  const asked = linear.map(({ results: _, ...rest }) => rest);
  expect(decideCases({ source: 'x', cases: asked })).toEqual({ ok: { source: 'x', cases: linear } });
});

test('what is no case is refused at its place', () => {
  const decided = decideCases({ cases: [CASE, { ...CASE, config: { ...CASE.config, stableWindowSeconds: 0 } }] });
  expect(decided).toEqual({
    problems: [{ key: 'cases[1].config.stableWindowSeconds', value: '0', rule: 'must be above 0' }],
  });
  expect('problems' in decideCases(7)).toBe(true);
});

test('null stands for what is not there', () => {
  const steps = CASE.steps.map((step) => ({ readyPods: null, update: null, record: null, ...step }));
  const [bare, nulls] = [CASE, { ...CASE, steps }].map(decideCases);
  expect(nulls).toMatchObject({ ok: { results: (bare as { ok: { results: unknown } }).ok.results } });
});

test('numbers that JSON does not have are read as the recorded files write them', () => {
  const decided = decideCases({
    ...CASE,
    config: { ...CASE.config, maxScaleUpRate: '+Inf' },
    steps: [{ t: 0, record: [{ value: 'NaN' }], scale: true }],
  });
  expect(decided).toMatchObject({ ok: { config: { maxScaleUpRate: '+Inf' }, results: [{ stableValue: NaN }] } });
  expect(decideCases({ ...CASE, initialReadyPods: 'many' })).toEqual({
    problems: [{ key: 'initialReadyPods', value: '"many"', rule: 'must be a number' }],
  });
});

test.each([
  [{ steps: null }, 'steps', 'null', 'must be a list'],
  [{ steps: [{ t: 0 }, 5] }, 'steps[1]', '5', 'must be a map'],
  [{ steps: [{ t: 0 }, { t: 4 }, { t: 2 }] }, 'steps[2].t', '2', 'must not be before the step above it (4)'],
  [{ steps: [{ t: 0, scale: 'yes' }] }, 'steps[0].scale', '"yes"', 'must be true or false'],
  [{ steps: [{ t: 0, readyPods: -1 }] }, 'steps[0].readyPods', '-1', 'must be at least 0'],
  [{ initialReadyPods: 1.5 }, 'initialReadyPods', '1.5', 'must be a whole number'],
  [{ name: 5 }, 'name', '5', 'must be text'],
  [{ config: { ...CASE.config, metric: 'cpu' } }, 'config.metric', '"cpu"', 'must be "concurrency" or "rps"'],
  [
    { config: { ...CASE.config, stableWindowSeconds: 1e15 } },
    'config.stableWindowSeconds',
    '1000000000000000',
    'must be at most 10000000',
  ],
])('a case with %j is refused in our own words', (change, key, value, rule) => {
  expect(decideCases({ ...CASE, ...change })).toEqual({ problems: [{ key, value, rule }] });
});

test('a delay that no memory could hold slice by slice costs what is recorded in it', () => {
  const decided = decideCases({ ...CASE, config: { ...CASE.config, scaleDownDelaySeconds: 9.2e9 } });
  expect(decided).toMatchObject({ ok: { results: [{ desired: 2 }, { desired: 2 }] } });
});
