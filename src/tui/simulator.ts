/**
 * The simulating side: takes what the terminal asks for, newest first, and answers in parts. Everything older than the
 * newest question is dropped between two slices.
 */
import { join } from 'node:path';
import { writeManifests } from '../scenario/manifests/write.js';
import type { Problem } from '../scenario/problem.js';
import { openDocument, resolveDocument, type ScenarioDocument, type ScenarioFiles } from '../scenario/read.js';
import type { Scenario } from '../scenario/resolved.js';
import { applySets } from '../scenario/set.js';
import { readTraces, traceKey } from '../scenario/traces.js';
import { cannotRun } from '../scenario/cannotRun.js';
import { open } from '../simulate.js';
import { SECOND } from '../units/quantities.js';
import { NO_TRACES, type TraceLibrary } from '../workload/traceLibrary.js';
import { changed, setsOf } from './changes.js';
import type { Change, FromSimulator, PointOutcome, ToSimulator } from './protocol.js';
import { rowsOf } from './rows.js';
import { Watched, type Driving } from './watched.js';
import { changedScenario } from './written.js';

/** What the simulating side needs of the place it runs in. */
export interface SimulatorPlace {
  readonly post: (message: FromSimulator) => void;
  /** Wall time in milliseconds. */
  readonly now: () => number;
  /** Lets messages come in. */
  readonly pause: () => Promise<void>;
  readonly readText: (path: string) => string;
  readonly openBytes: (path: string) => AsyncIterable<Uint8Array>;
  readonly digest: (path: string) => string;
}

/** The scenario's file, and the folder that it names others relative to. */
export interface ScenarioPlace {
  readonly path: string;
  readonly folder: string;
  /** `--set` texts from the command line, below every change. */
  readonly set: readonly string[];
  readonly seed?: number;
}

/** Wall time until the first part of an answer is put together; drawn it is within 100 ms. */
const FIRST_MS = 20;
/** Then a longer part every so often, but so that at most a tenth of the time goes into putting parts together. */
const NEXT_MS = 250;
const NEXT_TIMES = 10;
const PROGRESS_MS = 120;
/** Services that a fleet has at most to be simulated in step for its first part: to open more takes longer than they say. */
const MOST_IN_STEP = 2000;

export class Simulator {
  readonly #document: ScenarioDocument;
  readonly #files: ScenarioFiles;
  #wanted: { readonly asked: Simulated; readonly at: number } | null = null;
  #working = false;
  #traces: { readonly key: string; readonly library: TraceLibrary } | null = null;

  /** @throws the system's error where the file cannot be read */
  constructor(
    private readonly scenario: ScenarioPlace,
    private readonly place: SimulatorPlace,
  ) {
    const at = (file: string): string => join(scenario.folder, file);
    this.#files = {
      path: scenario.path,
      text: place.readText(scenario.path),
      read: (file) => place.readText(at(file)),
      digest: (file) => place.digest(at(file)),
    };
    this.#document = openDocument(this.#files);
  }

  /** Takes a question. Files are answered at once; whatever else is under way ends at its next slice. */
  async ask(asked: ToSimulator): Promise<void> {
    if (asked.kind === 'files') return this.#attempt(asked.id, async () => this.#write(asked));
    this.#wanted = { asked, at: this.place.now() };
    if (this.#working) return;
    this.#working = true;
    try {
      while (this.#wanted !== null) await this.#next();
    } finally {
      this.#working = false;
    }
  }

  async #next(): Promise<void> {
    await this.place.pause(); // keys that repeat come in bursts: only the last one is answered
    const wanted = this.#wanted;
    if (wanted === null) return;
    const { asked, at } = wanted;
    await this.#attempt(asked.id, () =>
      asked.kind === 'run' ? this.#run(asked.id, asked.changes, at) : this.#sweep(asked),
    );
    if (this.#wanted === wanted) this.#wanted = null;
  }

  async #attempt(id: number, answer: () => Promise<void>): Promise<void> {
    try {
      await answer();
    } catch (error) {
      this.place.post({ kind: 'failed', id, why: error instanceof Error ? error.message : String(error) });
    }
  }

  #newer(id: number): boolean {
    return this.#wanted?.asked.id !== id;
  }

  async #run(id: number, changes: readonly Change[], at: number): Promise<void> {
    const { post, now } = this.place;
    const outcome = this.#resolve(changes);
    if (!outcome.ok) return post({ kind: 'refused', id, why: outcome.why });
    const { scenario, sets } = outcome;
    post({
      kind: 'resolved',
      id,
      name: scenario.name,
      horizon: scenario.horizon / SECOND,
      seed: scenario.seed,
      rows: rowsOf(scenario, applySets(this.#document.written, sets).written.value, changes),
      sets,
    });
    const traces = await this.#tracesOf(scenario);
    const run = new Watched(open(scenario, { traces }));
    if (run.inTurn > 0 && run.inTurn <= MOST_IN_STEP) await this.#firstPart(id, scenario, traces, at);
    let next = at + FIRST_MS;
    const finished = await run.drive({
      ...this.place,
      superseded: () => this.#newer(id),
      between: () => {
        const from = now();
        if (from < next || run.inTurn > 0) return;
        post(run.answer(id, now() - at));
        next = now() + Math.max(NEXT_MS, NEXT_TIMES * (now() - from));
      },
      progress: this.#progress(id),
      progressEvery: PROGRESS_MS,
    });
    if (finished) post(run.answer(id, now() - at));
  }

  /**
   * The first part of a fleet, all of its services in step, which takes longer to go on with than one after the other: a
   * short one at once, and a longer one when as much time went into it as into its beginning.
   */
  async #firstPart(id: number, scenario: Scenario, traces: TraceLibrary, at: number): Promise<void> {
    const { post, now } = this.place;
    const from = now();
    // Whoever looks at a moment has all services simulated in step; at the horizon there is nothing to look at.
    const run = new Watched(open(scenario, { traces, lookAt: scenario.horizon }));
    const begun = now();
    const due = [begun + FIRST_MS, begun + Math.max(FIRST_MS, begun - from)];
    await run.drive({
      ...this.place,
      superseded: () => due.length === 0 || this.#newer(id),
      between: () => {
        const reached = now();
        if (due.length === 0 || reached < due[0]) return;
        while (due.length > 0 && due[0] <= reached) due.shift();
        post(run.answer(id, reached - at));
      },
      progress: () => undefined,
      progressEvery: PROGRESS_MS,
    });
  }

  #progress(id: number): Driving['progress'] {
    return (reached, arrived) => this.place.post({ kind: 'progress', id, reached: reached / SECOND, arrived });
  }

  async #sweep({ id, changes, path, values }: Extract<ToSimulator, { kind: 'sweep' }>): Promise<void> {
    for (const [index, value] of values.entries()) {
      if (this.#newer(id)) return;
      const outcome = await this.#point(id, changed(changes, path, value));
      if (outcome !== null) this.place.post({ kind: 'point', id, index, outcome });
    }
  }

  /** `null`: something newer is wanted. */
  async #point(id: number, changes: readonly Change[]): Promise<PointOutcome | null> {
    const outcome = this.#resolve(changes);
    if (!outcome.ok) return { kind: 'refused', why: outcome.why[0] };
    const run = new Watched(open(outcome.scenario, { traces: await this.#tracesOf(outcome.scenario) }));
    const finished = await run.drive({
      ...this.place,
      superseded: () => this.#newer(id),
      between: () => undefined,
      progress: this.#progress(id),
      progressEvery: PROGRESS_MS,
    });
    return finished ? { kind: 'answered', result: run.result() } : null;
  }

  #write({ id, changes, as }: Extract<ToSimulator, { kind: 'files' }>): void {
    const outcome = this.#resolve(changes);
    if (!outcome.ok) return this.place.post({ kind: 'refused', id, why: outcome.why });
    const files =
      as === 'manifests'
        ? writeManifests(outcome.scenario)
        : [{ path: 'scenario.yaml', text: changedScenario(this.#document, this.#files, outcome) }];
    this.place.post({ kind: 'files', id, files });
  }

  #resolve(changes: readonly Change[]): Resolved {
    const sets = setsOf(changes, this.#document.written.value);
    const { set, seed } = this.scenario;
    const options = { set: [...set, ...sets], ...(seed === undefined ? {} : { seed }) };
    const outcome = resolveDocument(this.#document, options);
    if (!outcome.ok) return { ok: false, why: outcome.problems.map((problem) => said(problem, changes)) };
    const reason = cannotRun(outcome.scenario);
    if (reason !== null) return { ok: false, why: [reason] };
    return { ok: true, scenario: outcome.scenario, sets: options.set, seed };
  }

  async #tracesOf(scenario: Scenario): Promise<TraceLibrary> {
    const key = traceKey(scenario);
    if (this.#traces?.key === key) return this.#traces.library;
    const open = (file: string): AsyncIterable<Uint8Array> => this.place.openBytes(join(this.scenario.folder, file));
    const library = (await readTraces(scenario, open)) ?? NO_TRACES;
    this.#traces = { key, library };
    return library;
  }
}

type Simulated = Exclude<ToSimulator, { kind: 'files' }>;

type Resolved =
  | {
      readonly ok: true;
      readonly scenario: Scenario;
      /** Those of the command line, then the changes. */
      readonly sets: readonly string[];
      readonly seed: number | undefined;
    }
  | { readonly ok: false; readonly why: readonly string[] };

/** A problem as it stands beside the row that caused it: without its path where that is the row's own. */
function said({ path, value, rule, hint }: Problem, changes: readonly Change[]): string {
  const own = path === '' || changes.at(-1)?.path === path;
  const subject = own ? '' : `${path}${value === undefined ? ', ' : ` = ${value}, `}`;
  return `${subject}${rule}${hint === undefined ? '' : ` (${hint})`}`;
}
