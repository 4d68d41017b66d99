import { describe, expect, test } from 'vitest';
import { compareOutput, outputOf } from '../../../src/autoscaler/decide/compare.js';
import { decide, summarise } from '../../../src/autoscaler/decide/decide.js';
import { decideAgain, type Seen } from '../../../src/autoscaler/decide/replay.js';
import { hold, type Sample } from '../../../src/autoscaler/decide/hold.js';
import { KNATIVE_DEFAULTS } from '../../../src/autoscaler/knative/config.js';
import type { AutoscalerSetup, DeciderSpec, KnativeConfig } from '../../../src/autoscaler/recipe.js';
import { SECOND } from '../../../src/units/quantities.js';
import { SPEC } from '../knative/specs.js';

const spec = (some: Partial<DeciderSpec> = {}, config: Partial<KnativeConfig> = {}): AutoscalerSetup => ({
  config: { ...KNATIVE_DEFAULTS, ...config },
  decider: { ...SPEC, targetValue: 10, totalValue: 10, targetBurstCapacity: 0, ...some },
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

  test('the last pod stays until it has been active for a stable window, then for the grace period', () => {
    const load = [...Array.from({ length: 4 }, (_, t) => second(t, 25)), ...steady(0, 150).slice(4)];
    const setup = spec({ stableWindowSeconds: 6, panicWindowSeconds: 6, panicThreshold: 10 });
    const rows = decide(setup, { records: load, ...NOTHING_MORE }, { initialReadyPods: 0 });
    // From zero at 0 s: active as soon as pods are ready, at 2 s. The window holds nothing but zeros from 10 s on.
    const first = rows.findIndex((row) => row.desired === 0);
    expect(rows[first]).toMatchObject({ at: 10 * SECOND, wanted: 0, replicas: 1, mode: 'proxy' });
    expect(rows[first]!.reason).toBe(
      'no load in the 6 s window: zero pods; the last pods stay for the grace period: 1 stays',
    );
    const gone = rows.find((row) => row.at > 10 * SECOND && row.replicas === 0)!;
    expect(gone).toMatchObject({ at: 40 * SECOND, wanted: 0, ready: 0 });
  });

  test('where scale to zero is off one pod stays', () => {
    const setup = spec({}, { EnableScaleToZero: false });
    const rows = decide(setup, { records: steady(0, 200), ...NOTHING_MORE });
    expect(rows.at(-1)).toMatchObject({ desired: 0, wanted: 1, replicas: 1, mode: 'serve' });
    expect(rows.at(-1)!.reason).toBe('no load in the 60 s window: zero pods; scale to zero is off: 1 stays');
  });

  test('the last pods stay for their retention period, and a revision without routes knows none', () => {
    const setup = spec({ lastPodRetentionSeconds: 100 });
    const gone = (events: readonly Seen[]): number =>
      decideAgain(setup, events).find((row) => row.replicas === 0)!.at / SECOND;
    const idle = Array.from({ length: 80 }, (_, i): Seen[] => [
      { event: 'record', at: 2 * i * SECOND, concurrency: 0, requests: 0 },
      { event: 'decide', at: 2 * i * SECOND, ready: 1 },
    ]).flat();
    expect(gone([{ event: 'start', at: 0, ready: 1 }, ...idle])).toBe(100);
    expect(gone([{ event: 'start', at: 0, ready: 1 }, { event: 'unreachable', at: 0 }, ...idle])).toBe(30);
  });

  test('a revision that is being created keeps its initial scale until that was ready', () => {
    const events: readonly Seen[] = [
      { event: 'deploy', at: 0, ready: 0 },
      { event: 'record', at: SECOND, concurrency: 1, requests: 1 },
      { event: 'decide', at: 2 * SECOND, ready: 0 },
      { event: 'ready', at: 3 * SECOND, ready: 3 },
      { event: 'decide', at: 4 * SECOND, ready: 3 },
    ];
    const rows = decideAgain(spec({ initialScale: 3 }), events);
    expect(rows.map(({ wanted, replicas }) => [wanted, replicas])).toEqual([
      [3, 3],
      [1, 1],
    ]);
    expect(rows[0]!.reason).toMatch(/; initial scale keeps 3$/);
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
    const still = { event: 'record', concurrency: 0, requests: 0 } as const;
    const events: readonly Seen[] = [
      { event: 'start', at: 0, ready: 1 },
      { ...still, at: 0 },
      { event: 'decide', at: 0, ready: 8 },
      { ...still, at: 90 * SECOND },
      { event: 'unreachable', at: 90 * SECOND },
      { event: 'decide', at: 90 * SECOND, ready: 8 },
      { event: 'reachable', at: 90 * SECOND },
      { event: 'decide', at: 90 * SECOND, ready: 1 },
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
    expect(outputOf('kn_revision_pods_requested')).toBe('wanted');
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
