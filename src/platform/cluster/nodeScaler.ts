import type { Calendar } from '../../engine/calendar.js';
import type { Micros } from '../../units/quantities.js';
import { CLUSTER_SCAN } from '../codes.js';
import type { ClusterAutoscaler } from '../recipe.js';
import type { NodeLife } from './nodeLife.js';
import { BOOTING, DRAINING, READY_NODE, type GroupState, type Need, type Nodes } from './nodes.js';
import type { Placement } from './placement.js';
import { roomOf, type Room, take } from './room.js';

/** A node that is used less than this, and whose pods fit elsewhere, is not needed (cluster-autoscaler's default). */
const LITTLE_USED = 0.5;

/**
 * Whether a node will come for a pod that waits: one is `coming` to which it may go, one will be asked for at the next
 * scan (as it seems now), or none can be had: its groups have as many nodes as they may, or all of their zones are down.
 */
export type Outlook = 'coming' | 'next-scan' | 'groups-full' | 'zones-down';

/**
 * The cluster autoscaler: at each scan it asks for the nodes that pending pods need beyond those that are coming, makes
 * up for nodes that a group has lost, and sends away what nobody has needed for a while.
 */
export class NodeScaler {
  constructor(
    private readonly calendar: Calendar,
    private readonly nodes: Nodes,
    private readonly placement: Placement,
    private readonly life: NodeLife,
    private readonly recipe: ClusterAutoscaler,
    /** When it looks first. */
    readonly firstScan: Micros,
  ) {
    calendar.push(firstScan, CLUSTER_SCAN);
  }

  scan(now: Micros): void {
    this.calendar.push(now + this.recipe.scanInterval, CLUSTER_SCAN);
    for (const group of this.nodes.groups) this.#fillUp(group, now);
    if (this.placement.pending.length > 0) this.#grow(now);
    else this.#shrink(now);
  }

  /** A group never has fewer nodes than it began with, for longer than it takes to get one. */
  #fillUp(group: GroupState, now: Micros): void {
    for (let missing = group.recipe.nodes - this.nodes.staying(group.index); missing > 0; missing--)
      if (!this.life.request(group, now)) return;
  }

  /** Packs the pending pods onto the nodes that are coming, and asks for a new node where none of these has room. */
  #grow(now: Micros): void {
    const { nodes, placement } = this;
    const coming: Room[] = [];
    for (let row = 0; row < nodes.used; row++) if (nodes.state[row] === BOOTING) coming.push(roomOf(nodes, row));
    const hopeless = new Set<number>();
    for (const { revision } of placement.pending.all()) {
      if (hopeless.has(revision)) continue;
      const need = placement.needs[revision];
      if (coming.some((room) => take(room, need))) continue;
      const group = this.#groupFor(need, now);
      if (group === undefined) hopeless.add(revision);
      else coming.push(this.#newRoom(group, need));
    }
  }

  /** The first group, as they are declared, that takes the pod and can have one more node, which is asked for. */
  #groupFor(need: Need, now: Micros): GroupState | undefined {
    return this.nodes.groups.find(
      (group) =>
        take(this.#emptyRoom(group), need) &&
        this.nodes.staying(group.index) < group.recipe.maxNodes &&
        this.life.request(group, now),
    );
  }

  /** What a pod that waits can hope for. Changes nothing. */
  outlook(need: Need): Outlook {
    const { nodes } = this;
    const groups = nodes.groups.filter((group) => take(this.#emptyRoom(group), need));
    const isComing = (row: number): boolean =>
      nodes.state[row] === BOOTING && groups.some(({ index }) => index === nodes.group[row]);
    for (let row = 0; row < nodes.used; row++) if (isComing(row)) return 'coming';
    const open = groups.filter(({ index, recipe }) => nodes.staying(index) < recipe.maxNodes);
    if (open.length === 0) return 'groups-full';
    return open.some((group) => this.life.canRequest(group)) ? 'next-scan' : 'zones-down';
  }

  #emptyRoom({ index, room, recipe: { gpus } }: GroupState): Room {
    return { ...room, gpus, group: index };
  }

  #newRoom(group: GroupState, need: Need): Room {
    const room = this.#emptyRoom(group);
    take(room, need);
    return room;
  }

  /**
   * Sends away nodes that were not needed for so long, down to what the group begins with: the empty ones at once, of
   * those whose pods must move one at a time, and nothing while pods move.
   */
  #shrink(now: Micros): void {
    const { nodes } = this;
    const onNodes = this.placement.podsByNode();
    let moving = this.#isAnyDraining();
    for (let row = 0; row < nodes.used; row++) {
      if (nodes.state[row] !== READY_NODE || nodes.silent[row] === 1 || !this.#isUnneeded(row, onNodes, now) || moving)
        continue;
      moving = nodes.pods[row] > 0;
      this.life.drain(row, now);
    }
  }

  #isAnyDraining(): boolean {
    return this.nodes.state.subarray(0, this.nodes.used).includes(DRAINING);
  }

  /** Whether nobody has needed a node for long enough; keeps the books on since when. */
  #isUnneeded(row: number, onNodes: readonly (readonly number[])[], now: Micros): boolean {
    const { nodes } = this;
    const group = nodes.groups[nodes.group[row]];
    const needed = nodes.staying(group.index) <= group.recipe.nodes || !this.#canDoWithout(row, onNodes);
    if (needed) nodes.unneededSince[row] = Infinity;
    else if (nodes.unneededSince[row] === Infinity) nodes.unneededSince[row] = now;
    return now - nodes.unneededSince[row] >= this.recipe.removeIdleAfter;
  }

  /** Whether a node is empty, or used little with pods that all fit on other nodes. */
  #canDoWithout(row: number, onNodes: readonly (readonly number[])[]): boolean {
    const { nodes } = this;
    if (nodes.pods[row] === 0) return true;
    const { allocatable } = nodes.groups[nodes.group[row]].recipe;
    const cpu = 1 - nodes.freeCpu[row] / allocatable.cpu;
    const memory = 1 - nodes.freeMemory[row] / allocatable.memory;
    return Math.max(cpu, memory) < LITTLE_USED && this.#fitElsewhere(row, onNodes[row]);
  }

  #fitElsewhere(row: number, pods: readonly number[]): boolean {
    const { nodes, placement } = this;
    const others: Room[] = [];
    for (let other = 0; other < nodes.used; other++)
      if (other !== row && nodes.state[other] === READY_NODE) others.push(roomOf(nodes, other));
    return pods.every((pod) => others.some((room) => take(room, placement.needOf(pod))));
  }
}
