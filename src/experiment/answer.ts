/** From a task to its answer: the scenario read again from its data, simulated, its figures by their paths. */
import { join } from 'node:path';
import type { ResultDocument } from '../result/document.js';
import { figuresOf, readFigure } from '../result/read.js';
import { namesIn } from '../result/address.js';
import { formatProblem } from '../scenario/problem.js';
import { documentOf, resolveDocument } from '../scenario/read.js';
import { givenWarmup, type Scenario } from '../scenario/resolved.js';
import { Sources } from '../scenario/sources.js';
import { readTraces, traceKey } from '../scenario/traces.js';
import { open, type Simulation } from '../simulate.js';
import type { HistogramRecord } from '../stats/histogram.js';
import type { TraceLibrary } from '../workload/traceLibrary.js';
import { batchFigures } from './batches.js';
import type { Answer, Task } from './task.js';

/** Files as a runner's place can reach them. */
export interface TaskFiles {
  /** The text of a file; throws with a message where there is none. */
  readonly readText: (path: string) => string;
  readonly openBytes: (path: string) => AsyncIterable<Uint8Array>;
  /** SHA-256 in hexadecimal. */
  readonly digest: (path: string) => string;
}

/** Scenarios kept resolved: variants of one experiment come in turns. */
const KEPT = 16;

/** Answers one task after the other. Keeps the last scenarios, the last traces, and the digests of files. */
export class Answerer {
  readonly #files: TaskFiles;
  readonly #digests = new Map<string, string>();
  readonly #scenarios = new Map<string, Scenario>();
  #traces: { readonly key: string; readonly library: TraceLibrary | undefined } | null = null;

  constructor(files: TaskFiles) {
    this.#files = files;
  }

  /** @throws Error where the scenario cannot be read or simulated */
  async answer(task: Task): Promise<Answer> {
    const scenario = this.#scenario(task);
    const traces = await this.#tracesOf(scenario, task.folder);
    const { replication } = task;
    const simulation = open(scenario, traces === undefined ? { replication } : { replication, traces });
    const batches = simulateInBatches(simulation, scenario, task.bring?.batches ?? 0);
    const result = simulation.result();
    return { id: task.id, figures: figuresIn(result), ...brought(task, simulation, result), ...batches };
  }

  #scenario(task: Task): Scenario {
    const key = JSON.stringify([task.folder, task.scenario]);
    const known = this.#scenarios.get(key);
    const scenario = known ?? this.#resolve(task);
    this.#scenarios.delete(key);
    this.#scenarios.set(key, scenario);
    const [oldest] = this.#scenarios.keys();
    if (this.#scenarios.size > KEPT && oldest !== undefined) this.#scenarios.delete(oldest);
    return scenario;
  }

  async #tracesOf(scenario: Scenario, folder: string): Promise<TraceLibrary | undefined> {
    const key = `${folder}\n${traceKey(scenario)}`;
    if (this.#traces?.key !== key) {
      const library = await readTraces(scenario, (file) => this.#files.openBytes(join(folder, file)));
      this.#traces = { key, library };
    }
    return this.#traces.library;
  }

  #resolve({ scenario, folder }: Task): Scenario {
    const outcome = resolveDocument(
      documentOf(scenario, new Sources(this.#read(folder), this.#digest(folder)), 'scenario'),
    );
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

/** Every figure of a result by its full path. */
export function figuresIn(result: ResultDocument): Readonly<Record<string, number | null>> {
  const known = namesIn(result);
  return Object.fromEntries(figuresOf(result).map(({ fullPath }) => [fullPath, readFigure(result, fullPath, known)]));
}

function brought({ bring }: Task, simulation: Simulation, result: ResultDocument): Partial<Answer> {
  return {
    ...(bring?.result === true ? { result } : {}),
    ...(bring?.latencies === true ? { latencies: recordsOf(simulation) } : {}),
    ...(bring?.inSystem === true ? { inSystem: inSystemOf(result) } : {}),
  };
}

function recordsOf(simulation: Simulation): Readonly<Record<string, HistogramRecord>> {
  return Object.fromEntries(
    Object.entries(simulation.latencies()).map(([scope, histogram]) => [scope, histogram.toRecord()]),
  );
}

/** The timeline of the only service, or of the totals: whichever comes first. */
function inSystemOf({ timeline }: ResultDocument): readonly number[] {
  const series = timeline.series.find(({ name }) => name.endsWith('.concurrency'));
  return (series?.values ?? []).map((value) => value ?? 0);
}

/** Runs to the horizon; with batches, what each of them added to the figures. */
function simulateInBatches(simulation: Simulation, { analysis }: Scenario, batches: number): Partial<Answer> {
  if (batches === 0) {
    simulation.advance(simulation.horizon);
    return {};
  }
  const from = givenWarmup(analysis);
  const states = Array.from({ length: batches + 1 }, (_, k) => {
    simulation.advance(from + Math.round((k * (simulation.horizon - from)) / batches));
    return simulation.result();
  });
  return { batches: states.slice(1).map((state, k) => batchFigures(states[k], state)) };
}
