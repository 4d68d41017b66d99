import { ANNOTATION_GROUP, ANNOTATION_KEYS, validateAnnotations } from '../../autoscaler/knative/annotations.js';
import { KNATIVE_DEFAULTS, parseConfig } from '../../autoscaler/knative/config.js';
import { findProfile, profileAnnotations, PROFILES } from '../../autoscaler/profiles.js';
import type { KnativeConfig } from '../../autoscaler/recipe.js';
import type { Bytes } from '../../units/quantities.js';

type Texts = Readonly<Record<string, string>>;

/** What a revision is configured with once the profile is laid below what the person wrote. */
export interface Settings {
  readonly configMap: Texts;
  readonly annotations: Texts;
}

export const profileNames = (): readonly string[] => PROFILES.map(({ name }) => name);

/**
 * Precedence: profile, ConfigMap, annotations. A profile sets annotations too; they give way where the ConfigMap or an
 * annotation (under its old name, too) says something about the same, and where Knative would refuse them beside what
 * the person wrote.
 */
export function withProfile(profile: string | null, memory: Bytes, own: Settings): Settings {
  const found = profile === null ? undefined : findProfile(profile);
  if (found === undefined) return own;
  const configMap = { ...found.configMap, ...own.configMap };
  const offered = profileAnnotations(found, memory);
  const free = Object.entries(offered).filter(([key]) => !isDecided(key, own));
  const annotations = { ...Object.fromEntries(free), ...own.annotations };
  const refused = new Set(validateAnnotations(annotations, configOf(configMap)).map(({ key }) => key));
  const fits = Object.entries(annotations).filter(([key]) => key in own.annotations || !refused.has(key));
  return { configMap, annotations: Object.fromEntries(fits) };
}

/** The configuration, or Knative's defaults where it would be refused (and was: this only asks what else is wrong). */
export function configOf(data: Texts): KnativeConfig {
  const parsed = parseConfig(data);
  return 'ok' in parsed ? parsed.ok : KNATIVE_DEFAULTS;
}

/** Keys of the ConfigMap that are named otherwise than the annotation. */
const CONFIG_KEY: Readonly<Record<string, string>> = {
  window: 'stable-window',
  target: 'container-concurrency-target-default',
  'target-utilization-percentage': 'container-concurrency-target-percentage',
};

function isDecided(annotation: string, { configMap, annotations }: Settings): boolean {
  const name = annotation.slice(ANNOTATION_GROUP.length);
  const spellings = Object.values(ANNOTATION_KEYS).find((keys) => keys.includes(annotation)) ?? [annotation];
  return (CONFIG_KEY[name] ?? name) in configMap || spellings.some((key) => key in annotations);
}
