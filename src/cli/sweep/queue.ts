/** The queue of points as the commands use it. Loads BullMQ and ioredis: import it where it is needed. */
import type { Runner } from '../../experiment/task.js';
import { UserError } from '../../units/userError.js';
import { RedisRunner } from '../../workers/redisRunner.js';
import type { Io } from '../io.js';

/** Where the queue is: what stands on the command line, or else in the environment, where no one else sees it. */
export function queueUrl(given: string | true | undefined, { env }: Io): string {
  const url = typeof given === 'string' ? given : env['HEADROOM_REDIS_URL'];
  if (url === undefined || url === '')
    throw new UserError('--redis, needs a URL', 'redis://host:6379, here or in HEADROOM_REDIS_URL');
  return url;
}

/** Puts what is said of the queue on standard error. */
export const sayTo =
  (io: Io) =>
  (text: string): void =>
    io.stderr.write(`headroom: ${text}\n`);

/** A runner at the queue. @param experiment what its answers are kept under @throws UserError where the queue cannot be used */
export function openQueue(given: string | true, experiment: string, io: Io, signal: AbortSignal): Promise<Runner> {
  return RedisRunner.open({ url: queueUrl(given, io), experiment, say: sayTo(io), signal });
}
