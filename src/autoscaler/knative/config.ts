/** `config-autoscaler`: defaults, syntax and rules of knative/serving 1.23 (pkg/autoscaler/config). */
import type { KnativeConfig } from '../recipe.js';
import { isWholeSeconds, parseBool, parseDuration, parseFloat64, parseInteger, toSeconds } from './goSyntax.js';
import type { Problem } from './problem.js';

/** The class that this project simulates. */
export const KPA_CLASS = 'kpa.autoscaling.knative.dev';
/** The horizontal pod autoscaler of Kubernetes: known to Knative, not simulated here. */
export const HPA_CLASS = 'hpa.autoscaling.knative.dev';
/** The least target of a pod, in requests. */
export const TARGET_MIN = 0.01;
/** The stable window lies between these. */
export const WINDOW_MIN_SECONDS = 6;
export const WINDOW_MAX_SECONDS = 3600;

/** What Knative uses without a `config-autoscaler`. */
export const KNATIVE_DEFAULTS: KnativeConfig = {
  ActivatorCapacity: 100,
  AllowZeroInitialScale: false,
  ContainerConcurrencyTargetDefault: 100,
  ContainerConcurrencyTargetFraction: 0.7,
  EnableScaleToZero: true,
  InitialScale: 1,
  MaxScale: 0,
  MaxScaleDownRate: 2,
  MaxScaleLimit: 0,
  MaxScaleUpRate: 1000,
  MinScale: 0,
  PanicThresholdPercentage: 200,
  PanicWindowPercentage: 10,
  PodAutoscalerClass: KPA_CLASS,
  RPSTargetDefault: 200,
  ScaleDownDelay: 0,
  ScaleToZeroGracePeriod: 30,
  ScaleToZeroPodRetentionPeriod: 0,
  StableWindow: 60,
  TargetBurstCapacity: 211,
  TargetUtilization: 0.7,
};

type Draft = { -readonly [K in keyof KnativeConfig]: KnativeConfig[K] };
type Kind = 'text' | 'boolean' | 'number' | 'integer' | 'duration' | 'whole seconds';

/** Each key of the ConfigMap: the field it sets and its syntax. `TargetUtilization` has no key. */
const KEYS: Readonly<Record<string, readonly [keyof KnativeConfig, Kind]>> = {
  'pod-autoscaler-class': ['PodAutoscalerClass', 'text'],
  'enable-scale-to-zero': ['EnableScaleToZero', 'boolean'],
  'allow-zero-initial-scale': ['AllowZeroInitialScale', 'boolean'],
  'max-scale-up-rate': ['MaxScaleUpRate', 'number'],
  'max-scale-down-rate': ['MaxScaleDownRate', 'number'],
  'container-concurrency-target-percentage': ['ContainerConcurrencyTargetFraction', 'number'],
  'container-concurrency-target-default': ['ContainerConcurrencyTargetDefault', 'number'],
  'requests-per-second-target-default': ['RPSTargetDefault', 'number'],
  'target-burst-capacity': ['TargetBurstCapacity', 'number'],
  'panic-window-percentage': ['PanicWindowPercentage', 'number'],
  'activator-capacity': ['ActivatorCapacity', 'number'],
  'panic-threshold-percentage': ['PanicThresholdPercentage', 'number'],
  'initial-scale': ['InitialScale', 'integer'],
  'min-scale': ['MinScale', 'integer'],
  'max-scale': ['MaxScale', 'integer'],
  'max-scale-limit': ['MaxScaleLimit', 'integer'],
  'stable-window': ['StableWindow', 'whole seconds'],
  'scale-down-delay': ['ScaleDownDelay', 'whole seconds'],
  'scale-to-zero-grace-period': ['ScaleToZeroGracePeriod', 'duration'],
  'scale-to-zero-pod-retention-period': ['ScaleToZeroPodRetentionPeriod', 'duration'],
};

/** The keys that `config-autoscaler` knows; others are ignored by Knative. */
export const CONFIG_KEYS: readonly string[] = Object.keys(KEYS);

/** The configuration that ConfigMap data stands for, or everything that Knative would refuse in it. */
export function parseConfig(
  data: Readonly<Record<string, string>>,
): { readonly ok: KnativeConfig } | { readonly problems: readonly Problem[] } {
  const draft: Draft = { ...KNATIVE_DEFAULTS };
  const problems = CONFIG_KEYS.flatMap((key) => (Object.hasOwn(data, key) ? read(key, data[key]!, draft) : []));
  if (draft.ContainerConcurrencyTargetFraction > 1) draft.ContainerConcurrencyTargetFraction /= 100;
  const unreadable = new Set(problems.map((problem) => problem.key));
  for (const rule of RULES) {
    if (rule.keys.some((key) => unreadable.has(key)) || rule.holds(draft)) continue;
    problems.push({ ...written(data, rule.keys, draft), rule: rule.text(draft) });
  }
  return problems.length === 0 ? { ok: draft } : { problems };
}

/** Reads one value into its field. */
function read(key: string, text: string, draft: Draft): Problem[] {
  const [field, kind] = KEYS[key]!;
  const value = valueOf(text, kind);
  if (value === null) return [{ key, value: text, rule: SYNTAX[kind] }];
  (draft as Record<string, unknown>)[field] = value;
  return kind === 'whole seconds' && !isWholeSeconds(parseDuration(text)!)
    ? [{ key, value: text, rule: 'must be a whole number of seconds' }]
    : [];
}

function valueOf(text: string, kind: Kind): string | number | boolean | null {
  if (kind === 'text') return text;
  if (kind === 'boolean') return parseBool(text);
  if (kind === 'duration' || kind === 'whole seconds') {
    const nanos = parseDuration(text);
    return nanos === null ? null : toSeconds(nanos);
  }
  const value = kind === 'integer' ? parseInteger(text, 32) : parseFloat64(text);
  return typeof value === 'number' ? value : null;
}

const DURATION_SYNTAX = 'must be a duration with a unit, such as "60s" or "1m30s"';
const SYNTAX: Readonly<Record<Kind, string>> = {
  text: 'must be text',
  boolean: 'must be "true" or "false"',
  number: 'must be a number, with nothing around it',
  integer: 'must be a whole number of at most 32 bits, with nothing around it',
  duration: DURATION_SYNTAX,
  'whole seconds': DURATION_SYNTAX,
};

/** A rule over what was read; a comparison with NaN is false in Go as it is here, so NaN passes some of them. */
interface Rule {
  /** The key to blame first, then what else it depends on. */
  readonly keys: readonly string[];
  readonly holds: (config: KnativeConfig) => boolean;
  readonly text: (config: KnativeConfig) => string;
}

const RULES: readonly Rule[] = [
  rule(['scale-to-zero-grace-period'], (c) => !(c.ScaleToZeroGracePeriod <= 0), 'must be longer than nothing'),
  rule(['scale-down-delay'], (c) => !(c.ScaleDownDelay < 0), 'must not be negative'),
  rule(['scale-to-zero-pod-retention-period'], (c) => !(c.ScaleToZeroPodRetentionPeriod < 0), 'must not be negative'),
  rule(
    ['target-burst-capacity'],
    (c) => !(c.TargetBurstCapacity < 0 && c.TargetBurstCapacity !== -1),
    'must be 0 or more, or -1 (the activator always stays in the path)',
  ),
  rule(
    ['container-concurrency-target-percentage'],
    (c) => !(c.ContainerConcurrencyTargetFraction <= 0 || c.ContainerConcurrencyTargetFraction > 1),
    'must be above 0 and at most 100; 1 and less are fractions',
  ),
  {
    keys: ['container-concurrency-target-default', 'container-concurrency-target-percentage'],
    holds: (c) => !(c.ContainerConcurrencyTargetFraction * c.ContainerConcurrencyTargetDefault < TARGET_MIN),
    text: (c) =>
      `times container-concurrency-target-percentage (${c.ContainerConcurrencyTargetFraction}) must be at least ${TARGET_MIN}`,
  },
  rule(
    ['requests-per-second-target-default'],
    (c) => !(c.RPSTargetDefault < TARGET_MIN),
    `must be at least ${TARGET_MIN}`,
  ),
  rule(['activator-capacity'], (c) => !(c.ActivatorCapacity < 1), 'must be at least 1'),
  rule(['max-scale-up-rate'], (c) => !(c.MaxScaleUpRate <= 1), 'must be above 1'),
  rule(['max-scale-down-rate'], (c) => !(c.MaxScaleDownRate <= 1), 'must be above 1'),
  rule(
    ['stable-window'],
    (c) => !(c.StableWindow < WINDOW_MIN_SECONDS || c.StableWindow > WINDOW_MAX_SECONDS),
    'must be from 6s to 1h',
  ),
  rule(
    ['panic-window-percentage'],
    (c) => !(c.PanicWindowPercentage < 1 || c.PanicWindowPercentage > 100),
    'must be from 1 to 100',
  ),
  rule(
    ['initial-scale', 'allow-zero-initial-scale'],
    (c) => c.InitialScale > 0 || (c.InitialScale === 0 && c.AllowZeroInitialScale),
    'must be at least 1, or 0 where allow-zero-initial-scale is "true"',
  ),
  rule(['min-scale'], (c) => c.MinScale >= 0, 'must not be negative'),
  {
    keys: ['max-scale', 'max-scale-limit'],
    holds: (c) => c.MaxScale >= (c.MaxScaleLimit > 0 ? 1 : 0) && !(c.MaxScaleLimit > 0 && c.MaxScale > c.MaxScaleLimit),
    text: (c) =>
      c.MaxScaleLimit > 0 ? `must be from 1 to max-scale-limit (${c.MaxScaleLimit})` : 'must not be negative',
  },
  rule(['max-scale-limit'], (c) => c.MaxScaleLimit >= 0, 'must not be negative'),
  {
    keys: ['min-scale', 'max-scale'],
    holds: (c) => c.MaxScale <= 0 || c.MinScale <= c.MaxScale,
    text: (c) => `must not be above max-scale (${c.MaxScale})`,
  },
];

function rule(keys: readonly string[], holds: Rule['holds'], text: string): Rule {
  return { keys, holds, text: () => text };
}

/** The key to blame and its value: the first of a rule that was written, or the default it has. */
function written(
  data: Readonly<Record<string, string>>,
  keys: readonly string[],
  config: KnativeConfig,
): Pick<Problem, 'key' | 'value'> {
  const key = keys[0]!;
  return { key, value: data[key] ?? String(config[KEYS[key]![0]]) };
}
