/** Worker threads that answer tasks: as many as cores, each with one task at a time. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Answer, Failure, Runner, Task } from '../experiment/task.js';

/** A task whose thread died is given to another thread, this often in all. */
const MOST_TRIES = 3;

export interface PoolOptions {
  /** Threads at most; no more are started than there are tasks. @default as many as cores */
  readonly threads?: number;
  /** The built script of a thread. @default the one beside this file; beside its build when run from source */
  readonly script?: URL;
}

/** One task on its way, and how often it was tried. */
interface Job {
  readonly task: Task;
  readonly tries: number;
}

/** A runner on worker threads. Threads stay alive between runs until it is closed. */
export class ThreadPool implements Runner {
  readonly #threads: number;
  readonly #script: URL;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();

  constructor({ threads = availableParallelism(), script = threadScript() }: PoolOptions = {}) {
    if (!(Number.isSafeInteger(threads) && threads >= 1))
      throw new RangeError(`threads = ${threads}, must be a whole number of at least 1`);
    this.#threads = threads;
    this.#script = script;
  }

  async run(tasks: Iterable<Task>, heard: (outcome: Answer | Failure) => void, signal?: AbortSignal): Promise<void> {
    const queue = new Queue(tasks);
    await Promise.all(Array.from({ length: this.#threads }, () => this.#lane(queue, heard, signal)));
  }

  /** Takes task after task until there is none, on one thread, or on another where it died. */
  async #lane(queue: Queue, heard: (outcome: Answer | Failure) => void, signal?: AbortSignal): Promise<void> {
    for (;;) {
      const job = signal?.aborted === true ? null : queue.next();
      if (job === null) return;
      const thread = this.#idle.pop() ?? this.#start();
      const outcome = await ask(thread, job.task, signal);
      if (outcome.kind === 'answered') {
        this.#idle.push(thread);
        heard(outcome.outcome);
        continue;
      }
      this.#all.delete(thread);
      await thread.terminate();
      if (outcome.kind === 'aborted') return;
      if (job.tries < MOST_TRIES) queue.again({ task: job.task, tries: job.tries + 1 });
      else heard({ id: job.task.id, error: `the thread died ${MOST_TRIES} times: ${outcome.error}` });
    }
  }

  #start(): Worker {
    const thread = new Worker(this.#script, { stdin: false });
    this.#all.add(thread);
    return thread;
  }

  async close(): Promise<void> {
    const all = [...this.#all];
    this.#all.clear();
    this.#idle.length = 0;
    await Promise.all(all.map((thread) => thread.terminate()));
  }
}

/** Tasks in order; those to be tried again come first. */
class Queue {
  readonly #tasks: Iterator<Task>;
  readonly #again: Job[] = [];

  constructor(tasks: Iterable<Task>) {
    this.#tasks = tasks[Symbol.iterator]();
  }

  next(): Job | null {
    const waiting = this.#again.shift();
    if (waiting !== undefined) return waiting;
    const { value, done } = this.#tasks.next();
    return done === true ? null : { task: value, tries: 1 };
  }

  again(job: Job): void {
    this.#again.push(job);
  }
}

type Asked =
  | { readonly kind: 'answered'; readonly outcome: Answer | Failure }
  | { readonly kind: 'died'; readonly error: string }
  | { readonly kind: 'aborted' };

function ask(thread: Worker, task: Task, signal?: AbortSignal): Promise<Asked> {
  return new Promise((resolve) => {
    const settle = (asked: Asked): void => {
      thread.off('message', answered).off('error', failed).off('exit', left);
      signal?.removeEventListener('abort', aborted);
      resolve(asked);
    };
    const answered = (outcome: Answer | Failure): void => settle({ kind: 'answered', outcome });
    const failed = (error: Error): void => settle({ kind: 'died', error: error.message });
    const left = (code: number): void => settle({ kind: 'died', error: `it left with code ${code}` });
    const aborted = (): void => settle({ kind: 'aborted' });
    thread.on('message', answered).on('error', failed).on('exit', left);
    signal?.addEventListener('abort', aborted);
    thread.postMessage(task);
  });
}

/** Threads run built code: from source (tests) it is the build's, which must be there. */
function threadScript(): URL {
  const here = new URL('./thread.js', import.meta.url);
  return here.pathname.includes('/src/workers/') ? new URL('../../dist/workers/thread.js', import.meta.url) : here;
}
