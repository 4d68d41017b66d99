/** The autoscaling annotations of a revision: names and rules of knative/serving 1.23 (pkg/apis/autoscaling). */
import type { KnativeConfig } from '../recipe.js';
import { HPA_CLASS, KPA_CLASS, TARGET_MIN } from './config.js';
import { isWholeSeconds, parseDuration, parseFloat64, parseInteger } from './goSyntax.js';
import type { Problem } from './problem.js';

export type Annotations = Readonly<Record<string, string>>;
type Config = Pick<KnativeConfig, 'PodAutoscalerClass' | 'AllowZeroInitialScale' | 'MaxScaleLimit'>;

/** What the names of annotations begin with. */
export const ANNOTATION_GROUP = 'autoscaling.knative.dev/';
/** Not an autoscaling annotation, yet the scale-to-zero machine reads it. */
export const PROGRESS_DEADLINE_KEY = 'serving.knative.dev/progress-deadline';

/** Every annotation by the name that comes first where both are written, then the old one. */
export const ANNOTATION_KEYS = {
  class: keys('class'),
  metric: keys('metric'),
  target: keys('target'),
  window: keys('window'),
  minScale: keys('min-scale', 'minScale'),
  maxScale: keys('max-scale', 'maxScale'),
  initialScale: keys('initial-scale', 'initialScale'),
  activationScale: keys('activation-scale'), // younger than the old style of names, so it never had one
  scaleDownDelay: keys('scale-down-delay', 'scaleDownDelay'),
  scaleToZeroPodRetentionPeriod: keys('scale-to-zero-pod-retention-period', 'scaleToZeroPodRetentionPeriod'),
  metricAggregationAlgorithm: keys('metric-aggregation-algorithm', 'metricAggregationAlgorithm'),
  panicWindowPercentage: keys('panic-window-percentage', 'panicWindowPercentage'),
  panicThresholdPercentage: keys('panic-threshold-percentage', 'panicThresholdPercentage'),
  targetBurstCapacity: keys('target-burst-capacity', 'targetBurstCapacity'),
  targetUtilizationPercentage: keys('target-utilization-percentage', 'targetUtilizationPercentage'),
} as const;
export type AnnotationName = keyof typeof ANNOTATION_KEYS;

function keys(...names: readonly string[]): readonly string[] {
  return names.map((name) => ANNOTATION_GROUP + name);
}

/** An annotation as written, under the name that counts; `null` where absent. */
export function annotation(
  from: Annotations,
  name: AnnotationName,
): { readonly key: string; readonly value: string } | null {
  const key = ANNOTATION_KEYS[name].find((candidate) => Object.hasOwn(from, candidate));
  return key === undefined ? null : { key, value: from[key]! };
}

const KNOWN: ReadonlySet<string> = new Set(Object.values(ANNOTATION_KEYS).flat());

/** Keys of the autoscaling group that mean nothing to Knative, which accepts them without a word. */
export function unknownAnnotations(from: Annotations): readonly string[] {
  return Object.keys(from).filter((key) => key.startsWith(ANNOTATION_GROUP) && !KNOWN.has(key));
}

/** The class that would scale a revision: the annotation's, else the cluster's. */
export function autoscalerClass(from: Annotations, config: Pick<KnativeConfig, 'PodAutoscalerClass'>): string {
  return annotation(from, 'class')?.value ?? config.PodAutoscalerClass;
}

/** Says that a revision is scaled by something that is not simulated here; `null` for the KPA. */
export function refuseOtherClass(from: Annotations, config: Pick<KnativeConfig, 'PodAutoscalerClass'>): Problem | null {
  const value = autoscalerClass(from, config);
  if (value === KPA_CLASS) return null;
  const key = annotation(from, 'class')?.key ?? 'pod-autoscaler-class';
  const rule = `is not simulated: only "${KPA_CLASS}" is`;
  return value === HPA_CLASS
    ? { key, value, rule, hint: 'the Kubernetes HPA scales on CPU or memory' }
    : { key, value, rule };
}

/** Everything that Knative would refuse in a revision's annotations. */
export function validateAnnotations(from: Annotations, config: Config): Problem[] {
  return [...validateAutoscaling(from, config), ...validateProgressDeadline(from)];
}

/** What pkg/apis/autoscaling would refuse: it looks at the annotations of its own group alone. */
export function validateAutoscaling(from: Annotations, config: Config): Problem[] {
  return [
    ...validateClass(from),
    ...validateScales(from, config),
    ...number(from, 'panicWindowPercentage', (v) => !(v < 1 || v > 100), 'must be from 1 to 100'),
    ...number(from, 'panicThresholdPercentage', (v) => !(v < 110 || v > 1000), 'must be from 110 to 1000'),
    ...number(from, 'target', (v) => !(v < TARGET_MIN), `must be at least ${TARGET_MIN}`),
    ...number(from, 'targetUtilizationPercentage', (v) => !(v < 1 || v > 100), 'must be from 1 to 100'),
    ...number(from, 'targetBurstCapacity', (v) => !(v < 0 && v !== -1), 'must be 0 or more, or -1'),
    ...duration(from, 'window', 6n * SECOND, true),
    ...duration(from, 'scaleToZeroPodRetentionPeriod', 0n, false),
    ...duration(from, 'scaleDownDelay', 0n, true),
    ...validateMetric(from, config),
    ...validateAlgorithm(from),
    ...validateInitialScale(from, config),
  ];
}

const SECOND = 1_000_000_000n;
const HOUR = 3600n * SECOND;

/** Knative's own domain is reserved for the two classes it has. */
function validateClass(from: Annotations): Problem[] {
  const found = annotation(from, 'class');
  if (!found || !found.value.endsWith('.knative.dev') || [KPA_CLASS, HPA_CLASS].includes(found.value)) return [];
  return [{ ...found, rule: `must be "${KPA_CLASS}" or "${HPA_CLASS}", or lie outside of knative.dev` }];
}

/** Minimum, maximum and activation scale; a value that is refused counts as 0 for the rules between them. */
function validateScales(from: Annotations, config: Config): Problem[] {
  const [min, ofMin] = scaleOf(from, 'minScale');
  const [max, ofMax] = scaleOf(from, 'maxScale');
  const written = annotation(from, 'maxScale');
  const problems = [...ofMin, ...ofMax];
  if (max !== 0 && max < min) problems.push({ ...written!, rule: `must not be below min-scale (${min})` });
  if (written && config.MaxScaleLimit !== 0 && (max === 0 || max > config.MaxScaleLimit)) {
    problems.push({ ...written, rule: `must be from 1 to the cluster's max-scale-limit (${config.MaxScaleLimit})` });
  }
  return [...problems, ...validateActivationScale(from, min, max)];
}

function scaleOf(from: Annotations, name: AnnotationName): [number, Problem[]] {
  const found = annotation(from, name);
  if (!found) return [0, []];
  const value = parseInteger(found.value, 32);
  if (typeof value === 'number' && value >= 0) return [value, []];
  return [0, [{ ...found, rule: 'must be a whole number from 0 to 2147483647' }]];
}

function validateActivationScale(from: Annotations, min: number, max: number): Problem[] {
  const found = annotation(from, 'activationScale');
  if (!found) return [];
  const value = parseInteger(found.value, 32);
  if (typeof value !== 'number') return [{ ...found, rule: 'must be a whole number of at most 32 bits' }];
  if (value < min) return [{ ...found, rule: `must not be below min-scale (${min})` }];
  if (max !== 0 && value > max) return [{ ...found, rule: `must not be above max-scale (${max})` }];
  return value < 2 ? [{ ...found, rule: 'must be at least 2' }] : [];
}

/** NaN lies outside of no range, as in Go. */
function number(from: Annotations, name: AnnotationName, holds: (value: number) => boolean, rule: string): Problem[] {
  const found = annotation(from, name);
  if (!found) return [];
  const value = parseFloat64(found.value);
  if (typeof value !== 'number') return [{ ...found, rule: 'must be a number, with nothing around it' }];
  return holds(value) ? [] : [{ ...found, rule }];
}

function duration(from: Annotations, name: AnnotationName, least: bigint, wholeSeconds: boolean): Problem[] {
  const found = annotation(from, name);
  if (!found) return [];
  const value = parseDuration(found.value);
  if (value === null) return [{ ...found, rule: 'must be a duration with a unit, such as "60s"' }];
  if (value < least || value > HOUR) return [{ ...found, rule: `must be from ${least / SECOND}s to 1h` }];
  return wholeSeconds && !isWholeSeconds(value) ? [{ ...found, rule: 'must be a whole number of seconds' }] : [];
}

/** The KPA knows two metrics, the HPA takes any that has a name, and other classes are left alone. */
function validateMetric(from: Annotations, config: Config): Problem[] {
  const found = annotation(from, 'metric');
  if (!found) return [];
  const owner = autoscalerClass(from, config);
  if (owner === KPA_CLASS && !['concurrency', 'rps'].includes(found.value)) {
    return [{ ...found, rule: 'must be "concurrency" or "rps"' }];
  }
  return owner === HPA_CLASS && found.value === '' ? [{ ...found, rule: 'must not be empty' }] : [];
}

const ALGORITHMS = ['', 'linear', 'weighted-exponential', 'weightedExponential'];

/** Looked at only where the class is written out to be the KPA's: a class by default is not. */
function validateAlgorithm(from: Annotations): Problem[] {
  const found = annotation(from, 'metricAggregationAlgorithm');
  if (!found || annotation(from, 'class')?.value !== KPA_CLASS || ALGORITHMS.includes(found.value)) return [];
  return [{ ...found, rule: 'must be "linear" or "weighted-exponential"' }];
}

function validateInitialScale(from: Annotations, config: Config): Problem[] {
  const found = annotation(from, 'initialScale');
  if (!found) return [];
  const value = parseInteger(found.value, 64);
  if (typeof value !== 'number') return [{ ...found, rule: 'must be a whole number' }];
  if (value < 0) return [{ ...found, rule: 'must not be negative' }];
  if (value > 0 || config.AllowZeroInitialScale) return [];
  return [{ ...found, rule: 'must be at least 1', hint: 'allow-zero-initial-scale of config-autoscaler permits 0' }];
}

function validateProgressDeadline(from: Annotations): Problem[] {
  const value = from[PROGRESS_DEADLINE_KEY];
  if (value === undefined) return [];
  const nanos = parseDuration(value);
  if (nanos !== null && nanos > 0n && isWholeSeconds(nanos)) return [];
  return [{ key: PROGRESS_DEADLINE_KEY, value, rule: 'must be a positive duration in whole seconds, such as "600s"' }];
}
