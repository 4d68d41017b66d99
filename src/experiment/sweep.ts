/** Drives a sweep: what is missing goes to the runner, what it answers to the folder. */
import type { Sources } from '../scenario/sources.js';
import type { Folder } from './folder.js';
import type { FigureValues } from './intervals.js';
import { taskIds, tasksOf, type Plan } from './plan.js';
import { isBetter, mayBeBest, pointOf, sweepResult, type SweepPoint, type SweepResult } from './sweepResult.js';
import type { Runner } from './task.js';

/** How far it is. */
export interface SweepProgress {
  /** Runs that have an outcome, those of earlier sessions included. */
  readonly done: number;
  readonly total: number;
  /** Of `done`, those that were there when this session began. */
  readonly before: number;
  readonly failed: number;
  readonly best: SweepPoint | null;
}

export interface SweepHooks {
  readonly progress?: (progress: SweepProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs what is missing (with the files in `sources`) and gives all that is known, also where it was aborted. The folder
 * has every outcome by then, but not the outputs: whoever renders them hands them to `folder.finish`.
 */
export async function runSweep(
  folder: Folder,
  sources: Sources,
  runner: Runner,
  { progress, signal }: SweepHooks = {},
): Promise<SweepResult> {
  const { plan } = folder;
  const done = folder.answered;
  const watch = new Watch(folder, done.size);
  progress?.(watch.state());
  await runner.run(
    tasksOf(plan, sources, done),
    (outcome) => {
      if (folder.outcomes.has(outcome.id)) return;
      folder.record('figures' in outcome ? { id: outcome.id, figures: keptOf(plan, outcome.figures) } : outcome);
      watch.heard(outcome.id, 'error' in outcome);
      progress?.(watch.state());
    },
    signal,
  );
  return sweepResult(plan, folder.outcomes);
}

function keptOf({ everyService, figures }: Plan, all: FigureValues): FigureValues {
  if (everyService) return all;
  return Object.fromEntries(
    Object.entries(all).filter(([path]) => !path.startsWith('services.') || figures.includes(path)),
  );
}

/** Keeps the best point so far without looking at all of them each time. */
class Watch {
  readonly #folder: Folder;
  readonly #before: number;
  readonly #total: number;
  readonly #pointOfTask = new Map<string, number>();
  #failed = 0;
  #best: SweepPoint | null = null;

  constructor(folder: Folder, before: number) {
    const { plan } = folder;
    this.#folder = folder;
    this.#before = before;
    plan.points.forEach((point, k) => taskIds(plan, point).forEach((id) => this.#pointOfTask.set(id, k)));
    this.#total = this.#pointOfTask.size;
    if (before > 0) plan.points.forEach((_, k) => this.#consider(k));
  }

  heard(id: string, failed: boolean): void {
    if (failed) this.#failed++;
    const k = this.#pointOfTask.get(id);
    if (k !== undefined) this.#consider(k);
  }

  #consider(k: number): void {
    const { plan, outcomes } = this.#folder;
    if (!taskIds(plan, plan.points[k]).every((id) => outcomes.has(id))) return;
    const point = pointOf(plan, k, outcomes);
    if (mayBeBest(plan, point) && (this.#best === null || isBetter(plan, point, this.#best))) this.#best = point;
  }

  state(): SweepProgress {
    const { size } = this.#folder.outcomes;
    return { done: size, total: this.#total, before: this.#before, failed: this.#failed, best: this.#best };
  }
}
