import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.js';
import type { ScaleFile } from '../../src/autoscaler/conformance/scale.js';
import type { DecisionEntry, ResultDocument } from '../../src/result/document.js';
import { BIN } from './built.js';
import { world } from './fakeIo.js';

const SERVICE = `apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: checkout }
spec:
  template:
    metadata:
      annotations:
        autoscaling.knative.dev/target: "10"
        autoscaling.knative.dev/targetBurstCapacity: "0"
        autoscaling.knative.dev/maxScale: "5"
    spec: { containers: [{ image: x }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: config-autoscaler }
data: { container-concurrency-target-percentage: "100" }
`;
const SECONDS = ['time,value,ready', '0,25,1', '1,25,1', '2,25,3', '3,25,3', '4,25,3', ''].join('\n');

interface Row {
  readonly time: number | string;
  readonly stable: number;
  readonly panic: number;
  readonly desired: number;
  readonly wanted: number;
  readonly excessBurstCapacity: number;
  readonly mode: string;
  readonly inPanic: boolean;
  readonly valid: boolean;
  readonly reason: string;
}
interface Answer {
  readonly revision: string;
  readonly rows: readonly Row[];
  readonly summary: { readonly ticks: number; readonly panicSeconds: number; readonly pods: unknown };
  readonly comparisons: readonly unknown[];
  readonly notes: readonly string[];
}

async function headroom(argv: readonly string[], files: Readonly<Record<string, string>> = {}, stdin = '') {
  const made = world({ files: { 'checkout.yaml': SERVICE, 'seconds.csv': SECONDS, ...files }, stdin });
  const code = await main(['decide', ...argv], made.io);
  return { code, out: made.out(), err: made.err(), files: made.files };
}

async function answer(argv: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const { code, out, err } = await headroom([...argv, '--json'], files);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Answer;
}

describe('what would it have decided', () => {
  test('one row for each tick as CSV, and a summary beside it', async () => {
    const { code, out, err } = await headroom(['checkout.yaml', 'seconds.csv', '--as', 'gauge']);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'time,ready,stable,panic,desired,wanted,replicas,excessBurstCapacity,mode,inPanic,reason',
      '0,1,25,25,3,3,3,0,serve,true,"panic: 6 s window wants 3 pods, 3.0 x ready >= 2.0"',
      '2,3,25,25,3,3,3,0,serve,true,"steady: 60 s window wants 3 pods, as many as are ready"',
      '4,3,25,25,3,3,3,0,serve,true,"steady: 60 s window wants 3 pods, as many as are ready"',
      '',
    ]);
    expect(err).toBe(
      [
        'checkout-00001 · 6 s · 3 decisions',
        '',
        `Pods       ${'█'.repeat(40)}`,
        '           3 to 3, 3 on average, 0 changes',
        'Panic      1 time, 6 s in all',
        'Activator  in the path for 0 s',
        '',
      ].join('\n'),
    );
  });

  test('the same as one JSON document, and as files', async () => {
    const { rows, summary, revision, notes } = await answer(['checkout.yaml', 'seconds.csv', '--as', 'gauge']);
    expect(rows.map(({ time, desired }) => [time, desired])).toEqual([
      [0, 3],
      [2, 3],
      [4, 3],
    ]);
    expect([revision, summary.ticks, summary.panicSeconds, notes]).toEqual(['checkout-00001', 3, 6, []]);
    const csv = await headroom(['checkout.yaml', 'seconds.csv', '--as', 'gauge', '--out', 'rows.csv']);
    expect(csv.files.get('rows.csv')).toMatch(/^time,.*\n0,1,25/);
    expect(csv.out).toMatch(/^checkout-00001[\s\S]*\nrows\.csv\n$/);
    const json = await headroom(['checkout.yaml', 'seconds.csv', '--as', 'gauge', '--out', 'rows.json', '--quiet']);
    expect([JSON.parse(json.files.get('rows.json')!), json.out, json.err]).toMatchObject([{ rows }, '', '']);
  });

  test('a series coarser than a second is held over its step, and that is said', async () => {
    const coarse = 'time,value\n0,40\n15,40\n30,40\n';
    const { rows, notes } = await answer(['checkout.yaml', 'coarse.csv', '--as', 'gauge'], { 'coarse.csv': coarse });
    expect(new Set(rows.map(({ stable }) => stable))).toEqual(new Set([40]));
    expect(notes).toContain('value: samples are 15 s apart: each is held over that time, one record a second');
    const { err } = await headroom(['checkout.yaml', 'coarse.csv', '--as', 'gauge'], { 'coarse.csv': coarse });
    expect(err).toContain('samples are 15 s apart: each is held over that time');
  });

  test('a counter is a rate per second, each series as it is declared', async () => {
    const table = 'time,total,level\n0,0,7\n1,20,7\n2,40,7\n3,60,7\n';
    const files = { 't.csv': table };
    const counted = await answer(['checkout.yaml', 't.csv', '--as', 'total=counter', '--as', 'level=gauge'], files);
    expect(counted.rows.map(({ stable }) => stable)).toEqual([7, 20.333333]); // 7, 27 and 27 so far
    expect(counted.notes[0]).toBe('2 series add up: total, level');
    const one = await answer(['checkout.yaml', 't.csv', '--as', 'counter', '--value', 'total'], files);
    expect(one.rows.map(({ stable }) => stable)).toEqual([20, 20]);
    expect(one.notes[0]).toBe('not used: level');
  });

  test('dates come back as dates, Prometheus answers are read, and its series of one name add up', async () => {
    const values = [0, 1, 2].map((t) => [1_700_000_000.5 + t, '12']);
    const result = ['a', 'b'].map((pod) => ({ metric: { __name__: 'concurrency', pod }, values }));
    const files = { 'p.json': JSON.stringify({ data: { resultType: 'matrix', result } }) };
    const { rows } = await answer(['checkout.yaml', 'p.json', '--as', 'gauge'], files);
    expect(rows.map(({ time, stable }) => [time, stable])).toEqual([
      ['2023-11-14T22:13:20.5Z', 24],
      ['2023-11-14T22:13:22.5Z', 24],
    ]);
  });

  test('what the real one answered is compared, and said where and by how much it differs', async () => {
    const table = [
      'time,value,kn.revision.pods.desired,kn.revision.concurrency.stable,kn.revision.concurrency.panic',
      '0.5,25,3,25,25',
      '1.5,25,3,25,24.5',
      '2.5,25,5,25,25',
      '3.5,25,4,25,25',
    ].join('\n');
    const { err } = await headroom(['checkout.yaml', 't.csv', '--as', 'gauge'], { 't.csv': table });
    const said = err.replaceAll(/\n {11}/g, ' ');
    expect(said).toContain(
      'Compared   kn.revision.pods.desired: 2 of 4 samples differ; first at 2.5 (recorded 5, computed 3)',
    );
    expect(said).toContain('kn.revision.concurrency.stable: all 4 samples agree');
    expect(said).toContain(
      'kn.revision.concurrency.panic: 1 of 4 samples differ; first at 1.5 (recorded 24.5, computed 25)',
    );
    const { comparisons } = await answer(['checkout.yaml', 't.csv', '--as', 'gauge', '--tolerance', '0.5'], {
      't.csv': table,
    });
    expect(comparisons[2]).toMatchObject({ output: 'panic', compared: 4, differing: 0, first: null });
  });

  test('another setting can be tried on the same observations', async () => {
    const set = 'services.checkout.revision.annotations.autoscaling.knative.dev/target=5';
    const { rows } = await answer(['checkout.yaml', 'seconds.csv', '--as', 'gauge', '--set', set]);
    expect(rows[0]).toMatchObject({ desired: 5, wanted: 5 });
  });

  test('ready pods that are not recorded follow what is wanted, as long after as one says', async () => {
    const table = `time,value\n${[0, 1, 2, 3, 4, 5, 6].map((t) => `${t},25`).join('\n')}\n`;
    const argv = ['checkout.yaml', 't.csv', '--as', 'gauge', '--initial-pods', '1'];
    const csv = async (more: readonly string[]): Promise<string[]> => {
      const { out } = await headroom([...argv, ...more, '--quiet'], { 't.csv': table });
      return out
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',')[1]!);
    };
    expect([await csv([]), await csv(['--ready-after', '3s'])]).toEqual([
      ['1', '3', '3', '3'],
      ['1', '1', '3', '3'],
    ]);
  });
});

describe('what cannot be decided is exit code 2, in words', () => {
  const twice = SERVICE.replace('metadata: { name: checkout }', 'metadata: { name: other }');
  const cases: readonly (readonly [string, readonly string[], Readonly<Record<string, string>>, string])[] = [
    ['nothing', [], {}, 'observations are missing'],
    ['no settings', ['seconds.csv'], {}, 'a scenario or manifests (.yaml) are missing'],
    ['two tables', ['checkout.yaml', 'a.csv', 'b.csv'], {}, 'a.csv, b.csv, must be one file of observations'],
    ['a file that is not there', ['absent.yaml', 'seconds.csv'], {}, 'absent.yaml, no such file'],
    [
      'an undeclared series',
      ['checkout.yaml', 'seconds.csv'],
      {},
      'series value, must be declared gauge, counter or average\n  gauge: the level at that moment',
    ],
    [
      'a kind that is none',
      ['checkout.yaml', 'seconds.csv', '--as', 'gage'],
      {},
      '--as = gage, must be gauge, counter',
    ],
    [
      'a series of two kinds',
      ['checkout.yaml', 'seconds.csv', '--as', 'gauge', '--as', 'counter'],
      {},
      '--as = counter, must be said once for each series',
    ],
    [
      'an output as input',
      ['checkout.yaml', 't.csv', '--as', 'kn.revision.concurrency.stable=gauge'],
      { 't.csv': 'time,kn.revision.concurrency.stable\n0,1\n' },
      'kn.revision.concurrency.stable, is what the autoscaler made of its observations, must not be its input',
    ],
    [
      'nothing but outputs',
      ['checkout.yaml', 't.csv', '--as', 'gauge'],
      { 't.csv': 'time,kn.revision.pods.desired\n0,1\n' },
      'kn.revision.pods.desired, is what the autoscaler made of its observations, must not be its input',
    ],
    [
      'several series',
      ['checkout.yaml', 't.csv', '--as', 'gauge'],
      { 't.csv': 'time,a,b\n0,1,1\n' },
      't.csv, holds several series: a, b\n  say which is the metric: --value a',
    ],
    [
      'a series that is not there',
      ['checkout.yaml', 'seconds.csv', '--value', 'x'],
      {},
      '--value = x, is not recorded',
    ],
    [
      'a table without samples',
      ['checkout.yaml', 't.csv', '--as', 'gauge'],
      { 't.csv': 'time,value\n' },
      't.csv, must hold samples',
    ],
    [
      'a bad table',
      ['checkout.yaml', 't.csv', '--as', 'gauge'],
      { 't.csv': 'time,value\n0,x\n' },
      't.csv:2: value = x, must be a number',
    ],
    [
      'several services',
      ['checkout.yaml', 'other.yaml', 'seconds.csv'],
      { 'other.yaml': twice.split('---')[0]! },
      '--service is missing: there are several\n  there are: checkout, other',
    ],
    [
      'a revision that is not there',
      ['checkout.yaml', 'seconds.csv', '--revision', 'zz'],
      {},
      '--revision = zz, is not there\n  there are: checkout-00001',
    ],
    [
      'a time in another unit than the rest',
      ['checkout.yaml', 't.csv', '--as', 'gauge'],
      { 't.csv': 'time,value\n0,1\n1700000000,1\n' },
      't.csv, spans 19676 days from its first sample to its last, must span at most 31\n  is one of its times in another',
    ],
    [
      'half a ready pod',
      ['checkout.yaml', 't.csv', '--as', 'gauge'],
      { 't.csv': 'time,value,ready\n0,1,1\n2,1,1.5\n' },
      't.csv: ready = 1.5 at 2, must be a whole number of pods\n  the count itself, not an average of it',
    ],
    [
      'fewer ready pods than none',
      ['checkout.yaml', 't.csv', '--as', 'value=gauge', '--ready', 'up'],
      { 't.csv': 'time,value,up\n1700000000,1,-1\n1700000001,1,1\n' },
      't.csv: up = -1 at 2023-11-14T22:13:20Z, must be a whole number of pods',
    ],
    [
      'less load than none',
      ['checkout.yaml', 't.csv', '--as', 'gauge'],
      { 't.csv': 'time,value\n0,1\n2,-5\n' },
      't.csv: value = -5 at 2, must be a number of at least 0',
    ],
    [
      'a time before the one above it, in a second column',
      ['checkout.yaml', 't.csv', '--as', 'gauge'],
      { 't.csv': 'value,time\n1,9\n2,5\n' },
      't.csv:3: time = 5, must be later than in the row before',
    ],
    [
      'no service',
      ['config.yaml', 'seconds.csv'],
      { 'config.yaml': SERVICE.split('---\n')[1]! },
      'config.yaml  must hold a Service of serving.knative.dev/v1',
    ],
    [
      'what Knative refuses',
      ['checkout.yaml', 'seconds.csv'],
      { 'checkout.yaml': SERVICE.replace('target: "10"', 'target: "0"') },
      'checkout.yaml:8:41  services.checkout.revision.annotations["autoscaling.knative.dev/target"] = 0, must be',
    ],
    [
      'another class of autoscaler',
      ['checkout.yaml', 'seconds.csv'],
      { 'checkout.yaml': SERVICE.replace('dev/target: "10"', 'dev/class: hpa.autoscaling.knative.dev') },
      'hpa.autoscaling.knative.dev, ',
    ],
    [
      'another policy',
      ['s.yaml', 'seconds.csv'],
      {
        's.yaml':
          'headroom: 1\nhorizon: 1m\nservices: { a: { arrivals: 1/s, serviceTime: 1s, autoscaler: { policy: fixed, pods: 1 } } }\n',
      },
      'services.a.autoscaler.policy = fixed, must be knative',
    ],
    ['a case beside files', ['--case', 'x.json', 'seconds.csv'], {}, '--case = x.json, must stand alone'],
    [
      'a case that is none',
      ['--case', 'c.json'],
      { 'c.json': '{"cases":[{"name":"x"}]}' },
      'c.json, 3 problems:\n  cases[0].config = nothing, ',
    ],
    ['a case that is no JSON', ['--case', 'seconds.csv'], {}, 'seconds.csv, is not valid JSON'],
    [
      'a negative tolerance',
      ['checkout.yaml', 'seconds.csv', '--tolerance', '-1'],
      {},
      'must be a number of at least 0',
    ],
    ['a delay without unit', ['checkout.yaml', 'seconds.csv', '--ready-after', '5'], {}, 'did you mean "5s" or "5ms"?'],
  ];
  test.each(cases)('%s', async (_, argv, files, said) => {
    const { code, out, err } = await headroom(argv, files);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
    expect(err).not.toContain('    at ');
  });
});

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GOLDEN = join(ROOT, 'test/conformance/golden/scale.json.gz');

describe.skipIf(!existsSync(BIN))('the built command (skipped where dist/cli/bin.js is absent)', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'headroom-decide-'));
    writeFileSync(join(folder, 'checkout.yaml'), SERVICE);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function built(argv: readonly string[], input = '') {
    const options = { cwd: folder, input, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...argv], options);
    return { status, stdout, stderr };
  }

  test('takes observations gzipped', () => {
    writeFileSync(join(folder, 'seconds.csv.gz'), gzipSync(SECONDS));
    const { status, stdout, stderr } = built(['decide', 'checkout.yaml', 'seconds.csv.gz', '--as', 'gauge', '--quiet']);
    expect([status, stderr, stdout.split('\n').length]).toEqual([0, '', 5]);
  });

  test('takes observations from standard input', () => {
    const { status, stdout, stderr } = built(['decide', 'checkout.yaml', '-', '--as', 'gauge', '--quiet'], SECONDS);
    expect([status, stderr, stdout.split('\n').length]).toEqual([0, '', 5]);
  });

  test('prints the results of recorded cases as they were recorded, gzipped or not, one or many', () => {
    const file = JSON.parse(gunzipSync(readFileSync(GOLDEN)).toString()) as ScaleFile;
    const few = file.cases.filter(({ config }) => config.aggregation === 'linear').slice(0, 12);
    const asked = few.map(({ results: _, ...rest }) => rest);
    writeFileSync(join(folder, 'cases.json.gz'), gzipSync(JSON.stringify({ source: 'us', cases: asked })));
    writeFileSync(join(folder, 'one.json'), JSON.stringify(asked[0]));
    const many = built(['decide', '--case', 'cases.json.gz']);
    expect([many.status, many.stderr, JSON.parse(many.stdout)]).toEqual([0, '', { source: 'us', cases: few }]);
    expect(JSON.parse(built(['decide', '--case', 'one.json']).stdout)).toEqual(few[0]);
    expect(JSON.parse(built(['decide', '--case', '-'], JSON.stringify(asked[0])).stdout)).toEqual(few[0]);
  });

  for (const name of ['flash-sale', 'scale-to-zero', 'slow-start']) {
    test(`what a run of ${name} saw gives the decisions of that run`, () => {
      const scenario = join(ROOT, 'scenarios', `${name}.yaml`);
      const ran = built(['run', scenario, '--json', '--quiet', '--observations', 'seen.csv']);
      expect([ran.status, ran.stderr]).toEqual([0, '']);
      expect(readFileSync(join(folder, 'seen.csv'), 'utf8')).toMatch(
        /^time,revision,event,concurrency,requests,ready\n/,
      );
      const { entries } = (JSON.parse(ran.stdout) as ResultDocument).services[0]!.decisions;
      const decided = built(['decide', scenario, 'seen.csv', '--json']);
      expect([decided.status, decided.stderr]).toEqual([0, '']);
      const { rows } = JSON.parse(decided.stdout) as Answer;
      expect(entries.length).toBeGreaterThan(3);
      for (const entry of entries) expect(sameAs(entry)).toEqual(lastBefore(rows, entry.at));
    });
  }

  test('the manifests of a run read back as the scenario that ran', () => {
    const scenario = join(ROOT, 'scenarios', 'flash-sale.yaml');
    const first = built(['run', scenario, '--json', '--quiet', '--set', 'horizon=1m', '--manifests', 'deploy']);
    expect([first.status, first.stderr]).toEqual([0, '']);
    expect(readdirSync(join(folder, 'deploy')).sort()).toEqual([
      'checkout.yaml',
      'config-autoscaler.yaml',
      'scenario.yaml',
    ]);
    const again = built(['run', 'deploy/scenario.yaml', '--json', '--quiet']);
    const [a, b] = [first, again].map(({ stdout }) => JSON.parse(stdout) as ResultDocument);
    expect(b!.scenarioHash).toBe(a!.scenarioHash);
    expect(b!.totals).toEqual(a!.totals);
    const alone = built(
      ['decide', 'deploy/checkout.yaml', 'deploy/config-autoscaler.yaml', '-', '--as', 'gauge'],
      SECONDS,
    );
    expect(alone.status).toBe(0);
  });
});

type Figures = Pick<Row, 'stable' | 'panic' | 'desired' | 'excessBurstCapacity' | 'inPanic'>;

function sameAs({ stable, panic, desired, excessBurstCapacity, inPanic }: DecisionEntry): Figures {
  return { stable, panic, desired, excessBurstCapacity, inPanic };
}

/** The decision that counted at an instant. */
function lastBefore(rows: readonly Row[], at: number): Figures | undefined {
  const row = rows.findLast(({ time, valid }) => valid && Number(time) <= at);
  if (row === undefined) return undefined;
  const { stable, panic, desired, excessBurstCapacity, inPanic } = row;
  return { stable, panic, desired, excessBurstCapacity, inPanic };
}
