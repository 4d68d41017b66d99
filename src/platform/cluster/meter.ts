import type { Bytes, Micros, MilliCores } from '../../units/quantities.js';

/** What the cluster states about its nodes. Whoever implements it turns facts into figures of bounded size. */
export interface ClusterMeter {
  /** Nodes of a group that are paid for: asked for, ready or leaving. */
  nodes(group: number, count: number, now: Micros): void;
  /** What the pods on a group's nodes have set aside together. */
  allocated(group: number, cpu: MilliCores, memory: Bytes, now: Micros): void;
  /** Pods of a revision on a group's nodes. */
  pods(revision: number, group: number, count: number, now: Micros): void;
  /** Pods that wait for room on a node, or in the quota. */
  waiting(count: number, now: Micros): void;
  /** A node was asked for, given notice, lost, or sent away because nobody needed it. */
  changed(group: number, what: NodeChange, now: Micros): void;
}

export type NodeChange = 'requested' | 'ready' | 'reclaimed' | 'lost' | 'returned' | 'removed';
