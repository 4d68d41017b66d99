import { batchCount, collect, positiveCount, replicationCount } from '../optionValues.js';
import type { RunOptions } from '../run/run.js';
import type { Register } from '../shell.js';
import { SHARED } from './sharedOptions.js';

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

/** `headroom run`: one scenario, simulated and answered. */
export const run: Register = (program, shell) => {
  program
    .command('run')
    .summary('simulate one scenario: summary on the terminal, report in reports/')
    .description('Simulates one scenario and answers with cold starts, latency, cost and error budget.')
    .argument('<scenario>', 'a scenario file (YAML), or - for standard input')
    .option('--set <path=value>', 'override a field of the scenario, checked by the same rules (repeatable)', collect)
    .option(...SHARED.seed)
    .option(
      '--threshold <expression>',
      'a figure that must hold, e.g. "p99 < 500ms"; exit code 99 when it fails (repeatable)',
      collect,
    )
    .option(
      '--replications <number>',
      'run so many times with independent seeds: means with 95 % intervals',
      replicationCount,
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
    .option(...SHARED.out)
    .option(...SHARED.noReport)
    .option(...SHARED.csv)
    .option(...SHARED.svg)
    .option(...SHARED.png)
    .option(...SHARED.junit)
    .option(...SHARED.markdown)
    .option('--observations <file>', 'write what the autoscalers saw, as CSV; headroom decide replays it')
    .option('--manifests <dir>', 'write what the scenario resolved to as manifests, and a scenario that reads them')
    .option(...SHARED.quiet)
    .addHelpText('after', EXAMPLES)
    .action(async (path, options: RunOptions) => {
      const { runScenario } = await import('../run/run.js');
      shell.exitCode = await runScenario(path, options, shell.io);
    });
};
