import type { Path } from './problem.js';

/** Places of ConfigMap data and annotations in a scenario; `*` is any step. */
const IN_SCENARIO: readonly Path[] = [
  ['knative', 'config-autoscaler', '*'],
  ['services', '*', 'revision', 'annotations', '*'],
  ['services', '*', 'revisions', '*', 'annotations', '*'],
  ['fleet', 'defaults', 'annotations', '*'],
  ['knative', 'manifests', '*', 'data', '*'],
  ['knative', 'manifests', '*', 'spec', 'template', 'metadata', 'annotations', '*'],
];

const IN_ONE: readonly Path[] = [
  ['data', '*'],
  ['metadata', 'annotations', '*'],
  ['spec', 'template', 'metadata', 'annotations', '*'],
];
/** The same in a manifest, and in the items of a List. */
const IN_MANIFEST: readonly Path[] = [...IN_ONE, ...IN_ONE.map((path) => ['items', '*', ...path])];

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
