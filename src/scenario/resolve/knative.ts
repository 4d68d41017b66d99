/** The seam to the autoscaler's own configuration code: nothing of Knative's rules is repeated here. */
import {
  ANNOTATION_KEYS,
  refuseOtherClass,
  unknownAnnotations,
  validateAnnotations,
} from '../../autoscaler/knative/annotations.js';
import { CONFIG_KEYS, parseConfig } from '../../autoscaler/knative/config.js';
import { parseFloat64 } from '../../autoscaler/knative/goSyntax.js';
import type { Problem as Refusal } from '../../autoscaler/knative/problem.js';
import { resolveDecider } from '../../autoscaler/knative/resolve.js';
import type { PolicyRecipe } from '../../autoscaler/recipe.js';
import { nameHint, valueText, type Path, type Problem } from '../problem.js';
import { asTree, problemAt, valueAt, type Written } from '../written.js';
import type { Notes } from './notes.js';
import { configOf, profileNames, withProfile } from './profile.js';

type Texts = Readonly<Record<string, string>>;
type KnativeRecipe = Extract<PolicyRecipe, { policy: 'knative' }>;

/** One revision as Knative sees it. */
export interface Scaled {
  readonly annotations: Texts;
  readonly containerConcurrency: number;
  /** Memory limit of one pod, which profiles go by. */
  readonly memory: number;
  readonly reachable: boolean;
}

/** Resolves revisions against the cluster's configuration. */
export interface Knative {
  recipe(revision: Scaled): KnativeRecipe;
}

/** `data` is the ConfigMap as written; a profile stands below it and below the annotations. */
export function openKnative(data: Texts, profile: string | null): Knative {
  return {
    recipe({ annotations, containerConcurrency, memory, reachable }) {
      const settings = withProfile(profile, memory, { configMap: data, annotations });
      const config = configOf(settings.configMap);
      const decider = resolveDecider(config, settings.annotations, containerConcurrency, reachable);
      return { policy: 'knative', ...settings, config, decider };
    },
  };
}

const CONFIG: Path = ['knative', 'config-autoscaler'];
const PROFILE: Path = ['knative', 'profile'];

/** What Knative would refuse in the ConfigMap and in every revision's annotations. */
export function knativeProblems(written: Written): Problem[] {
  const data = texts(valueAt(written.value, CONFIG));
  return [
    ...refusals(parseConfig(data), CONFIG, written),
    ...CONFIG_KEYS.flatMap((key) => (Object.hasOwn(data, key) ? endless(key, data[key]!, CONFIG, written) : [])),
    ...unknownProfile(written),
    ...annotationPaths(written).flatMap((path) => annotationProblems(path, data, written)),
  ];
}

function refusals(parsed: ReturnType<typeof parseConfig>, path: Path, written: Written): Problem[] {
  return 'ok' in parsed ? [] : parsed.problems.map((refusal) => problemOf(refusal, path, written));
}

/** A key that is blamed though nobody wrote it shows the value it has by default. */
function problemOf({ key, value, rule, hint }: Refusal, path: Path, written: Written): Problem {
  return { ...problemAt(written, [...path, key], rule, { hint }), value: valueText(value) };
}

function unknownProfile(written: Written): Problem[] {
  const name = valueAt(written.value, PROFILE);
  if (typeof name !== 'string' || profileNames().includes(name)) return [];
  return [problemAt(written, PROFILE, 'is not a known profile', { hint: nameHint(name, profileNames()) })];
}

function annotationPaths(written: Written): readonly Path[] {
  const { services, fleet } = asTree(written.value);
  const named = Object.entries(asTree(services)).flatMap(([service, value]): Path[] => [
    ['services', service, 'revision', 'annotations'],
    ...Object.keys(asTree(asTree(value)['revisions'])).map((name) => [
      'services',
      service,
      'revisions',
      name,
      'annotations',
    ]),
  ]);
  return fleet === undefined ? named : [...named, ['fleet', 'defaults', 'annotations']];
}

/** With those of the profile, which must go with the person's own. */
function annotationProblems(path: Path, data: Texts, written: Written): Problem[] {
  const own = texts(valueAt(written.value, path));
  const profile = valueAt(written.value, PROFILE);
  const settings = withProfile(typeof profile === 'string' ? profile : null, 0, { configMap: data, annotations: own });
  const config = configOf(settings.configMap);
  const otherClass = refuseOtherClass(settings.annotations, config);
  const refused = [...validateAnnotations(settings.annotations, config), ...(otherClass === null ? [] : [otherClass])];
  return [
    ...refused.map((refusal) => problemOf(refusal, refusal.key in settings.annotations ? path : CONFIG, written)),
    ...Object.values(ANNOTATION_KEYS)
      .flat()
      .flatMap((key) => (Object.hasOwn(own, key) ? endless(key, own[key]!, path, written) : [])),
  ];
}

/** A rate of `Inf` is no limit; any other number that is none would make pods, capacities and bills that are none. */
function endless(key: string, text: string, path: Path, written: Written): readonly Problem[] {
  const value = parseFloat64(text);
  if (typeof value !== 'number' || Number.isFinite(value)) return [];
  if (value === Infinity && /^max-scale-(up|down)-rate$/.test(key)) return [];
  return [problemAt(written, [...path, key], 'must be finite', { hint: 'Knative accepts it; nothing can come of it' })];
}

/** What can be read as ConfigMap data; the rest was reported by the schema. */
function texts(value: unknown): Texts {
  return Object.fromEntries(
    Object.entries(asTree(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Knative accepts keys and annotations it does not know without a word; a typing error should not pass unseen. */
export function noteUnknownKeys(written: Written, notes: Notes): void {
  const known = [...CONFIG_KEYS, '_example'];
  for (const key of Object.keys(texts(valueAt(written.value, CONFIG)))) {
    if (!known.includes(key)) notes.add([...CONFIG, key], `Knative ignores this key${hintText(key, CONFIG_KEYS)}`);
  }
  for (const path of annotationPaths(written)) {
    for (const key of unknownAnnotations(texts(valueAt(written.value, path))))
      notes.add(
        [...path, key],
        `Knative ignores this annotation${hintText(key, Object.values(ANNOTATION_KEYS).flat())}`,
      );
  }
}

function hintText(key: string, known: readonly string[]): string {
  const hint = nameHint(key, known);
  return hint?.startsWith('did') === true ? ` (${hint})` : '';
}
