/** What `headroom sweep` does, from its options to its exit code. */
import { join, resolve } from 'node:path';
import { Folder } from '../../experiment/folder.js';
import { checkPlan, type Plan } from '../../experiment/plan.js';
import { makePlan } from '../../experiment/request.js';
import { runSweep } from '../../experiment/sweep.js';
import { sweepResult, type SweepResult } from '../../experiment/sweepResult.js';
import type { Runner } from '../../experiment/task.js';
import { pointsCsv, pointsJsonl } from '../../report/sweep/files.js';
import { sweepText } from '../../report/sweep/text.js';
import { openDocument, resolveDocument, withChanges } from '../../scenario/read.js';
import { Sources, sha256 } from '../../scenario/sources.js';
import { UserError } from '../../units/userError.js';
import { EXIT, type Io } from '../io.js';
import { fileName } from '../paths.js';
import { paintFor } from '../paint.js';
import { ProgressLine } from '../progressLine.js';
import { commandLine } from '../shellWords.js';
import { filesOf, folderOf, readOptions, refuseProblems, shownName, textOf } from '../scenarioFile.js';
import { diskAt } from './disk.js';
import { Pace, sweepLine } from './progress.js';

export interface SweepOptions {
  readonly param?: readonly string[] | undefined;
  readonly sample?: { readonly kind: 'sobol' | 'latin'; readonly count: number } | undefined;
  readonly replications?: number | undefined;
  readonly set?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  readonly threshold?: readonly string[] | undefined;
  readonly front?: readonly string[] | undefined;
  readonly figure?: readonly string[] | undefined;
  readonly skipInvalid?: true | undefined;
  readonly out?: string | undefined;
  readonly resume?: string | undefined;
  readonly workers?: number | undefined;
  readonly redis?: string | true | undefined;
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
}

/** Settled by the plan: they cannot be given again when it is taken up. */
const PLANNED = [
  'param',
  'sample',
  'replications',
  'set',
  'seed',
  'threshold',
  'front',
  'figure',
  'skipInvalid',
  'out',
] as const;

/** @returns the exit code */
export async function runSweepCommand(path: string | undefined, options: SweepOptions, io: Io): Promise<number> {
  const { folder, at } =
    options.resume === undefined ? await begin(path, options, io) : resume(path, options.resume, options, io);
  return drive(folder, at, options, io);
}

interface Opened {
  readonly folder: Folder;
  /** Where the folder is. */
  readonly at: string;
}

async function begin(path: string | undefined, options: SweepOptions, io: Io): Promise<Opened> {
  if (path === undefined) throw new UserError('a scenario is missing', 'or --resume DIR goes on with a sweep');
  const plan = await planOf(path, options, io);
  const at = options.out ?? join('reports', `${fileName(plan.name)}-sweep`);
  const disk = diskAt(at, io);
  const there = Folder.open(disk);
  if (there !== null && there.answered.size > 0 && !isFinished(there))
    throw new UserError(
      `${at}, holds a sweep that is not finished`,
      `--resume ${at} goes on with it; --out DIR puts this one elsewhere`,
    );
  return { folder: Folder.create(disk, plan), at };
}

function isFinished({ plan, answered }: Folder): boolean {
  return answered.size === plan.points.filter(({ invalid }) => invalid === undefined).length * plan.replications;
}

function resume(path: string | undefined, at: string, options: SweepOptions, io: Io): Opened {
  const given = PLANNED.find((name) => options[name] !== undefined);
  if (path !== undefined || given !== undefined)
    throw new UserError(
      `--resume = ${at}, takes everything from that folder`,
      `leave ${path ?? `--${(given ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`} out`,
    );
  const folder = Folder.open(diskAt(at, io));
  if (folder === null) throw new UserError(`--resume = ${at}, holds no sweep`);
  checkPlan(folder.plan, sourcesAt(folder.plan.folder, io));
  return { folder, at };
}

function sourcesAt(folder: string, io: Io): Sources {
  return new Sources(
    (file) => io.readText(join(folder, file)),
    (file) => io.digest(join(folder, file)),
  );
}

async function planOf(path: string, options: SweepOptions, io: Io): Promise<Plan> {
  const opened = openDocument(filesOf(path, await textOf(path, io), io));
  const document = withChanges(opened, readOptions(options));
  const outcome = resolveDocument(document);
  if (!outcome.ok) return refuseProblems(shownName(path), outcome.problems, io.stderr.isTTY);
  return makePlan({
    document,
    scenario: outcome.scenario,
    folder: resolve(folderOf(path)),
    command: commandOf(path, options),
    params: options.param ?? [],
    sample: options.sample ?? null,
    replications: options.replications ?? 1,
    front: options.front ?? [],
    figures: options.figure ?? [],
    thresholds: options.threshold ?? [],
    skipInvalid: options.skipInvalid === true,
  });
}

/** Without what does not change the answers: threads, queue, folder. */
function commandOf(path: string, options: SweepOptions): string {
  const { param, sample, replications, set, seed, threshold, front, figure, skipInvalid } = options;
  return commandLine(['headroom', 'sweep', path], {
    '--param': param,
    '--sample': sample === undefined ? undefined : `${sample.kind}:${sample.count}`,
    '--replications': replications,
    '--set': set,
    '--seed': seed,
    '--threshold': threshold,
    '--front': front?.join(','),
    '--figure': figure,
    '--skip-invalid': skipInvalid,
  });
}

async function drive(folder: Folder, at: string, options: SweepOptions, io: Io): Promise<number> {
  const abort = new AbortController();
  const stopListening = io.onInterrupt(() => abort.abort());
  const result = await session(folder, at, options, io, abort.signal).finally(stopListening);
  folder.finish(await outputsOf(result, io), result.complete);
  tell(result, at, options, io);
  return codeOf(result, folder, at, io);
}

/** Runs what is missing. Interrupted, it gives what is there by then. */
async function session(
  folder: Folder,
  at: string,
  options: SweepOptions,
  io: Io,
  signal: AbortSignal,
): Promise<SweepResult> {
  const { plan } = folder;
  const runner = await runnerFor(options, plan, at, io, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return null;
  });
  if (runner === null) return sweepResult(plan, folder.outcomes);
  const line = new ProgressLine(io, options.quiet === true);
  const pace = new Pace();
  try {
    return await runSweep(folder, sourcesAt(plan.folder, io), runner, {
      signal,
      progress: (progress) => {
        // The clock starts with the first answer: what threads need to start is no pace.
        if (progress.done > progress.before) pace.note(progress.done, io.now());
        line.show(() => sweepLine(progress, plan, pace.perSecond));
      },
    });
  } finally {
    line.clear();
    await runner.close();
  }
}

/** Threads of this process, or the workers at a queue. */
async function runnerFor(
  { workers, redis }: SweepOptions,
  plan: Plan,
  at: string,
  io: Io,
  signal: AbortSignal,
): Promise<Runner> {
  if (redis !== undefined) {
    const { openQueue } = await import('./queue.js');
    return openQueue(redis, sha256(`${plan.fingerprint}\n${resolve(at)}`).slice(0, 16), io, signal);
  }
  const { ThreadPool } = await import('../../workers/pool.js');
  return new ThreadPool(workers === undefined ? {} : { threads: workers });
}

async function outputsOf(result: SweepResult, io: Io): Promise<ReadonlyMap<string, string>> {
  const { sweepPage } = await import('../../report/sweep/page.js');
  const page = sweepPage(result, { script: io.asset('report/sweep.js'), command: result.plan.command });
  return new Map([
    ['points.csv', pointsCsv(result)],
    ['points.jsonl', pointsJsonl(result)],
    ['sweep.html', page],
  ]);
}

function tell(result: SweepResult, at: string, options: SweepOptions, io: Io): void {
  if (options.json === true) {
    const { plan, points, best, complete } = result;
    io.stdout.write(`${JSON.stringify({ format: 1, plan, best, complete, points }, null, 2)}\n`);
  } else if (options.quiet !== true) {
    const columns = io.stdout.columns;
    const see = [`Page      ${join(at, 'sweep.html')}`, `Points    ${join(at, 'points.csv')}, points.jsonl`];
    io.stdout.write(
      sweepText(result, { paint: paintFor(io.stdout, io.env), see, ...(columns === undefined ? {} : { columns }) }),
    );
  }
}

function codeOf(result: SweepResult, folder: Folder, at: string, io: Io): number {
  const { plan, points, complete, best } = result;
  if (!complete) {
    const total = points.filter(({ state }) => state !== 'invalid').length * plan.replications;
    io.stderr.write(
      `headroom: interrupted; ${folder.answered.size} of ${total} runs are kept: headroom sweep --resume ${at} goes on\n`,
    );
    return EXIT.interrupted;
  }
  if (points.some(({ state }) => state === 'failed')) return EXIT.internal;
  return plan.thresholds.length > 0 && best === null ? EXIT.threshold : EXIT.ok;
}
