import { instant } from '../instant.js';
import type { Micros } from '../../units/quantities.js';
import type { Scenario } from '../../scenario/resolved.js';
import type { ResultDocument } from '../../result/document.js';
import { isolationOf } from '../../result/isolation.js';
import { cannotRun } from '../../scenario/unsimulated.js';
import { EXIT, UserError } from '../io.js';
import type { Io } from '../io.js';
import type { ObservationLog } from '../observations.js';
import type { OutputOptions } from '../outputs.js';
import { collect, positiveCount, wholeNumber } from '../optionValues.js';
import { folderOf, loadScenario } from '../scenarioFile.js';
import type { Changes } from '../scenarioFile.js';
import type { Register } from '../shell.js';
import { commandLine } from '../shellWords.js';
import { batchCount, isReplicated, replicated } from '../replicated.js';
import type { ReplicationOptions } from '../replicated.js';
import { tracesOf } from '../traces.js';

const EXAMPLES = `
Examples:
  $ headroom run scenarios/flash-sale.yaml
  $ headroom run shop.yaml --seed 8 --set horizon=10m --set services.checkout.arrivals.rate=50/s
  $ headroom run shop.yaml --json --no-report | jq '.totals.coldStarts.rate'
  $ headroom run shop.yaml --explain 14:05
  $ headroom run shop.yaml --isolation
  $ headroom run shop.yaml --threshold 'coldStartRate < 1%' --junit headroom.xml
  $ headroom run shop.yaml --observations seen.csv --manifests deploy/
  $ headroom run shop.yaml --replications 10           means with 95 % intervals, on every core
  $ headroom run shop.yaml --precision p99=5%          as many replications as that takes
  $ generate-scenario | headroom run -`;

interface RunOptions extends OutputOptions, Changes, ReplicationOptions {
  readonly observations?: string | undefined;
  readonly manifests?: string | undefined;
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
  readonly explain?: string | undefined;
  readonly isolation?: true | undefined;
}

/** `headroom run`: one scenario, simulated and answered. */
export const run: Register = (program, shell) => {
  program
    .command('run')
    .summary('simulate one scenario: summary on the terminal, report in reports/')
    .description('Simulates one scenario and answers with cold starts, latency, cost and error budget.')
    .argument('<scenario>', 'a scenario file (YAML), or - for standard input')
    .option('--set <path=value>', 'override a field of the scenario, checked by the same rules (repeatable)', collect)
    .option('--seed <number>', 'override the seed', wholeNumber)
    .option(
      '--threshold <expression>',
      'a figure that must hold, e.g. "p99 < 500ms"; exit code 99 when it fails (repeatable)',
      collect,
    )
    .option(
      '--replications <number>',
      'run so many times with independent seeds: means with 95 % intervals',
      positiveCount,
    )
    .option(
      '--precision <figure=percent>',
      'replicate until the half-width is this share of the mean, e.g. "p99=5%" (repeatable)',
      collect,
    )
    .option('--batches <number>', 'intervals from batches of one long run (steady-state only)', batchCount)
    .option('--sensitivity', 'find out which defaults that nobody gave matter most')
    .option(
      '--workers <number>',
      'threads for replications, or for the services of a fleet (default: as many as cores)',
      positiveCount,
    )
    .option('--explain <when>', 'tell the story around an instant: "605s", or as the charts say it: "14:05"')
    .option('--isolation', 'compare each service with the same run without the faults: how far do they reach?')
    .option('--json', 'print the result document and nothing else; no report unless --out is given')
    .option('--out <path>', 'folder of the report, or its own path when it ends in .html (default: "reports")')
    .option('--no-report', 'write no report')
    .option('--csv <dir>', 'write the series as CSV')
    .option('--svg <dir>', 'write the charts as SVG')
    .option('--png <dir>', 'write the charts as PNG (needs a Chromium)')
    .option('--junit <file>', 'write the thresholds as JUnit XML')
    .option('--markdown <file>', 'write a summary as Markdown')
    .option('--observations <file>', 'write what the autoscalers saw, as CSV; headroom decide replays it')
    .option('--manifests <dir>', 'write what the scenario resolved to as manifests, and a scenario that reads them')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', EXAMPLES)
    .action(async (path, options: RunOptions) => {
      shell.exitCode = await runScenario(path, options, shell.io);
    });
};

/** What a run, or several, came to. */
interface Ran {
  readonly scenario: Scenario;
  readonly result: ResultDocument;
  readonly interrupted: boolean;
}

async function runScenario(path: string, options: RunOptions, io: Io): Promise<number> {
  const { checkOutputs, writeInputs, writeOutputs } = await import('../outputs.js');
  await checkOutputs(options, io);
  const ran = isReplicated(options) ? await severalTimes(path, options, io) : await once(path, options, io);
  const { scenario, result, interrupted } = ran;
  if (options.json === true) io.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  const report = options.report !== false && (options.json !== true || options.out !== undefined);
  const written = await writeOutputs(
    result,
    scenario.name,
    runCommand(path, options, scenario),
    { ...options, report },
    io,
  );
  const inputs = await writeInputs(scenario, options, io);
  if (options.json !== true && options.quiet !== true) await tell(result, [...written, ...inputs], io);
  if (interrupted) {
    io.stderr.write(`headroom: interrupted; what was simulated so far is kept\n`);
    return EXIT.interrupted;
  }
  if (result.replications?.failures !== undefined) return EXIT.internal;
  return result.thresholds.some(({ verdict }) => verdict === 'fail') ? EXIT.threshold : EXIT.ok;
}

async function once(path: string, options: RunOptions, io: Io): Promise<Ran> {
  const scenario = await loadScenario(path, options, io);
  const reason = cannotRun(scenario);
  if (reason !== null) throw new UserError(reason);
  const { observations, explain } = options;
  const lookAt = explain === undefined ? undefined : instant(explain, scenario.horizon);
  const log =
    observations === undefined ? undefined : (await import('../observations.js')).observationFile(observations, io);
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

async function severalTimes(path: string, options: RunOptions, io: Io): Promise<Ran> {
  if (options.explain !== undefined)
    throw new UserError(`--explain = ${options.explain}, is of one run: leave out the replications`);
  if (options.isolation === true) throw new UserError('--isolation, is of one run: leave out the replications');
  if (options.observations !== undefined)
    throw new UserError(`--observations = ${options.observations}, is of one run: leave out the replications`);
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

/** The command that makes this result again. */
export function runCommand(
  path: string,
  { set, threshold, replications, precision, batches, sensitivity }: Changes & ReplicationOptions,
  { seed }: Pick<Scenario, 'seed'>,
): string {
  return commandLine(['headroom', 'run', path], {
    '--seed': seed,
    '--set': set,
    '--threshold': threshold,
    '--replications': replications,
    '--precision': precision,
    '--batches': batches,
    '--sensitivity': sensitivity,
  });
}
