/** Rules between fields of pods and of what goes wrong with them. They read what was written, as those of `rules` do. */
import { parseBytes, parseMemory } from '../units/bytes.js';
import { formatBytes } from '../units/format.js';
import { DEFAULTS } from './defaults.js';
import type { Path, Problem } from './problem.js';
import { asList, asTree, problemAt, valueAt, type Tree, type Written } from './written.js';
import { revisionPaths, services } from './writtenParts.js';

/** What a pod uses before any request must be less than its limit: it would be killed for ever. */
export function memoryFits(written: Written): Problem[] {
  return services(written).flatMap(([, service, path]) =>
    revisionPaths(service).flatMap((at) => tooLarge(written, service, asTree(valueAt(service, at)), path, at)),
  );
}

function tooLarge(written: Written, service: Tree, revision: Tree, path: Path, at: Path): Problem[] {
  const where = revision['memory'] === undefined ? [...path, 'memory'] : [...path, ...at, 'memory'];
  const { base } = asTree(revision['memory'] ?? service['memory']);
  const used = typeof base === 'string' ? parseBytes(base) : null;
  const limit = limitOf(asTree(revision['resources']));
  if (used?.ok !== true || limit === null || used.value < limit) return [];
  return [problemAt(written, [...where, 'base'], `must be below limits.memory, ${formatBytes(limit)}`)];
}

/** `null`: it cannot be read, which is told elsewhere. */
function limitOf(resources: Tree): number | null {
  const text = asTree(resources['limits'])['memory'] ?? asTree(resources['requests'])['memory'];
  if (text === undefined) return DEFAULTS.limits.memory;
  const parsed = parseMemory(String(text));
  return parsed.ok ? parsed.value : null;
}

/** Over in the instant in which they happen. */
const INSTANT = ['podCrash'];
/** Would go on for ever from their first time on. */
const LASTING = [
  'crashLoop',
  'failedStart',
  'slowStart',
  'slowDependency',
  'metricsMissing',
  'registrySlow',
  'registryDown',
  'zoneLoss',
];

/** How long a fault lasts must be said where it comes again and again, and cannot be said where it does not last. */
export function faultsLast(written: Written): Problem[] {
  return asList(asTree(written.value)['faults']).flatMap((fault, k) => {
    const fields = asTree(fault);
    const kind = Object.keys(fields).find((key) => INSTANT.includes(key) || LASTING.includes(key)) ?? '';
    if (INSTANT.includes(kind) && fields['for'] !== undefined)
      return [problemAt(written, ['faults', k, 'for'], `has no meaning for ${kind}, which is over at once`)];
    if (LASTING.includes(kind) && fields['rate'] !== undefined && fields['for'] === undefined)
      return [problemAt(written, ['faults', k, 'for'], `is required beside rate for ${kind}, which lasts`)];
    return [];
  });
}
