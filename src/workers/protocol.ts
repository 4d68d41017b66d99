/**
 * What coordinators and workers agree on in Redis. Points wait in a BullMQ queue that is named after the version, so that
 * no worker of another version ever takes one; answers wait in a list per experiment until the coordinator has kept them.
 * Who is there is told by heartbeats, so that versions that differ refuse each other in words.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Redis } from 'ioredis';
import type { Answer, Failure, Task } from '../experiment/task.js';
import { HEADROOM_VERSION, MODEL_VERSION } from '../version.js';

/** In braces, so that a cluster keeps all keys in one slot. */
export const PREFIX = '{headroom}';
export const QUEUE = `points-${HEADROOM_VERSION}-model-${MODEL_VERSION}`;

/** How often a point is tried in all: for errors, and for workers that it took with it. */
export const TRIES = 3;

/** Seconds that answers wait for a coordinator that went away. */
const ANSWERS_KEPT = 7 * 86_400;
/** Milliseconds between heartbeats, and after how long without one a party is gone. */
export const BEAT = 2000;
const GONE = 10_000;

/** A point on the queue. */
export interface QueuedPoint {
  readonly experiment: string;
  readonly task: Task;
}

/** Keys hold colons between their parts; the names of jobs must not. */
export const jobId = (experiment: string, task: string): string => `${experiment}/${task}`;

export type Role = 'worker' | 'coordinator';

/** One that is there. */
export interface Party {
  readonly id: string;
  readonly version: string;
  readonly model: number;
  readonly host: string;
  /** Threads of a worker; 0 of a coordinator. */
  readonly threads: number;
}

/** This process. @param threads 0 of a coordinator */
export function ownParty(threads: number): Party {
  return { id: randomUUID(), version: HEADROOM_VERSION, model: MODEL_VERSION, host: hostname(), threads };
}

/** Whether a party's answers belong together with ours. */
export const isSame = ({ version, model }: Party): boolean => version === HEADROOM_VERSION && model === MODEL_VERSION;

/** Which version a party is of, for people. */
export const versionText = ({ version, model }: Pick<Party, 'version' | 'model'>): string =>
  `Headroom ${version} (model ${model})`;

/** The keys and commands beside BullMQ's own. Times are those of Redis: clocks of machines differ. */
export class Board {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async beat(role: Role, party: Party): Promise<void> {
    const now = await this.#now();
    await this.#redis.zadd(keyOf(role), now, JSON.stringify(party));
    await this.#redis.zremrangebyscore(keyOf(role), 0, now - 10 * GONE);
  }

  async leave(role: Role, party: Party): Promise<void> {
    await this.#redis.zrem(keyOf(role), JSON.stringify(party));
  }

  /** Those whose heart beat lately. */
  async present(role: Role): Promise<readonly Party[]> {
    const members = await this.#redis.zrangebyscore(keyOf(role), (await this.#now()) - GONE, '+inf');
    return members.map((member) => JSON.parse(member) as Party);
  }

  async #now(): Promise<number> {
    const [seconds, micros] = await this.#redis.time();
    return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
  }

  async answer(experiment: string, outcome: Answer | Failure): Promise<void> {
    const key = answersOf(experiment);
    await this.#redis.multi().rpush(key, JSON.stringify(outcome)).expire(key, ANSWERS_KEPT).exec();
  }

  /** The oldest answers, which stay until they are dropped: whoever reads them keeps them first. */
  async answers(experiment: string, most: number): Promise<readonly (Answer | Failure)[]> {
    const texts = await this.#redis.lrange(answersOf(experiment), 0, most - 1);
    return texts.map((text) => JSON.parse(text) as Answer | Failure);
  }

  async drop(experiment: string, count: number): Promise<void> {
    await this.#redis.ltrim(answersOf(experiment), count, -1);
  }

  /** Which of these jobs Redis knows. */
  async known(jobs: readonly string[]): Promise<ReadonlySet<string>> {
    const pipeline = this.#redis.pipeline();
    for (const job of jobs) pipeline.exists(`${PREFIX}:${QUEUE}:${job}`);
    const replies = (await pipeline.exec()) ?? [];
    return new Set(jobs.filter((_, k) => replies[k]?.[1] === 1));
  }
}

const keyOf = (role: Role): string => `${PREFIX}:${role}s`;
const answersOf = (experiment: string): string => `${PREFIX}:answers:${experiment}`;
