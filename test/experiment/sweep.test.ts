import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/experiment/request.js';
import { sweepText } from '../../src/report/sweep/text.js';
import { Folder } from '../../src/experiment/folder.js';
import { runSweep, type SweepProgress } from '../../src/experiment/sweep.js';
import { sweepResult } from '../../src/experiment/sweepResult.js';
import { open } from '../../src/simulate.js';
import { resolveDocument } from '../../src/scenario/read.js';
import {
  MemoryDisk,
  SHOP,
  fakeRunner,
  inline,
  noFiles,
  plainAnswer,
  request,
  shopDocument,
  shopPlan,
} from './fixture.js';

describe('a sweep', () => {
  test('answers what the simulator answers for each point and replication', async () => {
    const plan = shopPlan(['target=2,8', 'stable-window=10s,60s'], { replications: 2 });
    const result = await runSweep(Folder.create(new MemoryDisk(), plan), noFiles(), inline());
    const outcome = resolveDocument(shopDocument(), {
      set: [
        'knative.config-autoscaler.stable-window=10s',
        'services.web.revision.annotations.autoscaling.knative.dev/target=8',
      ],
    });
    if (!outcome.ok) throw new Error('no scenario');
    const own = [0, 1].map((replication) => {
      const run = open(outcome.scenario, { replication });
      run.advance(run.horizon);
      return run.result().totals;
    });
    const point = result.points[2];
    expect(point.parameters).toEqual({ target: '8', 'stable-window': '10s' });
    expect(point.figures['totals.pods.podSeconds'].mean).toBeCloseTo(
      (own[0].pods.podSeconds + own[1].pods.podSeconds) / 2,
      9,
    );
    expect(point.figures['totals.requests.arrived']).toMatchObject({ n: 2 });
    expect(point.figures['totals.latency.p99'].halfWidth).toBeGreaterThan(0);
    expect(result.complete).toBe(true);
  });

  test('marks the front and the best: the cheapest that keeps the thresholds', () => {
    const plan = shopPlan(['target=1..4/1'], { thresholds: ['p99 < 400ms'] });
    const figures = (capacity: number, p99: number, cold: number) => ({
      'bills.generic-100ms.capacity': capacity,
      'totals.latency.p99': p99,
      'totals.coldStarts.rate': cold,
    });
    const found = sweepResult(
      plan,
      new Map([
        ['p0001/r0000', { id: 'p0001/r0000', figures: figures(1, 0.9, 0.1) }], // cheapest, but too slow
        ['p0002/r0000', { id: 'p0002/r0000', figures: figures(3, 0.3, 0.05) }],
        ['p0003/r0000', { id: 'p0003/r0000', figures: figures(2, 0.39, 0.06) }],
        ['p0004/r0000', { id: 'p0004/r0000', figures: figures(4, 0.3, 0.05) }], // beaten by the second
      ]),
    );
    expect(found.points.map(({ front }) => front)).toEqual([true, true, true, false]);
    expect(found.points.map(({ keeps }) => keeps)).toEqual([false, true, true, true]);
    expect(found.best).toBe('p0003');
  });

  test('prefers who keeps the objectives of the scenario, and tells whose are broken where nobody does', () => {
    const text = `${SHOP}    slos: { swift: { objective: 99%, over: 28d, bad: [slowerThan: 1s] } }\n`;
    const plan = makePlan(request(['target=1..3/1'], {}, text));
    const found = (slis: readonly number[]) =>
      sweepResult(
        plan,
        new Map(
          slis.map((sli, k) => {
            const id = `p000${k + 1}/r0000`;
            const figures = { 'bills.generic-100ms.capacity': k + 1, 'slo.web.swift.sli': sli };
            return [id, { id, figures }];
          }),
        ),
      );
    const kept = found([0.98, 0.99, 0.995]);
    expect(kept.points.map(({ meets }) => meets)).toEqual([false, true, true]);
    expect(kept.best).toBe('p0002'); // the first is cheaper, but breaks a promise
    expect(sweepText(kept)).toContain('Lowest capacity cost that keeps the promise: 2.00 USD with target=2.');
    const broken = found([0.98, 0.97, 0.96]);
    expect(broken.best).toBe('p0001');
    expect(sweepText(broken)).toContain(
      'No setting keeps every objective: this one breaks swift of web (98 %, 99 % promised).',
    );
  });

  test('names a figure once in its table, where there is one service', () => {
    const { figures } = shopPlan(['target=3,5'], { thresholds: ['services.web.p99 < 1s'] });
    expect(figures).toContain('totals.latency.p99');
    expect(figures.filter((path) => path.startsWith('services.'))).toEqual([]);
  });

  test('tells its progress, the best so far among it, and begins where it stopped', async () => {
    const plan = shopPlan(['target=1..5/1']);
    const disk = new MemoryDisk();
    const seen: SweepProgress[] = [];
    const abort = new AbortController();
    const progress = (state: SweepProgress): void => {
      seen.push(state);
      if (state.done === 3) abort.abort();
    };
    // The last point is the dearest: the first that is heard is the best until a cheaper one comes.
    const backwards = fakeRunner(plainAnswer, (tasks) => [...tasks].reverse());
    const stopped = await runSweep(Folder.create(disk, plan), noFiles(), backwards, {
      progress,
      signal: abort.signal,
    });
    expect(seen.map(({ done, best }) => [done, best?.point ?? null])).toEqual([
      [0, null],
      [1, 'p0005'],
      [2, 'p0004'],
      [3, 'p0003'],
    ]);
    expect(stopped.complete).toBe(false);
    expect(stopped.points.map(({ state }) => state)).toEqual(['missing', 'missing', 'done', 'done', 'done']);
    seen.length = 0;
    await runSweep(Folder.open(disk)!, noFiles(), backwards, { progress });
    expect(seen.map(({ done, total, before }) => [done, total, before])).toEqual([
      [3, 5, 3],
      [4, 5, 3],
      [5, 5, 3],
    ]);
  });

  test('of many services it keeps the figures that are in the table, and those of all together', async () => {
    const disk = new MemoryDisk();
    const plan = { ...shopPlan(['target=1,2'], { figures: ['services.web.p99'] }), everyService: false };
    const figures = { 'totals.pods.mean': 2, 'services.web.latency.p99': 1, 'services.web.latency.p50': 0.5 };
    const runner = fakeRunner(({ id }) => ({ id, figures }));
    const { points } = await runSweep(Folder.create(disk, plan), noFiles(), runner);
    expect(Object.keys(points[0].figures)).toEqual(['totals.pods.mean', 'services.web.latency.p99']);
  });

  test('an answer that comes twice counts once', async () => {
    const plan = shopPlan(['target=1,2']);
    const disk = new MemoryDisk();
    const twice = fakeRunner(plainAnswer, (tasks) => [...tasks, ...tasks]);
    await runSweep(Folder.create(disk, plan), noFiles(), twice);
    expect(disk.files.get('answers.jsonl')?.match(/\n/g)).toHaveLength(1 + 2);
  });
});
