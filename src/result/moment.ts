/** How things stood at one instant of a run: part of the result document when it was asked for. */
export interface Moment {
  /** In seconds. */
  readonly at: number;
  readonly services: readonly ServiceMoment[];
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
  readonly state: 'starting' | 'up' | 'ready' | 'draining';
  /** What a starting pod is at. */
  readonly phase: string | null;
  readonly created: number;
  readonly ready: number | null;
  readonly executing: number;
  readonly queued: number;
  readonly restarts: number;
}
