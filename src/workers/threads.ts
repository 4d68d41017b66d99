/** Threads of one script that answer questions: each one at a time, in whatever order they come to an end. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** A question whose thread died is given to another thread, this often in all. */
const MOST_TRIES = 3;

export interface ThreadsOptions {
  /** Threads at most; no more are started than there are questions. @default as many as cores */
  readonly threads?: number;
  /** The built script of a thread. */
  readonly script: URL;
  /** What each thread is born with. @default nothing */
  readonly workerData?: unknown;
}

/** One question on its way, and how often it was asked. */
interface Job<Question> {
  readonly question: Question;
  readonly tries: number;
}

/** Who is told what came of a question: the answer, or why there is none after all tries. */
export interface Heard<Question, Answer> {
  readonly answered: (answer: Answer) => void;
  readonly lost: (question: Question, error: string) => void;
}

/** Threads stay alive between runs until they are closed. */
export class Threads<Question, Answer> {
  readonly #threads: number;
  readonly #script: URL;
  readonly #workerData: unknown;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();

  constructor({ threads = availableParallelism(), script, workerData }: ThreadsOptions) {
    if (!(Number.isSafeInteger(threads) && threads >= 1))
      throw new RangeError(`threads = ${threads}, must be a whole number of at least 1`);
    this.#threads = threads;
    this.#script = script;
    this.#workerData = workerData;
  }

  /** Asks everything, in order; ends when all is answered or lost, or soon after `signal`. */
  async run(questions: Iterable<Question>, heard: Heard<Question, Answer>, signal?: AbortSignal): Promise<void> {
    const queue = new Queue(questions);
    await Promise.all(Array.from({ length: this.#threads }, () => this.#lane(queue, heard, signal)));
  }

  /** Takes question after question until there is none, on one thread, or on another where it died. */
  async #lane(queue: Queue<Question>, heard: Heard<Question, Answer>, signal?: AbortSignal): Promise<void> {
    for (;;) {
      const job = signal?.aborted === true ? null : queue.next();
      if (job === null) return;
      const thread = this.#idle.pop() ?? this.#start();
      const outcome = await ask<Question, Answer>(thread, job.question, signal);
      if (outcome.kind === 'answered') {
        this.#idle.push(thread);
        heard.answered(outcome.answer);
        continue;
      }
      this.#all.delete(thread);
      await thread.terminate();
      if (outcome.kind === 'aborted') return;
      if (job.tries < MOST_TRIES) queue.again({ question: job.question, tries: job.tries + 1 });
      else heard.lost(job.question, `the thread died ${MOST_TRIES} times: ${outcome.error}`);
    }
  }

  #start(): Worker {
    const thread = new Worker(this.#script, { stdin: false, workerData: this.#workerData });
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

/** Questions in order; those to be asked again come first. */
class Queue<Question> {
  readonly #questions: Iterator<Question>;
  readonly #again: Job<Question>[] = [];

  constructor(questions: Iterable<Question>) {
    this.#questions = questions[Symbol.iterator]();
  }

  next(): Job<Question> | null {
    const waiting = this.#again.shift();
    if (waiting !== undefined) return waiting;
    const { value, done } = this.#questions.next();
    return done === true ? null : { question: value, tries: 1 };
  }

  again(job: Job<Question>): void {
    this.#again.push(job);
  }
}

type Asked<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'died'; readonly error: string }
  | { readonly kind: 'aborted' };

function ask<Question, Answer>(thread: Worker, question: Question, signal?: AbortSignal): Promise<Asked<Answer>> {
  return new Promise((resolve) => {
    const settle = (asked: Asked<Answer>): void => {
      thread.off('message', answered).off('error', failed).off('exit', left);
      signal?.removeEventListener('abort', aborted);
      resolve(asked);
    };
    const answered = (answer: Answer): void => settle({ kind: 'answered', answer });
    const failed = (error: Error): void => settle({ kind: 'died', error: error.message });
    const left = (code: number): void => settle({ kind: 'died', error: `it left with code ${code}` });
    const aborted = (): void => settle({ kind: 'aborted' });
    thread.on('message', answered).on('error', failed).on('exit', left);
    signal?.addEventListener('abort', aborted);
    thread.postMessage(question);
  });
}

/** Threads run built code: beside a file of the build its neighbour, beside a source (tests) that of the build. */
export function builtScript(name: string, beside: string): URL {
  const here = new URL(`./${name}`, beside);
  return here.pathname.includes('/src/workers/') ? new URL(`../../dist/workers/${name}`, beside) : here;
}
