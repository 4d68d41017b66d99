import { Answerer, type TaskFiles } from './answer.js';
import type { Answer, Failure, Runner, Task } from './task.js';

/** Answers tasks in this thread, one after the other. Between tasks it lets the event loop turn. */
export class InlineRunner implements Runner {
  readonly #answerer: Answerer;
  readonly #pause: () => Promise<void>;

  /** @param pause lets the event loop turn, so that an abort is heard @default a microtask, in which nothing is heard */
  constructor(files: TaskFiles, pause: () => Promise<void> = async () => undefined) {
    this.#answerer = new Answerer(files);
    this.#pause = pause;
  }

  async run(tasks: Iterable<Task>, heard: (outcome: Answer | Failure) => void, signal?: AbortSignal): Promise<void> {
    for (const task of tasks) {
      if (signal?.aborted === true) return;
      heard(await this.#outcome(task));
      await this.#pause();
    }
  }

  async #outcome(task: Task): Promise<Answer | Failure> {
    try {
      return await this.#answerer.answer(task);
    } catch (error) {
      return { id: task.id, error: error instanceof Error ? error.message : String(error) };
    }
  }

  async close(): Promise<void> {
    // Nothing is held.
  }
}
