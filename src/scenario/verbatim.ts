import type { Path } from './problem.js';

/** Places of ConfigMap data and annotations in one manifest; `*` is any step. */
const IN_ONE: readonly Path[] = [
  ['data', '*'],
  ['metadata', 'annotations', '*'],
  ['spec', 'template', 'metadata', 'annotations', '*'],
  ['spec', 'config', 'autoscaler', '*'],
  ['spec', 'config', 'config-autoscaler', '*'],
];

const below = (...above: Path): readonly Path[] => IN_ONE.map((path) => [...above, ...path]);

/** The same in a file of manifests, and in the items of a List. */
const IN_MANIFEST: readonly Path[] = [...IN_ONE, ...below('items', '*')];

/** And in a scenario, with manifests that it holds itself. */
const IN_SCENARIO: readonly Path[] = [
  ['knative', 'config-autoscaler', '*'],
  ['services', '*', 'revision', 'annotations', '*'],
  ['services', '*', 'revisions', '*', 'annotations', '*'],
  ['fleet', 'defaults', 'annotations', '*'],
  ...below('knative', 'manifests', '*'),
  ...below('services', '*', 'manifest'),
];

const matches = (path: Path, pattern: Path): boolean =>
  path.length === pattern.length && pattern.every((step, i) => step === '*' || step === path[i]);

/** The beginning of a hash may look like a number: `function: 4765`. */
const isName = (path: Path): boolean =>
  path.at(-2) === 'trace' && (path.at(-1) === 'function' || path.at(-1) === 'select');

/** Whether a number or boolean here is read as its source text, because it is meant as a text. */
export const isVerbatim = (path: Path): boolean =>
  isName(path) || IN_SCENARIO.some((pattern) => matches(path, pattern));

/** Whether a value of a manifest is kept as it is spelled: annotations and ConfigMap data are texts. */
export const isVerbatimInManifest = (path: Path): boolean => IN_MANIFEST.some((pattern) => matches(path, pattern));
