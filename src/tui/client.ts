/** The simulating thread as the terminal's side sees it. */
import { Worker } from 'node:worker_threads';
import type { Change, File, FilesAs, FromSimulator, ToSimulator } from './protocol.js';
import type { ScenarioPlace } from './simulator.js';

/** One thread; where it died, the next question starts another. */
export class Thread {
  #worker: Worker | null = null;
  #last = 0;
  readonly #waiting = new Map<number, (message: FromSimulator) => void>();

  constructor(
    private readonly scenario: ScenarioPlace,
    private readonly heard: (message: FromSimulator) => void,
    private readonly script: URL = new URL('./thread.js', import.meta.url),
  ) {}

  ask(message: ToSimulator): void {
    this.#last = message.id;
    this.#post(message);
  }

  /** The files of a scenario; what is simulated meanwhile goes on. */
  files(id: number, changes: readonly Change[], as: FilesAs): Promise<readonly File[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (message) => {
        this.#waiting.delete(id);
        if (message.kind === 'files') resolve(message.files);
        else reject(new Error(failureOf(message)));
      });
      this.#post({ kind: 'files', id, changes, as });
    });
  }

  #post(message: ToSimulator): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #hear(message: FromSimulator): void {
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) this.heard(message);
    else waiting(message);
  }

  #start(): Worker {
    // Its own output would tear the screen.
    const worker = new Worker(this.script, { workerData: this.scenario, stdout: true, stderr: true });
    worker.on('message', (message: FromSimulator) => this.#hear(message));
    worker.on('error', (error) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      const why = `the simulation broke off: ${error.message}`;
      for (const id of [...this.#waiting.keys(), this.#last]) this.#hear({ kind: 'failed', id, why });
    });
    return worker;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

function failureOf(message: FromSimulator): string {
  if (message.kind === 'failed') return message.why;
  return message.kind === 'refused' ? message.why.join('; ') : 'no answer';
}
