import { nearest } from '../units/nearest.js';
import { findStartupPreset } from '../platform/startup/presets.js';
import type { Path, Problem } from './problem.js';
import { pathText } from './problem.js';
import { isVerbatim } from './verbatim.js';
import { asTree, spotKey, valueAt, withValue, type Place, type Written } from './written.js';
import { readYaml } from './yaml.js';

/** Maps whose keys hold dots: what follows is one key. */
const OPEN_MAPS = new Set(['annotations', 'config-autoscaler']);

/**
 * Reads `services.checkout.revision.containerConcurrency`, `tariffs[0].name` and
 * `services.checkout.revision.annotations.autoscaling.knative.dev/target`: a step is the longest key that is there;
 * keys may be quoted: `annotations["autoscaling.knative.dev/target"]`. `null`: no path.
 */
export function parsePath(text: string, value: unknown): Path | null {
  const path: (string | number)[] = [];
  let rest = text;
  while (rest !== '') {
    const step = nextStep(rest, valueAt(value, path), path.at(-1));
    if (step === null) return null;
    path.push(step.key);
    rest = step.rest;
  }
  return path.length === 0 ? null : path;
}

interface Step {
  readonly key: string | number;
  readonly rest: string;
}

function nextStep(text: string, within: unknown, parent: string | number | undefined): Step | null {
  const bracket = /^\[(?:(\d+)|"([^"]+)"|'([^']+)')\](?:\.(?=.)|(?=\[)|$)/.exec(text);
  if (bracket !== null)
    return {
      key: bracket[1] === undefined ? (bracket[2] ?? bracket[3]) : Number(bracket[1]),
      rest: text.slice(bracket[0].length),
    };
  const key = longestKey(text, within) ?? (OPEN_MAPS.has(String(parent)) ? text : /^[^.[\]]+/.exec(text)?.[0]);
  if (key === undefined) return null;
  const rest = text.slice(key.length);
  return rest === '.' ? null : { key, rest: rest.replace(/^\./, '') };
}

function longestKey(text: string, within: unknown): string | undefined {
  const fits = Object.keys(asTree(within)).filter(
    (key) => text === key || text.startsWith(`${key}.`) || text.startsWith(`${key}[`),
  );
  return fits.sort((a, b) => b.length - a.length)[0];
}

/**
 * The same scenario with one field replaced. Shorthands on the way are unfolded first (`startup: node-container`
 * becomes `{ preset: node-container }`), missing maps are created. Nothing is checked here: reading does that.
 */
export function setPath(
  written: Written,
  path: Path,
  value: unknown,
  place: Place = { file: '--set', line: 0, column: 0 },
): Written {
  const unfolded = path.reduce<Written>((result, _, length) => {
    const at = path.slice(0, length);
    const long = longForm(at.at(-1), valueAt(result.value, at));
    return long === undefined ? result : withValue(result, at, long, place);
  }, written);
  return withValue(unfolded, path, value, place);
}

function longForm(field: string | number | undefined, value: unknown): unknown {
  if (typeof value !== 'string') return undefined;
  if (field === 'startup')
    return findStartupPreset(value) === undefined ? { applicationStart: value } : { preset: value };
  if (field === 'arrivals') return { rate: value };
  return field === 'serviceTime' ? { io: value } : undefined;
}

/** Applies `path=value` texts in order. */
export function applySets(
  written: Written,
  sets: readonly string[],
): { readonly written: Written; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const result = sets.reduce((before, text) => {
    const after = applySet(before, text);
    if ('rule' in after) problems.push(after);
    return 'rule' in after ? before : after;
  }, written);
  return { written: result, problems };
}

/** What a service lacks that only a `--set` named: its name was mistyped, most likely. */
export function withMeantServices(problems: readonly Problem[], { value, spots }: Written): readonly Problem[] {
  const all = Object.keys(asTree(valueAt(value, ['services'])));
  const known = all.filter((name) => spots.has(spotKey(['services', name]))); // a place of its own: in the file
  return problems.map((problem) => {
    const name = /^services\.([\w-]+)\./.exec(problem.path)?.[1];
    if (name === undefined || known.includes(name) || known.length === 0) return problem;
    const meant = nearest(name, known);
    if (meant !== undefined) return { ...problem, hint: `did you mean services.${meant}?` };
    return { ...problem, hint: `the file has no service ${name}; it has ${known.slice(0, 8).join(', ')}` };
  });
}

function applySet(written: Written, text: string): Written | Problem {
  const equals = text.indexOf('=');
  const file = `--set ${text}`;
  const problem = { file, line: 0, column: 0, path: '', value: undefined };
  if (equals < 1) return { ...problem, rule: 'must be path=value', hint: 'for example --set horizon=1h' };
  const path = parsePath(text.slice(0, equals).trim(), written.value);
  if (path === null) return { ...problem, rule: 'must begin with a path such as services.checkout.startup' };
  const missing = missingListItem(written, path);
  if (missing !== null) return { ...problem, path: pathText(path), rule: missing };
  const yaml = readYaml(file, text.slice(equals + 1), (below) => isVerbatim([...path, ...below]));
  if (yaml.problems.length > 0) return { ...problem, path: pathText(path), rule: 'must have a value in YAML' };
  return setPath(written, path, yaml.documents[0]?.value ?? null, { file, line: 0, column: 0 });
}

function missingListItem(written: Written, path: Path): string | null {
  for (let i = 0; i < path.length; i++) {
    const [step, within] = [path[i], valueAt(written.value, path.slice(0, i))];
    if (Array.isArray(within) && typeof step === 'string')
      return `${pathText(path.slice(0, i))} is a list: say which with ${within.length > 1 ? `[0] to [${within.length - 1}]` : '[0]'}`;
    if (typeof step === 'number' && !(Array.isArray(within) && step <= within.length))
      return `there is no ${pathText(path.slice(0, i + 1))}`;
  }
  return null;
}
