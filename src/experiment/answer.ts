/** From a task to its answer: the scenario read again from its data, simulated, its figures by their paths. */
import { join } from 'node:path';
import { namesIn } from '../result/address.js';
import type { ResultDocument } from '../result/document.js';
import { figuresOf, readAddress } from '../result/read.js';
import { addressOf } from '../result/address.js';
import { formatProblem } from '../scenario/problem.js';
import { resolveDocument, type ScenarioDocument } from '../scenario/read.js';
import type { Scenario } from '../scenario/resolved.js';
import { Sources } from '../scenario/sources.js';
import { traceRefsOf } from '../scenario/traceRefs.js';
import { open } from '../simulate.js';
import { loadTraces } from '../traces/library.js';
import type { TraceLibrary } from '../workload/traceLibrary.js';
import type { Answer, Task } from './task.js';

/** Files as a runner's place can reach them. */
export interface TaskFiles {
  /** The text of a file; throws with a message where there is none. */
  readonly readText: (path: string) => string;
  readonly openBytes: (path: string) => AsyncIterable<Uint8Array>;
  /** SHA-256 in hexadecimal. */
  readonly digest: (path: string) => string;
}

/** What was read for one scenario, kept for its next replications. */
interface Prepared {
  readonly key: string;
  readonly scenario: Scenario;
  readonly traces: TraceLibrary | undefined;
}

/** Answers one task after the other. Keeps what it read of the last scenario, and the digests of files. */
export class Answerer {
  readonly #files: TaskFiles;
  readonly #digests = new Map<string, string>();
  #last: Prepared | null = null;

  constructor(files: TaskFiles) {
    this.#files = files;
  }

  /** @throws Error where the scenario cannot be read or simulated */
  async answer(task: Task): Promise<Answer> {
    const { scenario, traces } = await this.#prepare(task);
    const { replication } = task;
    const simulation = open(scenario, traces === undefined ? { replication } : { replication, traces });
    simulation.advance(simulation.horizon);
    const result = simulation.result();
    return { id: task.id, figures: figuresIn(result), ...brought(task, result) };
  }

  async #prepare(task: Task): Promise<Prepared> {
    const key = JSON.stringify([task.folder, task.scenario]);
    if (this.#last?.key === key) return this.#last;
    const scenario = this.#resolve(task);
    const refs = traceRefsOf(scenario);
    const openBytes = (file: string): AsyncIterable<Uint8Array> => this.#files.openBytes(join(task.folder, file));
    const traces = refs.length === 0 ? undefined : await loadTraces(refs, openBytes);
    this.#last = { key, scenario, traces };
    return this.#last;
  }

  #resolve({ scenario, folder }: Task): Scenario {
    const outcome = resolveDocument(documentOf(scenario, new Sources(this.#read(folder), this.#digest(folder))));
    if (outcome.ok) return outcome.scenario;
    throw new Error(outcome.problems.map((problem) => formatProblem(problem)).join('; '));
  }

  #read(folder: string): (file: string) => string {
    return (file) => this.#files.readText(join(folder, file));
  }

  /** A trace may be large, and every replication asks. */
  #digest(folder: string): (file: string) => string {
    return (file) => {
      const path = join(folder, file);
      const known = this.#digests.get(path) ?? this.#files.digest(path);
      this.#digests.set(path, known);
      return known;
    };
  }
}

/** A written scenario that was never text. */
function documentOf(value: unknown, sources: Sources): ScenarioDocument {
  return { written: { value, spots: new Map() }, sources, defaultName: 'scenario', problems: [], notes: [] };
}

/** Every figure of a result by its full path. */
export function figuresIn(result: ResultDocument): Readonly<Record<string, number | null>> {
  const known = namesIn(result);
  return Object.fromEntries(
    figuresOf(result).map(({ fullPath }) => {
      const found = addressOf(fullPath, known);
      return [fullPath, found.ok ? readAddress(result, found.address) : null];
    }),
  );
}

function brought({ bring }: Task, result: ResultDocument): Partial<Answer> {
  return bring?.result === true ? { result } : {};
}
