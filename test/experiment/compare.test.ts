import { describe, expect, it } from 'vitest';
import { compare, type ComparePlan } from '../../src/experiment/compare.js';
import { InlineRunner } from '../../src/experiment/inline.js';
import { subjectOf, type Subject } from '../../src/experiment/subject.js';
import type { Runner } from '../../src/experiment/task.js';
import { openDocument } from '../../src/scenario/read.js';
import { noFiles } from './world.js';

const SHOP = `headroom: 1
horizon: 5m
services:
  shop:
    arrivals: 8/s
    serviceTime: { exponential: { mean: 100ms } }
    revision: { containerConcurrency: 1 }
    autoscaler: { policy: fixed, pods: 2 }
`;

function subject(name: string, text: string): Subject {
  return subjectOf(openDocument({ path: `${name}.yaml`, text, read: () => '' }), {}, '.', name);
}

const more = subject('more', SHOP.replace('pods: 2', 'pods: 3'));
const plan = (change: Partial<ComparePlan> = {}): ComparePlan => ({
  subjects: [subject('base', SHOP), more],
  replications: 8,
  smallest: 0.05,
  deltas: [],
  thresholds: [],
  ...change,
});
const here = (): Runner => new InlineRunner(noFiles);

describe('compare', () => {
  it('gives every variant the same requests: their number does not differ in any replication', async () => {
    const { comparison } = await compare(plan(), here());
    const [{ differences, count }] = comparison.pairs;
    const of = (figure: string) => differences.find((one) => one.figure === figure)!;
    expect(count).toBe(8);
    expect(of('totals.requests.arrived').verdict).toBe('same');
    expect(of('totals.latency.p99').verdict).toBe('lower');
    expect(of('totals.pods.mean')).toMatchObject({ verdict: 'higher', relative: { estimate: 0.5 } });
    expect(differences.some(({ figure }) => figure.includes('byCause'))).toBe(false);
  });

  it('makes intervals of differences narrower than those of the variants themselves', async () => {
    const slower = subject('slower', SHOP.replace('mean: 100ms', 'mean: 102ms'));
    const { comparison } = await compare(plan({ subjects: [subject('base', SHOP), slower] }), here());
    const difference = comparison.pairs[0].differences.find(({ figure }) => figure === 'totals.latency.mean')!;
    const own = comparison.variants[1].intervals['totals.latency.mean'].halfWidth!;
    expect(difference.verdict).toBe('higher');
    expect((difference.absolute!.high - difference.absolute!.low) / 2).toBeLessThan(own / 2);
  });

  it('finds no difference between a scenario and itself', async () => {
    const { comparison } = await compare(plan({ subjects: [subject('a', SHOP), subject('b', SHOP)] }), here());
    expect(new Set(comparison.pairs[0].differences.map(({ verdict }) => verdict))).toEqual(new Set(['same']));
    expect(comparison.notes).toEqual([{ where: 'b', text: 'resolves to the same scenario as a: nothing was changed' }]);
  });

  it('compares each with the first, and says where the traffic is not the same', async () => {
    const busy = subject('busy', SHOP.replace('8/s', '9/s'));
    const { comparison } = await compare(
      plan({ subjects: [subject('base', SHOP), more, busy], replications: 3 }),
      here(),
    );
    expect(comparison.pairs.map(({ a, b }) => [a, b])).toEqual([
      ['base', 'more'],
      ['base', 'busy'],
    ]);
    expect(comparison.notes).toEqual([
      { where: 'busy', text: 'the traffic is not that of base: the difference is that of both changes' },
    ]);
  });

  it('takes the longest of the warm-ups that are found for all of them', async () => {
    const steady = (text: string): string => text.replace('horizon: 5m', 'horizon: 30m\nanalysis: steady-state');
    const quick = subject('quick', steady(SHOP).replace('8/s', '1/s'));
    const slow = subject('slow', steady(SHOP).replace('pods: 2', 'pods: 1').replace('8/s', '9/s'));
    const alone = async (one: Subject): Promise<number> =>
      (await compare(plan({ subjects: [one, { ...one, name: 'again' }], replications: 5 }), here())).comparison.warmup
        .seconds;
    const { comparison } = await compare(plan({ subjects: [quick, slow], replications: 5 }), here());
    expect(comparison.warmup).toEqual({ seconds: Math.max(await alone(quick), await alone(slow)), method: 'mser-5' });
    for (const { scenario } of comparison.variants) expect(JSON.stringify(scenario)).toContain('steady-state');
  });

  it('judges thresholds on differences and on the variant itself, and keeps the first one out of it', async () => {
    const deltas = [
      { expression: 'delta.p99 < 5%', figure: 'totals.latency.p99', op: '<', value: 0.05, relative: true },
      { expression: 'delta.pods.mean < 10%', figure: 'totals.pods.mean', op: '<', value: 0.1, relative: true },
    ] as const;
    const own = subject('more', `${SHOP.replace('pods: 2', 'pods: 3')}thresholds: [p99 < 10s]\n`);
    const { comparison } = await compare(plan({ subjects: [subject('base', SHOP), own], deltas }), here());
    expect(comparison.thresholds.map(({ expression, variant, verdict }) => [expression, variant, verdict])).toEqual([
      ['delta.p99 < 5%', 'more', 'pass'],
      ['delta.pods.mean < 10%', 'more', 'fail'],
      ['p99 < 10s', 'more', 'pass'],
    ]);
  });

  it('keeps whole pairs at an interrupt, and gives the same bytes whatever the order of arrival', async () => {
    const stop = new AbortController();
    let done = 0;
    const watcher = { planned: () => undefined, done: () => void (++done === 7 && stop.abort()) };
    const { comparison, interrupted } = await compare(plan(), here(), watcher, stop.signal);
    expect([interrupted, comparison.pairs[0].count, comparison.variants[0].count]).toEqual([true, 3, 4]);
    const backwards: Runner = {
      run: async (tasks, heard) => {
        const answers: Parameters<typeof heard>[0][] = [];
        await here().run([...tasks].reverse(), (one) => void answers.push(one));
        answers.forEach(heard);
      },
      close: async () => undefined,
    };
    const small = plan({ replications: 3 });
    expect(JSON.stringify((await compare(small, backwards)).comparison)).toBe(
      JSON.stringify((await compare(small, here())).comparison),
    );
  });
});
