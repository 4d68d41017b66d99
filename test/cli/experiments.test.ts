import { describe, expect, it } from 'vitest';
import { progressOf } from '../../src/cli/experimentProgress.js';
import { main } from '../../src/cli/main.js';
import type { Comparison } from '../../src/experiment/compare.js';
import type { ResultDocument } from '../../src/result/document.js';
import { world, type World, type WorldOptions } from './fakeIo.js';

const SHOP = `headroom: 1
name: shop
horizon: 3m
services:
  shop:
    arrivals: 8/s
    serviceTime: { exponential: { mean: 100ms } }
    revision: { containerConcurrency: 1 }
    autoscaler: { policy: fixed, pods: 2 }
`;
const MORE = SHOP.replace('pods: 2', 'pods: 3');

async function headroom(
  args: readonly string[],
  options: WorldOptions = {},
): Promise<World & { readonly code: number }> {
  const made = world({ ...options, files: { 'shop.yaml': SHOP, 'more.yaml': MORE, ...options.files } });
  return { ...made, code: await main(args, made.io) };
}

describe('headroom run with replications', () => {
  it('prints means with their intervals, and one document with all of them', async () => {
    const { out, code } = await headroom(['run', 'shop.yaml', '--replications', '4', '--no-report']);
    expect(code).toBe(0);
    expect(out()).toContain('shop · 3m · seed 1 · 4 replications');
    expect(out()).toContain('How sure: 4 replications, 95 % intervals');
    expect(out()).toMatch(/p99 latency +[\d.]+ ms ± [\d.]+ ms \([\d.]+ %\)/);
    const json = await headroom(['run', 'shop.yaml', '--replications', '4', '--json']);
    const document = JSON.parse(json.out()) as ResultDocument;
    expect(document.replications?.count).toBe(4);
    expect(document.intervals?.['totals.latency.p99']?.n).toBe(4);
  });

  it('shows them on the page, with the command that makes it again', async () => {
    const { files } = await headroom(['run', 'shop.yaml', '--replications', '3', '--quiet']);
    const page = files.get('reports/shop.html')!;
    expect(page).toContain('How sure: 3 replications, 95\u00a0% intervals');
    expect(page).toContain('headroom run shop.yaml --seed 1 --replications 3');
    expect(page).toContain('pooled quantile');
  });

  it('replicates until a precision is reached', async () => {
    const { out } = await headroom(['run', 'shop.yaml', '--precision', 'latency.mean=20%', '--json']);
    const { replications } = JSON.parse(out()) as ResultDocument;
    expect(replications?.count).toBeGreaterThanOrEqual(10);
    expect(replications?.precision).toMatchObject([{ figure: 'totals.latency.mean', asked: 0.2, met: true }]);
  });

  it('keeps what is done at Ctrl-C', async () => {
    let pauses = 0;
    const { out, err, code } = await headroom(['run', 'shop.yaml', '--replications', '9', '--json'], {
      onPause: (made) => void (++pauses === 2 && made.interrupt()),
    });
    expect(code).toBe(130);
    expect((JSON.parse(out()) as ResultDocument).replications?.count).toBe(2);
    expect(err()).toContain('what was simulated so far is kept');
  });

  const refusals: readonly (readonly [string, readonly string[], string])[] = [
    ['no replication', ['--replications', '0'], 'must be from 1 to 50,000'],
    ['a precision of no figure', ['--precision', 'p98=5%'], '--precision = p98=5%, must be the path of a figure'],
    [
      'more replications than memory holds',
      ['--replications', '50001'],
      '--replications = 50001, must be from 1 to 50,000',
    ],
    ['batches of a run that ends', ['--batches', '10'], 'needs a scenario with analysis: steady-state'],
    ['batches beside replications', ['--batches', '10', '--replications', '3'], 'must not stand beside'],
    ['observations of several runs', ['--replications', '2', '--observations', 'o.csv'], 'is of one run'],
  ];
  for (const [name, args, message] of refusals)
    it(`refuses ${name}`, async () => {
      const { err, code } = await headroom(['run', 'shop.yaml', ...args]);
      expect([code, err()]).toEqual([2, expect.stringContaining(message)]);
    });

  it('says that a run is too short for its warm-up to be found', async () => {
    const files = {
      'shop.yaml': SHOP.replace('horizon: 3m', 'horizon: 3m\nanalysis: steady-state').replace('8/s', '50/s'),
    };
    const { err, code } = await headroom(['run', 'shop.yaml', '--replications', '3'], { files });
    expect(code).toBe(2);
    expect(err()).toMatch(/warmup = auto, must end within the first half of the run: in shop it ends after .* of 3m/);
    expect(err()).toContain('make the horizon longer');
  });
});

describe('headroom compare', () => {
  const compared = async (args: readonly string[], options: WorldOptions = {}): Promise<Comparison> => {
    const { out, err } = await headroom(['compare', ...args, '--json'], options);
    if (out() === '') throw new Error(err());
    return JSON.parse(out()) as Comparison;
  };
  const names = ({ variants }: Comparison): readonly string[] => variants.map(({ name }) => name);

  it('compares two files in sentences, a table and a page', async () => {
    const { out, files, code } = await headroom(['compare', 'shop.yaml', 'more.yaml', '--replications', '4']);
    expect(code).toBe(0);
    expect(out()).toContain('Capacity cost +50 % [50, 50].');
    expect(out()).toMatch(
      /p99 \(.*\): no difference of 5 % or more can be seen with 4\nreplications; about \d+ would settle it\./,
    );
    expect(out()).toContain('shop.yaml → more.yaml');
    expect(files.get('reports/compare-shop.yaml-more.yaml.html')).toContain('How to reproduce');
  });

  it('takes variants of one file, by path or by the name of a field', async () => {
    const knative = SHOP.replace('policy: fixed, pods: 2', 'policy: knative');
    const args = ['shop.yaml', '--vary', 'target=1', '--vary', 'stable-window=30s; target=2', '--replications', '2'];
    const comparison = await compared(args, { files: { 'shop.yaml': knative } });
    expect(names(comparison)).toEqual(['shop', 'target=1', 'stable-window=30s; target=2']);
    const [, one, both] = comparison.variants.map(({ scenario }) => JSON.stringify(scenario));
    expect(one).toContain('"autoscaling.knative.dev/target":"1"');
    expect(both).toContain('"stable-window":"30s"');
  });

  it('compares the manifests of two folders under one scenario', async () => {
    const manifest = (pods: number): string =>
      `apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: shop }\nspec: { template: { metadata: { annotations: { autoscaling.knative.dev/min-scale: "${pods}" } }, spec: { containerConcurrency: 1, containers: [{ image: a }] } } }\n`;
    const scenario = SHOP.replace('revision: { containerConcurrency: 1 }', 'manifest: service.yaml').replace(
      '    autoscaler: { policy: fixed, pods: 2 }\n',
      '',
    );
    const files = { 'shop.yaml': scenario, 'old/service.yaml': manifest(1), 'new/service.yaml': manifest(8) };
    const args = ['shop.yaml', '--manifests-from', 'old', '--manifests-from', 'new', '--replications', '3'];
    const comparison = await compared(args, { files });
    expect(names(comparison)).toEqual(['old', 'new']);
    const pods = comparison.pairs[0].differences.find(({ figure }) => figure === 'totals.pods.mean')!;
    expect(pods.b).toBeGreaterThan(pods.a + 2);
    const plain = await headroom(['compare', 'shop.yaml', '--manifests-from', 'old', '--manifests-from', 'new']);
    expect(plain.err()).toContain('--manifests-from = old, needs a scenario that names manifests');
  });

  it('uses the seed of the first for all, and fails with 99 where a threshold on a difference does', async () => {
    const files = { 'more.yaml': MORE.replace('horizon', 'seed: 99\nhorizon') };
    const args = [
      'compare',
      'shop.yaml',
      'more.yaml',
      '--replications',
      '4',
      '--no-report',
      '--markdown',
      'c.md',
      '--junit',
      'c.xml',
    ];
    const passed = await headroom([...args, '--threshold', 'delta.p50 < 5%'], { files });
    expect([passed.code, passed.err()]).toEqual([0, '']);
    expect(passed.files.get('c.md')).toContain('The threshold held.');
    const failed = await headroom([...args, '--threshold', 'delta.pods.mean < 5%'], { files });
    expect(failed.code).toBe(99);
    expect(failed.files.get('c.xml')).toContain('failures="1"');
    const comparison = await compared(['shop.yaml', 'more.yaml', '--replications', '2'], { files });
    expect(comparison.pairs[0].differences.find(({ figure }) => figure === 'totals.requests.arrived')!.verdict).toBe(
      'same',
    );
  });

  it('prints the comment and nothing else where it goes to standard output', async () => {
    const args = ['compare', 'shop.yaml', 'more.yaml', '--replications', '2', '--no-report', '--markdown', '-'];
    const { out, files } = await headroom([...args, '--junit', 'c.xml']);
    expect(out()).toMatch(/^#+ /);
    expect(out()).not.toContain('c.xml');
    expect(files.has('c.xml')).toBe(true);
    expect(out()).toBe((await headroom([...args, '--quiet'])).out());
  });

  it('does not fail for what is inconclusive', async () => {
    const args = ['compare', 'shop.yaml', 'more.yaml', '--replications', '4', '--no-report'];
    const { out, code } = await headroom([...args, '--threshold', 'delta.p99 < 5%']);
    expect([code, /\? delta\.p99 < 5% inconclusive/.test(out())]).toEqual([0, true]);
  });

  const refusals: readonly (readonly [string, readonly string[], string])[] = [
    ['one variant', ['shop.yaml'], 'shop.yaml, needs something to be compared with'],
    [
      'a field that does not exist',
      ['shop.yaml', '--vary', 'targt=2'],
      '--vary = targt, is not the name of a parameter',
    ],
    ['a change without a value', ['shop.yaml', '--vary', 'target'], 'must be path=value'],
    ['another horizon', ['shop.yaml', '--vary', 'horizon=5m'], 'horizon, must be the same in shop and horizon=5m'],
    [
      'a difference of no figure',
      ['shop.yaml', 'more.yaml', '--threshold', 'delta.p98 < 5%'],
      'must be the path of a figure',
    ],
    ['a smallest difference of nothing', ['shop.yaml', 'more.yaml', '--smallest', '0%'], 'must be a percentage'],
  ];
  for (const [name, args, message] of refusals)
    it(`refuses ${name}`, async () => {
      const { err, code } = await headroom(['compare', ...args]);
      expect([code, err()]).toEqual([2, expect.stringContaining(message)]);
    });
});

describe('progress of an experiment', () => {
  it('says how many of how many, how fast, how long still and what is known', () => {
    expect(progressOf(12, 30, 0, 3000, 'p99 412 ms on average')).toBe(
      '12 of 30 runs · 4/s · 5 s left · p99 412 ms on average',
    );
    expect(progressOf(3, 3, 1, 1500, null)).toBe('3 of 3 runs · 2/s · 0 s left · 1 failed');
  });
});
