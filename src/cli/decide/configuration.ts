/** Whose decisions are asked for: a revision of a scenario, or of manifests that stand alone. */
import type { AutoscalerSetup } from '../../autoscaler/recipe.js';
import type { Note, Scenario } from '../../scenario/resolved.js';
import { UserError } from '../../units/userError.js';
import type { Io } from '../io.js';
import { loadScenario, refuseProblems, textOf } from '../scenarioFile.js';

export interface Choice {
  readonly service?: string | undefined;
  readonly revision?: string | undefined;
  readonly set?: readonly string[] | undefined;
}

/** One revision as its autoscaler is set up. */
export interface Configured {
  readonly revision: string;
  readonly setup: AutoscalerSetup;
  /** What was assumed or ignored on the way. */
  readonly notes: readonly Note[];
}

/**
 * Reads one scenario, or any number of manifests, and picks the revision.
 *
 * @throws UserError for what cannot be read, what Knative would refuse and what is not there
 */
export async function configuration(paths: readonly string[], choice: Choice, io: Io): Promise<Configured> {
  if (paths.length === 0)
    throw new UserError(
      'a scenario or manifests (.yaml) are missing',
      'headroom decide checkout.yaml config-autoscaler.yaml metrics.csv --as gauge',
    );
  const texts = await Promise.all(paths.map((path) => textOf(path, io)));
  const scenarios = paths.filter((_, i) => /^headroom\s*:/m.test(texts[i]!));
  if (scenarios.length === 0) return manifests(paths, texts, choice);
  if (paths.length > 1) {
    const other = paths.find((path) => path !== scenarios[0]);
    throw new UserError(`${other}, must not stand beside a scenario`, `${scenarios[0]} names its own manifests`);
  }
  const scenario = await loadScenario(paths[0]!, { set: choice.set }, io);
  return picked(scenario, choice, []);
}

async function manifests(paths: readonly string[], texts: readonly string[], choice: Choice): Promise<Configured> {
  const [{ openManifests }, { resolveDocument }] = await Promise.all([
    import('../../scenario/manifests/deployed.js'),
    import('../../scenario/read.js'),
  ]);
  const document = openManifests(paths.map((path, i) => ({ path, text: texts[i]! })));
  const outcome = resolveDocument(document, { set: choice.set ?? [] });
  if (!outcome.ok) return refuseProblems(paths.join(', '), outcome.problems, false);
  const ignored = outcome.scenario.notes.filter(({ text }) => text.startsWith('Knative ignores'));
  return picked(outcome.scenario, choice, [...ignored, ...document.notes]);
}

function picked({ services }: Scenario, choice: Choice, notes: readonly Note[]): Configured {
  const having = services.filter(({ revisions }) => revisions.some(({ name }) => name === choice.revision));
  // A revision that no service has is told as such, of the service that is meant.
  const service = one('service', having.length > 0 ? having : services, choice.service);
  const revision = one('revision', service.revisions, choice.revision);
  const { autoscaler } = revision;
  if (autoscaler.policy !== 'knative')
    throw new UserError(
      `services.${service.name}.autoscaler.policy = ${autoscaler.policy}, must be knative`,
      'decide asks the Knative autoscaler',
    );
  return { revision: revision.name, setup: autoscaler, notes };
}

function one<T extends { readonly name: string }>(what: string, all: readonly T[], name: string | undefined): T {
  const found = name === undefined ? all : all.filter((each) => each.name === name);
  if (found.length === 1) return found[0]!;
  const names = all.map((each) => each.name).join(', ');
  if (name !== undefined) throw new UserError(`--${what} = ${name}, is not there`, `there are: ${names}`);
  throw new UserError(`--${what} is missing: there are several`, `there are: ${names}`);
}
