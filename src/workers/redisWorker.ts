/** A worker: takes points off the queue, answers them on threads, until it is told to stop. */
import { Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Answer, Failure, Runner } from '../experiment/task.js';
import {
  BEAT,
  Board,
  PREFIX,
  QUEUE,
  TRIES,
  isSame,
  ownParty,
  versionText,
  type Party,
  type QueuedPoint,
} from './protocol.js';
import { connect } from './redis.js';

export interface RedisWorkerOptions {
  readonly url: string;
  /** Answers the points; as many at once as `threads`. */
  readonly runner: Runner;
  readonly threads: number;
  /** Milliseconds without a sign of life after which a point is given to another worker. */
  readonly lostAfter: number;
  readonly say?: (text: string) => void;
  /** Called after each point. */
  readonly done?: (outcome: Answer | Failure) => void;
}

/** One worker at the queue, from {@link RedisWorker.open} to its close. */
export class RedisWorker {
  readonly #redis: Redis;
  readonly #board: Board;
  readonly #worker: Worker<QueuedPoint>;
  readonly #party: Party;
  readonly #options: RedisWorkerOptions;
  readonly #told = new Set<string>();
  readonly #timer: NodeJS.Timeout;

  private constructor(redis: Redis, options: RedisWorkerOptions) {
    this.#redis = redis;
    this.#options = options;
    this.#board = new Board(redis);
    this.#party = ownParty(options.threads);
    this.#worker = new Worker<QueuedPoint>(QUEUE, (job) => this.#answer(job), {
      connection: redis,
      prefix: PREFIX,
      concurrency: options.threads,
      lockDuration: options.lostAfter,
      stalledInterval: Math.ceil(options.lostAfter / 2),
      maxStalledCount: TRIES - 1,
      runRetryDelay: 1000,
    });
    this.#worker.on('error', () => undefined);
    this.#worker.on('failed', (job, error) => void this.#failed(job, error).catch(() => undefined));
    this.#timer = setInterval(() => void this.#beat().catch(() => undefined), BEAT);
  }

  /** Connects, however long that takes, and begins. */
  static async open(options: RedisWorkerOptions): Promise<RedisWorker> {
    const redis = await connect(options.url, options.say === undefined ? {} : { say: options.say });
    const worker = new RedisWorker(redis, options);
    await worker.#beat();
    return worker;
  }

  /** An answer is put down before its point is done: whoever dies in between has it answered twice, never not at all. */
  async #answer({ data }: Job<QueuedPoint>): Promise<void> {
    const outcome = await this.#outcome(data);
    if ('error' in outcome) throw new Error(outcome.error);
    await this.#board.answer(data.experiment, outcome);
    this.#options.done?.(outcome);
  }

  async #outcome({ task }: QueuedPoint): Promise<Answer | Failure> {
    let outcome: Answer | Failure = { id: task.id, error: 'it was not answered' };
    await this.#options.runner.run([task], (heard) => (outcome = heard));
    return outcome;
  }

  /** After the last try, and where the point took its workers with it. */
  async #failed(job: Job<QueuedPoint> | undefined, error: Error): Promise<void> {
    if (job === undefined) return;
    const stalled = error.message.includes('stalled');
    if (!stalled && job.attemptsMade < TRIES) return;
    const reason = stalled ? `it took ${TRIES} workers with it: each of them died while it ran` : error.message;
    const failure = { id: job.data.task.id, error: reason };
    await this.#board.answer(job.data.experiment, failure);
    this.#options.done?.(failure);
  }

  /** While Redis is away nothing is asked of it: it would all come at once when it is back. */
  async #beat(): Promise<void> {
    if (this.#redis.status !== 'ready') return;
    await this.#board.beat('worker', this.#party);
    for (const coordinator of await this.#board.present('coordinator')) this.#look(coordinator);
  }

  #look(coordinator: Party): void {
    if (isSame(coordinator) || this.#told.has(coordinator.id)) return;
    this.#told.add(coordinator.id);
    const own = versionText(ownParty(0));
    this.#options.say?.(
      `refused: the experiment of ${coordinator.host} is of ${versionText(coordinator)}, this is ${own}`,
    );
  }

  /** Ends what is under way and takes nothing more. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#worker.close();
    if (this.#redis.status === 'ready') await this.#board.leave('worker', this.#party).catch(() => undefined);
    this.#redis.disconnect();
  }
}
