import { expect, test } from 'vitest';
import { idleAdvice } from '../../src/report/advice.js';
import { askedOf } from '../../src/report/asked.js';
import { findings } from '../../src/report/findings.js';
import { flashSale } from './fixture.js';

const asked = (policy: string, minScale = 0) => ({ policies: [policy], minScale, sharesCpu: false });

test.each([
  ['a knob that the policy has', asked('fixed'), 5, 'run fewer pods'],
  ['a knob that the policy has', asked('threshold'), 5, 'raise shrinkBelow'],
  ['a knob that the policy has', asked('per-request'), 5, 'end sooner (expiry)'],
  ['min-scale, where it is what keeps the pods', asked('knative', 3), 3.1, 'lower min-scale'],
  ['not the target, where one pod is idle', asked('knative'), 1, 'let the last pod go sooner'],
  ['the target, where there are several', asked('knative'), 5, 'raise the target'],
])('idle pods are let go by %s', (_, known, mean, said) => {
  expect(idleAdvice(known, mean)).toContain(said);
});

test('who was at zero nearly all the time is not told to go there sooner', () => {
  const base = flashSale();
  const idle = (mean: number) => {
    const pods = { ...base.totals.pods, mean, busySeconds: 1 };
    return findings({ ...base, slos: [], totals: { ...base.totals, pods } }, 9).some(({ seen }) =>
      seen.includes('idle'),
    );
  };
  expect([idle(0.1), idle(0.5)]).toEqual([false, true]);
});

test('what a scenario asked for is read from every revision, an annotation before what all have', () => {
  const annotations = { 'autoscaling.knative.dev/min-scale': '2' };
  const services = {
    a: { revision: { annotations, autoscaler: { policy: 'knative' } } },
    b: { revisions: { one: { autoscaler: { policy: 'fixed' } }, two: { serviceTime: { io: '1ms', cpu: '2ms' } } } },
  };
  const knative = { 'config-autoscaler': { 'min-scale': '1' } };
  const result = { ...flashSale(), scenario: { knative, services } };
  expect(askedOf(result, 'a')).toEqual({ policies: ['knative'], minScale: 2, sharesCpu: false });
  expect(askedOf(result, 'b')).toEqual({ policies: ['fixed'], minScale: 1, sharesCpu: true });
  expect(askedOf(result, null)).toEqual({ policies: ['knative', 'fixed'], minScale: 2, sharesCpu: true });
  expect(askedOf({ ...result, scenario: 3 }, null)).toEqual({ policies: [], minScale: 0, sharesCpu: false });
});
