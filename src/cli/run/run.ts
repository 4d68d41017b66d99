/** What `headroom run` does, from its options to its exit code. */
import type { ResultDocument } from '../../result/document.js';
import { isolationOf } from '../../result/isolation.js';
import type { Scenario } from '../../scenario/resolved.js';
import type { Micros } from '../../units/quantities.js';
import { UserError } from '../../units/userError.js';
import { instant } from '../instant.js';
import { EXIT, type Io } from '../io.js';
import { observationFile, type ObservationLog } from '../observations.js';
import { checkOutputs, printsDocument, writeInputs, writeOutputs, type OutputOptions } from '../outputs.js';
import { isReplicated, replicated, type ReplicationOptions } from '../replicated.js';
import { folderOf, loadRunnable, type Changes } from '../scenarioFile.js';
import { tracesOf } from '../traces.js';
import { runCommand } from './command.js';

export interface RunOptions extends OutputOptions, Changes, ReplicationOptions {
  readonly observations?: string | undefined;
  readonly manifests?: string | undefined;
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
  readonly explain?: string | undefined;
  readonly isolation?: true | undefined;
}

/** What a run, or several, came to. */
interface Ran {
  readonly scenario: Scenario;
  readonly result: ResultDocument;
  readonly interrupted: boolean;
}

/** @returns the exit code */
export async function runScenario(path: string, options: RunOptions, io: Io): Promise<number> {
  const printed = printsDocument(options);
  await checkOutputs(options, io);
  const ran = isReplicated(options) ? await severalTimes(path, options, io) : await once(path, options, io);
  const { scenario, result, interrupted } = ran;
  if (options.json === true) io.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  const report = options.report !== false && (options.json !== true || options.out !== undefined);
  const command = runCommand(path, options, scenario);
  const written = await writeOutputs(result, scenario.name, command, { ...options, report }, io);
  const inputs = await writeInputs(scenario, options, io);
  if (!printed && options.quiet !== true) await tell(result, [...written, ...inputs], io);
  if (interrupted) io.stderr.write('headroom: interrupted; what was simulated so far is kept\n');
  return exitCode(ran);
}

function exitCode({ result, interrupted }: Ran): number {
  if (interrupted) return EXIT.interrupted;
  if (result.replications?.failures !== undefined) return EXIT.internal;
  return result.thresholds.some(({ verdict }) => verdict === 'fail') ? EXIT.threshold : EXIT.ok;
}

async function once(path: string, options: RunOptions, io: Io): Promise<Ran> {
  const scenario = await loadRunnable(path, options, io);
  const { observations, explain } = options;
  const lookAt = explain === undefined ? undefined : instant(explain, scenario.horizon);
  const log = observations === undefined ? undefined : observationFile(observations, io);
  if (options.isolation === true && scenario.faults.length === 0)
    throw new UserError('--isolation, needs a scenario with faults: there is nothing to compare with');
  const ran = await simulate(scenario, path, io, options, { observations: log, lookAt });
  log?.flush();
  if (options.isolation !== true || ran.interrupted) return { scenario, ...ran };
  const calm = await simulate({ ...scenario, faults: [] }, path, io, options, {});
  return {
    scenario,
    result: { ...ran.result, isolation: isolationOf(ran.result, calm.result) },
    interrupted: calm.interrupted,
  };
}

const OF_ONE_RUN = ['explain', 'isolation', 'observations'] as const;

async function severalTimes(path: string, options: RunOptions, io: Io): Promise<Ran> {
  for (const name of OF_ONE_RUN) {
    const value = options[name];
    const given = value === true ? `--${name}` : `--${name} = ${value}`;
    if (value !== undefined) throw new UserError(`${given}, is of one run: leave out the replications`);
  }
  const { subject, replicated: outcome } = await replicated(path, options, io);
  return { scenario: subject.scenario, result: outcome.document, interrupted: outcome.interrupted };
}

/** Who looks at a run while it is under way. */
interface Watched {
  readonly observations?: ObservationLog | undefined;
  readonly lookAt?: Micros | undefined;
}

/** With fewer, threads take longer to start than they are worth. */
const LEAST_CHUNKS = 4;

async function simulate(
  scenario: Scenario,
  path: string,
  io: Io,
  { quiet, workers }: Pick<RunOptions, 'quiet' | 'workers'>,
  { observations, lookAt }: Watched,
): Promise<{ readonly result: ResultDocument; readonly interrupted: boolean }> {
  const [{ open }, { drive, driveFleet }] = await Promise.all([import('../../simulate.js'), import('../drive.js')]);
  const quietly = quiet === true;
  const traces = await tracesOf(scenario, path, io, quietly);
  const simulation = open(scenario, {
    ...(traces && { traces }),
    ...(observations && { observations }),
    ...(lookAt !== undefined && { lookAt }),
  });
  const { chunks } = simulation;
  const fleet =
    chunks !== null && chunks.count >= LEAST_CHUNKS ? await io.openFleet(scenario, folderOf(path), workers) : null;
  const { interrupted } =
    chunks !== null && fleet !== null
      ? await driveFleet(chunks, fleet, io, quietly)
      : await drive(simulation, io, quietly);
  return { result: simulation.result(), interrupted };
}

/** The summary; or, where an instant was asked for, the story around it. */
async function tell(result: ResultDocument, written: readonly string[], io: Io): Promise<void> {
  const [{ summary }, { explainMoment }, { paintFor }] = await Promise.all([
    import('../../report/summary.js'),
    import('../../report/explain.js'),
    import('../paint.js'),
  ]);
  const wide = io.stdout.columns;
  const look = { paint: paintFor(io.stdout, io.env), ...(wide === undefined ? {} : { columns: wide }) };
  if (result.moment === undefined) io.stdout.write(summary(result, { ...look, see: written }));
  else io.stdout.write([explainMoment(result, look), ...written.map((line) => `${line}\n`)].join('\n'));
}
