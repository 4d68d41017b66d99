import { describe, expect, it } from 'vitest';
import { InlineRunner } from '../../src/experiment/inline.js';
import { replicate, type ReplicatePlan } from '../../src/experiment/replicate.js';
import { scaled } from '../../src/experiment/sensitivity.js';
import { subjectOf, replicationsOf, taskId, type Subject } from '../../src/experiment/subject.js';
import type { Answer, Runner } from '../../src/experiment/task.js';
import { openDocument, resolveDocument, type ReadOptions } from '../../src/scenario/read.js';
import { readFigure } from '../../src/result/read.js';
import { UserError } from '../../src/units/userError.js';
import { noFiles } from './world.js';

const SHOP = `headroom: 1
horizon: 5m
knative: { ingress: { endpointDelay: 0s } }
services:
  shop:
    arrivals: 8/s
    serviceTime: { exponential: { mean: 100ms } }
    startup: { applicationStart: 1s }
    revision: { containerConcurrency: 1, resources: { limits: { cpu: "1", memory: 256Mi } } }
    autoscaler: { policy: fixed, pods: 2 }
`;
const STEADY = SHOP.replace('horizon: 5m', 'horizon: 20m\nanalysis: steady-state');

export function subject(text: string, options: ReadOptions = {}): Subject {
  const document = openDocument({ path: 's.yaml', text, read: () => '' });
  const outcome = resolveDocument(document, options);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return subjectOf(document, options, '.');
}

const here = (): Runner => new InlineRunner(noFiles);
const plan = (text: string, change: Partial<ReplicatePlan> = {}): ReplicatePlan => ({
  subject: subject(text),
  replications: 6,
  precision: [],
  sensitivity: false,
  ...change,
});

/** Runs everything backwards, as a runner with many threads might hear it. */
const backwards: Runner = {
  run: async (tasks, heard, signal) => {
    const answers: Parameters<typeof heard>[0][] = [];
    await here().run([...tasks].reverse(), (outcome) => void answers.push(outcome), signal);
    answers.forEach(heard);
  },
  close: async () => undefined,
};

describe('replicate', () => {
  it('gives means over independent replications, and the same bytes in whatever order they arrive', async () => {
    const { document } = await replicate(plan(SHOP), here());
    expect(JSON.stringify((await replicate(plan(SHOP), backwards)).document)).toBe(JSON.stringify(document));
    const rows: Answer[] = [];
    await here().run(replicationsOf(subject(SHOP), 'run', 0, 6), (one) => void ('figures' in one && rows.push(one)));
    const p99 = rows.map(({ figures }) => figures['totals.latency.p99']!);
    expect(new Set(p99).size).toBeGreaterThan(1);
    expect(document.totals.latency.p99).toBeCloseTo(p99.reduce((a, b) => a + b) / 6, 12);
    expect(document.intervals!['totals.latency.p99']).toMatchObject({ n: 6, method: 't' });
    expect(document.intervals!['totals.latency.p99'].mean).toBeCloseTo(document.totals.latency.p99!, 12);
    expect(document.replications).toMatchObject({
      count: 6,
      analysis: 'terminating',
      warmup: { seconds: 0, method: 'given' },
    });
  });

  it('has money as decimal text, mean counts, and every figure that has an interval at its place', async () => {
    const { document } = await replicate(plan(SHOP), here());
    expect(document.bills[0].metered).toMatch(/^0\.\d+$/);
    for (const [path, { mean }] of Object.entries(document.intervals!)) {
      const value = readFigure(document, path);
      if (value !== null)
        expect([path, Math.abs(value - mean) <= 1e-9 * Math.max(1, Math.abs(mean))]).toEqual([path, true]);
    }
    expect(Object.keys(document.intervals!).length).toBeGreaterThan(60);
  });

  it('names the pooled quantile beside the mean of the replications: it is another thing', async () => {
    const { document } = await replicate(plan(SHOP, { replications: 8 }), here());
    const pooled = document.replications!.pooled['totals.latency.p99']!;
    const mean = document.totals.latency.p99!;
    expect(pooled).not.toBe(mean);
    expect(Math.abs(pooled / mean - 1)).toBeLessThan(0.3);
    expect(document.replications!.pooled['services.shop.latency.p99']).toBe(pooled);
  });

  it('stops when it is precise enough, and says what it reached', async () => {
    const precision = [{ figure: 'totals.latency.mean', relative: 0.1 }];
    const { document } = await replicate(plan(SHOP, { replications: 500, precision }), here());
    const { count, precision: reached } = document.replications!;
    expect(count).toBeGreaterThanOrEqual(10);
    expect(count).toBeLessThan(200);
    expect(reached![0].met).toBe(true);
    expect(reached![0].reached).toBeLessThanOrEqual(0.1);
  });

  it('ends at the number it may have where that is not precise enough', async () => {
    const precision = [{ figure: 'totals.latency.p999', relative: 0.001 }];
    const { document } = await replicate(plan(SHOP, { replications: 12, precision }), here());
    expect(document.replications).toMatchObject({ count: 12, precision: [{ met: false }] });
  });

  it('finds a warm-up for a steady state, counts after it, and keeps it in the scenario', async () => {
    const { document } = await replicate(plan(STEADY), here());
    const { warmup } = document.replications!;
    expect(warmup.method).toBe('mser-5');
    expect(warmup.seconds).toBeLessThan(600);
    expect(document.warmup).toBe(warmup.seconds);
    expect(JSON.stringify(document.scenario)).not.toContain('"warmup":"auto"');
  });

  it('refuses to bill an event of a month that lies in the warm-up it found', async () => {
    const falling = STEADY.replace('arrivals: 8/s', 'arrivals: { rate: { step: { from: 19/s, to: 2/s, at: 5m } } }');
    const monthly = `${falling}billing: { month: { events: [{ from: 0s, to: 1m, perMonth: 3 }] } }\n`;
    const refused = replicate(plan(monthly), here());
    await expect(refused).rejects.toBeInstanceOf(UserError);
    await expect(refused).rejects.toThrow(
      /^billing.month.events\[0\].from = 0 s, must not lie in the warm-up, which was found to last \d+m/,
    );
  });

  it('refuses to find one in a run that never settles', async () => {
    const overloaded = STEADY.replace('8/s', '40/s');
    await expect(replicate(plan(overloaded), here())).rejects.toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringMatching(/must end within the first half/) }),
    );
  });

  it('cuts one long run into batches whose means average to those of the run', async () => {
    const text = STEADY.replace('steady-state', 'steady-state\nwarmup: 2m');
    const { document } = await replicate(plan(text, { batches: 6 }), here());
    expect(document.replications).toMatchObject({ count: 1, method: 'batch-means' });
    const { mean, n, method } = document.intervals!['totals.pods.mean'];
    expect([mean, n]).toEqual([2, 6]);
    expect(method).toBe('batch-means');
    const latency = document.intervals!['totals.latency.mean'];
    expect(latency.mean / document.totals.latency.mean!).toBeCloseTo(1, 1);
    expect(latency.halfWidth).toBeGreaterThan(0);
    expect(document.intervals!['totals.latency.p99']).toBeUndefined();
  });

  it('keeps what is done at an interrupt', async () => {
    const stop = new AbortController();
    let done = 0;
    const watcher = { planned: () => undefined, done: () => void (++done === 3 && stop.abort()) };
    const { document, interrupted } = await replicate(plan(SHOP), here(), watcher, stop.signal);
    expect(interrupted).toBe(true);
    expect(document.replications!.count).toBe(3);
  });

  it('judges thresholds by intervals: one that reaches to both sides is inconclusive', async () => {
    const { document } = await replicate(plan(`${SHOP}thresholds: [p99 < 10s, p99 < 1ms]\n`), here());
    expect(document.thresholds.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
    const near = `p99 < ${Math.round(document.totals.latency.p99! * 1000)}ms`;
    const again = await replicate(plan(`${SHOP}thresholds: [${near}]\n`), here());
    expect(again.document.thresholds[0].verdict).toBe('inconclusive');
  });

  it('reports replications that fail and goes on, and fails where all do', async () => {
    const failing: Runner = {
      run: (tasks, heard) =>
        here().run(tasks, (one) => heard(one.id === taskId('run', 2) ? { id: one.id, error: 'broken' } : one)),
      close: async () => undefined,
    };
    const { document, failures } = await replicate(plan(SHOP), failing);
    expect(failures).toEqual([{ id: 'run/r0002', error: 'broken' }]);
    expect(document.replications).toMatchObject({ count: 5, failures });
    const dead: Runner = {
      run: async (tasks, heard) => [...tasks].forEach(({ id }) => heard({ id, error: 'all broken' })),
      close: async () => undefined,
    };
    await expect(replicate(plan(SHOP), dead)).rejects.toThrow('all broken');
  });
});

describe('uncertain inputs', () => {
  const UNCERTAIN = SHOP.replace('mean: 100ms', 'mean: [60ms, 140ms]');

  it('are drawn once for every two replications, the same for every variant', () => {
    const tasks = [...replicationsOf(subject(UNCERTAIN), 'a', 0, 6)];
    const means = tasks.map(({ scenario }) => /"mean":"([\d.]+)ms"/.exec(JSON.stringify(scenario))![1]).map(Number);
    expect([means[0] === means[1], means[2] === means[3], means[4] === means[5]]).toEqual([true, true, true]);
    expect(new Set(means).size).toBe(3);
    for (const mean of means) expect(mean >= 60 && mean <= 140).toBe(true);
    const other = subject(UNCERTAIN.replace('pods: 2', 'pods: 3'));
    const others = [...replicationsOf(other, 'b', 0, 6)].map(({ scenario }) => JSON.stringify(scenario));
    others.forEach((text, k) => expect(text).toContain(`"mean":"${means[k]}ms"`));
  });

  it('are told apart from the noise of the seed', async () => {
    const { document } = await replicate(plan(UNCERTAIN, { replications: 24 }), here());
    const { parts, halfWidth } = document.intervals!['totals.latency.mean'];
    expect(parts!.inputs).toBeGreaterThan(3 * parts!.seed);
    expect(halfWidth).toBeGreaterThan(parts!.inputs);
    expect(document.replications!.inputs).toEqual([
      { path: 'services.shop.serviceTime.exponential.mean', low: '60ms', high: '140ms' },
    ]);
    expect(JSON.stringify(document.scenario)).toContain('"mean":"100ms"');
  });
});

describe('sensitivities', () => {
  it('name the defaults that matter, largest first, and none that somebody wrote', async () => {
    const text = SHOP.replace('knative: { ingress: { endpointDelay: 0s } }\n', '')
      .replace('    startup: { applicationStart: 1s }\n', '')
      .replace('{ policy: fixed, pods: 2 }', '{ policy: knative }')
      .replace(
        'resources: { limits: { cpu: "1", memory: 256Mi } }',
        'annotations: { autoscaling.knative.dev/target: "1" }',
      );
    const { document } = await replicate(plan(text, { replications: 1, sensitivity: true }), here());
    const found = document.replications!.sensitivity!;
    const named = found.map(({ input }) => input);
    expect(named).toContain('services.shop.startup');
    expect(named).toContain('services.shop.resources.memory');
    const change = (input: string, figure: string) =>
      found.find((one) => one.input === input)!.changes.find((one) => one.figure === figure)!;
    // The metered bill is in GB-seconds: twice the memory costs nearly twice as much, and takes no more time.
    expect(change('services.shop.resources.memory', 'bills.generic-100ms.metered').doubled).toBeGreaterThan(0.5);
    expect(change('services.shop.resources.memory', 'totals.latency.p99').doubled).toBe(0);
    expect(
      (await replicate(plan(SHOP, { sensitivity: true }), here())).document.replications!.sensitivity,
    ).toBeUndefined();
  });

  it('scale a distribution as a whole', () => {
    expect(scaled({ kind: 'lognormal', mu: 3, sigma: 1 }, 2)).toEqual({
      kind: 'lognormal',
      mu: 3 + Math.log(2),
      sigma: 1,
    });
    expect(scaled({ kind: 'uniform', min: 10, max: 20 }, 0.5)).toEqual({ kind: 'uniform', min: 5, max: 10 });
    expect(scaled({ kind: 'quantiles', p: [0, 1], value: [2, 8] }, 2)).toEqual({
      kind: 'quantiles',
      p: [0, 1],
      value: [4, 16],
    });
  });
});
