/** Sweeps as real processes, killed and interrupted. Without a build they are skipped. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.js';
import type { SweepPoint } from '../../src/experiment/sweepResult.js';
import { RedisServer, hasRedis } from '../workers/redisServer.js';
import { BIN } from './built.js';
import { world } from './fakeIo.js';

const OUTPUTS = ['answers.jsonl', 'plan.json', 'points.csv', 'points.jsonl', 'sweep.html'];

/** A run of it takes about a twentieth of a second. */
const SHOP = `headroom: 1
name: shop
horizon: 4m
services:
  web:
    revision: { containerConcurrency: 10 }
    arrivals: { rate: 200/s }
    serviceTime: { exponential: { mean: 40ms } }
    startup: { applicationStart: 800ms }
`;
const ASKED = [
  'sweep',
  'shop.yaml',
  '--param',
  'stable-window=10s..40s/10s',
  '--param',
  'target=3,5',
  '--replications',
  '2',
];
const RUNS = 16;

describe.skipIf(!existsSync(BIN))('headroom sweep (skipped where dist/cli/bin.js is absent)', () => {
  let folder: string;
  let whole: Readonly<Record<string, string>>;
  const running = new Set<ChildProcess>();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'headroom-sweep-'));
    writeFileSync(join(folder, 'shop.yaml'), SHOP);
    const { status, stderr } = headroom([...ASKED, '--out', 'whole', '--workers', '2', '--quiet']);
    expect([status, stderr]).toEqual([0, '']);
    whole = contents('whole');
  }, 60_000);

  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  function headroom(argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...argv], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    return { status, stdout, stderr };
  }

  function start(argv: readonly string[]) {
    const child = spawn(process.execPath, [BIN, ...argv], { cwd: folder });
    running.add(child);
    let said = '';
    child.stderr.on('data', (part) => (said += String(part)));
    child.stdout.resume();
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    void ended.then(() => running.delete(child));
    return { child, ended, said: () => said };
  }

  /** All that a sweep leaves; drafts of a killed process aside. */
  function contents(out: string): Readonly<Record<string, string>> {
    const names = readdirSync(join(folder, out)).filter((name) => !name.endsWith('.tmp'));
    return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, out, name), 'utf8')]));
  }

  function answers(out: string): number {
    const log = join(folder, out, 'answers.jsonl');
    return existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 2 : 0;
  }

  async function until(happened: () => boolean): Promise<void> {
    for (let tries = 0; !happened(); tries++) {
      if (tries > 5000) throw new Error('it did not happen');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  test('leaves plan, answers, CSV, JSON lines and page; taken up again it runs nothing and leaves the same', () => {
    expect(Object.keys(whole)).toEqual(OUTPUTS);
    expect(headroom(['sweep', '--resume', 'whole', '--quiet']).status).toBe(0);
    expect(contents('whole')).toEqual(whole);
    const points = whole['points.jsonl']
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as SweepPoint);
    expect(points.map(({ point, state, replications }) => `${point} ${state} ${replications}`)).toEqual(
      Array.from({ length: 8 }, (_, k) => `p${String(k + 1).padStart(4, '0')} done 2`),
    );
  });

  test('killed by kill -9 it is taken up by --resume: what is missing runs, and one thread leaves the same bytes as two', async () => {
    const killed = start([...ASKED, '--out', 'killed', '--workers', '1', '--quiet']);
    await until(() => answers('killed') >= 5);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const there = answers('killed');
    expect(there).toBeLessThan(RUNS);
    const log = readFileSync(join(folder, 'killed', 'answers.jsonl'), 'utf8');
    // As if the disk had filled up in the middle of a line, too.
    writeFileSync(join(folder, 'killed', 'answers.jsonl'), log.slice(0, -20));
    const again = headroom([...ASKED, '--out', 'killed', '--quiet']);
    expect([again.status, again.stderr]).toEqual([
      2,
      'headroom: killed, holds a sweep that is not finished\n  --resume killed goes on with it; --out DIR puts this one elsewhere\n',
    ]);
    expect(headroom(['sweep', '--resume', 'killed', '--workers', '1', '--quiet']).status).toBe(0);
    expect(contents('killed')).toEqual(whole);
  });

  test('Ctrl-C keeps the finished points, says how to go on, and is exit code 130', async () => {
    const stopped = start([...ASKED, '--out', 'stopped', '--workers', '1']);
    await until(() => answers('stopped') >= 3);
    stopped.child.kill('SIGINT');
    expect(await stopped.ended).toBe(130);
    const there = answers('stopped');
    expect(stopped.said()).toContain(
      `headroom: interrupted; ${there} of ${RUNS} runs are kept: headroom sweep --resume stopped goes on\n`,
    );
    const points = contents('stopped')
      ['points.jsonl'].trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as SweepPoint);
    expect(points.filter(({ state }) => state === 'done')).toHaveLength(Math.floor(there / 2));
    const { status, stdout } = headroom(['sweep', '--resume', 'stopped', '--json']);
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as { readonly points: readonly SweepPoint[] }).points).toHaveLength(8);
    expect(contents('stopped')).toEqual(whole);
  });

  test('thresholds that no setting keeps are exit code 99', () => {
    const small = ['--set', 'horizon=5s', '--param', 'target=3,5'];
    const broken = headroom(['sweep', 'shop.yaml', ...small, '--threshold', 'p50 < 1ms', '--out', 'broken']);
    expect(broken.status).toBe(99);
    expect(broken.stdout).toContain('No setting keeps p50 < 1ms.');
  });

  test('points that fail are said with their error, the rest is there, and the exit code is 1', () => {
    mkdirSync(join(folder, 'elsewhere'), { recursive: true });
    const trace = join(folder, 'elsewhere', 'day.csv');
    writeFileSync(trace, 'time,requests\n0,5\n1,7\n2,3\n');
    // The second value names a trace whose lines are no numbers: it is read only when the point runs.
    writeFileSync(join(folder, 'elsewhere', 'bad.csv'), 'time,requests\n0,many\n');
    writeFileSync(
      join(folder, 'elsewhere', 'replay.yaml'),
      SHOP.replace('horizon: 4m', 'horizon: 3s').replace(
        '{ rate: 200/s }',
        '{ trace: { file: day.csv, format: counts } }',
      ),
    );
    const argv = ['sweep', 'elsewhere/replay.yaml', '--param', 'services.web.arrivals.trace.file=day.csv,bad.csv'];
    const { status, stdout } = headroom([...argv, '--out', 'failed', '--workers', '1']);
    expect(status).toBe(1);
    expect(stdout).toContain('1 setting could not be run:\n  p0002: ');
    expect(contents('failed')['points.csv']).toMatch(/p0001,day\.csv,done,1[\s\S]*p0002,bad\.csv,failed,0/);
  });

  describe.skipIf(!hasRedis)('on a queue (skipped where redis-server is not installed)', () => {
    let server: RedisServer;
    beforeAll(async () => (server = await RedisServer.start(['--requirepass', 's3cret'])));
    afterAll(() => server.stop());

    const url = (): string => `redis://:s3cret@127.0.0.1:${server.port}`;
    const worker = () => start(['worker', '--redis', url(), '--workers', '1', '--lost-after', '2s']);

    test('a worker killed by kill -9 costs only its point, the coordinator is taken up after kill -9: same bytes', async () => {
      const [first, second] = [worker(), worker()];
      const killed = start([...ASKED, '--out', 'queued', '--redis', url()]);
      await until(() => answers('queued') >= 2);
      first.child.kill('SIGKILL');
      await first.ended;
      await until(() => answers('queued') >= 5);
      killed.child.kill('SIGKILL');
      await killed.ended;
      expect(answers('queued')).toBeLessThan(RUNS);
      const { status, stderr } = headroom(['sweep', '--resume', 'queued', '--redis', '--quiet'], {
        HEADROOM_REDIS_URL: url(),
      });
      expect([status, stderr]).toEqual([0, '']);
      expect(contents('queued')).toEqual(whole);
      second.child.kill('SIGTERM');
      expect(await second.ended).toBe(0);
      expect(second.said()).toMatch(
        /1 thread waits for points at redis:\/\/127\.0\.0\.1:\d+\n[\s\S]*\d+ answered, 0 failed\n$/,
      );
      expect(first.said() + second.said() + killed.said()).not.toContain('s3cret');
      expect(JSON.stringify(contents('queued'))).not.toContain('s3cret');
    }, 180_000);
  });
});

describe('what is wrong with a sweep is said with exit code 2', () => {
  const cases: readonly (readonly [readonly string[], string])[] = [
    [[], 'headroom: a scenario is missing\n  or --resume DIR goes on with a sweep\n'],
    [['shop.yaml'], '--param is missing'],
    [['shop.yaml', '--param', 'tarmac=1,2'], '--param = tarmac, is not the name of a parameter'],
    [['shop.yaml', '--set', 'horizon=-1s', '--param', 'target=1,2'], 'horizon'],
    [['--resume', 'nowhere'], 'headroom: --resume = nowhere, holds no sweep\n'],
    [['--resume', 'nowhere', '--seed', '4'], 'leave --seed out'],
    [['shop.yaml', '--resume', 'nowhere'], 'leave shop.yaml out'],
    [['shop.yaml', '--param', 'target=1,2', '--sample', 'chance:9'], 'sobol:COUNT or latin:COUNT'],
    [['shop.yaml', '--param', 'target=1,2', '--replications', '0'], 'must be from 1 to 50,000'],
    [['shop.yaml', '--param', 'target=1,2', '--redis'], 'HEADROOM_REDIS_URL'],
    [['shop.yaml', '--param', 'target=1,2', '--redis', 'http://:s3cret@queue'], 'must begin with redis://'],
  ];
  for (const [argv, message] of cases) {
    test(`sweep ${argv.join(' ')}`, async () => {
      const { io, err } = world({ files: { 'shop.yaml': SHOP } });
      expect(await main(['sweep', ...argv], io)).toBe(2);
      expect(err()).toContain(message);
      expect(err()).not.toContain('s3cret');
    });
  }

  test('worker without a queue, or with a time that is none', async () => {
    for (const [argv, message] of [
      [['worker'], 'HEADROOM_REDIS_URL'],
      [['worker', '--redis', 'redis://queue', '--lost-after', '10'], 'such as 15s'],
    ] as const) {
      const { io, err } = world();
      expect(await main(argv, io)).toBe(2);
      expect(err()).toContain(message);
    }
  });
});
