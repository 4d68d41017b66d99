import { NONE } from '../engine/layout.js';
import { wholeLog2 } from '../stats/bits.js';
import type { Micros } from '../units/quantities.js';
import type { Pods } from './pods.js';
import {
  PF,
  PF_CREATED,
  PF_K8S_READY,
  PF_UID,
  PI,
  PI_STATE,
  READY,
  SILENT,
  STARTING,
  TERMINATING,
  UNREACHABLE,
  UP,
} from './pods.js';
import type { RevisionState } from './revision.js';

/**
 * The pods that a ReplicaSet ends first (kubernetes/pkg/controller, ActivePodsWithRanks): without a node before with one,
 * not running before running, not ready before ready, those that share their node with more pods of the revision, then
 * those ready for less time, in buckets of powers of two, equal ones by UID (which is random), then those created later.
 */
export function victims(pods: Pods, revision: RevisionState, count: number, now: Micros): number[] {
  const live: number[] = [];
  for (let k = 0; k < revision.pods.length; k++) {
    const pod = revision.pods.items[k];
    if (pods.i[pod * PI + PI_STATE] !== TERMINATING) live.push(pod);
  }
  const crowd = crowds(pods, live);
  live.sort((a, b) => order(pods, crowd, a, b, now));
  return live.slice(0, count);
}

/** Pods of the revision on each node; where there are no nodes nobody shares any. */
function crowds(pods: Pods, live: readonly number[]): ReadonlyMap<number, number> {
  const crowd = new Map<number, number>();
  for (const pod of live) {
    const node = pods.node[pod];
    if (node !== NONE) crowd.set(node, (crowd.get(node) ?? 0) + 1);
  }
  return crowd;
}

function order(pods: Pods, crowd: ReadonlyMap<number, number>, a: number, b: number, now: Micros): number {
  const [nodeA, nodeB] = [pods.node[a], pods.node[b]];
  if ((nodeA === NONE) !== (nodeB === NONE)) return nodeA === NONE ? -1 : 1;
  const state = rank(pods, a) - rank(pods, b);
  if (state !== 0) return state;
  const crowding = (crowd.get(nodeB) ?? 0) - (crowd.get(nodeA) ?? 0);
  if (crowding !== 0) return crowding;
  if (rank(pods, a) === READY) {
    const readiness = compareAges(pods, a, b, PF_K8S_READY, now);
    if (readiness !== 0) return readiness;
  }
  return compareAges(pods, a, b, PF_CREATED, now);
}

function rank(pods: Pods, pod: number): number {
  const state = pods.i[pod * PI + PI_STATE];
  if (state === READY || state === SILENT) return READY;
  return state === UP || state === UNREACHABLE ? UP : STARTING;
}

/** The younger first, by power of two; equal ones by UID; 0 only for equal times. */
function compareAges(pods: Pods, a: number, b: number, field: number, now: Micros): number {
  const since = pods.f[a * PF + field];
  const other = pods.f[b * PF + field];
  if (since === other) return 0;
  const difference = magnitude(now - since) - magnitude(now - other);
  return difference !== 0 ? difference : pods.f[a * PF + PF_UID] - pods.f[b * PF + PF_UID];
}

/** Whole part of the binary logarithm of an age in nanoseconds; -1 for none. */
function magnitude(age: Micros): number {
  return age > 0 ? wholeLog2(age * 1000) : -1;
}
