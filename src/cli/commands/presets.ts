import { Argument } from '@commander-js/extra-typings';
import { hanging, padEnd } from '../../report/text.js';
import type { Io } from '../io.js';
import type { Register } from '../shell.js';

interface Shipped {
  readonly name: string;
  /** What it is and where its numbers come from, each a paragraph. */
  readonly about: readonly string[];
}

/** What ships under a name, by kind. */
const KINDS = {
  startup: { title: 'Start-up presets', use: 'startup: <name>', list: startups },
  tariffs: { title: 'Tariffs', use: 'tariffs: [<name>]', list: tariffs },
  profiles: { title: 'Tuning profiles', use: 'knative: { profile: <name> }', list: profiles },
} as const;
type Kind = keyof typeof KINDS;

/** `headroom presets`: what ships, with sources. */
export const presets: Register = (program, { io }) => {
  program
    .command('presets')
    .summary('list what ships: start-up presets, tariffs, profiles')
    .description('Lists what ships under a name, where it is used in a scenario, and where its numbers come from.')
    .addArgument(new Argument('[kind]', 'which kind').choices(Object.keys(KINDS) as Kind[]))
    .option('--names', 'print the names alone, one a line')
    .addHelpText('after', '\nExamples:\n  $ headroom presets\n  $ headroom presets tariffs --names')
    .action(async (kind, { names }) => {
      const kinds = kind === undefined ? (Object.keys(KINDS) as Kind[]) : [kind as Kind];
      const blocks = await Promise.all(kinds.map((one) => block(one, names === true, io)));
      io.stdout.write(blocks.join(names === true ? '' : '\n'));
    });
};

async function block(kind: Kind, names: boolean, io: Io): Promise<string> {
  const { title, use, list } = KINDS[kind];
  const shipped = await list();
  if (names) return shipped.map(({ name }) => `${name}\n`).join('');
  const wide = Math.min(100, io.stdout.columns ?? 100);
  const lines = shipped.flatMap(({ name, about }) => [
    `  ${name}`,
    ...about.flatMap((text) => hanging(padEnd('', 6), text, wide)),
  ]);
  return [`${title}   (${use})`, ...lines, ''].join('\n');
}

async function startups(): Promise<readonly Shipped[]> {
  const [{ STARTUP_PRESETS }, { distributionWords }, { phaseTitle }] = await Promise.all([
    import('../../platform/startup/presets.js'),
    import('../../report/distributions.js'),
    import('../../report/causes.js'),
  ]);
  return STARTUP_PRESETS.map(({ name, summary, phases, confidence, source }) => {
    const taken = Object.entries(phases).flatMap(([phase, time]) =>
      time === null ? [] : [`${phaseTitle(phase)} ${distributionWords(time)}`],
    );
    return { name, about: [summary, taken.join(' · '), `${confidence}: ${source}`] };
  });
}

async function tariffs(): Promise<readonly Shipped[]> {
  const { shippedTariffs } = await import('../../billing/tariffs/index.js');
  return shippedTariffs.map(({ name, model, currency, provenance }) => {
    const { provider, region, source, asOf, confidence } = provenance;
    const where = region === null ? provider : `${provider}, ${region}`;
    return { name, about: [`${where}: ${model}, ${currency}`, `${confidence}, as of ${asOf}: ${source}`] };
  });
}

async function profiles(): Promise<readonly Shipped[]> {
  const { PROFILES } = await import('../../autoscaler/profiles.js');
  return PROFILES.map(({ name, summary, explanation }) => ({ name, about: [summary, ...explanation] }));
}
