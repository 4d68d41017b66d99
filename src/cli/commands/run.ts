import type { Scenario } from '../../scenario/resolved.js';
import type { ResultDocument } from '../../result/document.js';
import { cannotRun } from '../../scenario/unsimulated.js';
import { EXIT, UserError } from '../io.js';
import type { Io } from '../io.js';
import type { ObservationLog } from '../observations.js';
import type { OutputOptions } from '../outputs.js';
import { collect, loadScenario, share, wholeNumber } from '../scenarioFile.js';
import type { Changes } from '../scenarioFile.js';
import type { Register } from '../shell.js';
import { tracesOf, type TraceReading } from '../traces.js';

const EXAMPLES = `
Examples:
  $ headroom run scenarios/flash-sale.yaml
  $ headroom run shop.yaml --seed 8 --set horizon=10m --set services.checkout.arrivals.rate=50/s
  $ headroom run shop.yaml --json --no-report | jq '.totals.coldStarts.rate'
  $ headroom run shop.yaml --threshold 'coldStartRate < 1%' --junit headroom.xml
  $ headroom run shop.yaml --observations seen.csv --manifests deploy/
  $ generate-scenario | headroom run -`;

interface RunOptions extends OutputOptions, Changes {
  readonly observations?: string | undefined;
  readonly manifests?: string | undefined;
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
  readonly badRows?: number | undefined;
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
    .option('--json', 'print the result document and nothing else; no report unless --out is given')
    .option('--out <path>', 'folder of the report, or its own path when it ends in .html (default: "reports")')
    .option('--no-report', 'write no report')
    .option('--csv <dir>', 'write the series as CSV')
    .option('--svg <dir>', 'write the charts as SVG')
    .option('--junit <file>', 'write the thresholds as JUnit XML')
    .option('--markdown <file>', 'write a summary as Markdown')
    .option('--observations <file>', 'write what the autoscalers saw, as CSV; headroom decide replays it')
    .option('--manifests <dir>', 'write what the scenario resolved to as manifests, and a scenario that reads them')
    .option('--bad-rows <percent>', 'share of a trace that may be bad rows before it is refused (default: 1%)', share)
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', EXAMPLES)
    .action(async (path, options: RunOptions) => {
      shell.exitCode = await runScenario(path, options, shell.io);
    });
};

async function runScenario(path: string, options: RunOptions, io: Io): Promise<number> {
  const scenario = await loadScenario(path, options, io);
  const reason = cannotRun(scenario);
  if (reason !== null) throw new UserError(reason);
  const observed =
    options.observations === undefined ? undefined : new (await import('../observations.js')).ObservationLog();
  const reading = { quiet: options.quiet, badShare: options.badRows };
  const { result, interrupted } = await simulate(scenario, path, io, reading, observed);
  if (options.json === true) io.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  const { writeInputs, writeOutputs } = await import('../outputs.js');
  const report = options.report !== false && (options.json !== true || options.out !== undefined);
  const written = await writeOutputs(
    result,
    scenario.name,
    commandLine(path, options, scenario),
    { ...options, report },
    io,
  );
  const inputs = await writeInputs(scenario, { ...options, observed: observed?.text() }, io);
  if (options.json !== true && options.quiet !== true) await tell(result, [...written, ...inputs], io);
  if (interrupted) {
    io.stderr.write(`headroom: interrupted; what was simulated so far is kept\n`);
    return EXIT.interrupted;
  }
  return result.thresholds.some(({ verdict }) => verdict === 'fail') ? EXIT.threshold : EXIT.ok;
}

async function simulate(
  scenario: Scenario,
  path: string,
  io: Io,
  reading: TraceReading,
  observations: ObservationLog | undefined,
): Promise<{ readonly result: ResultDocument; readonly interrupted: boolean }> {
  const [{ open }, { drive }] = await Promise.all([import('../../simulate.js'), import('../drive.js')]);
  const traces = await tracesOf(scenario, path, io, reading);
  const simulation = open(scenario, { ...(traces && { traces }), ...(observations && { observations }) });
  const { interrupted } = await drive(simulation, io, reading.quiet === true);
  return { result: simulation.result(), interrupted };
}

async function tell(result: ResultDocument, written: readonly string[], io: Io): Promise<void> {
  const [{ summary }, { paintFor }] = await Promise.all([import('../../report/summary.js'), import('../paint.js')]);
  const columns = io.stdout.columns;
  io.stdout.write(
    summary(result, {
      paint: paintFor(io.stdout, io.env),
      see: written,
      ...(columns === undefined ? {} : { columns }),
    }),
  );
}

/** The command that makes this result again, as a shell reads it. */
export function commandLine(path: string, { set, threshold }: Changes, { seed }: Pick<Scenario, 'seed'>): string {
  const words = ['headroom', 'run', path, '--seed', String(seed)];
  for (const change of set ?? []) words.push('--set', change);
  for (const expression of threshold ?? []) words.push('--threshold', expression);
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}
