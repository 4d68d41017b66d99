import type { Calendar } from '../../engine/calendar.js';
import { sampler } from '../../random/sampler.js';
import type { OpenStream } from '../../random/source.js';
import type { Micros } from '../../units/quantities.js';
import { SECOND } from '../../units/quantities.js';
import { NODE_GONE, NODE_READY, NODE_RECLAIM } from '../codes.js';
import type { ClusterAutoscaler } from '../recipe.js';
import type { Images } from './images.js';
import type { ClusterMeter, NodeChange } from './meter.js';
import { DRAINING, LEAVING, LOST, READY_NODE, type GroupState, type Nodes } from './nodes.js';

/** Told what becomes of nodes. */
export interface NodeListener {
  /** A node is ready for pods. */
  ready(node: number, now: Micros): void;
  /** A node will go: whatever is on it shall end in good order. */
  leaves(node: number, now: Micros): void;
  /** These nodes are gone, all at one time, and everything on them. */
  lost(nodes: readonly number[], now: Micros): void;
}

/** Nodes from the request for them to their end. */
export class NodeLife {
  /** Set once, when the world is put together. */
  listener!: NodeListener;
  readonly #zonesDown = new Set<number>();
  readonly #provisioning: readonly (() => number)[];

  constructor(
    private readonly calendar: Calendar,
    private readonly nodes: Nodes,
    private readonly images: Images,
    private readonly meter: ClusterMeter,
    private readonly open: OpenStream,
    autoscaler: ClusterAutoscaler | null,
  ) {
    // Node k of a group takes as long under every policy.
    this.#provisioning = nodes.groups.map(({ recipe: { name } }) =>
      autoscaler === null ? () => 0 : sampler(autoscaler.provisioning, open(`provisioning/${name}`)),
    );
  }

  /** The nodes that stand at time 0, dealt out over the zones of their group. */
  place(now: Micros): void {
    for (const group of this.nodes.groups) {
      for (let k = 0; k < group.recipe.nodes; k++)
        this.#become(this.#take(group, group.zones[k % group.zones.length], now), now);
    }
  }

  #take(group: GroupState, zone: number, now: Micros): number {
    const node = this.nodes.take(group, zone);
    this.images.begin(node);
    this.meter.nodeBegan(group.index, this.nodes.ordinal[node], now);
    return node;
  }

  #changed(node: number, what: NodeChange, now: Micros): void {
    const { group, ordinal, zone } = this.nodes;
    this.meter.changed(group[node], what, now, ordinal[node], zone[node]);
  }

  /** Asks the provider for a node; `false` where it has none to give: all zones of the group are down. */
  request(group: GroupState, now: Micros): boolean {
    const zone = this.#nextZone(group);
    if (zone < 0) return false;
    const node = this.#take(group, zone, now);
    const wait = Math.max(0, Math.round(this.#provisioning[group.index]()));
    this.calendar.push(now + wait, NODE_READY, node, this.nodes.generation[node]);
    this.#changed(node, 'requested', now);
    return true;
  }

  /** Whether the provider has a zone that is up for a group's next node. */
  canRequest({ zones }: GroupState): boolean {
    return zones.some((zone) => !this.#zonesDown.has(zone));
  }

  /** The zone that has the fewest of a group's nodes, of equal ones the first; -1: all are down. */
  #nextZone({ index, zones }: GroupState): number {
    const { nodes } = this;
    const counts = new Map(zones.filter((zone) => !this.#zonesDown.has(zone)).map((zone) => [zone, 0]));
    for (let row = 0; row < nodes.used; row++) {
      const zone = nodes.zone[row];
      const known = counts.get(zone);
      if (nodes.group[row] === index && known !== undefined && nodes.isStaying(row)) counts.set(zone, known + 1);
    }
    let next = -1;
    for (const [zone, count] of counts) if (next < 0 || count < counts.get(next)!) next = zone;
    return next;
  }

  /** A node that was asked for is there. */
  arrive(node: number, now: Micros): void {
    this.#changed(node, 'ready', now);
    this.#become(node, now);
    this.listener.ready(node, now);
  }

  #become(node: number, now: Micros): void {
    const { nodes } = this;
    nodes.state[node] = READY_NODE;
    const { reclaim, name } = nodes.groups[nodes.group[node]].recipe;
    if (reclaim === null || reclaim.rate <= 0) return;
    const life = sampler(
      { kind: 'exponential', mean: SECOND / reclaim.rate },
      this.open(`reclaim/${name}/${nodes.ordinal[node]}`),
    );
    this.calendar.push(now + Math.round(life()), NODE_RECLAIM, node, nodes.generation[node]);
  }

  /** A spot node is given notice: its pods end in good order, as far as the notice lasts. */
  reclaim(node: number, now: Micros): void {
    const { nodes } = this;
    if (nodes.state[node] !== READY_NODE) return;
    const { recipe } = nodes.groups[nodes.group[node]];
    nodes.state[node] = LEAVING;
    this.#changed(node, 'reclaimed', now);
    this.calendar.push(now + recipe.reclaim!.notice, NODE_GONE, node, nodes.generation[node]);
    this.listener.leaves(node, now);
  }

  /** Nobody needs a node: it goes as soon as its pods have ended in good order. */
  drain(node: number, now: Micros): void {
    this.nodes.state[node] = DRAINING;
    this.#changed(node, 'removed', now);
    this.listener.leaves(node, now);
    this.emptied(node, now);
  }

  /** The last pod of a node may have ended. */
  emptied(node: number, now: Micros): void {
    if (this.nodes.state[node] === DRAINING && this.nodes.pods[node] === 0) this.end(node, now);
  }

  /** A node goes for good; what is still on it is lost. */
  end(node: number, now: Micros): void {
    this.lose([node], now);
    this.nodes.give(node);
  }

  /** Nodes are gone from one moment to the next. They keep their rows, so that they may come back. */
  lose(lost: readonly number[], now: Micros): void {
    const { nodes } = this;
    for (const node of lost) {
      nodes.state[node] = LOST;
      nodes.generation[node]++; // what was planned for it is void
      this.images.stop(node, now);
      this.meter.nodeEnded(nodes.group[node], nodes.ordinal[node], now);
    }
    this.listener.lost(lost, now);
  }

  /** A node does not answer from now on: it pulls nothing more, and what was planned for it is void. */
  silence(node: number, now: Micros): void {
    this.nodes.silent[node] = 1;
    this.nodes.generation[node]++;
    this.images.stop(node, now);
  }

  /** A node is found not to answer: it is not paid for any more and gets no pods; those it has are still bound to it. */
  unready(node: number, now: Micros): void {
    const { nodes } = this;
    nodes.state[node] = LOST;
    this.#changed(node, 'unready', now);
    this.meter.nodeEnded(nodes.group[node], nodes.ordinal[node], now);
  }

  /** A node that was lost is back, empty but for its images; unless its group has been given as many as it may have. */
  return(node: number, now: Micros): void {
    const { nodes } = this;
    const group = nodes.group[node];
    if (nodes.staying(group) >= nodes.groups[group].recipe.maxNodes) {
      nodes.give(node);
      return;
    }
    nodes.empty(node);
    this.meter.nodeBegan(group, nodes.ordinal[node], now);
    this.#changed(node, 'returned', now);
    this.#become(node, now);
    this.listener.ready(node, now);
  }

  /** No node can be had in this zone, or can again. */
  setZone(zone: number, isUp: boolean): void {
    if (isUp) this.#zonesDown.delete(zone);
    else this.#zonesDown.add(zone);
  }
}
