import type { KnativeConfig } from '../recipe.js';
import { validateAutoscaling } from '../knative/annotations.js';
import { parseConfig } from '../knative/config.js';
import { initialExcessBurstCapacity } from '../knative/decider.js';
import { activatorCount, activeThreshold } from '../knative/reconciler.js';
import { resolveDecider } from '../knative/resolve.js';
import type { Outcome } from './outcome.js';
import { Comparison, recordable } from './outcome.js';

/** `decider.json`: configuration, annotations and container concurrency, and what they resolve to. */
export interface DeciderFile {
  readonly cases: readonly DeciderCase[];
}

interface DeciderCase {
  readonly configMap: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly containerConcurrency: number;
  readonly reachability: string;
  readonly annotationValidationError: string | null;
  readonly resolved: { readonly numActivatorsByReadyPods: Readonly<Record<string, number>> };
}

export function checkDecider(file: DeciderFile): Outcome {
  const comparison = new Comparison();
  for (const given of file.cases) {
    const { configMap, annotations, containerConcurrency, reachability } = given;
    comparison.expect(
      () => JSON.stringify({ configMap, annotations, containerConcurrency, reachability }),
      { ...given.resolved, refused: given.annotationValidationError !== null },
      () => computed(given),
    );
  }
  return comparison.outcome();
}

function computed(given: DeciderCase): unknown {
  const config = parseConfig(given.configMap);
  if ('problems' in config) return 'configuration refused';
  return {
    ...Object.fromEntries(Object.entries(resolved(given, config.ok)).map(([name, value]) => [name, recordable(value)])),
    refused: validateAutoscaling(given.annotations, config.ok).length > 0,
  };
}

function resolved(
  { annotations, containerConcurrency, reachability, resolved: recorded }: DeciderCase,
  config: KnativeConfig,
): object {
  const spec = resolveDecider(config, annotations, containerConcurrency, reachability !== 'Unreachable');
  const activators = (ready: string): number => activatorCount(Number(ready), spec, spec.activatorCapacity);
  return {
    metric: spec.metricName,
    targetValue: spec.targetValue,
    totalValue: spec.totalValue,
    deciderTargetValue: spec.targetValue,
    deciderTotalValue: spec.totalValue,
    targetBurstCapacity: spec.targetBurstCapacity,
    resolveTBC: spec.targetBurstCapacity,
    maxScaleUpRate: spec.maxScaleUpRate,
    maxScaleDownRate: spec.maxScaleDownRate,
    panicThreshold: spec.panicThreshold,
    stableWindowSeconds: spec.stableWindowSeconds,
    metricStableWindowSeconds: spec.stableWindowSeconds,
    panicWindowSeconds: spec.panicWindowSeconds,
    scrapeTargetEmpty: !spec.hasScrapeTarget,
    aggregation: spec.algorithm,
    scaleDownDelaySeconds: spec.scaleDownDelaySeconds,
    activationScale: spec.activationScale,
    initialScale: spec.initialScale,
    reachable: spec.reachable,
    minScale: spec.minScale,
    maxScale: spec.maxScale,
    lastPodRetentionSeconds: spec.lastPodRetentionSeconds,
    initialDesiredScale: -1,
    initialExcessBurstCapacity: initialExcessBurstCapacity(spec, spec.initialScale),
    numActivatorsByReadyPods: Object.fromEntries(
      Object.keys(recorded.numActivatorsByReadyPods).map((ready) => [ready, activators(ready)]),
    ),
    activeThresholdUninitialized: activeThreshold(spec, false),
    activeThresholdInitialized: activeThreshold(spec, true),
  };
}
