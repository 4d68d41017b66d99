import { InvalidArgumentError } from '@commander-js/extra-typings';
import { parseDuration } from '../../units/duration.js';
import type { Micros } from '../../units/quantities.js';
import { UserError } from '../../units/userError.js';
import { configuration } from '../decide/configuration.js';
import type { Choice } from '../decide/configuration.js';
import { printCases } from '../decide/cases.js';
import type { ReplayOptions } from '../decide/replayed.js';
import type { Decided } from '../decide/rows.js';
import { fileError, type Io } from '../io.js';
import { collect, wholeNumber } from '../optionValues.js';
import { shownName } from '../scenarioFile.js';
import type { Register } from '../shell.js';

const EXAMPLES = `
Observations: a table with the columns time and value, and ready where ready pods were recorded (time: seconds or
RFC 3339), or the answer of Prometheus to a query_range (.json), or the log of a run (headroom run --observations).
Columns named kn.revision.concurrency.stable, kn.revision.concurrency.panic, kn.revision.pods.desired and
kn.revision.pods.requested are compared with what comes out.

Examples:
  $ headroom decide checkout.yaml config-autoscaler.yaml metrics.csv --as gauge > decisions.csv
  $ headroom decide shop.yaml --service checkout metrics.json --as 'queue_requests=counter' --ready-after 8s
  $ headroom decide checkout.yaml metrics.csv --as gauge --set services.checkout.revision.annotations.autoscaling.knative.dev/window=30s
  $ headroom run shop.yaml --observations seen.csv && headroom decide shop.yaml seen.csv --json
  $ headroom decide --case scale.json.gz`;

interface DecideOptions extends Choice, ReplayOptions {
  readonly case?: string | undefined;
  readonly json?: true | undefined;
  readonly out?: string | undefined;
  readonly quiet?: true | undefined;
}

/** `headroom decide`: what would the autoscaler have decided? */
export const decide: Register = (program, { io }) => {
  program
    .command('decide')
    .summary('what the Knative autoscaler would have decided on recorded metrics')
    .description(
      'Replays recorded observations through the Knative autoscaler: one row for each decision on standard output, a summary on standard error.',
    )
    .argument(
      '[files...]',
      'manifests or one scenario (.yaml), and one file of observations (.csv, .json, - for stdin)',
    )
    .option('--as <series=kind>', 'gauge, counter or average; the name may be left out if all are alike', collect)
    .option('--value <series>', 'the series that is the metric; several add up (repeatable)', collect)
    .option('--ready <series>', 'the series that counts ready pods (default: "ready")')
    .option(
      '--ready-after <duration>',
      'where ready pods are unknown: how long a wanted pod takes (default: 0s)',
      duration,
    )
    .option('--initial-pods <number>', 'ready pods at the start', wholeNumber)
    .option('--service <name>', 'which service, if there are several')
    .option('--revision <name>', 'which revision, if there are several')
    .option('--set <path=value>', 'override a field of the scenario or of services.<name> (repeatable)', collect)
    .option('--tolerance <number>', 'differences up to this count as none (default: 0)', notNegative)
    .option('--json', 'print one document: rows, summary, comparisons, notes')
    .option('--out <file>', 'write the rows there (.json: as JSON) and the summary to standard output')
    .option('--quiet', 'no summary')
    .option('--case <file>', 'print the results of recorded cases (JSON, also gzipped) in the format of golden/scale')
    .addHelpText('after', EXAMPLES)
    .action(async (files, options: DecideOptions) => {
      if (options.case !== undefined && files.length > 0)
        throw new UserError(`--case = ${options.case}, must stand alone: a case holds settings and observations`);
      if (options.case !== undefined) await printCases(options.case, io);
      else await tell(await decided(files, options, io), options, io);
    });
};

function duration(text: string): Micros {
  const parsed = parseDuration(text);
  if (parsed.ok) return parsed.value;
  throw new InvalidArgumentError(`${parsed.rule}${parsed.hint === undefined ? '' : `, ${parsed.hint}`}.`);
}

function notNegative(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0)) throw new InvalidArgumentError('must be a number of at least 0.');
  return value;
}

async function decided(files: readonly string[], options: DecideOptions, io: Io): Promise<Decided> {
  const isSettings = (file: string): boolean => /\.ya?ml$/i.test(file);
  const observed = files.filter((file) => !isSettings(file));
  if (observed.length !== 1)
    throw new UserError(
      observed.length === 0 ? 'observations are missing' : `${observed.join(', ')}, must be one file of observations`,
      'a table (.csv) or the answer of Prometheus (.json); settings are .yaml files',
    );
  const configured = await configuration(files.filter(isSettings), options, io);
  const [{ replayed }, { unpackedText }] = await Promise.all([
    import('../decide/replayed.js'),
    import('../decide/unpacked.js'),
  ]);
  const text = await unpackedText(observed[0]!, io);
  return replayed({ path: shownName(observed[0]!), text }, configured, options);
}

async function tell(decided: Decided, { json, out, quiet }: DecideOptions, io: Io): Promise<void> {
  const { asJson, inWords, rowsAsCsv } = await import('../decide/rows.js');
  const wantsJson = json === true || (out !== undefined && /\.json$/i.test(out));
  const text = wantsJson ? asJson(decided) : rowsAsCsv(decided.rows);
  const summary = quiet === true ? '' : inWords(decided, Math.min(100, io.stdout.columns ?? 100));
  if (out === undefined) {
    io.stdout.write(text);
    if (!wantsJson && summary !== '') io.stderr.write(`${io.stderr.isTTY ? '\n' : ''}${summary}`);
    return;
  }
  try {
    io.writeText(out, text);
  } catch (error) {
    throw fileError(error, out);
  }
  if (summary !== '') io.stdout.write(`${summary}\n${out}\n`);
}
