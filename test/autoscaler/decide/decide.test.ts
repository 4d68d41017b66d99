import { describe, expect, test } from 'vitest';
import { compareOutput, outputOf } from '../../../src/autoscaler/decide/compare.js';
import { decide, summarise } from '../../../src/autoscaler/decide/decide.js';
import { decideAgain, type Seen } from '../../../src/autoscaler/decide/replay.js';
import { hold, type Sample } from '../../../src/autoscaler/decide/hold.js';
import type { DeciderSpec } from '../../../src/autoscaler/recipe.js';
import { SECOND } from '../../../src/units/quantities.js';
import { SPEC } from '../knative/specs.js';

const spec = (some: Partial<DeciderSpec> = {}): DeciderSpec => ({
  ...SPEC,
  targetValue: 10,
  totalValue: 10,
  targetBurstCapacity: 0,
  ...some,
});
const second = (t: number, value: number): Sample => ({ at: t * SECOND, value });
const steady = (value: number, seconds: number): Sample[] =>
  Array.from({ length: seconds }, (_, t) => second(t, value));
const NOTHING_MORE = { ready: null };

describe('decide', () => {
  test('gives one row each two seconds, following what it wants where ready pods are not known', () => {
    const rows = decide(spec(), { records: steady(25, 5), ...NOTHING_MORE });
    expect(rows.map(({ at, ready, desired, mode, reason }) => [at / SECOND, ready, desired, mode, reason])).toEqual([
      [0, 1, 3, 'serve', 'panic: 6 s window wants 3 pods, 3.0 x ready >= 2.0'],
      [2, 3, 3, 'serve', 'steady: 60 s window wants 3 pods, as many as are ready'],
      [4, 3, 3, 'serve', 'steady: 60 s window wants 3 pods, as many as are ready'],
    ]);
  });

  test('pods may take time to become ready', () => {
    const rows = decide(spec(), { records: steady(25, 7), ...NOTHING_MORE }, { readyAfter: 3 * SECOND });
    expect(rows.map((row) => row.ready)).toEqual([1, 1, 3, 3]);
  });

  test('takes ready pods as they were recorded', () => {
    const ready = [second(0, 2), second(3, 5)];
    const rows = decide(spec(), { records: steady(25, 5), ready });
    expect(rows.map((row) => row.ready)).toEqual([2, 2, 5]);
    expect(rows[0]!.inPanic).toBe(true); // it finds two pods at its birth
  });

  test('applies minimum and maximum scale and says so', () => {
    const [capped] = decide(spec({ maxScale: 2, panicThreshold: 10 }), { records: [second(0, 25)], ...NOTHING_MORE });
    expect(capped).toMatchObject({ desired: 3, wanted: 2, reason: '60 s window wants 3 pods; max scale allows 2' });
    const [kept] = decide(spec({ minScale: 1 }), { records: [second(0, 0)], ...NOTHING_MORE });
    expect(kept).toMatchObject({ desired: 0, wanted: 1, mode: 'serve' });
    expect(kept!.reason).toBe('no load in the 60 s window: zero pods; min scale keeps 1');
  });

  test('at zero pods requests go through the activator', () => {
    const [row] = decide(spec(), { records: [second(0, 0)], ...NOTHING_MORE });
    expect(row).toMatchObject({ wanted: 0, mode: 'proxy' });
  });

  test('without data for longer than the window nothing changes', () => {
    const records = [second(0, 25), second(100, 25)];
    const rows = decide(spec({ stableWindowSeconds: 6, panicWindowSeconds: 6 }), { records, ...NOTHING_MORE });
    const silent = rows.filter((row) => !row.valid);
    expect(silent.map((row) => row.at / SECOND)).toEqual(Array.from({ length: 46 }, (_, i) => 8 + 2 * i));
    expect(new Set(silent.map(({ reason }) => reason))).toEqual(new Set(['no data: nothing changes']));
  });

  test('decides when the log says so, on what it was told until then, in the order of the log', () => {
    const told = (at: number, concurrency: number): Seen => ({ event: 'record', at, concurrency, requests: 0 });
    const events: readonly Seen[] = [
      { event: 'start', at: 0, ready: 1 },
      told(0, 8),
      told(0, 4),
      { event: 'decide', at: SECOND, ready: 1 },
      told(SECOND, 40), // at the same instant, and yet too late for it
      { event: 'decide', at: SECOND, ready: 2 },
    ];
    const rows = decideAgain(spec({ panicThreshold: 10 }), events);
    expect(rows.map(({ stable, desired, ready }) => [stable, desired, ready])).toEqual([
      [12, 2, 1],
      [26, 3, 2],
    ]);
  });

  test('an autoscaler that starts again has forgotten what it saw, and begins in panic with more than one pod', () => {
    const told = { event: 'record', at: 0, concurrency: 45, requests: 0 } as const;
    const rows = decideAgain(spec(), [
      { event: 'start', at: 0, ready: 5 },
      told,
      { event: 'decide', at: 0, ready: 5 },
      { event: 'start', at: SECOND, ready: 5 },
      { event: 'decide', at: SECOND, ready: 5 },
    ]);
    expect(rows.map(({ valid, desired, inPanic }) => [valid, desired, inPanic])).toEqual([
      [true, 5, true],
      [false, -1, true],
    ]);
  });

  test('a revision without routes has no minimum scale and may shrink at once', () => {
    const still = { event: 'record', at: 0, concurrency: 0, requests: 0 } as const;
    const events: readonly Seen[] = [
      { event: 'start', at: 0, ready: 1 },
      still,
      { event: 'decide', at: 0, ready: 8 },
      { event: 'unreachable', at: 0 },
      { event: 'decide', at: 0, ready: 8 },
      { event: 'reachable', at: 0 },
      { event: 'decide', at: 0, ready: 1 },
    ];
    const rows = decideAgain(spec({ minScale: 3 }), events);
    expect(rows.map(({ desired, wanted }) => [desired, wanted])).toEqual([
      [4, 4],
      [0, 0],
      [0, 3],
    ]);
  });

  test('a coarse sample that is held gives what it says, one that is not would be lost among empty seconds', () => {
    const coarse = [second(0, 40), second(15, 40), second(30, 40)];
    const held = decide(spec(), { records: hold(coarse, 'gauge').records, ...NOTHING_MORE });
    const lost = decide(spec(), { records: coarse, ...NOTHING_MORE });
    expect(held.at(-1)!.stable).toBe(40);
    expect(lost.at(-1)!.stable).toBeCloseTo(120 / 31, 5);
  });

  test('decides nothing on nothing', () => {
    expect(decide(spec(), { records: [], ...NOTHING_MORE })).toEqual([]);
    expect(summarise([])).toMatchObject({ ticks: 0, seconds: 0, pods: null });
  });
});

test('the summary adds up time and pods', () => {
  const records = [...steady(5, 4), ...Array.from({ length: 60 }, (_, i) => second(4 + i, 80))];
  const summary = summarise(decide(spec({ stableWindowSeconds: 10 }), { records, ...NOTHING_MORE }));
  // One pod at 0 and 2 s; at 4 s the 5 s seen so far average 20: 2 pods, at 6 s (4 x 5 + 3 x 80) over the last 6 s.
  expect(summary).toMatchObject({ ticks: 32, ticksWithoutData: 0, seconds: 64, panics: 1 });
  expect(summary.pods).toMatchObject({ min: 1, max: 8 });
  expect(summary.podSeconds).toBe(2 * (1 + 1 + 2 + 5 + 7 + 27 * 8));
  expect(summary.pods!.mean).toBe(summary.podSeconds / 64);
});

describe('comparison with what was recorded', () => {
  test('outputs of the autoscaler are known by name, and nothing else is one', () => {
    expect(outputOf('kn.revision.concurrency.stable')).toBe('stable');
    expect(outputOf('kn_revision_concurrency_panic{revision="a"}')).toBe('panic');
    expect(outputOf('kn_revision_pods_desired')).toBe('desired');
    expect([outputOf('queue_depth'), outputOf('toString'), outputOf('kn.revision.request.concurrency')]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('counts where they differ, first and most', () => {
    const rows = decide(spec(), { records: steady(25, 9), ...NOTHING_MORE });
    const recorded = [second(0.5, 3), second(2.5, 4), second(4.5, 9), second(500, 1), second(501, 1)];
    expect(compareOutput(rows, 'desired', recorded)).toEqual({
      output: 'desired',
      compared: 3,
      differing: 2,
      first: { at: 2.5 * SECOND, recorded: 4, computed: 3 },
      largest: { at: 4.5 * SECOND, recorded: 9, computed: 3 },
    });
    expect(compareOutput(rows, 'stable', [second(1, 25.004)], 0.01).differing).toBe(0);
  });
});
