import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { Answer, Failure } from '../../experiment/task.js';
import { parseDuration } from '../../units/duration.js';
import { MILLISECOND } from '../../units/quantities.js';
import { EXIT, type Io } from '../io.js';
import type { Register } from '../shell.js';
import { SHARED } from './sharedOptions.js';

const EXAMPLES = `
The URL may hold a password and ask for TLS: rediss://user:password@queue:6380/0. In HEADROOM_REDIS_URL it stays out of
the list of processes. A certificate of your own: NODE_EXTRA_CA_CERTS=ca.pem.

Examples:
  $ headroom worker --redis redis://queue:6379
  $ HEADROOM_REDIS_URL=rediss://:secret@queue:6379 headroom worker --workers 8`;

interface WorkerOptions {
  readonly redis?: string | undefined;
  readonly workers?: number | undefined;
  readonly lostAfter: number;
  readonly quiet?: true | undefined;
}

/** `headroom worker`: answers the points of sweeps that run with `--redis`, until it is stopped. */
export const worker: Register = (program, shell) => {
  program
    .command('worker')
    .summary('run the points of sweeps that wait at a Redis queue')
    .description('Takes points of sweeps off a Redis (or Valkey) queue and runs them, until Ctrl-C or SIGTERM.')
    .option('--redis <url>', 'the queue (default: HEADROOM_REDIS_URL)')
    .option(...SHARED.workers)
    .addOption(
      new Option('--lost-after <duration>', 'a worker without a sign of life for so long has lost its points')
        .argParser(lostAfter)
        .default(15_000, '15s'),
    )
    .option(...SHARED.quiet)
    .addHelpText('after', EXAMPLES)
    .action(async (options: WorkerOptions) => {
      shell.exitCode = await work(options, shell.io);
    });
};

/** Milliseconds. */
function lostAfter(text: string): number {
  const parsed = parseDuration(text);
  if (!parsed.ok || parsed.value < 500 * MILLISECOND)
    throw new InvalidArgumentError('must be a duration of at least 500ms, such as 15s.');
  return Math.round(parsed.value / MILLISECOND);
}

async function work({ redis, workers, lostAfter: patience, quiet }: WorkerOptions, io: Io): Promise<number> {
  const [{ queueUrl, sayTo }, { RedisWorker }, { ThreadPool }, { placeOf }, { availableParallelism }] =
    await Promise.all([
      import('../sweep/queue.js'),
      import('../../workers/redisWorker.js'),
      import('../../workers/pool.js'),
      import('../../workers/redis.js'),
      import('node:os'),
    ]);
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
