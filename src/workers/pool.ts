/** Worker threads that answer tasks: as many as cores, each with one task at a time. */
import type { Answer, Failure, Runner, Task } from '../experiment/task.js';
import { builtScript, Threads } from './threads.js';

export interface PoolOptions {
  /** Threads at most; no more are started than there are tasks. @default as many as cores */
  readonly threads?: number;
  /** The built script of a thread. @default the one beside this file; beside its build when run from source */
  readonly script?: URL;
}

/** A runner on worker threads. Threads stay alive between runs until it is closed. */
export class ThreadPool implements Runner {
  readonly #threads: Threads<Task, Answer | Failure>;

  constructor({ threads, script = builtScript('thread.js', import.meta.url) }: PoolOptions = {}) {
    this.#threads = new Threads({ script, ...(threads === undefined ? {} : { threads }) });
  }

  run(tasks: Iterable<Task>, heard: (outcome: Answer | Failure) => void, signal?: AbortSignal): Promise<void> {
    const lost = ({ id }: Task, error: string): void => heard({ id, error });
    return this.#threads.run(tasks, { answered: heard, lost }, signal);
  }

  close(): Promise<void> {
    return this.#threads.close();
  }
}
