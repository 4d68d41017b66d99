/** One scenario, several times with independent seeds: means with intervals instead of an anecdote. */
import type { FigureInterval, Replications, ResultDocument } from '../result/document.js';
import { judge } from '../result/thresholds.js';
import { scenarioHash } from '../scenario/hash.js';
import { namesOf } from '../scenario/names.js';
import { writtenScenario } from '../scenario/print/scenario.js';
import { SECOND, type Micros } from '../units/quantities.js';
import { Gathering, InterruptedEarly, nobody, type Watcher } from './gather.js';
import { separated } from './inputs.js';
import { bounded, intervalsOf, LEVEL } from './intervals.js';
import { MeanDocument } from './meanDocument.js';
import { PooledLatencies } from './pooled.js';
import { limitOf, reachedOf, replicationsFor, type Precision } from './precision.js';
import { sensitivities } from './sensitivity.js';
import { drawOf, replicationsOf, SEEDS_PER_DRAW, type Subject } from './subject.js';
import type { Answer, Failure, Runner } from './task.js';
import { findWarmup, TooShort } from './warmup.js';

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
 * @throws TooShort when a warm-up is to be found and the run is too short for it
 * @throws Error when no replication could be simulated
 */
export async function replicate(
  plan: ReplicatePlan,
  runner: Runner,
  watcher: Watcher = nobody,
  signal?: AbortSignal,
): Promise<Replicated> {
  const gathering = new Gathering(runner, watcher, signal);
  const { subject } = plan;
  const pilots = plan.batches === null || plan.batches === undefined ? Math.min(plan.replications, PILOTS) : 1;
  const warmup = await foundWarmup([subject], pilots, gathering);
  const kept = new Kept();
  const answers =
    typeof plan.batches === 'number'
      ? await oneLongRun(subject, plan.batches, warmup, gathering, kept)
      : await untilPrecise(plan, warmup, gathering, kept);
  if (answers.length === 0) throw nothingAnswered(gathering);
  const changes = plan.sensitivity ? await sensitivities(subject, gathering) : [];
  const { failures, interrupted } = gathering;
  const facts = { answers, kept, warmup, failures, sensitivity: changes };
  return { document: documentOf(plan, facts), failures, interrupted };
}

/** Runs whose number in system is looked at: more of them smooth it, but MSER-5 needs no more. */
export const PILOTS = 10;

/**
 * The warm-up for all of these subjects: the longest that is found for any. `null`: it was given, or the runs begin where
 * they should.
 */
export async function foundWarmup(
  subjects: readonly Subject[],
  pilots: number,
  gathering: Gathering,
): Promise<Micros | null> {
  const searched = subjects.filter(({ scenario }) => scenario.analysis.warmup === 'auto');
  if (searched.length === 0) return null;
  const tasks = searched.map((subject, k) => [
    ...replicationsOf(subject, `warmup${k}`, 0, pilots, { warmup: 0, bring: { inSystem: true } }),
  ]);
  const answers = await gathering.answers(tasks.flat());
  const cuts = searched.map(({ scenario, name }, k) => {
    const series = answers.filter(({ id }) => id.startsWith(`warmup${k}/`)).map(({ inSystem }) => inSystem ?? []);
    const found = findWarmup(series, scenario.horizon);
    if (!found.ok) throw new TooShort(name, found.cut, scenario.horizon);
    return found.warmup;
  });
  return Math.max(...cuts);
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

function nothingAnswered(gathering: Gathering): Error {
  const [first] = gathering.failures;
  if (first !== undefined) return new Error(first.error);
  return new InterruptedEarly('interrupted before the first replication was done');
}

/** Intervals over replications; with uncertain inputs, split into what the seed and what the inputs do. */
function intervalsOfAnswers(
  answers: readonly Answer[],
  { inputs, scenario }: Subject,
): Readonly<Record<string, FigureInterval>> {
  const rows = answers.map(({ figures }) => figures);
  const plain = intervalsOf(rows, namesOf(scenario));
  if (inputs.length === 0) return plain;
  const pairs = pairsOf(answers);
  const split = Object.entries(plain).map(([path, interval]) => {
    const values = pairs.flatMap(([a, b]): (readonly [number, number])[] => {
      const [x, y] = [a.figures[path], b.figures[path]];
      return typeof x === 'number' && typeof y === 'number' ? [[x, y]] : [];
    });
    const parts = interval.method === 't' ? separated(values) : null;
    return [path, parts === null ? interval : bounded(path, values.flat(), parts)] as const;
  });
  return Object.fromEntries(split);
}

/** Replications under the same draw of the inputs, where both are there. */
function pairsOf(answers: readonly Answer[]): readonly (readonly [Answer, Answer])[] {
  const byDraw = new Map<number, Answer[]>();
  for (const answer of answers) {
    const draw = drawOf(Number(/r(\d+)$/.exec(answer.id)?.[1] ?? 0));
    byDraw.set(draw, [...(byDraw.get(draw) ?? []), answer]);
  }
  return [...byDraw.values()].flatMap((group) =>
    group.length === SEEDS_PER_DRAW ? [[group[0], group[1]] as const] : [],
  );
}

interface Facts {
  readonly answers: readonly Answer[];
  readonly kept: Kept;
  readonly warmup: Micros | null;
  readonly failures: readonly Failure[];
  readonly sensitivity: NonNullable<Replications['sensitivity']>;
}

function documentOf(plan: ReplicatePlan, facts: Facts): ResultDocument {
  const { subject } = plan;
  const { scenario } = subject;
  const mean = facts.kept.documents.mean();
  const batches = facts.answers[0].batches;
  const intervals =
    batches === undefined
      ? intervalsOfAnswers(facts.answers, subject)
      : withoutCounts(intervalsOf(batches, namesOf(scenario), 'batch-means'));
  const known = Object.fromEntries(
    Object.entries(intervals).flatMap(([path, { low, high }]) =>
      low === null || high === null ? [] : [[path, { low, high }] as const],
    ),
  );
  return {
    ...mean,
    ...(subject.inputs.length === 0
      ? {}
      : { scenario: writtenScenario(scenario), scenarioHash: scenarioHash(scenario) }),
    replications: replicationsIn(plan, facts, intervals),
    intervals,
    thresholds: judge(scenario.thresholds, mean, known),
  };
}

/** Counts of a batch are only there to tell how rare is what was never seen. */
function withoutCounts(intervals: Readonly<Record<string, FigureInterval>>): Readonly<Record<string, FigureInterval>> {
  return Object.fromEntries(Object.entries(intervals).filter(([path]) => !path.includes('.requests.')));
}

function replicationsIn(
  { subject, precision }: ReplicatePlan,
  { answers, kept, warmup, failures, sensitivity }: Facts,
  intervals: Readonly<Record<string, FigureInterval>>,
): Replications {
  const { analysis } = subject.scenario;
  const given = analysis.warmup === 'auto' ? 0 : analysis.warmup;
  return {
    count: answers.length,
    level: LEVEL,
    analysis: analysis.kind,
    method: answers[0].batches === undefined ? 'replications' : 'batch-means',
    warmup: { seconds: (warmup ?? given) / SECOND, method: warmup === null ? 'given' : 'mser-5' },
    pooled: kept.latencies.quantiles(),
    ...(precision.length === 0 ? {} : { precision: precision.map((one) => precisionReached(one, intervals)) }),
    ...(subject.inputs.length === 0 ? {} : { inputs: subject.inputs }),
    ...(sensitivity.length === 0 ? {} : { sensitivity }),
    ...(failures.length === 0 ? {} : { failures }),
  };
}

function precisionReached(
  precision: Precision,
  intervals: Readonly<Record<string, FigureInterval>>,
): NonNullable<Replications['precision']>[number] {
  const reached = reachedOf(precision, intervals);
  const met = reached !== null && reached <= limitOf(precision);
  return { figure: precision.figure, asked: precision.relative, reached, met };
}
