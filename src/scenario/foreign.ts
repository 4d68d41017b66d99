/** A file that is no scenario at all is said to be that once, with what to do, instead of field by field. */
import { isKnativeService } from './manifests/documents.js';
import type { Problem } from './problem.js';
import { asTree, isTree, placeOf, type Written } from './written.js';

/**
 * What is wrong with all of a file: it holds what people have at hand first, manifests or a result, or something else.
 *
 * @param documents - of the file, in their order
 * @returns `null` for what was meant as a scenario
 */
export function foreignProblem(documents: readonly Written[]): Problem | null {
  const first = documents.find(({ value }) => value !== null);
  if (first === undefined) return null;
  const keys = Object.keys(asTree(first.value));
  if (keys.includes('headroom') || (isTree(first.value) && keys.length === 0)) return null;
  if (isManifest(first)) return manifestProblem(documents.find(isKnativeService) ?? first);
  if (keys.includes('schemaVersion'))
    return wholeFile(first, 'is a result, must be a scenario', (file) => `"headroom report ${file}" makes its page`);
  if (keys.some((key) => TELLING.includes(key))) return null;
  return wholeFile(first, 'is no scenario', () => 'one begins with "headroom: 1"; docs/scenario.md shows a whole one');
}

/** Whoever writes one of these has a scenario in mind, however incomplete. */
const TELLING = ['horizon', 'services', 'fleet', 'knative', 'cluster', 'tariffs', 'thresholds'];

function isManifest({ value }: Written): boolean {
  const { apiVersion, kind } = asTree(value);
  return typeof apiVersion === 'string' && typeof kind === 'string';
}

function manifestProblem(manifest: Written): Problem {
  const { apiVersion, kind } = asTree(manifest.value);
  const rule = `is a manifest (${String(kind)} of ${String(apiVersion)}), must be a scenario`;
  return wholeFile(manifest, rule, (file) =>
    isKnativeService(manifest)
      ? `"headroom init ${file}" writes one around it`
      : 'of what is deployed only Services of Knative are read; "headroom init" writes a scenario to begin with',
  );
}

function wholeFile(written: Written, rule: string, hint: (file: string) => string): Problem {
  const place = placeOf(written, []);
  return { ...place, path: '', value: undefined, rule, hint: hint(place.file) };
}
