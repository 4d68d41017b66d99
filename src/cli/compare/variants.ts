/** Which variants a command line names, and their scenarios, read so that they share seed and horizon. */
import { basename } from 'node:path';
import type { Subject } from '../../experiment/subject.js';
import { accepted } from '../../units/parsed.js';
import { UserError } from '../../units/userError.js';
import type { Io } from '../io.js';
import { loadSubject, type SubjectChanges } from '../subjects.js';
import type { CompareOptions } from './compare.js';

interface Variant {
  readonly path: string;
  readonly changes: SubjectChanges;
}

/** @throws UserError where there are not two, or they cannot be compared */
export async function loadVariants(
  paths: readonly string[],
  options: CompareOptions,
  io: Io,
): Promise<readonly Subject[]> {
  const [first, ...others] = await variantsOf(paths, options, io);
  if (first === undefined || others.length === 0) throw tooFew(paths);
  const base = await loadSubject(first.path, first.changes, io);
  const subjects = [base];
  for (const { path, changes } of others)
    subjects.push(await loadSubject(path, { ...changes, seed: base.scenario.seed }, io));
  for (const subject of subjects.slice(1)) mustFit(base, subject);
  return distinct(subjects, [first, ...others]);
}

const tooFew = ([path = '']: readonly string[]): UserError =>
  new UserError(
    `${path}, needs something to be compared with`,
    "another scenario file, --vary 'path=value', or --manifests-from DIR",
  );

async function variantsOf(
  paths: readonly string[],
  { set, seed, vary, manifestsFrom }: CompareOptions,
  io: Io,
): Promise<readonly Variant[]> {
  const common = { set: set ?? [], seed };
  const files = paths.map((path): Variant => ({ path, changes: common }));
  const [path] = paths;
  const folders = (manifestsFrom ?? []).map((folder): Variant => ({
    path,
    changes: { ...common, manifests: folder, name: folder },
  }));
  const [base] = folders.length > 1 && paths.length === 1 ? folders : files;
  const varied: Variant[] = [];
  for (const text of vary ?? [])
    varied.push({
      path,
      changes: { ...base.changes, name: text, set: [...common.set, ...(await setsOf(text, base, io))] },
    });
  // Two folders or more stand for themselves: the scenario's own manifests need not be there.
  return folders.length > 1 && paths.length === 1 ? [...folders, ...varied] : [...files, ...folders, ...varied];
}

/** `target=12; stable-window=30s`: fields by path, or by a name that means one. */
async function setsOf(text: string, base: Variant, io: Io): Promise<readonly string[]> {
  const [{ findParameter }, { scenario, written }] = await Promise.all([
    import('../../scenario/parameters.js'),
    loadSubject(base.path, base.changes, io),
  ]);
  return text.split(';').map((part) => {
    const equals = part.indexOf('=');
    if (equals < 1) throw new UserError(`--vary = ${text}, must be path=value`, "for example --vary 'target=12'");
    const name = part.slice(0, equals).trim();
    const { path } = accepted('--vary', name, findParameter(scenario, name, written));
    return `${path}=${part.slice(equals + 1).trim()}`;
  });
}

function mustFit({ name, scenario }: Subject, other: Subject): void {
  const differ = (field: string): never => {
    throw new UserError(
      `${field}, must be the same in ${name} and ${other.name}`,
      'override it in all of them with --set',
    );
  };
  if (other.scenario.horizon !== scenario.horizon) differ('horizon');
  if (other.scenario.analysis.kind !== scenario.analysis.kind) differ('analysis');
}

/** Scenarios may have one name: then the files tell them apart, and at last their numbers. */
function distinct(subjects: readonly Subject[], variants: readonly Variant[]): readonly Subject[] {
  const unique = (names: readonly string[]): boolean => new Set(names).size === names.length;
  const own = subjects.map(({ name }) => name);
  const files = subjects.map(({ name }, k) => (variants[k].changes.name === undefined ? variants[k].path : name));
  const numbered = files.map((file, k) => `${basename(file)} (${k + 1})`);
  const chosen = [own, files, numbered].find(unique) ?? numbered;
  return subjects.map((subject, k) => ({ ...subject, name: chosen[k] }));
}
