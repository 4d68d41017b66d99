/**
 * The folder of an experiment: the plan, a log of answers that only grows, and the outputs. Whatever moment it is killed
 * at, what is there can be taken up again: the log may end in half a line, everything else is replaced whole.
 */
import { UserError } from '../units/userError.js';
import type { Plan } from './plan.js';
import type { FigureValues } from './intervals.js';

/** Files below one folder, by their names. */
export interface Disk {
  /** `null`: there is no such file. */
  readonly read: (name: string) => string | null;
  /** The whole file or nothing of it. */
  readonly replace: (name: string, text: string) => void;
  /** At the end of a file that exists; may leave a part of the text if it is cut short. */
  readonly append: (name: string, text: string) => void;
  /** In bytes; `null`: there is no such file. */
  readonly size: (name: string) => number | null;
}

/** What is known of one task. */
export type Outcome =
  { readonly id: string; readonly figures: FigureValues } | { readonly id: string; readonly error: string };

const PLAN = 'plan.json';
const LOG = 'answers.jsonl';

/** One experiment on a disk. */
export class Folder {
  readonly plan: Plan;
  readonly #disk: Disk;
  /** The plan as it stands on the disk. */
  readonly #text: string;
  /** Bytes of the log as this sweep left it. */
  #written: number;
  /** Whether it has kept an outcome since it was opened. */
  #begun = false;
  readonly #outcomes: Map<string, Outcome>;

  private constructor(disk: Disk, plan: Plan, outcomes: Map<string, Outcome>) {
    this.#disk = disk;
    this.plan = plan;
    this.#text = disk.read(PLAN) ?? '';
    this.#written = disk.size(LOG) ?? 0;
    this.#outcomes = outcomes;
  }

  /** Begins a new experiment. The plan comes first: a log without its own plan is never read. */
  static create(disk: Disk, plan: Plan): Folder {
    disk.replace(PLAN, `${JSON.stringify(plan, null, 1)}\n`);
    disk.replace(LOG, headOf(plan));
    return new Folder(disk, plan, new Map());
  }

  /**
   * Opens one that was begun; `null`: there is none. Answers that are there are kept. Failures are not: they are tried
   * again.
   *
   * @throws UserError where the plan cannot be read
   */
  static open(disk: Disk): Folder | null {
    const text = disk.read(PLAN);
    if (text === null) return null;
    const plan = readPlan(text);
    const log = disk.read(LOG);
    const { outcomes, whole } = readLog(log, plan);
    const answers = new Map([...outcomes].filter(([, outcome]) => 'figures' in outcome));
    if (!whole || answers.size < outcomes.size)
      disk.replace(LOG, headOf(plan) + [...answers.values()].map(lineOf).join(''));
    return new Folder(disk, plan, answers);
  }

  /** Tasks that have an answer. */
  get answered(): ReadonlySet<string> {
    return new Set([...this.#outcomes.values()].filter((outcome) => 'figures' in outcome).map(({ id }) => id));
  }

  get outcomes(): ReadonlyMap<string, Outcome> {
    return this.#outcomes;
  }

  /** Keeps one outcome, the first of its task: the same task gives the same answer wherever it runs. */
  record(outcome: Outcome): void {
    if (this.#outcomes.has(outcome.id)) return;
    this.#refuseOthers(!this.#begun);
    this.#begun = true;
    const line = lineOf(outcome);
    this.#disk.append(LOG, line);
    this.#written += Buffer.byteLength(line);
    // As it will be read back, so that a resumed experiment has the same bytes.
    this.#outcomes.set(outcome.id, JSON.parse(line) as Outcome);
  }

  /**
   * Another sweep may have begun in the same folder meanwhile: answers of two plans in one log could not be told apart.
   * One that began later has emptied the log; `wholly` compares the plan too, which is long.
   */
  #refuseOthers(wholly: boolean): void {
    if (this.#disk.size(LOG) === this.#written && (!wholly || this.#disk.read(PLAN) === this.#text)) return;
    throw new UserError(
      `${LOG}, is no longer that of this sweep`,
      'another one began in this folder: give each its --out DIR',
    );
  }

  /** Writes the outputs; then, when all is done, the log in order, so that nothing tells who answered when. */
  finish(outputs: ReadonlyMap<string, string>, complete: boolean): void {
    this.#refuseOthers(true);
    for (const [name, text] of outputs) this.#disk.replace(name, text);
    if (!complete) return;
    const ordered = [...this.#outcomes.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    this.#disk.replace(LOG, headOf(this.plan) + ordered.map(lineOf).join(''));
  }
}

function readPlan(text: string): Plan {
  try {
    const plan = JSON.parse(text) as Plan;
    if (plan.format === 1 && plan.experiment === 'sweep') return plan;
  } catch {
    // Said below: whatever it is, it is no plan.
  }
  throw new UserError(`${PLAN}, is not the plan of a sweep`);
}

/** Says whose answers follow: those of another plan in the same folder are not taken. */
function headOf({ fingerprint }: Plan): string {
  return `${JSON.stringify({ plan: fingerprint })}\n`;
}

/** Nothing observed needs no room. */
function lineOf(outcome: Outcome): string {
  if (!('figures' in outcome)) return `${JSON.stringify({ id: outcome.id, error: outcome.error })}\n`;
  const seen = Object.entries(outcome.figures).filter(([, value]) => value !== null);
  return `${JSON.stringify({ id: outcome.id, figures: Object.fromEntries(seen) })}\n`;
}

interface ReadLog {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** `false`: something in it is torn, or not ours. */
  readonly whole: boolean;
}

function readLog(text: string | null, plan: Plan): ReadLog {
  const none = { outcomes: new Map<string, Outcome>(), whole: false };
  if (text === null || !text.startsWith(headOf(plan))) return none;
  const lines = text.slice(headOf(plan).length).split('\n');
  const tail = lines.pop();
  const read = lines.map(readLine);
  const outcomes = new Map<string, Outcome>();
  for (const outcome of read) if (outcome !== null && !outcomes.has(outcome.id)) outcomes.set(outcome.id, outcome);
  return { outcomes, whole: tail === '' && !read.includes(null) };
}

function readLine(line: string): Outcome | null {
  try {
    const outcome = JSON.parse(line) as Partial<{ id: unknown; figures: unknown; error: unknown }> | null;
    if (typeof outcome?.id !== 'string') return null;
    const answered = typeof outcome.figures === 'object' && outcome.figures !== null;
    return answered || typeof outcome.error === 'string' ? (outcome as Outcome) : null;
  } catch {
    return null;
  }
}
