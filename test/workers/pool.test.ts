import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { InlineRunner } from '../../src/experiment/inline.js';
import type { Task } from '../../src/experiment/task.js';
import { ThreadPool } from '../../src/workers/pool.js';
import { noFiles, outcomes, quick, tasksOf } from '../experiment/world.js';

const BUILT = existsSync(join(import.meta.dirname, '..', '..', 'dist', 'workers', 'thread.js'));
const dying = new URL('./dyingThread.mjs', import.meta.url);
const pools: ThreadPool[] = [];
const folders: string[] = [];

function pool(options: ConstructorParameters<typeof ThreadPool>[0]): ThreadPool {
  const made = new ThreadPool(options);
  pools.push(made);
  return made;
}

function named(...ids: readonly string[]): Task[] {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-'));
  folders.push(folder);
  return ids.map((id) => ({ id, scenario: {}, folder, replication: 0 }));
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((one) => one.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('ThreadPool', () => {
  it.skipIf(!BUILT)('answers as this thread does, however many threads it has', async () => {
    const tasks = tasksOf(quick(), 6);
    const here = await outcomes(new InlineRunner(noFiles), tasks);
    for (const threads of [1, 3]) {
      const there = await outcomes(pool({ threads }), tasks);
      for (const { id } of tasks) expect(JSON.stringify(there.get(id))).toBe(JSON.stringify(here.get(id)));
    }
  });

  it.skipIf(!BUILT)('reports a scenario that cannot be simulated without trying again', async () => {
    const [good, bad] = tasksOf(quick(), 2);
    const heard = await outcomes(pool({ threads: 1 }), [{ ...bad, scenario: { headroom: 1 } }, good]);
    expect(heard.get('r1')).toHaveProperty('error');
    expect(heard.get('r0')).toHaveProperty('figures');
  });

  it('gives the task of a dead thread to another one', async () => {
    const heard = await outcomes(pool({ threads: 1, script: dying }), named('a', 'once', 'b'));
    expect([...heard.keys()].sort()).toEqual(['a', 'b', 'once']);
    expect(heard.get('once')).toHaveProperty('figures');
  });

  it('reports a task that kills every thread after three tries, and answers the rest', async () => {
    const heard = await outcomes(pool({ threads: 2, script: dying }), named('a', 'poison', 'b', 'c'));
    expect(heard.get('poison')).toEqual({ id: 'poison', error: 'the thread died 3 times: it left with code 7' });
    for (const id of ['a', 'b', 'c']) expect(heard.get(id)).toHaveProperty('figures');
  });

  it('keeps what is finished at an abort and stops the thread that is not', async () => {
    const stop = new AbortController();
    const heard: string[] = [];
    const running = pool({ threads: 1, script: dying }).run(
      named('a', 'never', 'b'),
      ({ id }) => {
        heard.push(id);
        setTimeout(() => stop.abort(), 20);
      },
      stop.signal,
    );
    await running;
    expect(heard).toEqual(['a']);
  });

  it('refuses to have no thread', () => {
    expect(() => pool({ threads: 0 })).toThrow('threads = 0, must be a whole number of at least 1');
  });
});
