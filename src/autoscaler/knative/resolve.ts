/**
 * From configuration, annotations and container concurrency to what the autoscaler works with
 * (pkg/reconciler/autoscaling/resources, pkg/reconciler/autoscaling/kpa/resources of knative/serving 1.23). An annotation
 * that cannot be read falls back to the configuration, as in Knative; validate first to refuse it.
 */
import type { DeciderSpec, KnativeConfig } from '../recipe.js';
import { annotation, type AnnotationName, type Annotations, PROGRESS_DEADLINE_KEY } from './annotations.js';
import { HPA_CLASS, KPA_CLASS, TARGET_MIN } from './config.js';
import { parseDuration, parseFloat64, parseInteger, toSeconds } from './goSyntax.js';

/** A resolved revision, with what only its own kind of autoscaler would use. */
export interface ResolvedDecider extends DeciderSpec {
  /** As named: the HPA also has others, such as "cpu". The KPA takes whatever is not "rps" for concurrency. */
  readonly metricName: string;
  /** As named, in its present spelling; empty where none is. */
  readonly algorithm: string;
  readonly activatorCapacity: number;
}

/**
 * Resolves one revision.
 *
 * @param containerConcurrency - the hard limit of a pod, 0 = none
 * @param reachable - whether a route leads to it (unknown counts as yes)
 */
export function resolveDecider(
  config: KnativeConfig,
  annotations: Annotations,
  containerConcurrency: number,
  reachable: boolean,
): ResolvedDecider {
  const metricName = metricOf(annotations);
  const algorithm = algorithmOf(annotations);
  const targetBurstCapacity = number(annotations, 'targetBurstCapacity') ?? config.TargetBurstCapacity;
  const stableWindowSeconds = duration(annotations, 'window') ?? config.StableWindow;
  const panicPercentage = number(annotations, 'panicWindowPercentage') ?? config.PanicWindowPercentage;
  const panicThreshold = number(annotations, 'panicThresholdPercentage') ?? config.PanicThresholdPercentage;
  return {
    metric: metricName === 'rps' ? 'rps' : 'concurrency',
    metricName,
    ...targets(config, annotations, containerConcurrency, metricName),
    targetBurstCapacity,
    maxScaleUpRate: config.MaxScaleUpRate,
    maxScaleDownRate: config.MaxScaleDownRate,
    panicThreshold: panicThreshold / 100,
    stableWindowSeconds,
    panicWindowSeconds: panicWindow(stableWindowSeconds, panicPercentage),
    scaleDownDelaySeconds: duration(annotations, 'scaleDownDelay') ?? config.ScaleDownDelay,
    activationScale: integer(annotations, 'activationScale') ?? 0,
    initialScale: initialScale(config, annotations),
    minScale: reachable ? (integer(annotations, 'minScale') ?? config.MinScale) : 0,
    maxScale: integer(annotations, 'maxScale') ?? config.MaxScale,
    reachable,
    algorithm,
    aggregation: algorithm === 'weighted-exponential' ? 'weightedExponential' : 'linear',
    hasScrapeTarget: targetBurstCapacity !== -1,
    lastPodRetentionSeconds: podRetention(config, annotations, reachable),
    progressDeadlineSeconds: seconds(annotations[PROGRESS_DEADLINE_KEY]),
    activatorCapacity: config.ActivatorCapacity,
  };
}

/** What a pod is meant to take, and what it can. */
function targets(
  config: KnativeConfig,
  annotations: Annotations,
  containerConcurrency: number,
  metric: string,
): { readonly targetValue: number; readonly totalValue: number } {
  const rps = metric === 'rps';
  const limit = containerConcurrency === 0 ? config.ContainerConcurrencyTargetDefault : containerConcurrency;
  const asked = number(annotations, 'target');
  const capped = asked !== null && metric === 'concurrency' && containerConcurrency !== 0;
  const unlimited = asked ?? (rps ? config.RPSTargetDefault : limit);
  const totalValue = capped ? Math.min(unlimited, containerConcurrency) : unlimited;
  const percentage = number(annotations, 'targetUtilizationPercentage');
  const ofCluster = rps ? config.TargetUtilization : config.ContainerConcurrencyTargetFraction;
  const utilisation = percentage === null ? ofCluster : percentage / 100;
  return { totalValue, targetValue: Math.max(TARGET_MIN, totalValue * utilisation) };
}

/** In whole seconds, halves up, at least one; what is not a number becomes that too. */
function panicWindow(stableWindowSeconds: number, percentage: number): number {
  const nanos = Math.trunc((Math.round(stableWindowSeconds * 1e9) * percentage) / 100);
  const rounded = Math.floor(nanos / 1e9 + 0.5);
  return rounded >= 1 && nanos < 0x8000000000000000 ? rounded : 1;
}

/** Zero needs the cluster's permission even where an annotation asks for it. */
function initialScale(config: KnativeConfig, annotations: Annotations): number {
  const asked = integer(annotations, 'initialScale');
  return asked === null || (asked === 0 && !config.AllowZeroInitialScale) ? config.InitialScale : asked;
}

function podRetention(config: KnativeConfig, annotations: Annotations, reachable: boolean): number {
  if (!reachable) return 0;
  return duration(annotations, 'scaleToZeroPodRetentionPeriod') ?? config.ScaleToZeroPodRetentionPeriod;
}

function metricOf(annotations: Annotations): string {
  const named = annotation(annotations, 'metric');
  if (named) return named.value;
  const owner = annotation(annotations, 'class')?.value ?? KPA_CLASS;
  if (owner === KPA_CLASS) return 'concurrency';
  return owner === HPA_CLASS ? 'cpu' : '';
}

function algorithmOf(annotations: Annotations): string {
  const named = annotation(annotations, 'metricAggregationAlgorithm')?.value ?? '';
  return named === 'weightedExponential' ? 'weighted-exponential' : named;
}

function number(annotations: Annotations, name: AnnotationName): number | null {
  const found = annotation(annotations, name);
  const value = found === null ? null : parseFloat64(found.value);
  return typeof value === 'number' ? value : null;
}

function integer(annotations: Annotations, name: AnnotationName): number | null {
  const found = annotation(annotations, name);
  const value = found === null ? null : parseInteger(found.value, 32);
  return typeof value === 'number' ? value : null;
}

function duration(annotations: Annotations, name: AnnotationName): number | null {
  return seconds(annotation(annotations, name)?.value);
}

function seconds(text: string | undefined): number | null {
  const nanos = text === undefined ? null : parseDuration(text);
  return nanos === null ? null : toSeconds(nanos);
}
