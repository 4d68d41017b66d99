import { collect } from '../optionValues.js';
import type { InitOptions } from '../init/init.js';
import type { Register } from '../shell.js';
import { SHARED } from './sharedOptions.js';

const AFTER = `
Promises: "99% < 300ms" (so many answered within), "99.9% answered", "99% warm" (met no cold start).
What is not said is assumed, and the scenario says so beside it.

Examples:
  $ headroom init service.yaml --rate 200/s --peak-at 12:00 --promise '99% < 300ms' --out orders.yaml
  $ headroom init deploy/*.yaml --rate 50/s --median 80ms --p99 400ms --out shop.yaml
  $ headroom init --name checkout > checkout.yaml       without manifests
  $ headroom run orders.yaml`;

/** `headroom init`: a first scenario from manifests and what is known of the traffic. */
export const init: Register = (program, shell) => {
  program
    .command('init')
    .summary('write a first scenario from your manifests, traffic and promises')
    .description(
      'Writes a first scenario from what you deploy and what you know of its traffic: one that runs, with every assumption marked.',
    )
    .argument('[manifests...]', 'Knative Services, and the ConfigMap config-autoscaler, as you deploy them (YAML)')
    .option('--rate <rate>', 'requests on average, such as 200/s, to each service (default: 20/s, assumed)')
    .option('--peak-at <time>', 'a day with its busiest moment then: 12:00 or 12h')
    .option('--peak <rate>', 'requests at the busiest moment of the day (default: 1.5 times the average, assumed)')
    .option(
      '--median <time>',
      'half of the requests take at most so long on a warm pod, alone (default: 50ms, assumed)',
    )
    .option('--p99 <time>', '99 % of them take at most so long (default: 3 times the median, assumed)')
    .option('--startup <preset>', 'what starts: headroom presets startup lists them (default: knative-cached-image)')
    .option('--promise <text>', 'what you promise, such as "99% < 300ms" (repeatable)', collect)
    .option('--name <service>', 'the service, where no manifest names it (default: "checkout")')
    .option('--out <file>', 'where to write the scenario (default: standard output)')
    .option(...SHARED.quiet)
    .addHelpText('after', AFTER)
    .action(async (manifests, options: InitOptions) => {
      const { initScenario } = await import('../init/init.js');
      await initScenario(manifests, options, shell.io);
    });
};
