/** `headroom trace`: what a trace looks like, in another format, as a generator; and traces out of nothing. */
import type { Command } from '@commander-js/extra-typings';
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { parseDuration } from '../../units/duration.js';
import { DAY, MINUTE, type Micros } from '../../units/quantities.js';
import { EXIT } from '../io.js';
import { positiveCount, share, wholeNumber } from '../optionValues.js';
import type { Register, Shell } from '../shell.js';
import type { ConvertOptions, Target } from '../trace/convert.js';
import type { FitOptions } from '../trace/fit.js';
import type { GenerateOptions } from '../trace/generate.js';
import type { InspectOptions } from '../trace/inspect.js';
import { SHARED } from './sharedOptions.js';

const EXAMPLES = `
Examples:
  $ headroom trace inspect access.log.gz                 how much, how bursty, who
  $ headroom trace inspect invocations.csv --select 47658c --json
  $ zcat k6.csv.gz | headroom trace inspect - --format k6-csv
  $ headroom trace convert invocations.csv --to compact --out invocations.trace.gz
  $ headroom trace fit access.log --out like-access.yaml && headroom run like-access.yaml
  $ headroom trace generate --apps 1000 --seed 1 --out fleet/

Formats are found by looking; name one with --format: headroom trace inspect --help`;

const FORMATS = `
Formats: azure-functions-2019 (and invitro), azure-functions-2021, azure-llm, huawei-2023, huawei-2025-cold-starts,
huawei-2025-requests, ibm-code-engine, k6-csv, k6-json, hey, vegeta-csv, vegeta-json, prometheus, cloudwatch, envoy,
nginx, csv (timestamps or counts), compact (our own). Any of them may be packed with gzip.`;

/** `headroom trace`: what is recorded of traffic, and what can be made of it. */
export const trace: Register = (program, shell) => {
  const root = program
    .command('trace')
    .summary('inspect, convert, fit and generate traces of traffic')
    .description('Looks at recorded traffic, converts it, makes generators of it, and generates whole fleets.')
    .addHelpText('after', EXAMPLES) as Command;
  addInspect(root, shell);
  addConvert(root, shell);
  addFit(root, shell);
  addGenerate(root, shell);
};

const BAD_ROWS = [
  '--bad-rows <share>',
  'share of rows that may be bad before the file is refused (default: 1%)',
  share,
] as const;
const FORMAT = ['--format <name>', 'the format, where looking does not find it'] as const;
const SELECT = ['--select <series>', 'one function, app or series: its name or the beginning of it'] as const;
const QUIET = ['--quiet', 'no progress, no bad rows, no notes'] as const;
const FILE = ['<file>', 'a trace, or - for standard input'] as const;

function addInspect(root: Command, shell: Shell): void {
  root
    .command('inspect')
    .summary('rate over time, burstiness, busiest functions')
    .description('Says what a trace looks like: its rate over time, how bursty it is, and who makes the traffic.')
    .argument(...FILE)
    .option(...FORMAT)
    .option(...SELECT)
    .option('--top <n>', 'how many of the busiest series to name', wholeNumber, 10)
    .option(...BAD_ROWS)
    .option('--json', 'print one JSON document and nothing else')
    .option(...QUIET)
    .addHelpText('after', FORMATS)
    .action(async (file, options: InspectOptions) => {
      const { inspect } = await import('../trace/inspect.js');
      await interruptible(shell, () => inspect(file, options, shell.io));
    });
}

function addConvert(root: Command, shell: Shell): void {
  root
    .command('convert')
    .summary('to the compact format, or to CSV')
    .description(
      'Writes any trace in the compact format of docs/traffic.md, or as CSV. Files of any size: nothing is kept.',
    )
    .argument(...FILE)
    .addOption(new Option('--to <target>', 'what to write').choices(['compact', 'csv']).default('compact'))
    .option('--out <file>', 'where to; packed where it ends in .gz (default: standard output)')
    .option(...FORMAT)
    .option(...SELECT)
    .option(...BAD_ROWS)
    .option(...QUIET)
    .addHelpText('after', FORMATS)
    .action(async (file, { to, ...options }) => {
      const { convert } = await import('../trace/convert.js');
      const all: ConvertOptions = { ...options, to: to as Target };
      await interruptible(shell, () => convert(file, all, shell.io));
    });
}

function addFit(root: Command, shell: Shell): void {
  root
    .command('fit')
    .summary('a generator of such traffic, as a scenario, with how good it is')
    .description(
      'Fits a rate profile, burstiness and service times to a trace, and writes a scenario that runs, with the distances between what it generates and the trace.',
    )
    .argument(...FILE)
    .option('--out <file>', 'where to write the scenario (default: standard output)')
    .option('--durations <file>', 'durations beside invocations, as in Azure Functions 2019')
    .option('--name <service>', 'what the service is called (default: from the file)')
    .option('--seed <number>', 'of the traffic that is compared', wholeNumber)
    .option(...FORMAT)
    .option(...SELECT)
    .option(...BAD_ROWS)
    .option('--json', 'print figures and scenario as one JSON document')
    .option(...QUIET)
    .addHelpText('after', FORMATS)
    .action(async (file, options: FitOptions) => {
      const { fit } = await import('../trace/fit.js');
      await interruptible(shell, () => fit(file, options, shell.io));
    });
}

function addGenerate(root: Command, shell: Shell): void {
  root
    .command('generate')
    .summary('a fleet like that of Azure Functions 2019, as files and a scenario')
    .description(
      'Generates applications calibrated to published facts, and writes their invocations per minute, durations and memory in the layout of Azure Functions 2019, their settings, and a scenario.',
    )
    .requiredOption('--apps <n>', 'how many', positiveCount)
    .option('--seed <number>', 'which population', wholeNumber, 1)
    .addOption(new Option('--horizon <duration>', 'how long').argParser(horizon).default(24 * 60 * MINUTE, '1d'))
    .requiredOption('--out <dir>', 'the folder to write')
    .option(...SHARED.quiet)
    .action(async (options: GenerateOptions) => {
      const { generate } = await import('../trace/generate.js');
      await interruptible(shell, () => generate(options, shell.io));
    });
}

const MOST_DAYS = 31;

function horizon(text: string): Micros {
  const parsed = parseDuration(text);
  if (!parsed.ok || !(parsed.value > 0 && parsed.value <= MOST_DAYS * DAY))
    throw new InvalidArgumentError(`must be a duration up to ${MOST_DAYS}d, such as 24h.`);
  return parsed.value;
}

/** Ctrl-C leaves nothing half written. */
async function interruptible(shell: Shell, act: () => Promise<void>): Promise<void> {
  const { Interrupted } = await import('../trace/source.js');
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    shell.io.stderr.write('headroom: interrupted; nothing was written\n');
    shell.exitCode = EXIT.interrupted;
  }
}
