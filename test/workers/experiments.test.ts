import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/experiment/compare.js';
import { InlineRunner } from '../../src/experiment/inline.js';
import { replicate } from '../../src/experiment/replicate.js';
import { subjectOf } from '../../src/experiment/subject.js';
import type { Runner } from '../../src/experiment/task.js';
import { openDocument } from '../../src/scenario/read.js';
import { ThreadPool } from '../../src/workers/pool.js';
import { noFiles } from '../experiment/world.js';

const BUILT = existsSync(join(import.meta.dirname, '..', '..', 'dist', 'workers', 'thread.js'));

const SHOP = `headroom: 1
horizon: 4m
services:
  shop:
    arrivals: 6/s
    serviceTime: { exponential: { mean: [80ms, 120ms] } }
    revision: { containerConcurrency: 1 }
`;

const subject = (name: string, text: string) =>
  subjectOf(openDocument({ path: `${name}.yaml`, text, read: () => '' }), {}, '.', name);

async function withThreads<T>(threads: number, use: (runner: Runner) => Promise<T>): Promise<string> {
  const pool = new ThreadPool({ threads });
  try {
    return JSON.stringify(await use(pool));
  } finally {
    await pool.close();
  }
}

describe.skipIf(!BUILT)('the number of threads', () => {
  it('does not change a byte of what replications say, however many are asked for by the precision', async () => {
    const precision = [{ figure: 'totals.latency.mean', relative: 0.02 }];
    const plan = { subject: subject('shop', SHOP), replications: 14, precision, sensitivity: false };
    const use = (runner: Runner) => replicate(plan, runner);
    const one = await withThreads(1, use);
    expect(await withThreads(3, use)).toBe(one);
    expect(JSON.stringify(await use(new InlineRunner(noFiles)))).toBe(one);
  });

  it('does not change a byte of a comparison', async () => {
    const subjects = [subject('base', SHOP), subject('more', SHOP.replace('Concurrency: 1', 'Concurrency: 2'))];
    const plan = { subjects, replications: 5, smallest: 0.05, deltas: [], thresholds: [] };
    const use = (runner: Runner) => compare(plan, runner);
    expect(await withThreads(3, use)).toBe(await withThreads(1, use));
  });
});
