import { expect, test } from 'vitest';
import { drive } from '../../src/cli/drive.js';
import type { Advancing } from '../../src/cli/drive.js';
import { progressLine } from '../../src/cli/progress.js';
import { SECOND } from '../../src/units/quantities.js';
import { world } from './fakeIo.js';
import type { World, WorldOptions } from './fakeIo.js';

interface Clockwork extends Advancing {
  readonly slices: number[];
  /** Wall milliseconds that have passed. */
  readonly wall: () => number;
}

/** A run of 100 simulated seconds with ten requests in each; a second of it takes so many wall milliseconds. */
function clockwork(wallPerSecond: number): Clockwork {
  const slices: number[] = [];
  return {
    horizon: 100 * SECOND,
    now: 0,
    arrived: 0,
    chunks: null,
    slices,
    wall() {
      return (this.now / SECOND) * wallPerSecond;
    },
    advance(until: number) {
      slices.push(until - this.now);
      Object.assign(this, { now: until, arrived: (until / SECOND) * 10 });
    },
  };
}

function driven(run: Clockwork, options: WorldOptions = {}): World {
  return world({ now: () => run.wall(), ...options });
}

test('a run reaches its horizon exactly', async () => {
  const run = clockwork(1);
  expect(await drive(run, driven(run).io, false)).toEqual({ interrupted: false });
  expect(run.now).toBe(run.horizon);
});

test('slices grow while they are fast and shrink while they are slow, towards 40 ms', async () => {
  for (const wallPerSecond of [10, 1000]) {
    const run = clockwork(wallPerSecond);
    await drive(run, driven(run).io, true);
    const [first, second] = run.slices;
    expect(second! / first!).toBeCloseTo(wallPerSecond === 10 ? 4 : 0.4, 6);
    expect((run.slices.at(-2)! / SECOND) * wallPerSecond).toBeCloseTo(40, 0);
  }
});

test('a clock that stands still or leaps does not cut a run without end', async () => {
  let wall = 0;
  const run = clockwork(0);
  await drive(run, driven(run, { now: () => (wall += 10_000) }).io, true);
  expect(run.slices.length).toBeLessThanOrEqual(20_000);
  const still = clockwork(0);
  await drive(still, driven(still).io, true);
  expect(still.slices.length).toBeLessThan(20);
});

test('an interrupt keeps what was simulated and stops', async () => {
  const run = clockwork(50);
  const outside = driven(run, { onPause: ({ interrupt }) => run.now > 30 * SECOND && interrupt() });
  expect(await drive(run, outside.io, true)).toEqual({ interrupted: true });
  expect(run.now).toBeGreaterThan(30 * SECOND);
  expect(run.now).toBeLessThan(40 * SECOND);
});

test('an interrupt that comes when all is done interrupts nothing', async () => {
  const run = clockwork(1);
  const outside = driven(run, { onPause: ({ interrupt }) => run.now === run.horizon && interrupt() });
  expect(await drive(run, outside.io, true)).toEqual({ interrupted: false });
});

test('nothing is said of a run that takes less than a second', async () => {
  const run = clockwork(9);
  const { io, err } = driven(run, { tty: true });
  await drive(run, io, false);
  expect(err()).toBe('');
});

test('on a terminal one line is redrawn and taken away at the end', async () => {
  const run = clockwork(100);
  const { io, err } = driven(run, { tty: true });
  await drive(run, io, false);
  expect(err()).toMatch(/^\r10 % · 10/);
  expect(err()).not.toContain('\n');
  expect(err().endsWith('\r\u001b[K')).toBe(true);
  for (const line of err().split('\r')) expect(line.replace('\u001b[K', '').length).toBeLessThan(80);
});

test('elsewhere lines are whole, ten seconds apart', async () => {
  const run = clockwork(300);
  const { io, err } = driven(run);
  await drive(run, io, false);
  expect(err().trimEnd().split('\n')).toHaveLength(3);
  expect(err()).not.toContain('\r');
});

test('quiet is quiet', async () => {
  const run = clockwork(100);
  const { io, err } = driven(run, { tty: true });
  await drive(run, io, true);
  expect(err()).toBe('');
});

test('progress says how far, how many, how fast and how long still', () => {
  expect(progressLine(450 * SECOND, 1800 * SECOND, 1_204_000, 2000)).toBe(
    '25 % · 7m30s of 30m · 1,204,000 requests · 225x real time · 6 s left',
  );
  expect(progressLine(0, 1800 * SECOND, 0, 2000)).toBe('0 % · 0 s of 30m · 0 requests · 0x real time');
});
