import type { Micros } from '../../units/quantities.js';

/** Told how far pods have come on their way up. */
export interface StartListener {
  /** The quota has room for it: it may look for a node. */
  admitted(pod: number, now: Micros): void;
  /** No node has room for it at present. */
  unplaced(pod: number, now: Micros): void;
  /** It has a node. */
  bound(pod: number, now: Micros): void;
  /** Its image is on its node. */
  pulled(pod: number, now: Micros): void;
}

/** Told what its node's end means for a pod. */
export interface EndListener {
  /** Its node will go: it shall end in good order, and another one take its place. */
  evict(pod: number, now: Micros): void;
  /** Its node is gone, and it with it. */
  lost(pod: number, now: Micros): void;
  /** Its node has fallen silent, which nobody knows. */
  silence(pod: number, now: Micros): void;
  /** It has been given a node that has fallen silent. */
  stuck(pod: number): void;
  /** Its node, which had fallen silent, is found not ready. */
  notReady(pod: number, now: Micros): void;
}
