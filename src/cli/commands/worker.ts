import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { parseDuration } from '../../units/duration.js';
import { MILLISECOND } from '../../units/quantities.js';
import type { Register } from '../shell.js';
import type { WorkerOptions } from '../sweep/worker.js';
import { SHARED } from './sharedOptions.js';

const EXAMPLES = `
The URL may hold a password and ask for TLS: rediss://user:password@queue:6380/0. In HEADROOM_REDIS_URL it stays out of
the list of processes. A certificate of your own: NODE_EXTRA_CA_CERTS=ca.pem.

Examples:
  $ headroom worker --redis redis://queue:6379
  $ HEADROOM_REDIS_URL=rediss://:secret@queue:6379 headroom worker --workers 8`;

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
      const { work } = await import('../sweep/worker.js');
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
