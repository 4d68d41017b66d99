/** What `headroom worker` does, until it is stopped. Loads BullMQ and ioredis: import it where it is needed. */
import { availableParallelism } from 'node:os';
import type { Answer, Failure } from '../../experiment/task.js';
import { ThreadPool } from '../../workers/pool.js';
import { placeOf } from '../../workers/redis.js';
import { RedisWorker } from '../../workers/redisWorker.js';
import { EXIT, type Io } from '../io.js';
import { queueUrl, sayTo } from './queue.js';

export interface WorkerOptions {
  readonly redis?: string | undefined;
  readonly workers?: number | undefined;
  readonly lostAfter: number;
  readonly quiet?: true | undefined;
}

/** @returns the exit code */
export async function work({ redis, workers, lostAfter: patience, quiet }: WorkerOptions, io: Io): Promise<number> {
  const url = queueUrl(redis, io);
  const threads = workers ?? availableParallelism();
  const say = quiet === true ? (): void => undefined : sayTo(io);
  const runner = new ThreadPool({ threads });
  const tally = new Tally(io);
  const stopped = new Promise<void>((resolve) => io.onInterrupt(resolve));
  const opened = RedisWorker.open({ url, runner, threads, lostAfter: patience, say, done: tally.done });
  const open = await Promise.race([opened, stopped]);
  if (open !== undefined) {
    say(`${threads} ${threads === 1 ? 'thread waits' : 'threads wait'} for points at ${placeOf(url)}`);
    await stopped;
    say('stopping; what is under way is finished first');
    await open.close();
  }
  await runner.close();
  say(`${tally.answered} answered, ${tally.failed} failed`);
  return EXIT.ok;
}

/** Counts points, and tells of those that failed. */
class Tally {
  answered = 0;
  failed = 0;
  readonly #io: Io;

  constructor(io: Io) {
    this.#io = io;
  }

  readonly done = (outcome: Answer | Failure): void => {
    if (!('error' in outcome)) return void this.answered++;
    this.failed++;
    this.#io.stderr.write(`headroom: ${outcome.id} failed: ${outcome.error}\n`);
  };
}
