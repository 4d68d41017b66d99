import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tasksOf } from '../../src/experiment/plan.js';
import type { Answer, Failure, Runner, Task } from '../../src/experiment/task.js';
import { UserError } from '../../src/units/userError.js';
import { PREFIX, QUEUE, jobId } from '../../src/workers/protocol.js';
import { connect, placeOf } from '../../src/workers/redis.js';
import { RedisRunner } from '../../src/workers/redisRunner.js';
import { RedisWorker } from '../../src/workers/redisWorker.js';
import { fakeRunner, inline, noFiles, plainAnswer, shopPlan } from '../experiment/fixture.js';
import { RedisServer, hasRedis } from './redisServer.js';

const BUILT = new URL('../../dist/workers/redis.js', import.meta.url).href;

const TASKS = [...tasksOf(shopPlan(['target=2..5/1', 'stable-window=10s,60s']), noFiles(), new Set())];

async function heardFrom(runner: Runner, tasks: readonly Task[] = TASKS): Promise<readonly (Answer | Failure)[]> {
  const heard: (Answer | Failure)[] = [];
  await runner.run(tasks, (outcome) => heard.push(outcome));
  return heard.sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe('where the queue is', () => {
  test('is said without user and password', () => {
    expect(placeOf('rediss://user:s3cret@queue.example:6380/2')).toBe('rediss://queue.example:6380/2');
    expect(placeOf('redis://:s3cret@queue')).toBe('redis://queue:6379');
  });

  test('is refused where it is no such URL, without showing it', () => {
    for (const url of ['s3cret', 'http://s3cret@queue', 'redis://', '']) {
      expect(() => placeOf(url)).toThrow(UserError);
      expect(() => placeOf(url)).not.toThrow(/s3cret/);
    }
  });

  test('is refused in time where nobody answers', async () => {
    await expect(connect('redis://:s3cret@127.0.0.1:1', { patience: 300 })).rejects.toThrow(
      /^--redis = redis:\/\/127\.0\.0\.1:1, cannot be reached: .*ECONNREFUSED/,
    );
  });
});

describe.skipIf(!hasRedis)('points on a real Redis (skipped where redis-server is not installed)', () => {
  let server: RedisServer;
  let probe: Redis;
  const open: { close(): Promise<void> }[] = [];
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);

  beforeAll(async () => {
    server = await RedisServer.start();
    probe = new Redis(server.url, { maxRetriesPerRequest: null });
    probe.on('error', () => undefined);
  });
  beforeEach(async () => {
    said.length = 0;
    await probe.flushall();
  });
  afterAll(async () => {
    probe.disconnect();
    await server.stop();
  });

  async function worker(runner: Runner, threads = 2): Promise<RedisWorker> {
    const made = await RedisWorker.open({ url: server.url, runner, threads, lostAfter: 5000, say });
    open.push(made);
    return made;
  }

  async function coordinator(experiment = 'test'): Promise<RedisRunner> {
    const made = await RedisRunner.open({ url: server.url, experiment, say });
    open.push(made);
    return made;
  }

  async function closeAll(): Promise<void> {
    await Promise.all(open.splice(0).map((one) => one.close()));
  }

  test('the answers of two workers are those of this thread, to the last bit, and nothing stays behind', async () => {
    await Promise.all([worker(inline()), worker(inline())]);
    const there = await heardFrom(await coordinator());
    expect(there).toEqual(JSON.parse(JSON.stringify(await heardFrom(inline()))));
    await closeAll();
    const left = await probe.keys('*');
    expect(left.filter((key) => !/:(meta|id|events|stalled-check)$/.test(key))).toEqual([]);
  });

  test('a poisoned point is reported after three tries with its error, and the rest goes on', async () => {
    let tries = 0;
    const poison = TASKS[3].id;
    const answer = (task: Task): Answer | Failure => {
      if (task.id !== poison) return plainAnswer(task);
      tries++;
      return { id: task.id, error: 'traces/day.csv: no such file' };
    };
    await worker(fakeRunner(answer));
    const heard = await heardFrom(await coordinator());
    expect(heard).toHaveLength(TASKS.length);
    expect(heard.filter((outcome) => 'error' in outcome)).toEqual([
      { id: poison, error: 'traces/day.csv: no such file' },
    ]);
    expect(tries).toBe(3);
    await closeAll();
  });

  test('a point that took its workers with it is reported, not tried for ever', async () => {
    const [task] = TASKS;
    const queue = new Queue(QUEUE, { connection: probe, prefix: PREFIX });
    const id = jobId('test', task.id);
    await queue.add('point', { experiment: 'test', task }, { jobId: id, removeOnFail: true });
    // What BullMQ notes of a point that was lost with its worker once too often.
    await probe.hset(`${PREFIX}:${QUEUE}:${id}`, 'defa', 'job stalled more than allowable limit');
    await worker(fakeRunner(() => expect.unreachable()));
    expect(await heardFrom(await coordinator(), [task])).toEqual([
      { id: task.id, error: 'it took 3 workers with it: each of them died while it ran' },
    ]);
    await closeAll();
    await queue.close();
  });

  test('a Redis that is lost with all that it held is found again, and what was on it put there anew', async () => {
    let answered = 0;
    let down: Promise<void> | null = null;
    const slow: Runner = {
      run: async (tasks, heard) => {
        for (const task of tasks) {
          await new Promise((resolve) => setTimeout(resolve, 60));
          heard(plainAnswer(task));
        }
      },
      close: async () => undefined,
    };
    await worker(slow, 1);
    const runner = await coordinator();
    const heard = new Set<string>();
    await runner.run(TASKS, (outcome) => {
      heard.add(outcome.id);
      if (++answered === 3) down = server.stop().then(() => server.again());
    });
    await down;
    expect(heard.size).toBe(TASKS.length);
    expect(said.filter((text) => text.startsWith('no connection to'))).toHaveLength(2); // each side once
    expect(said.filter((text) => text.startsWith('connected to'))).toHaveLength(2);
    await closeAll();
  });

  test('workers of another version are refused in words, and beside workers of this one left out', async () => {
    const [seconds] = await probe.time();
    const stranger = { id: 's', version: '0.0.9', model: 1, host: 'old-machine', threads: 4 };
    await probe.zadd(`${PREFIX}:workers`, Number(seconds) * 1000, JSON.stringify(stranger));
    await expect(coordinator()).rejects.toThrow(
      /its workers run Headroom 0\.0\.9 \(model 1\), this is Headroom \d+\.\d+\.\d+ \(model \d+\)$/,
    );
    await worker(fakeRunner(plainAnswer));
    expect(await heardFrom(await coordinator())).toHaveLength(TASKS.length);
    expect(said).toContain('the worker on old-machine is left out: it runs Headroom 0.0.9 (model 1)');
    await closeAll();
  });

  test('a worker refuses the experiment of another version in words, and takes none of its points', async () => {
    const [seconds] = await probe.time();
    const stranger = { id: 's', version: '9.0.0', model: 7, host: 'new-machine', threads: 0 };
    await probe.zadd(`${PREFIX}:coordinators`, Number(seconds) * 1000, JSON.stringify(stranger));
    await worker(fakeRunner(plainAnswer));
    expect(said).toEqual([
      expect.stringMatching(
        /^refused: the experiment of new-machine is of Headroom 9\.0\.0 \(model 7\), this is Headroom/,
      ),
    ]);
    await closeAll();
  });

  test('without any worker it says so, and an abort is heard; what nobody began is off the queue', async () => {
    const runner = await coordinator();
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 2600);
    await runner.run(TASKS, () => expect.unreachable(), abort.signal);
    expect(said).toEqual([`no worker is at redis://127.0.0.1:${server.port} yet: headroom worker --redis URL`]);
    expect((await probe.keys('*')).filter((key) => key.includes('p000'))).toEqual([]);
    await closeAll();
  });

  test('answers that came while no coordinator was there are taken by the next one', async () => {
    await worker(fakeRunner(plainAnswer));
    const first = await coordinator('resumed');
    const abort = new AbortController();
    // The first coordinator goes as soon as it has put the points on the queue.
    abort.abort();
    const [task] = TASKS;
    await probe.rpush(`${PREFIX}:answers:resumed`, JSON.stringify({ id: task.id, figures: { waited: 1 } }));
    await first.run(TASKS, () => expect.unreachable(), abort.signal);
    const second = await coordinator('resumed');
    const heard = await heardFrom(second);
    expect(heard[0]).toEqual({ id: task.id, figures: { waited: 1 } });
    expect(new Set(heard.map(({ id }) => id)).size).toBe(TASKS.length);
    await closeAll();
  });
});

describe.skipIf(!hasRedis)('a Redis with a password (skipped where redis-server is not installed)', () => {
  test('takes the right one, refuses the wrong one at once, and neither is ever said', async () => {
    const server = await RedisServer.start(['--requirepass', 'r1ght-s3cret']);
    const said: string[] = [];
    const at = (password: string): string => `redis://:${password}@127.0.0.1:${server.port}`;
    try {
      const options = { say: (text: string) => void said.push(text), patience: 5000 };
      const right = await connect(at('r1ght-s3cret'), options);
      expect(await right.ping()).toBe('PONG');
      right.disconnect();
      const began = Date.now();
      const errors = await Promise.all(
        [at('wr0ng-s3cret'), `redis://127.0.0.1:${server.port}`].map((url) =>
          connect(url, options).then(
            () => 'connected',
            (error: Error) => JSON.stringify({ ...error, message: error.message }),
          ),
        ),
      );
      expect(errors[0]).toMatch(/refuses: WRONGPASS/);
      expect(errors[1]).toMatch(/refuses: NOAUTH/);
      expect(Date.now() - began).toBeLessThan(4000);
      expect([...errors, ...said].join()).not.toContain('s3cret');
    } finally {
      await server.stop();
    }
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe.skipIf(!hasRedis || !hasOpenssl)(
  'a Redis with TLS (skipped where redis-server or openssl is not installed)',
  () => {
    test('is spoken to under rediss://, with its certificate checked', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'headroom-tls-'));
      const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
      const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2', '-nodes'];
      const made = [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-keyout',
        key,
        '-out',
        certificate,
      ];
      expect(spawnSync('openssl', [...made, ...subject]).status).toBe(0);
      const server = await RedisServer.tls(key, certificate);
      const url = `rediss://127.0.0.1:${server.port}`;
      try {
        await expect(connect(url, { patience: 5000 })).rejects.toThrow(/refuses: .*self.signed certificate/);
        // Node reads its authorities once, when it starts: another process must.
        const script = `import { connect } from ${JSON.stringify(BUILT)}; const redis = await connect(${JSON.stringify(url)}); console.log(await redis.ping()); redis.disconnect();`;
        const argv = ['--input-type=module', '-e', script];
        const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate };
        if (existsSync(fileURLToPath(BUILT))) {
          const { stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8', env });
          expect([stdout, stderr]).toEqual(['PONG\n', '']);
        }
      } finally {
        await server.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    });
  },
);
