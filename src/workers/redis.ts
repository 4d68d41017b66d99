/** One connection to Redis (or Valkey) by URL. What is said of it never holds its user or password. */
import { Redis } from 'ioredis';
import { UserError } from '../units/userError.js';

/** Milliseconds between attempts to connect: rising, up to this. */
const LONGEST_PAUSE = 3000;

/** `redis://queue:6379/0`, without what is secret in it. */
export function placeOf(url: string): string {
  const { protocol, hostname, port, pathname } = parsed(url);
  return `${protocol}//${hostname}:${port === '' ? '6379' : port}${pathname === '/' ? '' : pathname}`;
}

/** @throws UserError where it is no such URL; the text itself is not shown: it may hold a password */
function parsed(url: string): URL {
  const hint = 'such as redis://queue:6379, or rediss://:password@queue:6379/0 with TLS';
  if (!URL.canParse(url)) throw new UserError('--redis, must be a URL', hint);
  const found = new URL(url);
  if (!['redis:', 'rediss:'].includes(found.protocol) || found.hostname === '')
    throw new UserError('--redis, must begin with redis:// or rediss:// and name a host', hint);
  return found;
}

export interface ConnectOptions {
  /** Said once when the connection is lost or cannot be made, and when it is there again. */
  readonly say?: (text: string) => void;
  /** Milliseconds for the first connection. @default as long as it takes */
  readonly patience?: number;
  /** Ends the wait for the first connection. */
  readonly signal?: AbortSignal;
}

/**
 * Connects. Once it was there, a connection that is lost is made again without end, and what was asked meanwhile waits.
 *
 * @throws UserError where it cannot be made in time, or the password is wrong
 */
export async function connect(
  url: string,
  { say = () => undefined, patience, signal }: ConnectOptions = {},
): Promise<Redis> {
  const place = placeOf(url);
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * 100, LONGEST_PAUSE),
  });
  tellOutages(redis, place, say);
  try {
    await firstTime(redis, place, patience, signal);
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  return redis;
}

/** Says an outage once, not at every attempt. */
function tellOutages(redis: Redis, place: string, say: (text: string) => void): void {
  let out = false;
  let reason = '';
  redis.on('error', (error: Error) => (reason = reasonOf(error)));
  redis.on('reconnecting', () => {
    if (!out) say(`no connection to ${place}${reason === '' ? '' : ` (${reason})`}; trying again`);
    out = true;
  });
  redis.on('ready', () => {
    if (out) say(`connected to ${place}`);
    out = false;
  });
}

/** The message alone: an error of Redis carries the command it answers, and that may be the password. */
function reasonOf(error: Error & { readonly code?: unknown }): string {
  return typeof error.code === 'string' && error.message === '' ? error.code : error.message.split('\n')[0];
}

const REFUSED = /WRONGPASS|NOAUTH|NOPERM|invalid password|invalid username|certificate|self.signed/i;

function firstTime(redis: Redis, place: string, patience?: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let last = 'no answer';
    const late = (): void =>
      settle(() =>
        reject(new UserError(`--redis = ${place}, cannot be reached: ${last}`, 'is it running, and is the port open?')),
      );
    const timer = patience === undefined ? undefined : setTimeout(late, patience);
    const failed = (error: Error): void => {
      last = reasonOf(error);
      if (REFUSED.test(last)) settle(() => reject(new UserError(`--redis = ${place}, refuses: ${last}`)));
    };
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', late);
      redis.off('error', failed).off('ready', ready);
      act();
    };
    const ready = (): void => settle(resolve);
    redis.on('error', failed).on('ready', ready);
    signal?.addEventListener('abort', late);
    redis.connect().catch(failed);
  });
}
