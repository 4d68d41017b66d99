/** From what stands on the command line to what an experiment replicates. */
import { join } from 'node:path';
import type { Subject } from '../experiment/subject.js';
import { UserError } from '../units/userError.js';
import { fileError, type Io } from './io.js';
import {
  filesOf,
  folderOf,
  readOptions,
  refuseProblems,
  shownName,
  textOf,
  withThresholds,
  type Changes,
} from './scenarioFile.js';

export interface SubjectChanges extends Changes {
  /** What the subject is called. @default the scenario's name */
  readonly name?: string;
  /** Where the manifests that the scenario names are read from. @default beside the scenario */
  readonly manifests?: string;
}

/**
 * Reads a scenario so that it can be resolved again for every draw of its uncertain inputs.
 *
 * @throws UserError when it cannot be read or simulated, or with every problem in it
 */
export async function loadSubject(path: string, changes: SubjectChanges, io: Io): Promise<Subject> {
  const text = await textOf(path, io);
  const [{ openDocument, resolveDocument }, { subjectOf }, { cannotRun }] = await Promise.all([
    import('../scenario/read.js'),
    import('../experiment/subject.js'),
    import('../scenario/cannotRun.js'),
  ]);
  const files = filesOf(path, text, io);
  const manifests = changes.manifests === undefined ? NONE : await manifestsIn(text, changes.manifests);
  const read = (file: string): string => {
    const instead = manifests.get(file);
    return instead === undefined ? files.read(file) : io.readText(instead);
  };
  const document = openDocument({ ...files, read });
  const options = readOptions(changes);
  const outcome = resolveDocument(document, options);
  if (!outcome.ok) {
    // Where a file was read from, not where it would have been read from.
    const problems = outcome.problems.map((problem) => ({
      ...problem,
      file: manifests.get(problem.file) ?? problem.file,
    }));
    return refuseProblems(shownName(path), problems, io.stderr.isTTY);
  }
  const reason = cannotRun(outcome.scenario);
  if (reason !== null) throw new UserError(reason);
  const subject = subjectOf(document, options, folderOf(path), changes.name);
  return { ...subject, scenario: await withThresholds(subject.scenario, changes.threshold ?? []) };
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Manifests that a scenario names, by that name, with where they are read from instead. */
async function manifestsIn(text: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const [{ readYaml }, { asList, asTree }] = await Promise.all([
    import('../scenario/yaml.js'),
    import('../scenario/written.js'),
  ]);
  const root = asTree(readYaml('', text, () => false).documents[0]?.value);
  const named = [
    ...asList(asTree(root['knative'])['manifests']),
    ...Object.values(asTree(root['services'])).map((service) => asTree(service)['manifest']),
  ].filter((name): name is string => typeof name === 'string');
  if (named.length === 0)
    throw new UserError(
      `--manifests-from = ${folder}, needs a scenario that names manifests`,
      'in the scenario: services.<name>.manifest: service.yaml, knative.manifests: [config-autoscaler.yaml]',
    );
  return new Map(named.map((name) => [name, join(folder, name)]));
}

/** Runs something with a runner of so many threads, and closes it whatever happens. */
export async function withRunner<T>(
  io: Io,
  threads: number | undefined,
  use: (runner: Awaited<ReturnType<Io['openRunner']>>) => Promise<T>,
): Promise<T> {
  const runner = await io.openRunner(threads);
  try {
    return await use(runner);
  } catch (error) {
    throw fileError(error, '');
  } finally {
    await runner.close();
  }
}
