/** Rules that need the files a scenario refers to. */
import type { Path, Problem } from '../problem.js';
import { staysInside } from '../schema/traceFiles.js';
import { UnreadableFile, type Sources } from '../sources.js';
import { asList, asTree, isTree, problemAt, valueAt, type Written } from '../written.js';
import { durationsFromTrace } from './durations.js';
import { fleetFiles } from '../fleet/files.js';
import { SHIPPED_SETTINGS } from './fleet.js';

/** Every trace: whether it can be read, has the digest it must have, and (for service times) has the function. */
export function fileProblems(written: Written, sources: Sources): Problem[] {
  return [
    ...tracesIn(written.value, []).flatMap((path) => traceProblems(written, path, sources)),
    ...settingsProblems(written, sources),
  ];
}

const SETTINGS: Path = ['fleet', 'generated', 'settings'];

/** What is no shipped name is a file. */
function settingsProblems(written: Written, sources: Sources): Problem[] {
  const name = valueAt(written.value, SETTINGS);
  if (typeof name !== 'string' || name === '' || SHIPPED_SETTINGS.includes(name)) return [];
  const rule = `must be ${SHIPPED_SETTINGS.join(', ')}, or a file in the folder of the scenario`;
  if (!staysInside(name)) return [problemAt(written, SETTINGS, rule)];
  const digest = sources.sha256(name);
  if (!(digest instanceof UnreadableFile)) return [];
  return [problemAt(written, SETTINGS, rule, { hint: `it cannot be read: ${digest.reason}` })];
}

/** Paths of all `trace` maps in what has arrivals or service times. */
function tracesIn(value: unknown, path: Path): readonly Path[] {
  const own: Path[] = path.at(-1) === 'trace' && isTree(value) ? [path] : [];
  if (Array.isArray(value)) return asList(value).flatMap((item, i) => tracesIn(item, [...path, i]));
  return [...own, ...Object.entries(asTree(value)).flatMap(([key, inner]) => tracesIn(inner, [...path, key]))];
}

function traceProblems(written: Written, path: Path, sources: Sources): Problem[] {
  const { file, dir, day, sha256 } = asTree(valueAt(written.value, path));
  const name = typeof file === 'string' ? file : typeof dir === 'string' ? invocationsIn(dir, day) : null;
  // Paths that leave the folder were refused; they must not be read either.
  if (name === null || !staysInside(name)) return [];
  const at: Path = [...path, typeof file === 'string' ? 'file' : 'dir'];
  const digest = sources.sha256(name);
  if (digest instanceof UnreadableFile) return [problemAt(written, at, `cannot be read: ${digest.reason}`)];
  if (typeof sha256 === 'string' && sha256 !== digest) {
    return [
      problemAt(written, [...path, 'sha256'], 'is not the digest of the file', {
        hint: `the file has ${digest}: it changed`,
      }),
    ];
  }
  return path.at(-2) === 'serviceTime' && typeof file === 'string'
    ? durationProblems(written, path, file, sources)
    : [];
}

function invocationsIn(dir: string, day: unknown): string {
  return fleetFiles(dir, typeof day === 'number' ? day : null).invocations;
}

function durationProblems(written: Written, path: Path, file: string, sources: Sources): Problem[] {
  const { format, select, function: name } = asTree(valueAt(written.value, path));
  const text = sources.text(file);
  if (text instanceof UnreadableFile || typeof format !== 'string') return [];
  const chosen = select ?? name;
  const result = durationsFromTrace(text, {
    file,
    sha256: '',
    format,
    select: typeof chosen === 'string' ? chosen : null,
  });
  if (typeof result !== 'string') return [];
  return [problemAt(written, [...path, result.startsWith('must be') ? 'format' : 'file'], result)];
}
