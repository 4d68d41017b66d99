import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { open, type Chunks, type Simulation } from '../../src/simulate.js';
import { FleetThreads, handOut, type FleetState } from '../../src/workers/fleet.js';
import { resolved } from '../scenario/reading.js';
import { fleetText } from '../simulate/fleetText.js';

const BUILT = existsSync(join(import.meta.dirname, '..', '..', 'dist', 'workers', 'fleetThread.js'));
const dying = new URL('./dyingFleetThread.mjs', import.meta.url);
const scenario = resolved(fleetText(300));
const running: FleetThreads[] = [];

function threads(count: number, script?: URL): FleetThreads {
  const made = new FleetThreads({ scenario, folder: '.' }, count, script);
  running.push(made);
  return made;
}

const never = new AbortController().signal;
const ignore = (): void => undefined;

/** A run of which only its chunks are asked. */
function opened(): { readonly run: Simulation; readonly chunks: Chunks } {
  const run = open(scenario);
  return { run, chunks: run.chunks! };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});

describe('FleetThreads', () => {
  it.skipIf(!BUILT)('gives the bytes that this thread gives, however many there are', async () => {
    const here = open(scenario);
    here.advance(here.horizon);
    const expected = JSON.stringify(here.result());
    for (const count of [1, 3]) {
      const { run, chunks } = opened();
      const states: FleetState[] = [];
      await threads(count).run(chunks, (state) => states.push(state), never);
      expect(JSON.stringify(run.result()) === expected, `${count} threads`).toBe(true);
      expect(states).toHaveLength(5);
      expect(states.at(-1)).toEqual({ services: 300, requests: here.arrived, share: expect.closeTo(1, 9) as number });
    }
  });

  it.skipIf(!BUILT)('keeps the chunks before the first gap when it is stopped', async () => {
    const { run, chunks } = opened();
    const stop = new AbortController();
    await threads(1).run(chunks, ({ services }) => services >= 128 && stop.abort(), stop.signal);
    const { services, assumptions } = run.result();
    expect(services).toHaveLength(128);
    expect(assumptions.at(-1)!.text).toContain('interrupted after 128 of 300 services');
  });

  it('puts chunks together in order, whichever comes first', async () => {
    const { chunks } = opened();
    const taken: number[] = [];
    const log: Chunks = {
      count: 5,
      size: 300,
      done: 0,
      sizeOf: (index) => chunks.sizeOf(index),
      expected: () => 1,
      simulate: (index) => chunks.simulate(index),
      take: ({ arrived }) => taken.push(arrived),
    };
    // Its first thread takes longest over chunk 0; `arrived` is the index there.
    await threads(2, new URL('./slowFirstThread.mjs', import.meta.url)).run(log, ignore, never);
    expect(taken).toEqual([0, 1, 2, 3, 4]);
  });

  it('says which chunk could not be simulated, and stops', async () => {
    await expect(threads(2, dying).run(opened().chunks, ignore, never)).rejects.toThrow(
      /^chunk [01] of 5: the thread died 3 times: it left with code 7$/,
    );
  });

  it.skipIf(!BUILT)('says why a thread cannot simulate', async () => {
    const calm = new FleetThreads({ scenario: resolved(fleetText(3)), folder: '.' }, 1);
    running.push(calm);
    await expect(calm.run(opened().chunks, ignore, never)).rejects.toThrow('chunk 0 of 5: the scenario is no fleet');
  });
});

describe('handOut', () => {
  it('gives chunks of more than twice the mean early, the heaviest first, in turns with the others in their order', () => {
    expect(handOut([1, 1, 30, 2, 1, 40, 0, 5])).toEqual([5, 0, 2, 1, 3, 4, 6, 7]);
    expect(handOut([0, 0, 0])).toEqual([0, 1, 2]);
  });

  it('knows what a chunk costs before it is simulated', () => {
    const { chunks } = opened();
    for (const index of [0, 4]) {
      const { arrived } = chunks.simulate(index);
      expect(Math.abs(arrived / chunks.expected(index) - 1)).toBeLessThan(0.05);
    }
  });
});
