/** The same traffic and the same luck on several variants: what the change does, and how sure that is. */
import { addressOf } from '../result/address.js';
import type { FigureInterval, Replications, ResultDocument } from '../result/document.js';
import type { Threshold } from '../result/thresholds.js';
import { namesOf } from '../scenario/names.js';
import { scenarioHash } from '../scenario/hash.js';
import { writtenScenario } from '../scenario/print/scenario.js';
import type { Note, Scenario } from '../scenario/resolved.js';
import { SECOND, type Micros } from '../units/quantities.js';
import { HEADROOM_VERSION, MODEL_VERSION } from '../version.js';
import { judgeDelta, judgePlain, type ComparedThreshold, type DeltaThreshold } from './deltaThreshold.js';
import { differenceOf, type Difference } from './difference.js';
import { Gathering, nobody, type Watcher } from './gather.js';
import { intervalsOf, LEVEL, observedInBoth, type FigureValues } from './intervals.js';
import { PooledLatencies } from './pooled.js';
import { partsOfId, replicationsOf, taskId, type Subject } from './subject.js';
import type { Answer, Runner, Task } from './task.js';
import { foundWarmup, PILOTS, warmupFigure } from './warmup.js';

export interface ComparePlan {
  /** The first is what the others are compared with. Their names differ. */
  readonly subjects: readonly Subject[];
  readonly replications: number;
  /** Relative difference that matters. */
  readonly smallest: number;
  readonly deltas: readonly DeltaThreshold[];
  /** Of every variant but the first, beside those of its own scenario. */
  readonly thresholds: readonly Threshold[];
}

/** The document of a comparison. Additive changes only, as for the result document. */
export interface Comparison {
  readonly schemaVersion: 1;
  readonly kind: 'comparison';
  readonly headroomVersion: string;
  readonly modelVersion: number;
  readonly seed: number;
  readonly horizon: number;
  readonly analysis: Scenario['analysis']['kind'];
  readonly warmup: Replications['warmup'];
  /** Asked for, of each variant. */
  readonly replications: number;
  /** Confidence of all intervals, each by itself. */
  readonly level: number;
  readonly smallest: number;
  readonly variants: readonly ComparedVariant[];
  /** Each variant against the first. */
  readonly pairs: readonly ComparedPair[];
  readonly thresholds: readonly ComparedThreshold[];
  readonly notes: readonly Note[];
  readonly failures: readonly { readonly id: string; readonly error: string }[];
}

export interface ComparedVariant {
  readonly name: string;
  readonly scenarioHash: string;
  readonly scenario: unknown;
  /** Replications that were simulated. */
  readonly count: number;
  readonly intervals: Readonly<Record<string, FigureInterval>>;
  readonly pooled: Readonly<Record<string, number | null>>;
  readonly currencies: Readonly<Record<string, string>>;
  /** What its objectives promise, by the full path of their SLI. */
  readonly objectives: Readonly<Record<string, number>>;
  readonly assumptions: ResultDocument['assumptions'];
}

export interface ComparedPair {
  readonly a: string;
  readonly b: string;
  /** Replications in which both were simulated. */
  readonly count: number;
  readonly differences: readonly Difference[];
}

export interface Compared {
  readonly comparison: Comparison;
  readonly interrupted: boolean;
}

/**
 * Runs a plan: replication after replication, all variants in each, so that what is done at an interrupt is in pairs.
 *
 * @throws UserError when a warm-up is to be found and a run is too short for it, or events of a month lie in it
 * @throws Error when no pair could be simulated
 */
export async function compare(
  plan: ComparePlan,
  runner: Runner,
  watcher: Watcher = nobody,
  signal?: AbortSignal,
): Promise<Compared> {
  const gathering = new Gathering(runner, watcher, signal);
  const warmup = await foundWarmup(plan.subjects, Math.min(PILOTS, plan.replications), gathering);
  const pools = plan.subjects.map(() => new PooledLatencies());
  const answers = await gathering.answers(tasksOf(plan, warmup), ({ latencies, ...rest }) => {
    pools[subjectIn(rest.id)].add(latencies ?? {});
    return rest;
  });
  const bySubject = plan.subjects.map((_, k) => ofSubject(answers, k, plan.replications));
  const comparison = comparisonOf(plan, warmup, bySubject, pools, gathering);
  if (comparison.pairs.some(({ count }) => count === 0)) throw gathering.nothing('pair of replications');
  return { comparison, interrupted: gathering.interrupted };
}

const keyOf = (subject: number): string => `v${subject}`;
const subjectIn = (id: string): number => Number(partsOfId(id).key.slice(1));

function tasksOf({ subjects, replications }: ComparePlan, warmup: Micros | null): readonly Task[] {
  const bring = { latencies: true };
  const columns = subjects.map((subject, k) => [
    ...replicationsOf(subject, keyOf(k), 0, replications, { warmup, bring }),
  ]);
  return Array.from({ length: replications }, (_, r) => columns.map((tasks) => tasks[r])).flat();
}

/** By replication; `undefined` where there is no answer. */
type Column = readonly (Answer | undefined)[];

function ofSubject(answers: readonly Answer[], subject: number, replications: number): Column {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  return Array.from({ length: replications }, (_, r) => byId.get(taskId(keyOf(subject), r)));
}

function comparisonOf(
  plan: ComparePlan,
  warmup: Micros | null,
  columns: readonly Column[],
  pools: readonly PooledLatencies[],
  gathering: Gathering,
): Comparison {
  const { subjects, replications, smallest } = plan;
  const [{ scenario }] = subjects;
  const variants = subjects.map((subject, k) => variantOf(subject, columns[k], pools[k]));
  const pairs = subjects.slice(1).map((_, k) => pairOf(subjects, columns, k + 1, smallest));
  return {
    schemaVersion: 1,
    kind: 'comparison',
    headroomVersion: HEADROOM_VERSION,
    modelVersion: MODEL_VERSION,
    seed: scenario.seed,
    horizon: scenario.horizon / SECOND,
    analysis: scenario.analysis.kind,
    warmup: warmupFigure(scenario, warmup),
    replications,
    level: LEVEL,
    smallest,
    variants,
    pairs,
    thresholds: pairs.flatMap((pair, k) => judged(plan, pair, subjects[k + 1], variants[k + 1])),
    notes: [...sameNotes(subjects), ...trafficNotes(subjects)],
    failures: gathering.failures,
  };
}

function variantOf({ name, scenario }: Subject, column: Column, pool: PooledLatencies): ComparedVariant {
  const answers = column.filter((answer) => answer !== undefined);
  return {
    name,
    scenarioHash: scenarioHash(scenario),
    scenario: writtenScenario(scenario),
    count: answers.length,
    intervals: intervalsOf(
      answers.map(({ figures }) => figures),
      namesOf(scenario),
    ),
    pooled: pool.quantiles(),
    currencies: Object.fromEntries(scenario.tariffs.map(({ name: tariff, currency }) => [tariff, currency])),
    objectives: Object.fromEntries(
      scenario.objectives.map(({ service, name: of, objective }) => [
        `slo.${service ?? 'totals'}.${of}.sli`,
        objective,
      ]),
    ),
    assumptions: scenario.notes,
  };
}

function pairOf(subjects: readonly Subject[], columns: readonly Column[], k: number, smallest: number): ComparedPair {
  const both = columns[0].flatMap((a, r): (readonly [FigureValues, FigureValues])[] => {
    const b = columns[k][r];
    return a === undefined || b === undefined ? [] : [[a.figures, b.figures]];
  });
  const paths = both.length === 0 ? [] : Object.keys(both[0][0]).filter((path) => Object.hasOwn(both[0][1], path));
  return {
    a: subjects[0].name,
    b: subjects[k].name,
    count: both.length,
    differences: paths.flatMap((path) => differenceIn(path, both, smallest) ?? []),
  };
}

/** `null`: never observed in both, or never anything but 0. */
function differenceIn(
  path: string,
  both: readonly (readonly [FigureValues, FigureValues])[],
  smallest: number,
): Difference | null {
  const seen = observedInBoth(both, path);
  if (seen.length === 0 || isDetail(path, seen)) return null;
  return differenceOf(
    path,
    seen.map(([x]) => x),
    seen.map(([, y]) => y),
    smallest,
  );
}

/** Causes that never struck are not worth a line each. */
function isDetail(path: string, seen: readonly (readonly [number, number])[]): boolean {
  return /\.(byCause|byPhase|failures)\./.test(path) && seen.every(([x, y]) => x === 0 && y === 0);
}

function judged(
  { deltas, thresholds }: ComparePlan,
  { differences }: ComparedPair,
  { name, scenario }: Subject,
  { intervals }: ComparedVariant,
): readonly ComparedThreshold[] {
  const known = namesOf(scenario);
  return [
    ...deltas.map((delta) =>
      judgeDelta(
        delta,
        differences.find(({ figure }) => figure === delta.figure),
        name,
      ),
    ),
    ...[...scenario.thresholds, ...thresholds].map((threshold) => {
      const found = addressOf(threshold.figure, known);
      return judgePlain(threshold, found.ok ? intervals[found.address.path] : undefined, name);
    }),
  ];
}

/** A change that changes nothing is hardly meant. What a scenario is called, and where its notes stand, is no change. */
function sameNotes([first, ...others]: readonly Subject[]): readonly Note[] {
  const { name, notes } = first.scenario;
  const meaning = ({ scenario }: Subject): string => scenarioHash({ ...scenario, name, notes });
  return others
    .filter((subject) => meaning(subject) === meaning(first))
    .map((subject) => ({
      where: subject.name,
      text: `resolves to the same scenario as ${first.name}: nothing was changed`,
    }));
}

/** What the reader must know: the variants do not get the same requests. */
function trafficNotes(subjects: readonly Subject[]): readonly Note[] {
  const [first, ...others] = subjects;
  const traffic = ({ scenario }: Subject): string =>
    JSON.stringify([scenario.services.map(({ name, arrivals }) => [name, arrivals]), scenario.fleet?.source ?? null]);
  return others
    .filter((subject) => traffic(subject) !== traffic(first))
    .map(({ name }) => ({
      where: name,
      text: `the traffic is not that of ${first.name}: the difference is that of both changes`,
    }));
}
