/** Manifests that stand alone: for asking what their autoscaler decides, not what becomes of a load. */
import type { Problem } from '../problem.js';
import type { ScenarioDocument } from '../read.js';
import { Sources } from '../sources.js';
import { spotKey, valueAt, withValue, type Written } from '../written.js';
import { isKnativeService, manifestsIn } from './documents.js';
import { foldManifests } from './read.js';

/** The text of a file and the name that messages give it. */
export interface ManifestFile {
  readonly path: string;
  readonly text: string;
}

/**
 * A scenario around manifests: their Services and `config-autoscaler` as they are, a load that says nothing. What Knative
 * would refuse is a problem at its place; `resolveDocument` finds it.
 */
export function openManifests(files: readonly ManifestFile[]): ScenarioDocument {
  const nowhere = { file: files[0]?.path ?? '', line: 1, column: 1 };
  const paths = files.map(({ path }) => path);
  const value = {
    headroom: 1,
    horizon: '1s',
    knative: { manifests: paths, ingress: { endpointDelay: '0s' } },
    services: Object.fromEntries(files.flatMap(servicesIn).map((name) => [name, IDLE])),
  };
  const written: Written = { value, spots: new Map([[spotKey([]), { key: null, value: nowhere }]]) };
  const sources = new Sources((path) => files.find((file) => file.path === path)!.text);
  const folded = foldManifests(written, sources);
  return {
    // The files were named by the user: the rule that keeps a scenario's files in its folder is not for them.
    written: withValue(folded.written, ['knative', 'manifests'], undefined, nowhere),
    sources,
    defaultName: 'manifests',
    problems: [...folded.problems, ...noService(value.services, nowhere.file)],
    notes: folded.notes,
  };
}

const IDLE = { arrivals: '0/s', serviceTime: '1ms', startup: '0s' };

/** The names of the Knative Services in a file, in the order of its documents; what is no YAML is among the problems. */
export function deployedIn(file: ManifestFile): {
  readonly services: readonly string[];
  readonly problems: readonly Problem[];
} {
  const { trees, problems } = manifestsIn(file.path, file.text);
  return { services: namesOf(trees), problems };
}

const servicesIn = (file: ManifestFile): readonly string[] => deployedIn(file).services;

function namesOf(trees: readonly Written[]): readonly string[] {
  return trees
    .filter(isKnativeService)
    .map(({ value }) => valueAt(value, ['metadata', 'name']))
    .filter((name) => typeof name === 'string');
}

function noService(services: Readonly<Record<string, unknown>>, file: string): Problem[] {
  if (Object.keys(services).length > 0) return [];
  const rule = 'must hold a Service of serving.knative.dev/v1';
  return [{ file, line: 0, column: 0, path: '', value: undefined, rule }];
}
