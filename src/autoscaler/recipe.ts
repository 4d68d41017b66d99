import type { Fraction, Micros } from '../units/quantities.js';

/**
 * `config-autoscaler`, parsed, under the names of Knative's own Go struct (golden/config.json): durations in seconds,
 * percentages as Knative holds them (fractions where the Go field is one).
 */
export interface KnativeConfig {
  readonly ActivatorCapacity: number;
  readonly AllowZeroInitialScale: boolean;
  readonly ContainerConcurrencyTargetDefault: number;
  readonly ContainerConcurrencyTargetFraction: number;
  readonly EnableScaleToZero: boolean;
  readonly InitialScale: number;
  readonly MaxScale: number;
  readonly MaxScaleDownRate: number;
  readonly MaxScaleLimit: number;
  readonly MaxScaleUpRate: number;
  readonly MinScale: number;
  readonly PanicThresholdPercentage: number;
  readonly PanicWindowPercentage: number;
  readonly PodAutoscalerClass: string;
  readonly RPSTargetDefault: number;
  readonly ScaleDownDelay: number;
  readonly ScaleToZeroGracePeriod: number;
  readonly ScaleToZeroPodRetentionPeriod: number;
  readonly StableWindow: number;
  readonly TargetBurstCapacity: number;
  readonly TargetUtilization: number;
}

/** One revision's autoscaling, resolved from configuration, annotations and container concurrency (golden/decider.json). */
export interface DeciderSpec {
  readonly metric: 'concurrency' | 'rps';
  readonly targetValue: number;
  readonly totalValue: number;
  readonly targetBurstCapacity: number;
  readonly maxScaleUpRate: number;
  readonly maxScaleDownRate: number;
  /** A ratio: 2 = 200 %. */
  readonly panicThreshold: number;
  readonly stableWindowSeconds: number;
  readonly panicWindowSeconds: number;
  readonly scaleDownDelaySeconds: number;
  /** 0 = unset. */
  readonly activationScale: number;
  readonly initialScale: number;
  readonly minScale: number;
  /** 0 = unlimited. */
  readonly maxScale: number;
  readonly reachable: boolean;
  readonly aggregation: 'linear' | 'weightedExponential';
  readonly hasScrapeTarget: boolean;
  readonly lastPodRetentionSeconds: number;
  /** From the annotation; `null`: the cluster's default. */
  readonly progressDeadlineSeconds: number | null;
}

/** How a revision's autoscaler is set up: by the cluster, and by itself on top of that. */
export interface AutoscalerSetup {
  readonly config: KnativeConfig;
  readonly decider: DeciderSpec;
}

/** A recipe, never a live policy: it can be printed, hashed and sent to a worker; each run creates its own policy. */
export type PolicyRecipe =
  | {
      readonly policy: 'knative';
      /** What the person wrote, so that it can be written back: ConfigMap data and annotations verbatim. */
      readonly configMap: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
      readonly config: KnativeConfig;
      readonly decider: DeciderSpec;
    }
  | {
      readonly policy: 'threshold';
      /** Shares of capacity (ready pods x target concurrency). */
      readonly burstAbove: Fraction;
      readonly shrinkBelow: Fraction;
      readonly burstMultiplier: number;
      readonly cooldown: Micros;
      readonly prewarm: boolean;
      readonly minScale: number;
      readonly maxScale: number;
      /** Concurrency one pod is meant to take. */
      readonly target: number;
    }
  | { readonly policy: 'fixed'; readonly pods: number }
  | {
      readonly policy: 'per-request';
      readonly expiry: Micros;
      readonly idleOrder: 'newest' | 'oldest' | 'random';
      /** Running instances at most; 0 = unlimited. */
      readonly maxPods: number;
      /** Instances kept always ready. */
      readonly provisioned: number;
    };

/** Pods that a policy keeps whatever the load. */
export function keptPods(recipe: PolicyRecipe): number {
  switch (recipe.policy) {
    case 'knative':
      return recipe.decider.minScale;
    case 'threshold':
      return recipe.minScale;
    case 'fixed':
      return recipe.pods;
    case 'per-request':
      return recipe.provisioned;
  }
}
