import type { Bytes, Micros, MilliCores } from '../../units/quantities.js';

/** What the cluster states about its nodes. Whoever implements it turns facts into figures of bounded size. */
export interface ClusterMeter {
  /** Node `ordinal` of a group is paid for from now on: it was asked for, stood at time 0, or is back. */
  nodeBegan(group: number, ordinal: number, now: Micros): void;
  /** ... and no longer. */
  nodeEnded(group: number, ordinal: number, now: Micros): void;
  /** What the pods on a group's nodes have set aside together. */
  allocated(group: number, cpu: MilliCores, memory: Bytes, now: Micros): void;
  /** Pods of a revision on a group's nodes. */
  pods(revision: number, group: number, count: number, now: Micros): void;
  /** Pods of a revision that wait for room on a node, or in the quota. */
  waiting(revision: number, count: number, now: Micros): void;
  /** Something happened to a node of a group, in a zone. */
  changed(group: number, what: NodeChange, now: Micros, ordinal: number, zone: number): void;
}

/**
 * `removed`: nobody needed it · `reclaimed`: a spot node was given notice · `unready`: it was lost, and Kubernetes has found
 * out · `returned`: it was lost and is back.
 */
export const NODE_CHANGES = ['requested', 'ready', 'removed', 'reclaimed', 'lost', 'unready', 'returned'] as const;
export type NodeChange = (typeof NODE_CHANGES)[number];
