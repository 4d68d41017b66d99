/** What is replicated: a scenario, and how it changes from replication to replication where inputs are uncertain. */
import { openSource } from '../random/streams.js';
import type { UncertainInput } from '../result/document.js';
import { pathText } from '../scenario/problem.js';
import { writtenScenario } from '../scenario/print/scenario.js';
import { valueIn } from '../scenario/ranges.js';
import { resolveDocument, type ReadOptions, type ScenarioDocument } from '../scenario/read.js';
import type { Scenario } from '../scenario/resolved.js';
import type { Micros } from '../units/quantities.js';
import type { Bring, Task } from './task.js';

/** A scenario that was read, with the way to read it at other values of its uncertain inputs. */
export interface Subject {
  readonly name: string;
  /** Where its files are. */
  readonly folder: string;
  /** Uncertain inputs at their middle. */
  readonly scenario: Scenario;
  /** Empty: every input is certain. */
  readonly inputs: readonly UncertainInput[];
  /** What was written, for what was not. */
  readonly written: unknown;
  /** The scenario with its inputs at these shares of their ranges. */
  readonly drawn: (shareOf: (path: string) => number) => Scenario;
}

/** @throws RangeError where the document does not resolve: check it before */
export function subjectOf(document: ScenarioDocument, options: ReadOptions, folder: string, name?: string): Subject {
  const outcome = resolveDocument(document, options);
  if (!outcome.ok) throw new RangeError('scenario, must resolve');
  const { scenario, ranges } = outcome;
  return {
    name: name ?? scenario.name,
    folder,
    scenario,
    inputs: ranges.map((range) => ({
      path: pathText(range.path),
      low: String(valueIn(range, 0)),
      high: String(valueIn(range, 1)),
    })),
    written: document.written.value,
    drawn: (shareOf) => {
      const drawn = resolveDocument(document, { ...options, shareOf });
      return drawn.ok ? { ...drawn.scenario, thresholds: scenario.thresholds } : scenario;
    },
  };
}

/** With uncertain inputs two replications share one draw of them: the difference between the two is the seed's alone. */
export const SEEDS_PER_DRAW = 2;

/** Which draw of the inputs a replication has. */
export const drawOf = (replication: number): number => Math.floor(replication / SEEDS_PER_DRAW);

/**
 * Tasks `from`, `from + 1`, ... `to - 1` of a subject. Every variant of an experiment draws the same inputs and uses the
 * same random numbers in the same replication.
 *
 * @param key what its tasks are called: unique among the subjects of an experiment
 */
export function* replicationsOf(
  subject: Subject,
  key: string,
  from: number,
  to: number,
  { warmup, bring }: { readonly warmup?: Micros | null; readonly bring?: Bring } = {},
): Generator<Task> {
  const { folder, scenario, inputs } = subject;
  let draw = -1;
  let written: unknown;
  for (let replication = from; replication < to; replication++) {
    const next = inputs.length === 0 ? 0 : drawOf(replication);
    if (next !== draw) {
      draw = next;
      const at = inputs.length === 0 ? scenario : subject.drawn(sharesOf(scenario.seed, draw));
      written = writtenScenario(withWarmup(at, warmup ?? null));
    }
    yield {
      id: taskId(key, replication),
      scenario: written,
      folder,
      replication,
      ...(bring === undefined ? {} : { bring }),
    };
  }
}

/** `a/r0007`: sorts by text as by number. */
export const taskId = (key: string, replication: number): string => `${key}/r${String(replication).padStart(4, '0')}`;

/** What {@link taskId} was made of. */
export function partsOfId(id: string): { readonly key: string; readonly replication: number } {
  const [key, replication] = id.split('/r');
  return { key, replication: Number(replication) };
}

function sharesOf(seed: number, draw: number): (path: string) => number {
  return (path) => openSource(`${seed}/${draw}/inputs/${path}`).double();
}

/** The same with the warm-up that was found. */
function withWarmup(scenario: Scenario, warmup: Micros | null): Scenario {
  return warmup === null ? scenario : { ...scenario, analysis: { ...scenario.analysis, warmup } };
}
