/** Sends tasks to a runner and keeps what comes back, in the tasks' own order whatever the order of arrival. */
import type { Answer, Failure, Runner, Task } from './task.js';

/** Whoever watches an experiment. */
export interface Watcher {
  /** So many tasks more are to be answered. */
  readonly planned: (more: number) => void;
  readonly done: (outcome: Answer | Failure) => void;
}

/** Watches nothing. */
export const nobody: Watcher = { planned: () => undefined, done: () => undefined };

/** The person asked to stop before there was anything to answer with. */
export class InterruptedEarly extends Error {}

/** One experiment under way on one runner. */
export class Gathering {
  readonly #runner: Runner;
  readonly #watcher: Watcher;
  readonly #signal: AbortSignal | undefined;
  readonly #failures: Failure[] = [];

  constructor(runner: Runner, watcher: Watcher = nobody, signal?: AbortSignal) {
    this.#runner = runner;
    this.#watcher = watcher;
    this.#signal = signal;
  }

  /** Whether the person asked to stop: then what is gathered is part of what was asked for. */
  get interrupted(): boolean {
    return this.#signal?.aborted === true;
  }

  /** All failures so far, by task. */
  get failures(): readonly Failure[] {
    return [...this.#failures].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Why nothing can be answered with. @param first what had to be done for an answer */
  nothing(first: string): Error {
    const [failure] = this.failures;
    return failure === undefined
      ? new InterruptedEarly(`interrupted before the first ${first} was done`)
      : new Error(failure.error);
  }

  /**
   * The answers to those tasks that were answered, in the order of the tasks.
   *
   * @param keep what to keep of each answer; called in the order of the tasks, as soon as those before it are there
   */
  async answers(tasks: readonly Task[], keep: (answer: Answer) => Answer = same): Promise<readonly Answer[]> {
    const waiting = new Map<string, Answer | Failure>();
    const kept: Answer[] = [];
    let next = 0;
    const take = (outcome: Answer | Failure | undefined): void => {
      if (outcome !== undefined && !('error' in outcome)) kept.push(keep(outcome));
      waiting.delete(tasks[next].id);
      next++;
    };
    const heard = (outcome: Answer | Failure): void => {
      if ('error' in outcome) this.#failures.push(outcome);
      waiting.set(outcome.id, outcome);
      this.#watcher.done(outcome);
      while (next < tasks.length && waiting.has(tasks[next].id)) take(waiting.get(tasks[next].id));
    };
    this.#watcher.planned(tasks.length);
    await this.#runner.run(tasks, heard, this.#signal);
    while (next < tasks.length) take(waiting.get(tasks[next].id));
    return kept;
  }
}

const same = (answer: Answer): Answer => answer;
