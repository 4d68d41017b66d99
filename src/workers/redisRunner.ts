/** Answers tasks on other machines: puts them on the queue, takes their answers back. */
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Answer, Failure, Runner, Task } from '../experiment/task.js';
import { UserError } from '../units/userError.js';
import {
  BEAT,
  Board,
  PREFIX,
  QUEUE,
  TRIES,
  isSame,
  jobId,
  ownParty,
  versionText,
  type Party,
  type QueuedPoint,
} from './protocol.js';
import { connect, placeOf } from './redis.js';

export interface RedisRunnerOptions {
  readonly url: string;
  /** The same for every session of one experiment: answers that wait from an earlier one are its own. */
  readonly experiment: string;
  readonly say?: (text: string) => void;
  /** Milliseconds for the first connection: a queue may be started together with the sweep. @default 2 min */
  readonly patience?: number;
  /** Ends the wait for it. */
  readonly signal?: AbortSignal;
}

/** Tasks on the queue at once: enough for hundreds of threads, little enough to hold twice. */
const WINDOW = 1000;
/** Answers taken at once. */
const HANDFUL = 100;
/** Milliseconds between looks at the answers while none come. */
const PAUSE = 50;
/** Milliseconds to leave the queue in order, which may be away. */
const FAREWELL = 2000;

/** A runner whose tasks are answered by whoever works at the queue. */
export class RedisRunner implements Runner {
  readonly #redis: Redis;
  readonly #board: Board;
  readonly #queue: Queue<QueuedPoint>;
  readonly #options: RedisRunnerOptions;
  readonly #party: Party = ownParty(0);

  private constructor(redis: Redis, options: RedisRunnerOptions) {
    this.#redis = redis;
    this.#options = options;
    this.#board = new Board(redis);
    this.#queue = new Queue<QueuedPoint>(QUEUE, { connection: redis, prefix: PREFIX });
    // The connection itself says what is wrong with it.
    this.#queue.on('error', () => undefined);
  }

  /** @throws UserError where Redis cannot be reached, or only workers of other versions are there */
  static async open(options: RedisRunnerOptions): Promise<RedisRunner> {
    const redis = await connect(options.url, { patience: 120_000, ...options });
    const runner = new RedisRunner(redis, options);
    try {
      await runner.#meet(new Strangers(options));
    } catch (error) {
      await runner.close();
      throw error;
    }
    return runner;
  }

  /** An abort is heard while Redis is away, too. */
  async run(tasks: Iterable<Task>, heard: (outcome: Answer | Failure) => void, signal?: AbortSignal): Promise<void> {
    let listening = true;
    const hear = (outcome: Answer | Failure): void => {
      if (listening) heard(outcome);
    };
    await Promise.race([this.#run(tasks, hear, signal), aborted(signal).then(() => pause(FAREWELL))]);
    listening = false;
  }

  async #run(tasks: Iterable<Task>, heard: (outcome: Answer | Failure) => void, signal?: AbortSignal): Promise<void> {
    const strangers = new Strangers(this.#options);
    const out = new Outstanding(tasks);
    let beaten = -Infinity;
    for (;;) {
      if (signal?.aborted === true) return this.#withdraw(out);
      await this.#add(out.more(WINDOW));
      if (out.size === 0) return;
      const taken = await this.#take(out, heard);
      if (Date.now() - beaten >= BEAT) {
        beaten = Date.now();
        await this.#meet(strangers);
        if (taken === 0) await this.#add(out.lost(await this.#missing(out)));
      }
      if (taken === 0) await pause(PAUSE, signal);
    }
  }

  async #add(tasks: readonly Task[]): Promise<void> {
    const { experiment } = this.#options;
    const opts = {
      attempts: TRIES,
      backoff: { type: 'fixed', delay: 200 },
      removeOnComplete: true,
      removeOnFail: true,
    };
    const jobs = tasks.map((task) => ({
      name: 'point',
      data: { experiment, task },
      opts: { ...opts, jobId: jobId(experiment, task.id) },
    }));
    if (jobs.length > 0) await this.#queue.addBulk(jobs);
  }

  /** Keeps what has come, then drops it: killed in between, it comes again. */
  async #take(out: Outstanding, heard: (outcome: Answer | Failure) => void): Promise<number> {
    const outcomes = await this.#board.answers(this.#options.experiment, HANDFUL);
    for (const outcome of outcomes) {
      out.settle(outcome.id);
      heard(outcome);
    }
    if (outcomes.length > 0) await this.#board.drop(this.#options.experiment, outcomes.length);
    return outcomes.length;
  }

  /** Of what is outstanding, what Redis does not know: it was restarted without its memory. */
  async #missing(out: Outstanding): Promise<ReadonlySet<string>> {
    const { experiment } = this.#options;
    const ids = out.ids();
    const known = await this.#board.known(ids.map((id) => jobId(experiment, id)));
    return new Set(ids.filter((id) => !known.has(jobId(experiment, id))));
  }

  async #meet(strangers: Strangers): Promise<void> {
    await this.#board.beat('coordinator', this.#party);
    strangers.meet(await this.#board.present('worker'));
  }

  /** What no worker has begun is taken off the queue; what is under way ends there, and its answer waits. */
  async #withdraw(out: Outstanding): Promise<void> {
    const removals = out.ids().map((id) => this.#queue.remove(jobId(this.#options.experiment, id)));
    await Promise.allSettled(removals);
  }

  async close(): Promise<void> {
    const leave = this.#board.leave('coordinator', this.#party).then(() => this.#queue.close());
    await Promise.race([leave.catch(() => undefined), pause(FAREWELL)]);
    this.#redis.disconnect();
  }
}

/** Tasks that are on the queue and have no answer yet. */
class Outstanding {
  readonly #tasks: Iterator<Task>;
  readonly #out = new Map<string, Task>();
  #missing: ReadonlySet<string> = new Set();

  constructor(tasks: Iterable<Task>) {
    this.#tasks = tasks[Symbol.iterator]();
  }

  get size(): number {
    return this.#out.size;
  }

  ids(): readonly string[] {
    return [...this.#out.keys()];
  }

  /** The next ones, as many as fit. */
  more(most: number): readonly Task[] {
    const added: Task[] = [];
    while (this.#out.size < most) {
      const { value, done } = this.#tasks.next();
      if (done === true) break;
      this.#out.set(value.id, value);
      added.push(value);
    }
    return added;
  }

  settle(id: string): void {
    this.#out.delete(id);
  }

  /** Those that were missing twice running: once may be an answer that is just on its way. */
  lost(missing: ReadonlySet<string>): readonly Task[] {
    const twice = [...missing].filter((id) => this.#missing.has(id));
    this.#missing = new Set([...missing].filter((id) => !twice.includes(id)));
    return twice.flatMap((id) => this.#out.get(id) ?? []);
  }
}

/** Looks at the workers that are there, and says once what is to be said of them. */
class Strangers {
  readonly #place: string;
  readonly #say: (text: string) => void;
  readonly #since = Date.now();
  readonly #told = new Set<string>();

  constructor({ url, say = () => undefined }: RedisRunnerOptions) {
    this.#place = placeOf(url);
    this.#say = say;
  }

  /** @throws UserError where workers are there, but none of this version */
  meet(workers: readonly Party[]): void {
    const others = workers.filter((worker) => !isSame(worker));
    if (others.length > 0 && others.length === workers.length) {
      const [first] = others;
      throw new UserError(
        `--redis = ${this.#place}, its workers run ${versionText(first)}, this is ${versionText(ownParty(0))}`,
        'results of different versions do not belong together: start workers of this version',
      );
    }
    for (const { host, version, model } of others)
      this.#once(
        `${host}/${version}/${model}`,
        `the worker on ${host} is left out: it runs ${versionText({ version, model })}`,
      );
    if (workers.length === 0 && Date.now() - this.#since >= BEAT)
      this.#once('none', `no worker is at ${this.#place} yet: headroom worker --redis URL`);
    if (workers.length > 0) this.#told.delete('none');
  }

  #once(key: string, text: string): void {
    if (!this.#told.has(key)) this.#say(text);
    this.#told.add(key);
  }
}

const aborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    else signal?.addEventListener('abort', () => resolve(), { once: true });
  });

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done);
  });
}
