import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { CompareOptions } from '../compare/compare.js';
import { collect, replicationCount } from '../optionValues.js';
import type { Register } from '../shell.js';
import { SHARED } from './sharedOptions.js';

const EXAMPLES = `
What is compared with the first:
  headroom compare shop.yaml tuned.yaml                      other scenario files
  headroom compare shop.yaml --vary target=12                the same file with a change (; between several fields)
  headroom compare shop.yaml --manifests-from deploy/old --manifests-from deploy/new
                                                             the same file with the manifests of another folder

Examples:
  $ headroom compare shop.yaml tuned.yaml --replications 20
  $ headroom compare shop.yaml --vary target=12 --vary 'target=12; stable-window=30s'
  $ headroom compare shop.yaml tuned.yaml --threshold 'delta.p99 < 5%' --threshold 'delta.cost < 10%' --markdown comment.md
  $ headroom compare shop.yaml --manifests-from base/deploy --manifests-from deploy --threshold 'delta.p99 < 20ms'

Thresholds: delta.<figure> < 5% is relative to the first, delta.p99 < 20ms and delta.coldStartRate < 0.5pp are not. A
threshold whose interval reaches to both sides is inconclusive: it does not fail. Exit code 99 when one fails.`;

/** `headroom compare`: the same traffic on several variants. */
export const compare: Register = (program, shell) => {
  program
    .command('compare')
    .summary('the same traffic on several variants: paired differences with intervals')
    .description('Simulates variants on the same random numbers and says what the change does, and how sure that is.')
    .argument('<scenarios...>', 'scenario files (YAML); the first is what the others are compared with')
    .option('--vary <path=value>', 'a variant of the first file; fields by path or Knative key (repeatable)', collect)
    .option('--manifests-from <dir>', 'a variant with the manifests of this folder (repeatable)', collect)
    .option('--replications <number>', 'runs of each variant, in pairs (default: 10)', replicationCount)
    .option('--smallest <percent>', 'the smallest difference that matters (default: 5%)', smallestOf)
    .option('--set <path=value>', 'override a field of every variant (repeatable)', collect)
    .option(...SHARED.seed)
    .option('--threshold <expression>', 'what must hold, e.g. "delta.p99 < 5%" or "p99 < 500ms" (repeatable)', collect)
    .option('--figure <path>', 'another figure to show (repeatable)', collect)
    .option(...SHARED.workers)
    .option('--json', 'print the comparison as one JSON document and nothing else; no report unless --out is given')
    .option(...SHARED.out)
    .option(...SHARED.noReport)
    .option(...SHARED.junit)
    .option('--markdown <file>', 'write the comparison as a Markdown comment')
    .option(...SHARED.quiet)
    .addHelpText('after', EXAMPLES)
    .action(async (paths, options: CompareOptions) => {
      const { runCompare } = await import('../compare/compare.js');
      shell.exitCode = await runCompare(paths, options, shell.io);
    });
};

function smallestOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  const share = Number(match?.[1]) / 100;
  if (match === null || !(share > 0)) throw new InvalidArgumentError('must be a percentage such as 5%.');
  return share;
}
