/** `headroom init`: a first scenario, from what is deployed and what is known. */
import { dirname, isAbsolute, relative, sep } from 'node:path';
import { listed } from '../../report/words.js';
import { deployedIn } from '../../scenario/manifests/deployed.js';
import { readScenario } from '../../scenario/read.js';
import { UserError } from '../../units/userError.js';
import type { Io } from '../io.js';
import { filesOf, refuseProblems, textOf } from '../scenarioFile.js';
import { commandLine } from '../shellWords.js';
import { arrivalsOf, isDay, promisesOf, serviceTimeOf, type FactOptions } from './facts.js';
import { firstScenario, type First } from './text.js';

export interface InitOptions extends FactOptions {
  readonly startup?: string | undefined;
  readonly name?: string | undefined;
  readonly out?: string | undefined;
  readonly quiet?: true | undefined;
}

/** What a service is called where nobody says. */
const NAME = 'checkout';

/**
 * Writes the scenario to `--out`, or prints it.
 *
 * @throws UserError where an option or a manifest cannot be read, or the file is there already
 */
export async function initScenario(manifests: readonly string[], options: InitOptions, io: Io): Promise<void> {
  const { out } = options;
  const toFile = out !== undefined && out !== '-';
  if (toFile && io.size(out) !== null)
    throw new UserError(`--out = ${out}, is there already`, 'name another file, or remove it first');
  const first = await firstOf(manifests, options, io);
  const text = firstScenario(first);
  const outcome = readScenario(filesOf(toFile ? out : 'scenario.yaml', text, io));
  if (!outcome.ok) return refuseProblems('what comes of it', outcome.problems, false);
  if (!toFile) return void io.stdout.write(text);
  io.writeText(out, text);
  if (options.quiet !== true) io.stdout.write(next(out, first));
}

async function firstOf(manifests: readonly string[], options: InitOptions, io: Io): Promise<First> {
  const found = await servicesIn(manifests, io);
  if (found.length > 0 && options.name !== undefined && !found.includes(options.name))
    throw new UserError(`--name = ${options.name}, must be a service of the manifests (${listed(found, 'or')})`);
  const folder = options.out === undefined ? '.' : dirname(options.out);
  return {
    command: commandLine(['headroom', 'init', ...manifests], {
      '--rate': options.rate,
      '--peak-at': options.peakAt,
      '--peak': options.peak,
      '--median': options.median,
      '--p99': options.p99,
      '--startup': options.startup,
      '--promise': options.promise,
      '--name': options.name,
    }),
    manifests: manifests.map((path) => besides(path, folder)),
    services: found.length === 0 ? [options.name ?? NAME] : options.name === undefined ? found : [options.name],
    horizon: isDay(options) ? '24h' : '30m',
    arrivals: arrivalsOf(options),
    serviceTime: serviceTimeOf(options),
    startup: options.startup ?? null,
    promises: promisesOf(options.promise ?? []),
  };
}

/** The names of all Knative Services, in the order of their documents. */
async function servicesIn(manifests: readonly string[], io: Io): Promise<readonly string[]> {
  const names: string[] = [];
  if (manifests.includes('-')) throw new UserError('-, must be a file: the scenario will name its manifests');
  for (const path of manifests) {
    const { services, problems } = deployedIn({ path, text: await textOf(path, io) });
    if (problems.length > 0) await refuseProblems(path, problems, io.stderr.isTTY);
    names.push(...services);
  }
  if (manifests.length > 0 && names.length === 0)
    throw new UserError(
      `${listed(manifests)}, must hold a Service of serving.knative.dev/v1`,
      'apiVersion and kind say so; without manifests: headroom init --name checkout',
    );
  return [...new Set(names)];
}

/** A manifest as the scenario names it. */
function besides(path: string, folder: string): string {
  const from = relative(folder, path);
  if (!from.startsWith('..') && !isAbsolute(from)) return from.split(sep).join('/');
  throw new UserError(
    `${path}, must lie in the folder of the scenario or below it`,
    'write the scenario there: --out FOLDER/shop.yaml',
  );
}

function next(out: string, { arrivals, serviceTime, startup }: First): string {
  const assumed = [
    ...(arrivals.assumed === null ? [] : [arrivals.assumed]),
    ...(serviceTime.assumed === null ? [] : [serviceTime.assumed]),
    ...(startup === null ? ['the start-up'] : []),
  ];
  return [
    `Scenario  ${out}`,
    ...(assumed.length === 0 ? [] : [`Assumed   ${listed(assumed)}: put yours in their place`]),
    `Next      headroom run ${out}`,
    '',
  ].join('\n');
}
