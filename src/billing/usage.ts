import type { Bytes, Micros, MilliCores } from '../units/quantities.js';

/** Each span is raised to at least `minimum`, then rounded up to whole multiples of `granularity`. */
export interface RoundingRule {
  readonly granularity: Micros;
  readonly minimum: Micros;
}

/** Which spans must be rounded while they pass, because a sum cannot be rounded afterwards. */
export interface MeteringNeeds {
  /** Execution time of each request. */
  readonly execution: readonly RoundingRule[];
  /** Busy periods of each pod: the union of its overlapping requests. */
  readonly busy: readonly RoundingRule[];
  /** Busy periods of each pod, of which the first also holds the pod's start-up. */
  readonly active: readonly RoundingRule[];
  /** Lives of pods, creation to end. */
  readonly lifetime: readonly RoundingRule[];
}

/** What one revision used, counted from the end of the warm-up on. Plain numbers; sums of microseconds. */
export interface Usage {
  readonly service: string;
  readonly revision: string;
  /** Requests of one pod, as the scheduler counts them (queue-proxy included). */
  readonly podRequests: { readonly cpu: MilliCores; readonly memory: Bytes };
  /** Limits of the user container. */
  readonly limits: { readonly cpu: MilliCores; readonly memory: Bytes };
  /** Requests one pod is meant to take at once: container concurrency, or the target where that is unlimited. */
  readonly slots: number;
  /** Attempts that reached a pod and ended. */
  readonly executions: number;
  readonly executionMicros: number;
  /** CPU time that requests asked for. */
  readonly cpuMicros: number;
  readonly podsStarted: number;
  /** Pods' lives from creation to end (or to the horizon), of which start-up, busy (union) and the rest, idle. */
  readonly podMicros: number;
  readonly startupMicros: number;
  readonly busyMicros: number;
  /** Same order as the rules in {@link MeteringNeeds}. */
  readonly roundedExecution: readonly number[];
  readonly roundedBusy: readonly number[];
  readonly roundedActive: readonly number[];
  readonly roundedLifetime: readonly number[];
  /** What the cold requests and the pods' lives add up to by node group; empty without a cluster. */
  readonly byNodeGroup: readonly { readonly group: string; readonly podMicros: number }[];
}

/** What the nodes of one group did. */
export interface NodeUsage {
  readonly group: string;
  readonly kind: 'on-demand' | 'reserved' | 'spot';
  readonly nodeMicros: number;
  readonly pricePerHour: string;
  readonly allocatable: { readonly cpu: MilliCores; readonly memory: Bytes };
  /**
   * The counted life of each node in the order in which they began; together `nodeMicros`. For the minimum and the
   * granularity of tariffs that bill nodes; without it their time is billed as it is.
   */
  readonly lives?: readonly Micros[];
  /** Nodes that stand however few pods run. @default 0: all of them may leave */
  readonly leastNodes?: number;
}

/** Everything a bill is computed from. */
export interface RunUsage {
  /** Counted span: horizon (or the stop) minus warm-up. */
  readonly span: Micros;
  /** Requests that ended within the counted cohort, all services (the base of cost per million). */
  readonly requests: number;
  readonly revisions: readonly Usage[];
  readonly nodes: readonly NodeUsage[];
}
