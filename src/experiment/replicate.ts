/** One scenario, several times with independent seeds: means with intervals instead of an anecdote. */
import type { ResultDocument } from '../result/document.js';
import type { Micros } from '../units/quantities.js';
import { Gathering, nobody, type Watcher } from './gather.js';
import { MeanDocument } from './meanDocument.js';
import { PooledLatencies } from './pooled.js';
import { replicationsFor, type Precision } from './precision.js';
import { intervalsOfAnswers, replicatedDocument } from './replicatedDocument.js';
import { sensitivities } from './sensitivity.js';
import { replicationsOf, type Subject } from './subject.js';
import type { Answer, Failure, Runner } from './task.js';
import { foundWarmup, PILOTS } from './warmup.js';

export interface ReplicatePlan {
  readonly subject: Subject;
  /** With `precision`, the most there may be. */
  readonly replications: number;
  readonly precision: readonly Precision[];
  /** Batches of one long run instead of replications. @default null */
  readonly batches?: number | null;
  /** Whether to find out which defaults matter. */
  readonly sensitivity: boolean;
}

export interface Replicated {
  /** Every number the mean over replications; `replications` and `intervals` say how well it is known. */
  readonly document: ResultDocument;
  readonly failures: readonly Failure[];
  readonly interrupted: boolean;
}

/**
 * Runs a plan.
 *
 * @throws UserError when a warm-up is to be found and the run is too short for it, or events of a month lie in it
 * @throws Error when no replication could be simulated
 */
export async function replicate(
  plan: ReplicatePlan,
  runner: Runner,
  watcher: Watcher = nobody,
  signal?: AbortSignal,
): Promise<Replicated> {
  const gathering = new Gathering(runner, watcher, signal);
  const { subject, batches = null } = plan;
  const pilots = batches === null ? Math.min(plan.replications, PILOTS) : 1;
  const warmup = await foundWarmup([subject], pilots, gathering);
  const kept = new Kept();
  const answers =
    batches === null
      ? await untilPrecise(plan, warmup, gathering, kept)
      : await oneLongRun(subject, batches, warmup, gathering, kept);
  if (answers.length === 0) throw gathering.nothing('replication');
  const changes = plan.sensitivity ? await sensitivities(subject, gathering) : [];
  const { failures, interrupted } = gathering;
  const { documents, latencies } = kept;
  const facts = { answers, documents, latencies, warmup, failures, sensitivity: changes };
  return { document: replicatedDocument(subject, plan.precision, facts), failures, interrupted };
}

/** What the answers come to, kept instead of them: a thousand documents are more than memory holds. */
class Kept {
  readonly documents = new MeanDocument();
  readonly latencies = new PooledLatencies();

  readonly take = ({ result, latencies, ...rest }: Answer): Answer => {
    if (result !== undefined) this.documents.add(result);
    this.latencies.add(latencies ?? {});
    return rest;
  };
}

async function oneLongRun(
  subject: Subject,
  batches: number,
  warmup: Micros | null,
  gathering: Gathering,
  kept: Kept,
): Promise<readonly Answer[]> {
  const bring = { result: true, latencies: true, batches };
  return gathering.answers([...replicationsOf(subject, 'run', 0, 1, { warmup, bring })], kept.take);
}

async function untilPrecise(
  plan: ReplicatePlan,
  warmup: Micros | null,
  gathering: Gathering,
  kept: Kept,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const bring = { result: true, latencies: true };
  const most = plan.replications;
  let asked = 0;
  for (;;) {
    const next = plan.precision.length === 0 ? most : nextCount(plan, answers, asked);
    if (next <= asked || gathering.interrupted) return answers;
    const tasks = [...replicationsOf(plan.subject, 'run', asked, next, { warmup, bring })];
    answers.push(...(await gathering.answers(tasks, kept.take)));
    asked = next;
  }
}

function nextCount(plan: ReplicatePlan, answers: readonly Answer[], asked: number): number {
  const intervals = asked === 0 ? {} : intervalsOfAnswers(answers, plan.subject);
  return replicationsFor(plan.precision, intervals, asked, plan.replications);
}
