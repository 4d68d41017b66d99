import { describe, expect, test } from 'vitest';
import { open, type Simulation } from '../../src/simulate.js';
import { resolved } from '../scenario/reading.js';
import { fleetText } from './fleetText.js';

const SERVICES = 150;
const scenario = resolved(fleetText(SERVICES));

function alone(): Simulation {
  const run = open(scenario);
  run.advance(run.horizon);
  return run;
}

/** A run put together from chunks that were cloned as a thread's messages are. */
function fromChunks(count: number): Simulation {
  const run = open(scenario);
  for (let index = 0; index < count; index++) run.chunks!.take(structuredClone(open(scenario).chunks!.simulate(index)));
  return run;
}

describe('the ledger of a chunk', () => {
  const whole = alone();

  test('has something of everything to lose on the way', () => {
    const { totals, slos, causes, services, timeline } = whole.result();
    const { refused, timedOut, failed, arrived } = totals.requests;
    expect(refused! + timedOut! + failed!).toBeGreaterThan(0);
    expect(totals.attempts?.arrived ?? arrived).toBeGreaterThan(arrived);
    expect(totals.coldStarts.requests).toBeGreaterThan(0);
    expect(totals.startup.count).toBeGreaterThan(0);
    expect(slos).toHaveLength(SERVICES / 10);
    expect(slos.at(-1)!.bad).toBeGreaterThan(0);
    expect(causes!.length).toBeGreaterThan(0);
    expect(services.some(({ decisions }) => decisions.entries.length > 0)).toBe(true);
    expect(timeline.series.some(({ name }) => name.startsWith('totals.'))).toBe(true);
  });

  test('survives the trip to another thread: the result has the same bytes', () => {
    const there = fromChunks(3);
    expect(JSON.stringify(there.result())).toBe(JSON.stringify(whole.result()));
    expect(there.arrived).toBe(whole.arrived);
    expect(there.coldByCause).toEqual(whole.coldByCause);
    expect(there.now).toBe(there.horizon);
  });

  test('is the same in the end, however often it was asked on the way', () => {
    const run = open(scenario);
    for (let part = 1; part <= 7; part++) {
      run.advance((run.horizon * part) / 7);
      run.result();
    }
    expect(JSON.stringify(run.result())).toBe(JSON.stringify(whole.result()));
  });

  test('brings the latencies of the first services and of all', () => {
    const records = (run: Simulation): unknown =>
      Object.entries(run.latencies()).map(([name, histogram]) => [name, histogram.toRecord()]);
    expect(records(fromChunks(3))).toEqual(records(whole));
    expect(Object.keys(whole.latencies())).toHaveLength(1 + 20);
  });

  test('tells of services up to the first chunk that lacks, and says so', () => {
    const { services, assumptions } = fromChunks(2).result();
    expect(services.map(({ name }) => name)).toEqual(
      whole
        .result()
        .services.slice(0, 128)
        .map(({ name }) => name),
    );
    expect(assumptions.map(({ text }) => text)).toContain(
      'interrupted after 128 of 150 services: the others are left out',
    );
  });

  test('is not taken in the middle of another', () => {
    const run = open(scenario);
    run.advance(1);
    expect(() => run.chunks!.take(open(scenario).chunks!.simulate(0))).toThrow('done = 1, must be the end of a chunk');
  });
});

test('a run in which services meet is one piece', () => {
  expect(open(resolved(fleetText(50))).chunks).toBeNull();
  expect(open(scenario, { lookAt: 1e6 }).chunks).toBeNull();
  expect(open(scenario).chunks).toMatchObject({ count: 3, size: 150, done: 0 });
});
