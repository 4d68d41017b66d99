import type { PolicyRecipe } from '../autoscaler/recipe.js';
import type { Distribution } from '../random/distribution.js';
import type { Bytes, Decimal, Fraction, Micros, MilliCores, PerSecond } from '../units/quantities.js';
import type { Arrivals } from '../workload/recipe.js';

/** How traffic is split among the revisions of a service, from some time on. */
export interface Split {
  readonly at: Micros;
  /** Hundredths of a percent, by revision. */
  readonly shares: readonly number[];
  /** Whether the route names it, be it with 0 %: a revision that is named is reachable, as Knative's labeler sees it. */
  readonly named: readonly boolean[];
}

/** One service: its callers, its revisions and how traffic is split among them. */
export interface Service {
  readonly name: string;
  readonly arrivals: Arrivals;
  readonly client: Client;
  readonly revisions: readonly Revision[];
  /** Steps in time order; each split sums to exactly 10 000 (hundredths of a percent). */
  readonly split: readonly Split[];
  /** The node group it is bound to; `null`: any. */
  readonly nodeGroup: string | null;
  /** What all of its pods share behind them; absent: no limit. */
  readonly downstream?: Downstream;
  /** Node groups it is kept out of. */
  readonly notNodeGroups?: readonly string[];
}

/** A dependency with limits of its own: however many pods there are, they share it. */
export interface Downstream {
  /** Requests that may be under way in it at once; `null`: any number. */
  readonly connections: number | null;
  /** Requests that it takes per second, evenly spaced; `null`: any number. */
  readonly rate: PerSecond | null;
  /** Requests that may wait for it; one more is refused. `null`: any number. */
  readonly queue: number | null;
}

/** What one pod of a revision uses, apart from the queue-proxy. */
export interface MemoryUse {
  readonly base: Bytes;
  readonly perRequest: Bytes;
}

export interface Revision {
  readonly name: string;
  /** Hard limit of requests executing in one pod at once. 0 = unlimited. */
  readonly containerConcurrency: number;
  /** Of the whole request, waiting included. Knative's `timeoutSeconds`, 300 s by default. */
  readonly timeout: Micros;
  /**
   * Until something of the response must have been sent, and between two pieces of it; absent: no limit. A response here
   * has no parts: it begins when it is complete.
   */
  readonly responseStartTimeout?: Micros;
  readonly idleTimeout?: Micros;
  readonly requests: Resources;
  readonly limits: Resources;
  /** Whole GPUs of one pod; absent: none. */
  readonly gpus?: number;
  /** Past the limit the pod is killed with what it holds; absent: it never is. */
  readonly memory?: MemoryUse;
  /** What a warm, lonely pod needs: waits (any number at once) first, then CPU time at one core, shared. */
  readonly serviceTime: { readonly io: Distribution; readonly cpu: Distribution | null };
  readonly startup: Startup;
  readonly autoscaler: PolicyRecipe;
  /**
   * The state at time 0. `ready`: the effective initial scale of pods stands ready (a rollout that ended before).
   * `deploying`: the revision is created, and its first pods start, when the split first names it (which may
   * be at time 0). A number: that many ready pods.
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
  readonly image: Image | null;
  /** Generic pods kept started up to `containerStart`. */
  readonly warmPool: number;
}

/** What a node must have before a pod can start on it. */
export interface Image {
  readonly size: Bytes;
  readonly layers: readonly Bytes[];
  /** Of the layers, in their order: a layer of the same name is the same in every image. Absent: all are its own. */
  readonly names?: readonly string[];
  /** Every node has it from its start on. */
  readonly prePulled?: true;
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
  /** What the DaemonSets of each node take of it. */
  readonly daemonSets: Resources & { readonly pods: number };
  /** What all pods together may ask for; `null` inside: no limit. */
  readonly quota: Quota | null;
  readonly nodeGroups: readonly NodeGroup[];
}

/** A ResourceQuota of the one namespace that the services live in. */
export interface Quota {
  readonly cpu: MilliCores | null;
  readonly memory: Bytes | null;
  readonly pods: number | null;
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
  /** Only services that are bound to it go there. */
  readonly dedicated: boolean;
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
  /** Of nodes that are lost: nobody is told. Absent: it is known at once. */
  readonly silence?: Silence;
};

/** How Kubernetes finds out that a node is lost. */
export interface Silence {
  /** Until the node is found not ready (`--node-monitor-grace-period`). */
  readonly detection: Micros;
  /** From then until its pods are given up (`tolerationSeconds` of not-ready and unreachable). */
  readonly eviction: Micros;
}
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
