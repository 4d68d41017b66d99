import { describe, expect, it, test } from 'vitest';
import { openStreams } from '../../src/random/streams.js';
import { DAY, SECOND } from '../../src/units/quantities.js';
import { expectedArrivals } from '../../src/workload/expected.js';
import type { OpenStream } from '../../src/random/source.js';
import { fleetApp, type FleetApp } from '../../src/workload/fleet.js';
import { arrivalsOf } from './streams.js';

const N = 6000;
const generateFleet = (apps: number, open: OpenStream): FleetApp[] =>
  Array.from({ length: apps }, (_, index) => fleetApp(index, open));
const fleet = generateFleet(N, openStreams(1, 0)('fleet'));
const share = (holds: (app: (typeof fleet)[number]) => boolean): number => fleet.filter(holds).length / N;
/** Four standard errors of a share. */
const near = (p: number, slack = 0): number => 4 * Math.sqrt((p * (1 - p)) / N) + slack;

describe('a generated fleet matches what is published', () => {
  test.each([
    [24, 0.3],
    [1440, 0.78],
    [8573, 0.9],
    [35_948, 0.95],
    [493_983, 0.99],
  ])('invocations: %s a day or fewer in a share of %s of the apps', (daily, wanted) => {
    // Timers are moved to round periods: two points.
    expect(Math.abs(share((app) => app.daily <= daily) - wanted)).toBeLessThan(near(wanted, 0.02));
  });

  test('the 22 % above one a minute hold over 99 % of all invocations, the top 1 % most of them', () => {
    const daily = fleet.map((app) => app.daily).sort((a, b) => b - a);
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    expect(sum(daily.filter((n) => n > 1440)) / sum(daily)).toBeGreaterThan(0.99);
    expect(sum(daily.slice(0, N / 100)) / sum(daily)).toBeGreaterThan(0.8);
  });

  test.each([
    ['http', 0.4327],
    ['timer', 0.1336],
    ['queue', 0.0947],
    ['http timer queue', 0.0248],
  ])('triggers: %s alone in a share of %s', (triggers, wanted) => {
    expect(Math.abs(share((app) => app.triggers === triggers) - wanted)).toBeLessThan(near(wanted));
  });

  test('gaps: clocks, up to 1, 2, 4 and 10 as among apps without timers and apps with timers only', () => {
    const within = (only: (triggers: string) => boolean, variation: number): number => {
      const apps = fleet.filter((app) => only(app.triggers));
      return apps.filter((app) => app.gapVariation <= variation).length / apps.length;
    };
    const without = (triggers: string): boolean => !triggers.includes('timer');
    const shares = [0, 1, 2, 4, 10].map((variation) => within(without, variation));
    [0.11, 0.35, 0.55, 0.76, 0.92].forEach((wanted, i) => expect(Math.abs(shares[i] - wanted)).toBeLessThan(0.03));
    expect(Math.abs(within((triggers) => triggers === 'timer', 0) - 0.45)).toBeLessThan(0.08);
  });

  test('durations: half of the means below 0.68 s, 90 % below 14 s', () => {
    const mean = (app: (typeof fleet)[number]): number =>
      app.serviceTime.kind === 'lognormal' ? Math.exp(app.serviceTime.mu + app.serviceTime.sigma ** 2 / 2) / 1e6 : NaN;
    expect(Math.abs(share((app) => mean(app) < 0.684) - 0.5)).toBeLessThan(near(0.5));
    expect(Math.abs(share((app) => mean(app) < 14.1) - 0.9)).toBeLessThan(near(0.9));
  });

  test.each([
    [140, 0.5],
    [183, 0.75],
    [262, 0.9],
    [640, 0.99],
  ])('memory: at most %s MB in a share of %s', (megabytes, wanted) => {
    expect(Math.abs(share((app) => app.memory <= megabytes * 1e6) - wanted)).toBeLessThan(near(wanted, 0.005));
  });

  test('functions per app: 54 % have one, 95 % at most ten', () => {
    // Drawn between the published points and rounded: one and a half is two.
    expect(Math.abs(share((app) => app.functions <= 10) - 0.95)).toBeLessThan(near(0.95, 0.02));
    expect(share((app) => app.functions === 1)).toBeGreaterThan(0.54 - near(0.54));
    expect(share((app) => app.functions > 100)).toBeLessThan(0.002);
  });

  test('settings: containerConcurrency 100 in 93 %, no pod kept in 41 %', () => {
    expect(Math.abs(share((app) => app.settings.containerConcurrency === 100) - 0.94)).toBeLessThan(0.02);
    expect(Math.abs(share((app) => app.settings.minScale === 0) - 0.413)).toBeLessThan(near(0.413, 0.01));
    expect(Math.abs(share((app) => app.settings.cpu === 1000) - 0.503)).toBeLessThan(near(0.503, 0.03));
  });
});

it('is the same fleet however many apps are generated, and another one for another seed', () => {
  expect(generateFleet(50, openStreams(1, 0)('fleet'))).toEqual(fleet.slice(0, 50));
  expect(fleetApp(17, openStreams(1, 0)('fleet'))).toEqual(fleet[17]);
  expect(generateFleet(5, openStreams(2, 0)('fleet'))).not.toEqual(fleet.slice(0, 5));
});

it('has arrivals that come as often as the app says', () => {
  // A clock may be half a firing ahead or behind.
  for (const app of fleet.slice(0, 500)) {
    expect(Math.abs(expectedArrivals(app.arrivals, DAY) / app.daily - 1)).toBeLessThan(0.6 / app.daily + 1e-6);
  }
});

it('has clocks that tick evenly and not all at once', () => {
  const clocks = fleet.filter((app) => app.gapVariation === 0 && app.daily === 288).slice(0, 20);
  const firings = clocks.map((app) => arrivalsOf(app.arrivals, DAY));
  for (const instants of firings) {
    const gaps = new Set(instants.slice(1).map((at, i) => at - instants[i]));
    expect([...gaps].every((gap) => Math.abs(gap - 300 * SECOND) <= 1)).toBe(true);
    expect(Math.abs(instants.length - 288)).toBeLessThanOrEqual(1);
  }
  expect(new Set(firings.map((instants) => instants[0])).size).toBe(clocks.length);
});

it('has bursty apps whose gaps vary as much as was drawn', () => {
  // A rate at which a day holds some thousand gaps and the quiet state is silent.
  const apps = fleet.filter(
    (app) => app.gapVariation > 2 && app.gapVariation < 4 && app.daily > 3000 && app.daily < 8000,
  );
  const ratios = apps.slice(0, 30).map((app) => {
    const instants = arrivalsOf(app.arrivals, 4 * DAY, { block: 512 });
    const gaps = instants.slice(1).map((at, i) => at - instants[i]);
    const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    return Math.sqrt(variance) / mean / app.gapVariation;
  });
  const mean = ratios.reduce((a, b) => a + b, 0) / ratios.length;
  expect(ratios.length).toBeGreaterThan(5);
  expect(Math.abs(mean - 1)).toBeLessThan(0.1);
});
