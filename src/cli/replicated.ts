/** `headroom run` with replications: from the options through the experiment. */
import type { Precision } from '../experiment/precision.js';
import type { Replicated } from '../experiment/replicate.js';
import type { Subject } from '../experiment/subject.js';
import { duration } from '../report/words.js';
import { accepted } from '../units/parsed.js';
import { UserError } from '../units/userError.js';
import type { Io } from './io.js';
import type { Changes } from './scenarioFile.js';
import { loadSubject, withRunner } from './subjects.js';

export interface ReplicationOptions {
  readonly replications?: number | undefined;
  readonly precision?: readonly string[] | undefined;
  readonly batches?: number | undefined;
  readonly sensitivity?: true | undefined;
  readonly workers?: number | undefined;
}

/** At most so many where a precision is asked for and no number is given. */
const MOST = 1000;

/** Whether one run is not enough. */
export function isReplicated({ replications, precision, batches, sensitivity }: ReplicationOptions): boolean {
  return replications !== undefined || precision !== undefined || batches !== undefined || sensitivity === true;
}

/** Runs the experiment that the options ask for. */
export async function replicated(
  path: string,
  options: Changes & ReplicationOptions & { readonly quiet?: true | undefined },
  io: Io,
): Promise<{ readonly subject: Subject; readonly replicated: Replicated }> {
  const subject = await loadSubject(path, options, io);
  const precision = await precisionsOf(options.precision ?? [], subject);
  const batches = batchesOf(options, subject);
  const [{ replicate }, { ExperimentProgress, meanSoFar }] = await Promise.all([
    import('../experiment/replicate.js'),
    import('./experimentProgress.js'),
  ]);
  const plan = {
    subject,
    replications: options.replications ?? (precision.length > 0 ? MOST : 1),
    precision,
    batches,
    sensitivity: options.sensitivity === true || (subject.inputs.length > 0 && (options.replications ?? 0) > 1),
  };
  const progress = new ExperimentProgress(io, options.quiet === true, meanSoFar('totals.latency.p99', 'p99', duration));
  try {
    const outcome = await withRunner(io, options.workers, (runner) =>
      replicate(plan, runner, progress, progress.signal),
    );
    return { subject, replicated: outcome };
  } finally {
    progress.end();
  }
}

async function precisionsOf(texts: readonly string[], { scenario }: Subject): Promise<readonly Precision[]> {
  if (texts.length === 0) return [];
  const [{ parsePrecision }, { namesOf }] = await Promise.all([
    import('../experiment/precision.js'),
    import('../scenario/names.js'),
  ]);
  const known = namesOf(scenario);
  return texts.map((text) => accepted('--precision', text, parsePrecision(text, known)).precision);
}

function batchesOf({ batches, replications, precision }: ReplicationOptions, subject: Subject): number | null {
  if (batches === undefined) return null;
  if (replications !== undefined || precision !== undefined)
    throw new UserError(`--batches = ${batches}, must not stand beside --replications or --precision`);
  if (subject.scenario.analysis.kind !== 'steady-state')
    throw new UserError(
      `--batches = ${batches}, needs a scenario with analysis: steady-state`,
      'a run with a natural end has no batches: use --replications',
    );
  return batches;
}
