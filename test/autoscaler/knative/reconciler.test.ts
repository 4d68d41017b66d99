import { describe, expect, test } from 'vitest';
import {
  type ActiveState,
  activatorCount,
  NEVER,
  noOutcome,
  scale,
  type ScaleOutcome,
  type ScaleSettings,
  type ScaleState,
  sksMode,
  updateActive,
} from '../../../src/autoscaler/knative/reconciler.js';
import { SECOND } from '../../../src/units/quantities.js';

const SETTINGS: ScaleSettings = {
  minScale: 0,
  maxScale: 0,
  initialScale: 1,
  reachable: true,
  enableScaleToZero: true,
  stableWindow: 60 * SECOND,
  gracePeriod: 30 * SECOND,
  podRetention: 0,
  progressDeadline: 600 * SECOND,
  targetBurstCapacity: 211,
};
const STATE: ScaleState = {
  activeStatus: 'active',
  inStatusFor: 0,
  scaleTargetInitialized: true,
  mode: 'serve',
  proxyFor: 0,
  activatorAnswers: true,
  replicas: 3,
};
function look(desired: number, settings: Partial<ScaleSettings> = {}, state: Partial<ScaleState> = {}): ScaleOutcome {
  const out = noOutcome();
  scale(desired, { ...SETTINGS, ...settings }, { ...STATE, ...state }, out);
  return out;
}

describe('bounds', () => {
  test('hold the scale between minimum and maximum, and say which', () => {
    expect(look(1, { minScale: 2 })).toMatchObject({ want: 2, patch: 2, bound: 'min-scale' });
    expect(look(9, { maxScale: 5 })).toMatchObject({ want: 5, bound: 'max-scale' });
    expect(look(3)).toMatchObject({ want: 3, patch: -1, bound: 'none' });
  });

  test('the initial scale counts until it was reached once, and for reachable revisions', () => {
    const young = { scaleTargetInitialized: false };
    expect(look(1, { initialScale: 4 }, young)).toMatchObject({ want: 4, bound: 'initial-scale' });
    expect(look(1, { initialScale: 4 }).want).toBe(1);
    expect(look(1, { initialScale: 4, reachable: false }, young).want).toBe(1);
  });
});

test('a revision without traffic goes from active to zero in the steps Knative takes', () => {
  expect(look(0, {}, { inStatusFor: 45 * SECOND })).toMatchObject({
    want: 1,
    patch: 1,
    requeueAfter: 15 * SECOND,
    step: 'stable-window',
  });
  expect(look(0, {}, { inStatusFor: 60 * SECOND })).toMatchObject({ want: 0, patch: -1, step: 'becoming-inactive' });
  const inactive: Partial<ScaleState> = { activeStatus: 'inactive', mode: 'proxy', replicas: 1 };
  expect(look(0, {}, { ...inactive, activatorAnswers: false })).toMatchObject({
    startsProbe: true,
    patch: -1,
    step: 'probe',
  });
  expect(look(0, {}, { ...inactive, inStatusFor: 10 * SECOND, proxyFor: 8 * SECOND })).toMatchObject({
    patch: -1,
    requeueAfter: 22 * SECOND,
    step: 'grace-period',
  });
  expect(look(0, {}, { ...inactive, inStatusFor: 31 * SECOND, proxyFor: 30 * SECOND })).toMatchObject({
    want: 0,
    patch: 0,
  });
});

test('the last pod is retained after that, if asked for', () => {
  const state: Partial<ScaleState> = {
    activeStatus: 'inactive',
    inStatusFor: 40 * SECOND,
    proxyFor: 40 * SECOND,
    replicas: 1,
  };
  expect(look(0, { podRetention: 90 * SECOND }, state)).toMatchObject({
    patch: -1,
    requeueAfter: 50 * SECOND,
    step: 'pod-retention',
  });
  expect(look(0, { podRetention: 90 * SECOND, reachable: false }, state).patch).toBe(0);
});

test('a revision that never becomes active is given up after its progress deadline and half a minute', () => {
  const state: Partial<ScaleState> = { activeStatus: 'activating', scaleTargetInitialized: false, replicas: 1 };
  expect(look(0, {}, { ...state, inStatusFor: 630 * SECOND })).toMatchObject({
    want: -1,
    patch: -1,
    step: 'activating',
  });
  expect(look(0, {}, { ...state, inStatusFor: 631 * SECOND })).toMatchObject({
    want: 0,
    patch: 0,
    step: 'activation-timed-out',
  });
});

test('without metrics nothing is done, and nothing is asked for', () => {
  expect(look(-1)).toMatchObject({ want: -1, patch: -1, requeueAfter: NEVER, step: 'no-metrics' });
});

test('one pod stays where scale to zero is switched off', () => {
  expect(look(0, { enableScaleToZero: false })).toMatchObject({ want: 1, patch: 1, step: 'disabled' });
});

test('the Active condition follows pods and wishes', () => {
  const settings = { minScale: 0, initialScale: 2, reachable: true };
  const state: ActiveState = { activeStatus: 'activating', scaleTargetInitialized: false, reason: 'Queued' };
  updateActive(2, 1, settings, state);
  expect(state).toEqual({ activeStatus: 'activating', scaleTargetInitialized: false, reason: 'Queued' });
  updateActive(2, 2, settings, state);
  expect(state).toEqual({ activeStatus: 'active', scaleTargetInitialized: true, reason: '' });
  updateActive(1, 1, settings, state);
  expect(state.activeStatus).toBe('active');
  updateActive(0, 1, settings, state);
  expect(state).toEqual({ activeStatus: 'inactive', scaleTargetInitialized: true, reason: 'NoTraffic' });
  updateActive(-1, 1, settings, state);
  expect(state.activeStatus).toBe('inactive');
  updateActive(3, 0, settings, state);
  expect(state).toMatchObject({ activeStatus: 'activating', reason: 'Queued' });
  updateActive(0, 0, settings, state);
  expect(state).toMatchObject({ activeStatus: 'inactive', reason: 'TimedOut' });
});

test('requests go straight to the pods when something is wanted and the burst is covered', () => {
  expect(sksMode(2, 0, 'active')).toBe('serve');
  expect([sksMode(2, -1, 'active'), sksMode(0, 5, 'active'), sksMode(-1, 5, 'inactive')]).toEqual([
    'proxy',
    'proxy',
    'proxy',
  ]);
});

test('where the scale is not known yet, the activator stays in the path of what sleeps or lacks burst capacity only', () => {
  expect([sksMode(-1, 5, 'inactive'), sksMode(-1, 5, 'activating'), sksMode(-1, 5, 'active')]).toEqual([
    'proxy',
    'serve',
    'serve',
  ]);
  expect([sksMode(-1, -1, 'activating'), sksMode(-1, -1, 'active')]).toEqual(['proxy', 'proxy']);
});

test('activators are two, or as many as capacity and burst need', () => {
  expect(activatorCount(10, { totalValue: 100, targetBurstCapacity: 211 }, 100)).toBe(13);
  expect(activatorCount(10, { totalValue: 100, targetBurstCapacity: 0 }, 100)).toBe(2);
  expect(activatorCount(10, { totalValue: 100, targetBurstCapacity: -1 }, 100)).toBe(10);
  expect(activatorCount(10, { totalValue: Infinity, targetBurstCapacity: 211 }, 100)).toBe(-2147483648);
  expect(activatorCount(0, { totalValue: Infinity, targetBurstCapacity: 211 }, 100)).toBe(-2147483648); // 0 x Inf: NaN
});

test('a burst capacity that is not a number, or negative, needs no activators of its own', () => {
  expect(activatorCount(10, { totalValue: 100, targetBurstCapacity: NaN }, 100)).toBe(10);
  expect(activatorCount(10, { totalValue: 100, targetBurstCapacity: -5 }, 100)).toBe(10);
});
