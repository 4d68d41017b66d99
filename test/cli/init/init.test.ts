/** `headroom init`: what it writes runs, says what was assumed, and refuses what it cannot know. */
import { describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.js';
import { readScenario } from '../../../src/scenario/read.js';
import { world } from '../fakeIo.js';

const SERVICE = `apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: orders }
spec:
  template:
    metadata: { annotations: { autoscaling.knative.dev/target: "20" } }
    spec: { containerConcurrency: 30, containers: [{ image: orders }] }
`;
const OTHER = SERVICE.replace('orders', 'stock');
const FILES = { 'service.yaml': SERVICE, 'deploy/all.yaml': `${SERVICE}---\n${OTHER}`, 'empty.yaml': 'kind: Pod\n' };

async function init(...words: readonly string[]) {
  const made = world({ files: FILES });
  const exitCode = await main(['init', ...words], made.io);
  return { exitCode, out: made.out(), err: made.err(), files: made.files };
}

/** What a scenario that stands beside the manifests resolves to. */
function resolved(text: string) {
  const outcome = readScenario({
    path: 'scenario.yaml',
    text,
    read: (path) => FILES[path as keyof typeof FILES] ?? '',
  });
  if (!outcome.ok) throw new Error(outcome.problems.map(({ rule }) => rule).join('; '));
  return outcome.scenario;
}

describe('what it writes', () => {
  test('reads the manifest it was given, and is refused by nothing', async () => {
    const { exitCode, out } = await init('service.yaml', '--rate', '200/s', '--promise', '99% < 300ms');
    const { services, objectives } = resolved(out);
    const [service] = services;
    expect(exitCode).toBe(0);
    expect(service.name).toBe('orders');
    expect(service.revisions[0]).toMatchObject({ containerConcurrency: 30 });
    expect(objectives).toMatchObject([{ service: 'orders', name: 'fast' }]);
  });

  test('marks what was assumed, and nothing that was said', async () => {
    const assumed = (await init('service.yaml')).out.split('\n').filter((line) => line.includes('# assumed'));
    expect(assumed.map((line) => line.trim().split(':')[0])).toEqual(['arrivals', 'serviceTime', 'startup']);
    const all = ['--rate', '20/s', '--median', '80ms', '--p99', '400ms', '--startup', 'go-container'];
    expect((await init('service.yaml', ...all)).out).not.toContain('assumed');
  });

  test('has a day with its peak at noon where a peak is said', async () => {
    const { out } = await init('service.yaml', '--rate', '200/s', '--peak', '300/s', '--peak-at', '12:00');
    expect(out).toContain('horizon: 24h');
    expect(out).toContain('{ rate: { diurnal: { mean: 200/s, peakToMean: 1.5, peakAt: 12h } } }\n');
    expect((await init('service.yaml', '--peak', '300/s')).out).toContain('mean: 200/s');
  });

  test('has every service of all manifests, or the one that is named', async () => {
    const { out } = await init('deploy/all.yaml');
    expect(resolved(out).services.map(({ name }) => name)).toEqual(['orders', 'stock']);
    const one = await init('deploy/all.yaml', '--name', 'stock');
    expect(resolved(one.out).services.map(({ name }) => name)).toEqual(['stock']);
  });

  test('needs no manifest', async () => {
    const { out } = await init('--name', 'shop', '--promise', '99% warm', '--promise', '99.9% answered');
    expect(resolved(out).objectives.map(({ service, name }) => `${service} ${name}`)).toEqual([
      'shop warm',
      'shop answered',
    ]);
  });

  test('names the manifests from where the scenario will be', async () => {
    const { out, files } = await init('deploy/all.yaml', '--out', 'deploy/shop.yaml');
    expect(files.get('deploy/shop.yaml')).toContain('manifests: [all.yaml]');
    expect(out).toContain('Next      headroom run deploy/shop.yaml');
    expect(out).toContain('Assumed   the rate, the service time and the start-up: put yours in their place');
  });
});

test.each([
  [['--rate', '200'], '--rate = 200, must be a rate with its unit'],
  [['--rate', '0/s'], '--rate = 0/s, must be above 0'],
  [['--rate', '20/s', '--peak', '90/s'], '--peak = 90/s, must be from the average (20/s) to twice as much'],
  [['--peak-at', '24:00'], '--peak-at = 24:00, must be a time of the day such as "12:00" or "12h"'],
  [['--p99', '20ms'], '--p99 = 20ms, must be above the median, 50ms (assumed)'],
  [['--promise', '99%'], '--promise = 99%, must be such as "99% < 300ms", "99.9% answered" or "99% warm"'],
  [['--promise', '100% warm'], '--promise = 100% warm, must be above 0 % and below 100 %'],
  [['--promise', '99% < 300'], '--promise = 99% < 300: the limit = 300, must be a duration with its unit'],
  [['--name', 'a', 'service.yaml'], '--name = a, must be a service of the manifests (orders)'],
  [['--startup', 'nodee-container'], '(did you mean "node-container"?)'],
  [['empty.yaml'], 'empty.yaml, must hold a Service of serving.knative.dev/v1'],
  [['-'], '-, must be a file'],
  [['none.yaml'], 'none.yaml, no such file'],
  [['service.yaml', '--out', 'deploy/a.yaml'], 'service.yaml, must lie in the folder of the scenario or below it'],
  [['service.yaml', '--out', 'service.yaml'], '--out = service.yaml, is there already'],
])('refuses %j', async (words, said) => {
  const { exitCode, out, err, files } = await init(...words);
  expect(err).toContain(said);
  expect([exitCode, out, files.size]).toEqual([2, '', Object.keys(FILES).length]);
});
