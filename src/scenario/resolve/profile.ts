import { ANNOTATION_KEYS } from '../../autoscaler/knative/annotations.js';
import { findProfile, profileAnnotations, PROFILES } from '../../autoscaler/profiles.js';
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
 * annotation (under its old name, too) says something about the same.
 */
export function withProfile(profile: string | null, memory: Bytes, { configMap, annotations }: Settings): Settings {
  const found = profile === null ? undefined : findProfile(profile);
  if (found === undefined) return { configMap, annotations };
  const free = Object.entries(profileAnnotations(found, memory)).filter(
    ([key]) => !isDecided(key, configMap, annotations),
  );
  return {
    configMap: { ...found.configMap, ...configMap },
    annotations: { ...Object.fromEntries(free), ...annotations },
  };
}

const GROUP = 'autoscaling.knative.dev/';

/** Keys of the ConfigMap that are named otherwise than the annotation. */
const CONFIG_KEY: Readonly<Record<string, string>> = {
  window: 'stable-window',
  target: 'container-concurrency-target-default',
  'target-utilization-percentage': 'container-concurrency-target-percentage',
};

function isDecided(annotation: string, configMap: Texts, annotations: Texts): boolean {
  const name = annotation.slice(GROUP.length);
  const spellings = Object.values(ANNOTATION_KEYS).find((keys) => keys.includes(annotation)) ?? [annotation];
  return (CONFIG_KEY[name] ?? name) in configMap || spellings.some((key) => key in annotations);
}
