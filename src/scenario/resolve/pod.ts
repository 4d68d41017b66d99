/** What a pod is: its resources and how it starts. */
import { PHASES, type Phase, type Resources, type Startup } from '../../platform/recipe.js';
import { findStartupPreset } from '../../platform/startup/presets.js';
import type { Distribution } from '../../random/distribution.js';
import { formatBytes } from '../../units/format.js';
import { DEFAULTS } from '../defaults.js';
import type { WrittenStartup } from '../schema/pod.js';
import type { WrittenRevision } from '../schema/service.js';

export interface PodResources {
  readonly requests: Resources;
  readonly limits: Resources;
  /** What had to be assumed; `null`: nothing. */
  readonly assumed: string | null;
}

type WrittenResources = WrittenRevision['resources'];

/** As Kubernetes does, a request that is not written is the limit; what neither names is assumed. */
export function resolveResources(written: WrittenResources): PodResources {
  const limits = both((key) => written?.limits?.[key] ?? written?.requests?.[key] ?? DEFAULTS.limits[key]);
  const requests = both((key) => written?.requests?.[key] ?? limits[key]);
  return { requests, limits, assumed: assumption(written) };
}

const both = (of: (key: 'cpu' | 'memory') => number): Resources => ({ cpu: of('cpu'), memory: of('memory') });

function assumption(written: WrittenResources): string | null {
  const known = (key: 'cpu' | 'memory'): boolean => written?.limits?.[key] !== undefined;
  const missing = (['cpu', 'memory'] as const).filter((key) => !known(key));
  if (missing.length === 0) return null;
  return missing.map((key) => assumedLimit(key, written?.requests?.[key] !== undefined)).join('; ');
}

function assumedLimit(key: 'cpu' | 'memory', requested: boolean): string {
  if (requested) return `no ${key} limit is given: it is taken to be what is requested`;
  const amount = key === 'cpu' ? `${DEFAULTS.limits.cpu / 1000} CPU` : formatBytes(DEFAULTS.limits.memory);
  return `no ${key} is given: ${amount} is assumed as limit and request`;
}

/** Phases of the preset, with those the person gave instead. No preset and no phase: the default preset. */
export function resolveStartup(written: WrittenStartup | undefined): Startup {
  const { preset, phases, image, warmPool } = written ?? {
    preset: DEFAULTS.startup,
    phases: {},
    image: null,
    warmPool: 0,
  };
  const named = preset === null ? undefined : findStartupPreset(preset);
  const phase = (name: Phase): Distribution | null => timeOrNone(phases[name] ?? named?.phases[name] ?? null);
  return {
    preset,
    source: named?.source ?? null,
    phases: Object.fromEntries(PHASES.map((name) => [name, phase(name)])) as Record<Phase, Distribution | null>,
    image,
    warmPool,
  };
}

/** `0s` takes no time. */
function timeOrNone(distribution: Distribution | null): Distribution | null {
  return distribution?.kind === 'constant' && distribution.value === 0 ? null : distribution;
}
