import { InvalidArgumentError } from '@commander-js/extra-typings';
import { collect, replicationCount } from '../optionValues.js';
import type { Register } from '../shell.js';
import type { SweepOptions } from '../sweep/sweep.js';
import { SHARED } from './sharedOptions.js';

const EXAMPLES = `
Values of a parameter (its path, or Knative's own key where that is unambiguous):
  target=50,70,100               these
  stable-window=10s..120s/10s    from 10 s to 120 s in steps of 10 s
  stable-window=10s..120s:5      5 values, evenly apart
  containerConcurrency=1..64:7:log   7 values, evenly apart on a logarithmic scale
  stable-window=10s..120s        anything between, with --sample
  target=1..100:log              anything between on a logarithmic scale, with --sample

Examples:
  $ headroom sweep shop.yaml --param stable-window=10s..120s/10s --param target=50,70,100 --replications 5
  $ headroom sweep shop.yaml --param services.checkout.startup=node-container,java-container --threshold 'p99 < 500ms'
  $ headroom sweep shop.yaml --param stable-window=6s..300s:log --param target=1..100 --sample sobol:128 --out night
  $ headroom sweep --resume night
  $ HEADROOM_REDIS_URL=rediss://:secret@queue:6379 headroom sweep shop.yaml --param target=50,70,100 --redis`;

/** `headroom sweep`: many settings of one scenario, on every core or every machine. */
export const sweep: Register = (program, shell) => {
  program
    .command('sweep')
    .summary('run a scenario with many settings; folder with CSV, JSON lines and a page')
    .description(
      'Runs a scenario with many settings of its parameters and says which are not beaten in cost, latency and cold starts.',
    )
    .argument('[scenario]', 'a scenario file (YAML), or - for standard input; none with --resume')
    .option('--param <name=values>', 'a parameter and its values (repeatable)', collect)
    .option(
      '--sample <kind:count>',
      'draw so many points instead of every combination: sobol:128 or latin:100',
      sampleOf,
    )
    .option('--replications <number>', 'runs of each point, with 95 % intervals', replicationCount)
    .option('--set <path=value>', 'override a field of the scenario (repeatable)', collect)
    .option(...SHARED.seed)
    .option('--threshold <expression>', 'what the best point must keep, e.g. "p99 < 500ms" (repeatable)', collect)
    .option('--front <figures>', 'figures of the Pareto front; the best has least of the first', listOf)
    .option('--figure <path>', 'another figure for the table (repeatable)', collect)
    .option('--skip-invalid', 'leave points out that are no valid scenario')
    .option('--out <dir>', 'folder of the results (default: reports/<name>-sweep)')
    .option('--resume <dir>', 'go on with the sweep in this folder: only what is missing runs')
    .option(...SHARED.workers)
    .option('--redis [url]', 'let the workers at this queue run it (default: HEADROOM_REDIS_URL)')
    .option('--json', 'print the points as one JSON document and nothing else')
    .option(...SHARED.quiet)
    .addHelpText('after', EXAMPLES)
    .action(async (path, options: SweepOptions) => {
      const { runSweepCommand } = await import('../sweep/sweep.js');
      shell.exitCode = await runSweepCommand(path, options, shell.io);
    });
};

function sampleOf(text: string): { readonly kind: 'sobol' | 'latin'; readonly count: number } {
  const match = /^(sobol|latin):(\d+)$/.exec(text);
  const count = Number(match?.[2]);
  if (match === null || count < 1)
    throw new InvalidArgumentError('must be sobol:COUNT or latin:COUNT, such as sobol:128.');
  return { kind: match[1] === 'sobol' ? 'sobol' : 'latin', count };
}

const listOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
