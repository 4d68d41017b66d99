import { NONE } from '../../engine/layout.js';
import type { Micros } from '../../units/quantities.js';
import { PI, PI_REVISION, type Pods } from '../pods.js';
import type { StartListener } from './listeners.js';
import type { ClusterMeter } from './meter.js';
import type { Need, Nodes } from './nodes.js';
import type { Occupancy } from './occupancy.js';
import { WaitingPods } from './queue.js';
import type { NamespaceQuota } from './quota.js';
import type { Scheduler } from './scheduler.js';

/** Where a pod stands. */
const OUTSIDE = 0;
const BEFORE_QUOTA = 1;
const COUNTED = 2;
const PENDING = 3;
const BOUND = 4;
/** Bound to a node that is not paid for any more: what it set aside there is nobody's share. */
const BOUND_UNPAID = 5;

const isBound = (standing: number): boolean => standing === BOUND || standing === BOUND_UNPAID;

/** Pods from the door of the namespace to a node, and their places from there to their end. */
export class Placement {
  /** Set once, when the world is put together. */
  listener!: StartListener;
  /** Pods for which no node has room. */
  readonly pending: WaitingPods;
  /** Pods that the quota keeps out. */
  readonly outside: WaitingPods;
  #standing = new Uint8Array(16);

  constructor(
    private readonly pods: Pods,
    private readonly nodes: Nodes,
    readonly needs: readonly Need[],
    private readonly scheduler: Scheduler,
    private readonly occupancy: Occupancy,
    private readonly quota: NamespaceQuota,
    private readonly meter: ClusterMeter,
  ) {
    this.pending = new WaitingPods(needs.length);
    this.outside = new WaitingPods(needs.length);
  }

  /** What a pod takes of a node. */
  needOf(pod: number): Need {
    return this.needs[this.#revision(pod)];
  }

  #revision(pod: number): number {
    return this.pods.i[pod * PI + PI_REVISION];
  }

  #stands(pod: number, standing: number): void {
    if (pod >= this.#standing.length) {
      const larger = new Uint8Array(this.pods.capacity);
      larger.set(this.#standing);
      this.#standing = larger;
    }
    this.#standing[pod] = standing;
  }

  #waitingChanged(revision: number, now: Micros): void {
    this.meter.waiting(revision, this.pending.of(revision) + this.outside.of(revision), now);
  }

  /** A pod has been created. Returns whether it may look for a node; if not, `admitted` tells when it may. */
  enter(pod: number, now: Micros): boolean {
    const revision = this.#revision(pod);
    if (this.#admit(pod, revision)) return true;
    this.#stands(pod, BEFORE_QUOTA);
    this.outside.push(pod, revision);
    this.#waitingChanged(revision, now);
    return false;
  }

  #admit(pod: number, revision: number): boolean {
    const need = this.needs[revision];
    if (!this.quota.allows(need)) return false;
    this.quota.count(need, 1);
    this.#stands(pod, COUNTED);
    return true;
  }

  /** What the quota has too little left of for a pod. */
  quotaShortOf(need: Need): ReturnType<NamespaceQuota['shortOf']> {
    return this.quota.shortOf(need);
  }

  /** The scheduler has come to it: `bound` tells when it has a node. */
  seek(pod: number, now: Micros): void {
    const revision = this.#revision(pod);
    if (this.#bind(pod, revision, now)) {
      this.listener.bound(pod, now);
      return;
    }
    this.#stands(pod, PENDING);
    this.pending.push(pod, revision);
    this.#waitingChanged(revision, now);
    this.listener.unplaced(pod, now);
  }

  /** A pod that stands at time 0. Returns whether there was room for it. */
  stand(pod: number, now: Micros): boolean {
    const revision = this.#revision(pod);
    if (!this.#admit(pod, revision)) return false;
    if (this.#bind(pod, revision, now)) return true;
    this.quota.count(this.needs[revision], -1);
    return false;
  }

  #bind(pod: number, revision: number, now: Micros): boolean {
    const need = this.needs[revision];
    const node = this.scheduler.choose(need, this.occupancy.inZone(revision));
    if (node === NONE) return false;
    this.nodes.bind(node, need, 1);
    this.pods.node[pod] = node;
    this.#stands(pod, BOUND);
    this.occupancy.count(revision, need, this.nodes.group[node], this.nodes.zone[node], 1, now);
    return true;
  }

  /** A pod has ended, wherever it stood: its place is free. Returns the node it was on, or NONE. */
  release(pod: number, now: Micros): number {
    const standing = this.#standing[pod];
    const revision = this.#revision(pod);
    const need = this.needs[revision];
    const node = this.pods.node[pod];
    this.#standing[pod] = OUTSIDE;
    if (standing === BEFORE_QUOTA) this.outside.remove(pod);
    else this.quota.count(need, -1);
    if (standing === PENDING) this.pending.remove(pod);
    if (isBound(standing)) {
      this.nodes.bind(node, need, -1);
      this.occupancy.countInZone(revision, this.nodes.zone[node], -1);
    }
    if (standing === BOUND) this.occupancy.countPaid(revision, need, this.nodes.group[node], -1, now);
    this.pods.node[pod] = NONE;
    if (standing === BEFORE_QUOTA || standing === PENDING) this.#waitingChanged(revision, now);
    return isBound(standing) ? node : NONE;
  }

  /** The node that a pod stands on is not paid for from now on, though the pod is still bound to it. */
  unpaid(pod: number, now: Micros): void {
    if (this.#standing[pod] !== BOUND) return;
    const group = this.nodes.group[this.pods.node[pod]];
    this.#standing[pod] = BOUND_UNPAID;
    this.occupancy.countPaid(this.#revision(pod), this.needOf(pod), group, -1, now);
  }

  /** There may be room again: those who waited for it go on, in the order of their coming. */
  retry(now: Micros): void {
    if (this.outside.length + this.pending.length === 0) return;
    const admitted = this.outside.release(({ pod, revision }) => this.#admit(pod, revision));
    const bound = this.pending.release(({ pod, revision }) => this.#bind(pod, revision, now));
    for (const { revision } of [...admitted, ...bound]) this.#waitingChanged(revision, now);
    for (const { pod } of admitted) this.listener.admitted(pod, now);
    for (const { pod } of bound) this.listener.bound(pod, now);
  }

  /** The pods on each node, by row; those created first come first. */
  podsByNode(): readonly (readonly number[])[] {
    const lists: number[][] = Array.from({ length: this.nodes.used }, () => []);
    for (let pod = 0; pod < this.#standing.length; pod++)
      if (isBound(this.#standing[pod])) lists[this.pods.node[pod]].push(pod);
    return lists;
  }
}
