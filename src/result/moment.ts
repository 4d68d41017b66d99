/** How things stood at one instant of a run: part of the result document when it was asked for. */
export interface Moment {
  /** In seconds. */
  readonly at: number;
  readonly services: readonly ServiceMoment[];
  /** Only where there are nodes. */
  readonly cluster?: ClusterMoment;
}

/** Nodes, and pods that have none. Times in seconds. */
export interface ClusterMoment {
  readonly groups: readonly GroupMoment[];
  /** Nodes that are not ready: coming, leaving, or lost. */
  readonly nodes: readonly NodeMoment[];
  readonly waiting: readonly WaitingMoment[];
  /** Of nodes, from 300 s before the instant to 30 s after it; the last 500. */
  readonly changes: readonly NodeChangeEntry[];
}

export interface GroupMoment {
  readonly group: string;
  readonly kind: string;
  readonly ready: number;
  /** Asked for and paid for, not there yet. */
  readonly booting: number;
  readonly leaving: number;
  readonly silent: number;
  readonly lost: number;
  /** On the ready nodes. */
  readonly pods: number;
  /** What pods and DaemonSets have set aside, 0..1 of what is allocatable on the ready nodes; `null`: there is none. */
  readonly cpuTaken: number | null;
  readonly memoryTaken: number | null;
}

export interface NodeMoment {
  readonly group: string;
  /** Number within its group, from 0. */
  readonly ordinal: number;
  readonly zone: string;
  /** `silent`: it does not answer, and Kubernetes has not found out. */
  readonly state: 'booting' | 'ready' | 'leaving' | 'silent' | 'lost';
  readonly pods: number;
  /** When it came to this, and by what. */
  readonly since: number;
  readonly change: string | null;
}

/** Pods of one revision that wait. */
export interface WaitingMoment {
  readonly service: string;
  readonly revision: string;
  readonly pods: number;
  /** Since when the first of them has. */
  readonly since: number;
  readonly what: 'node' | 'quota';
  /** Ready nodes that they may go to, and on how many of these each resource is short; of a quota: 1 where it is. */
  readonly nodes: number;
  readonly short: Readonly<Record<string, number>>;
  /** Whether a node will come for them; `null`: they wait for the quota. */
  readonly outlook: 'coming' | 'next-scan' | 'groups-full' | 'zones-down' | 'no-autoscaler' | null;
}

export interface NodeChangeEntry {
  readonly at: number;
  readonly group: string;
  readonly ordinal: number;
  readonly zone: string;
  readonly change: 'requested' | 'ready' | 'removed' | 'reclaimed' | 'lost' | 'returned' | 'unready' | 'gone';
}

export interface ServiceMoment {
  readonly name: string;
  readonly revisions: readonly RevisionMoment[];
}

export interface RevisionMoment {
  readonly name: string;
  /** What the policy wants; -1: it knows nothing yet. */
  readonly desired: number;
  /** Pods asked for after bounds and the scale-to-zero machine. */
  readonly wanted: number;
  readonly mode: 'serve' | 'proxy';
  readonly inPanic: boolean;
  readonly stable: number;
  readonly panic: number;
  /** Of the last decision, in words. */
  readonly reason: string;
  /** Requests that wait in activators. */
  readonly waiting: number;
  /** Of the service's traffic, 0..1. */
  readonly share: number;
  readonly pods: readonly PodMoment[];
}

/** Times in seconds. */
export interface PodMoment {
  readonly ordinal: number;
  /** `silent`: its node does not answer. */
  readonly state: 'starting' | 'up' | 'ready' | 'silent' | 'draining';
  /** What a starting pod is at. */
  readonly phase: string | null;
  readonly created: number;
  readonly ready: number | null;
  readonly executing: number;
  readonly queued: number;
  readonly restarts: number;
  /** The node it is on: group and number; absent where there are no nodes, `null`: it has none yet. */
  readonly node?: string | null;
}
