/** The document of several runs: means, and how well they are known. */
import type { FigureInterval, Replications, ResultDocument } from '../result/document.js';
import { judge } from '../result/thresholds.js';
import { scenarioHash } from '../scenario/hash.js';
import { namesOf } from '../scenario/names.js';
import { writtenScenario } from '../scenario/print/scenario.js';
import type { Micros } from '../units/quantities.js';
import { separated } from './inputs.js';
import { bounded, intervalsOf, LEVEL, observedInBoth } from './intervals.js';
import type { MeanDocument } from './meanDocument.js';
import type { PooledLatencies } from './pooled.js';
import { limitOf, reachedOf, type Precision } from './precision.js';
import { drawOf, partsOfId, SEEDS_PER_DRAW, type Subject } from './subject.js';
import type { Answer, Failure } from './task.js';
import { warmupFigure } from './warmup.js';

/** What a plan came to. */
export interface Facts {
  readonly answers: readonly Answer[];
  readonly documents: MeanDocument;
  readonly latencies: PooledLatencies;
  readonly warmup: Micros | null;
  readonly failures: readonly Failure[];
  readonly sensitivity: NonNullable<Replications['sensitivity']>;
}

/** Every number the mean over replications; of one long run, its own. */
export function replicatedDocument(subject: Subject, precision: readonly Precision[], facts: Facts): ResultDocument {
  const { scenario } = subject;
  const mean = facts.documents.mean();
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
    replications: replicationsIn(subject, precision, facts, intervals),
    intervals,
    thresholds: judge(scenario.thresholds, mean, known),
  };
}

/** Counts of a batch are only there to tell how rare is what was never seen. */
function withoutCounts(intervals: Readonly<Record<string, FigureInterval>>): Readonly<Record<string, FigureInterval>> {
  return Object.fromEntries(Object.entries(intervals).filter(([path]) => !path.includes('.requests.')));
}

function replicationsIn(
  subject: Subject,
  precision: readonly Precision[],
  { answers, latencies, warmup, failures, sensitivity }: Facts,
  intervals: Readonly<Record<string, FigureInterval>>,
): Replications {
  return {
    count: answers.length,
    level: LEVEL,
    analysis: subject.scenario.analysis.kind,
    method: answers[0].batches === undefined ? 'replications' : 'batch-means',
    warmup: warmupFigure(subject.scenario, warmup),
    pooled: latencies.quantiles(),
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

/** Intervals over replications; with uncertain inputs, split into what the seed and what the inputs do. */
export function intervalsOfAnswers(
  answers: readonly Answer[],
  { inputs, scenario }: Subject,
): Readonly<Record<string, FigureInterval>> {
  const rows = answers.map(({ figures }) => figures);
  const plain = intervalsOf(rows, namesOf(scenario));
  if (inputs.length === 0) return plain;
  const pairs = pairsOf(answers).map(([a, b]) => [a.figures, b.figures] as const);
  const split = Object.entries(plain).map(([path, interval]) => {
    const values = observedInBoth(pairs, path);
    const parts = interval.method === 't' ? separated(values) : null;
    return [path, parts === null ? interval : bounded(path, values.flat(), parts)] as const;
  });
  return Object.fromEntries(split);
}

/** Replications under the same draw of the inputs, where both are there. */
function pairsOf(answers: readonly Answer[]): readonly (readonly [Answer, Answer])[] {
  const byDraw = new Map<number, Answer[]>();
  for (const answer of answers) {
    const draw = drawOf(partsOfId(answer.id).replication);
    byDraw.set(draw, [...(byDraw.get(draw) ?? []), answer]);
  }
  return [...byDraw.values()].flatMap((group) =>
    group.length === SEEDS_PER_DRAW ? [[group[0], group[1]] as const] : [],
  );
}
