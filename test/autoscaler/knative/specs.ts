import type { DeciderSpec } from '../../../src/autoscaler/recipe.js';

/** Knative's defaults for a container concurrency of 100. */
export const SPEC: DeciderSpec = {
  metric: 'concurrency',
  targetValue: 70,
  totalValue: 100,
  targetBurstCapacity: 211,
  maxScaleUpRate: 1000,
  maxScaleDownRate: 2,
  panicThreshold: 2,
  stableWindowSeconds: 60,
  panicWindowSeconds: 6,
  scaleDownDelaySeconds: 0,
  activationScale: 0,
  initialScale: 1,
  minScale: 0,
  maxScale: 0,
  reachable: true,
  aggregation: 'linear',
  hasScrapeTarget: true,
  lastPodRetentionSeconds: 0,
  progressDeadlineSeconds: null,
};
