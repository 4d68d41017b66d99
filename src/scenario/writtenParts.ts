/** Parts of a scenario that rules look at, as they were written. */
import { parseDuration } from '../units/duration.js';
import type { Micros } from '../units/quantities.js';
import type { Path } from './problem.js';
import { asTree, isTree, type Tree, type Written } from './written.js';

/** A duration as written; `null`: it is none, which is told elsewhere. */
export function microsIn(value: unknown): Micros | null {
  const read = typeof value === 'string' ? parseDuration(value) : null;
  return read?.ok === true ? read.value : null;
}

/** Each named service with its path. */
export function services(written: Written): readonly (readonly [name: string, service: Tree, path: Path])[] {
  return Object.entries(asTree(asTree(written.value)['services'])).map(([name, service]) => [
    name,
    asTree(service),
    ['services', name],
  ]);
}

/** Where the revisions of a service are, from the service on. */
export function revisionPaths(service: Tree): readonly Path[] {
  return isTree(service['revisions'])
    ? Object.keys(service['revisions']).map((name) => ['revisions', name])
    : [['revision']];
}
