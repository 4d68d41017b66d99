import type { PolicyRecipe } from '../autoscaler/recipe.js';
import type { Distribution } from '../random/distribution.js';
import type { Bytes, Decimal, Fraction, Micros, MilliCores, PerSecond } from '../units/quantities.js';
import type { Arrivals } from '../workload/recipe.js';

/** One service: its callers, its revisions and how traffic is split among them. */
export interface Service {
  readonly name: string;
  readonly arrivals: Arrivals;
  readonly client: Client;
  readonly revisions: readonly Revision[];
  /** Steps in time order; each split sums to exactly 10 000 (hundredths of a percent). */
  readonly split: readonly { readonly at: Micros; readonly shares: readonly number[] }[];
  /** The node group it is bound to; `null`: any. */
  readonly nodeGroup: string | null;
}

export interface Revision {
  readonly name: string;
  /** Hard limit of requests executing in one pod at once. 0 = unlimited. */
  readonly containerConcurrency: number;
  /** Of the whole request, waiting included. Knative's `timeoutSeconds`, 300 s by default. */
  readonly timeout: Micros;
  readonly requests: Resources;
  readonly limits: Resources;
  /** What a warm, lonely pod needs: waits (any number at once) first, then CPU time at one core, shared. */
  readonly serviceTime: { readonly io: Distribution; readonly cpu: Distribution | null };
  readonly startup: Startup;
  readonly autoscaler: PolicyRecipe;
  /**
   * The state at time 0. `ready`: the effective initial scale of pods stands ready (a rollout that ended before).
   * `deploying`: the revision is created at time 0 and its first pods start. A number: that many ready pods.
   */
  readonly start: 'ready' | 'deploying' | number;
}

export interface Resources {
  readonly cpu: MilliCores;
  readonly memory: Bytes;
}

/** Phases of a pod's start, in order. `null` stands for "takes no time". */
export const PHASES = [
  'scheduling',
  'imagePull',
  'sandbox',
  'containerStart',
  'applicationStart',
  'readiness',
] as const;
export type Phase = (typeof PHASES)[number];

/** Drawn together when the pod is created, always all of them, so that pod k starts alike under every policy. */
export interface Startup {
  readonly preset: string | null;
  /** Where the preset's numbers come from; `null` where the person gave them. */
  readonly source: string | null;
  readonly phases: Readonly<Record<Phase, Distribution | null>>;
  readonly image: { readonly size: Bytes; readonly layers: readonly Bytes[] } | null;
  /** Generic pods kept started up to `containerStart`. */
  readonly warmPool: number;
}

/** What callers do. */
export interface Client {
  /** Gives up after this long; `null`: waits for the platform's answer. */
  readonly timeout: Micros | null;
  /** `budget`: retries may be at most this share of the requests seen so far. */
  readonly retries: { readonly max: number; readonly backoff: Micros; readonly budget: Fraction } | null;
}

export interface Network {
  /** Activators that run in the cluster. */
  readonly activators: number;
  readonly loadBalancing: 'least-request' | 'round-robin' | 'random';
  /** From a pod's change of state until the ingress (and the activator, for removals) acts on it. */
  readonly endpointDelay: Micros;
}

export interface Cluster {
  readonly score: 'least-allocated' | 'most-allocated';
  readonly spread: 'zone' | 'none';
  /** Bytes per second, shared by all pulls. */
  readonly registryBandwidth: number;
  readonly autoscaler: ClusterAutoscaler | null;
  readonly nodeGroups: readonly NodeGroup[];
}

export interface ClusterAutoscaler {
  readonly scanInterval: Micros;
  readonly provisioning: Distribution;
  readonly removeIdleAfter: Micros;
}

export interface NodeGroup {
  readonly name: string;
  readonly kind: 'on-demand' | 'reserved' | 'spot';
  readonly nodes: number;
  readonly maxNodes: number;
  readonly zones: readonly string[];
  readonly allocatable: Resources;
  readonly maxPods: number;
  readonly gpus: number;
  /** Bytes per second into one node, shared by its pulls. */
  readonly pullBandwidth: number;
  readonly pricePerHour: Decimal;
  /** Rate is per node. */
  readonly reclaim: { readonly rate: PerSecond; readonly notice: Micros } | null;
}

/** When: at an instant (for a while), or at a rate per target. */
export type When =
  { readonly at: Micros; readonly for: Micros | null } | { readonly rate: PerSecond; readonly for: Micros | null };
export type Fault = When & {
  readonly kind: FaultKind;
  readonly target: string | null;
  readonly factor: number | null;
};
export type FaultKind =
  | 'podCrash'
  | 'crashLoop'
  | 'slowStart'
  | 'failedStart'
  | 'nodeLoss'
  | 'zoneLoss'
  | 'registrySlow'
  | 'registryDown'
  | 'activatorRestart'
  | 'autoscalerOutage'
  | 'slowDependency'
  | 'metricsMissing';
