/** Everything that `--set`, sweeps, `--vary` and the TUI can turn, by path. */
import { ANNOTATION_KEYS } from '../autoscaler/knative/annotations.js';
import { CONFIG_KEYS } from '../autoscaler/knative/config.js';
import { parseBytes, parseCpu } from '../units/bytes.js';
import { parseDuration } from '../units/duration.js';
import { parseMoney } from '../units/money.js';
import { nearest } from '../units/nearest.js';
import type { Refused } from '../units/parsed.js';
import { parsePercent, parseRate } from '../units/rate.js';
import { pathText, type Path } from './problem.js';
import { writtenScenario } from './print/scenario.js';
import type { Scenario } from './resolved.js';
import { parsePath } from './set.js';
import { ANNOTATIONS, FIELDS, KNATIVE_KEYS, type Facts, type ParameterKind } from './parameterFacts.js';
import { asList, isTree, valueAt } from './written.js';

/** One field that can be set. */
export interface Parameter {
  /** As `--set` takes it. */
  readonly path: string;
  readonly kind: ParameterKind;
  /** As it would be written; `null`: not written, the default holds. */
  readonly value: string | null;
  /** What holds when nothing is written; `null`: there is none, or it depends on other fields. */
  readonly default: string | null;
  /** Bounds in words, such as "6s to 1h"; `null`: whatever the unit allows. */
  readonly range: string | null;
  /** Whether this is a setting of Knative, under Knative's own name: then `default` is Knative's. */
  readonly knative: boolean;
  /** In a few words; empty where the path says it. */
  readonly what: string;
}

/**
 * All of them: what is written (or, without `written`, what would be printed), and every setting of Knative. Give
 * `written` (the tree of the document that will be changed) so that paths lead to where the person wrote something.
 */
export function listParameters(scenario: Scenario, written?: unknown): readonly Parameter[] {
  const printed = writtenScenario(scenario);
  const own = leaves(written ?? printed, []);
  const implied = written === undefined ? [] : leaves(printed, []).filter(({ path }) => isImplied(path, written));
  const fieldsOf = (all: readonly Leaf[], areImplied: boolean): readonly Parameter[] =>
    all.filter(({ path }) => !isText(path)).map(({ path, value }) => field(path, value, areImplied));
  const fields = [...fieldsOf(own, false), ...fieldsOf(implied, true)];
  const listed = new Set(fields.map(({ path }) => path));
  return [...fields, ...knativeParameters(scenario, written ?? printed).filter(({ path }) => !listed.has(path))];
}

interface Leaf {
  readonly path: Path;
  readonly value: string | number | boolean;
}

function leaves(value: unknown, path: Path): readonly Leaf[] {
  if (Array.isArray(value)) return asList(value).flatMap((item, i) => leaves(item, [...path, i]));
  if (isTree(value)) return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [{ path, value }] : [];
}

/** Top-level fields that are no parameters: names, notes and the like. */
const TEXTS: ReadonlySet<unknown> = new Set(['headroom', 'name', 'notes', 'thresholds', 'tariffs']);

const isText = (path: Path): boolean => TEXTS.has(path[0]) || path.includes('manifest') || path.includes('manifests');

/** Sections that a person may write in many ways, or on the service instead of the revision: only what is written counts. */
const SHAPED = new Set([
  'arrivals',
  'serviceTime',
  'startup',
  'autoscaler',
  'start',
  'revisions',
  'traffic',
  'slos',
  'sla',
  'cluster',
  'faults',
  'fleet',
]);

/** A default that nobody wrote, at a place where it can be set. */
function isImplied(path: Path, written: unknown): boolean {
  if (valueAt(written, path) !== undefined || path.some((step) => SHAPED.has(String(step)))) return false;
  return path[0] !== 'services' || !isTree(valueAt(written, [...path.slice(0, 2), 'revisions']));
}

function field(path: Path, value: Leaf['value'], implied: boolean): Parameter {
  const facts = factsOf(path);
  const text = String(value);
  return {
    path: pathText(path),
    kind: facts?.kind ?? kindOf(path, value),
    value: implied ? null : text,
    default: facts?.default ?? (implied ? text : null),
    range: facts?.range ?? null,
    knative: isKnative(path),
    what: facts?.what ?? '',
  };
}

const isKnative = (path: Path): boolean => path.includes('annotations') || path.includes('config-autoscaler');

function factsOf(path: Path): Facts | undefined {
  const last = String(path.at(-1));
  if (path.includes('config-autoscaler')) return KNATIVE_KEYS[last];
  return path.includes('annotations') ? ANNOTATIONS[shortName(last)] : FIELDS[last];
}

const shortName = (annotation: string): string => annotation.replace(/^.*\//, '');

function kindOf(path: Path, value: Leaf['value']): ParameterKind {
  if (typeof value === 'boolean') return 'flag';
  if (typeof value === 'number') return Number.isInteger(value) ? 'count' : 'number';
  if (path.at(-1) === 'cpu' && parseCpu(value).ok) return 'cpu';
  const kinds = [
    ['duration', parseDuration],
    ['rate', parseRate],
    ['share', parsePercent],
    ['size', parseBytes],
    ['money', parseMoney],
  ] as const;
  return kinds.find(([, parse]) => parse(value).ok)?.[0] ?? 'text';
}

/** Every setting of Knative, written or not: of the cluster, and of each revision that it scales. */
function knativeParameters(scenario: Scenario, written: unknown): readonly Parameter[] {
  const revisions = revisionPaths(scenario, written);
  if (revisions.length === 0) return [];
  const cluster = CONFIG_KEYS.map((key) => setting(['knative', 'config-autoscaler', key], KNATIVE_KEYS[key]));
  const own = revisions.flatMap((revision) =>
    Object.values(ANNOTATION_KEYS).map(([key]) =>
      setting([...revision, 'annotations', key], ANNOTATIONS[shortName(key)]),
    ),
  );
  return [...cluster, ...own];
}

function setting(path: Path, facts: Facts | undefined): Parameter {
  const { kind = 'text', range = null, what = '', default: value = null } = facts ?? {};
  return { path: pathText(path), kind, value: null, default: value, range, knative: true, what };
}

function revisionPaths({ services }: Scenario, written: unknown): readonly Path[] {
  return services.flatMap(({ name, revisions }) => {
    const several = isTree(valueAt(written, ['services', name, 'revisions']));
    return revisions
      .filter(({ autoscaler }) => autoscaler.policy === 'knative')
      .map((revision): Path =>
        several ? ['services', name, 'revisions', revision.name] : ['services', name, 'revision'],
      );
  });
}

export type FoundParameter = { readonly ok: true; readonly path: string } | Refused;

/**
 * From a short name to the full path: `stable-window`, `target`, `containerConcurrency`, `horizon`. Where a key is both
 * in config-autoscaler and an annotation, the annotation is meant if it is written (it wins over the ConfigMap).
 */
export function findParameter(scenario: Scenario, name: string, written?: unknown): FoundParameter {
  const all = listParameters(scenario, written);
  const path = inOneSpelling(name, written);
  if (all.some((known) => known.path === path)) return { ok: true, path };
  const fits = all.filter(({ path }) => lastName(path) === name);
  const effective = fits.some(isWrittenAnnotation) ? fits.filter(isWrittenAnnotation) : preferCluster(fits);
  if (effective.length === 1) return { ok: true, path: effective[0].path };
  if (effective.length === 0) return name.includes('.') ? { ok: true, path } : unknown(name, all);
  return { ok: false, rule: 'is ambiguous', hint: `name one of ${effective.map(({ path }) => path).join(', ')}` };
}

/** Keys with dots may be written with and without quotes: a field has one name all the same. */
function inOneSpelling(name: string, written: unknown): string {
  const path = parsePath(name, written);
  return path === null ? name : pathText(path);
}

function unknown(name: string, all: readonly Parameter[]): FoundParameter {
  const near = nearest(
    name,
    all.map(({ path }) => lastName(path)),
  );
  const hint =
    near === undefined
      ? 'a short name such as target or stable-window, or the path of a field'
      : `did you mean "${near}"?`;
  return { ok: false, rule: 'is not the name of a parameter', hint };
}

const isWrittenAnnotation = ({ path, value }: Parameter): boolean => value !== null && path.includes('annotations[');

function preferCluster(parameters: readonly Parameter[]): readonly Parameter[] {
  const cluster = parameters.filter(({ path }) => path.startsWith('knative.config-autoscaler'));
  return cluster.length > 0 ? cluster : parameters;
}

/** `containerConcurrency` of a path; `target` of `annotations["autoscaling.knative.dev/target"]`. */
function lastName(path: string): string {
  return shortName(/\["([^"]+)"\]$/.exec(path)?.[1] ?? path.slice(path.lastIndexOf('.') + 1));
}
