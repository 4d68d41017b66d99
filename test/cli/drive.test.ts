import { expect, test } from 'vitest';
import { drive, driveFleet } from '../../src/cli/drive.js';
import type { Advancing } from '../../src/cli/drive.js';
import { progressLine, servicesLine } from '../../src/cli/progress.js';
import { main } from '../../src/cli/main.js';
import type { FleetRunner } from '../../src/cli/io.js';
import type { Chunks } from '../../src/simulate.js';
import { fleetText } from '../simulate/fleetText.js';
import { SECOND } from '../../src/units/quantities.js';
import { world } from './fakeIo.js';
import type { World, WorldOptions } from './fakeIo.js';

interface Clockwork extends Advancing {
  readonly slices: number[];
  ended: boolean;
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
    ended: false,
    end() {
      this.ended = true;
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
  expect(run.ended).toBe(true);
});

test('an interrupt that comes when all is done interrupts nothing', async () => {
  const run = clockwork(1);
  const outside = driven(run, { onPause: ({ interrupt }) => run.now === run.horizon && interrupt() });
  expect(await drive(run, outside.io, true)).toEqual({ interrupted: false });
  expect(run.ended).toBe(false);
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

/** Simulates chunks in this thread, and notes that it was closed. */
function inTurns(): FleetRunner & { closed: boolean } {
  return {
    closed: false,
    async run(chunks, heard, signal) {
      for (let index = 0; index < chunks.count && !signal.aborted; index++) {
        chunks.take(chunks.simulate(index));
        heard({ services: chunks.done, requests: 10 * chunks.done, share: chunks.done / chunks.size });
      }
    },
    async close() {
      this.closed = true;
    },
  };
}

/** Ten services in each of ten chunks; a chunk takes a second. */
function tenChunks(wall: { now: number }): Chunks {
  return {
    count: 10,
    size: 100,
    done: 0,
    sizeOf: () => 10,
    expected: () => 100,
    simulate: () => ({ arrived: 100, ledger: {} as never }),
    take() {
      wall.now += 1000;
      Object.assign(this, { done: this.done + 10 });
    },
  };
}

test('a fleet on threads says how many services are done', async () => {
  const wall = { now: 0 };
  const { io, err } = world({ now: () => wall.now, tty: true });
  const runner = inTurns();
  expect(await driveFleet(tenChunks(wall), runner, io, false)).toEqual({ interrupted: false });
  expect(err()).toMatch(/^\r10 % · 10 of 100 services · 100 requests · 9 s left/);
  expect(err().endsWith('\r\u001b[K')).toBe(true);
  expect(runner.closed).toBe(true);
});

test('a fleet on threads is stopped by an interrupt, and its threads are closed', async () => {
  const wall = { now: 0 };
  const outside = world({ now: () => (wall.now > 3000 && outside.interrupt(), wall.now) });
  const chunks = tenChunks(wall);
  const runner = inTurns();
  expect(await driveFleet(chunks, runner, outside.io, true)).toEqual({ interrupted: true });
  expect(chunks.done).toBe(40);
  expect(runner.closed).toBe(true);
});

test('progress of a fleet says how many services, how many requests and how long still', () => {
  expect(servicesLine(2500, 10_000, 1_204_000, 0.4, 2000)).toBe(
    '40 % · 2,500 of 10,000 services · 1,204,000 requests · 3 s left',
  );
});

test('headroom run takes threads for a fleet of four chunks, where there are any, and not for less', async () => {
  const asked: (readonly [string, number | undefined])[] = [];
  const ran = async (services: number, ...flags: readonly string[]): Promise<string> => {
    const { io, out } = world({
      files: { 'shops/fleet.yaml': fleetText(services) },
      openFleet: async (_, folder, threads) => (asked.push([folder, threads]), inTurns()),
    });
    expect(await main(['run', 'shops/fleet.yaml', '--json', ...flags], io)).toBe(0);
    return out();
  };
  await ran(192);
  expect(asked).toEqual([]);
  expect(JSON.parse(await ran(193, '--workers', '2')).services).toHaveLength(193);
  expect(asked).toEqual([['shops', 2]]);
});
