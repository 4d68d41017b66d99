import type { Calendar } from '../../engine/calendar.js';
import type { OpenStream, Source } from '../../random/source.js';
import type { Micros } from '../../units/quantities.js';
import { CLUSTER_SCAN, NODE_GIVEN_UP, NODE_GONE, NODE_NOTICED, NODE_READY, NODE_RECLAIM, PULL_DONE } from '../codes.js';
import { PI, PI_REVISION, type Pods } from '../pods.js';
import type { Cluster, Silence } from '../recipe.js';
import type { RevisionState } from '../revision.js';
import { Images } from './images.js';
import type { EndListener, StartListener } from './listeners.js';
import type { ClusterMeter } from './meter.js';
import { needOf } from './needs.js';
import { NodeLife, type NodeListener } from './nodeLife.js';
import { NodeScaler } from './nodeScaler.js';
import { groupsOf, LOST, Nodes, READY_NODE, zonesOf } from './nodes.js';
import { Occupancy } from './occupancy.js';
import { Placement } from './placement.js';
import { NamespaceQuota } from './quota.js';
import { Scheduler } from './scheduler.js';
import { SilentNodes } from './silence.js';
import { viewOfCluster, type ClusterView } from './view.js';

/** What a cluster is put together from. */
export interface ClusterParts {
  readonly recipe: Cluster;
  /** Opens the streams of the cluster by purpose. */
  readonly open: OpenStream;
  readonly meter: ClusterMeter;
}

/** The nodes of a world and which pods are on them. Nothing of it lies on the path of a request. */
export class ClusterState implements NodeListener {
  readonly nodes: Nodes;
  readonly placement: Placement;
  readonly scaler: NodeScaler | null;
  readonly #zones: readonly string[];
  readonly #images: Images;
  readonly #life: NodeLife;
  readonly #meter: ClusterMeter;
  readonly #silent: SilentNodes;
  #ends!: EndListener;

  constructor(
    calendar: Calendar,
    private readonly pods: Pods,
    revisions: readonly RevisionState[],
    { recipe, open, meter }: ClusterParts,
  ) {
    const groups = groupsOf(recipe);
    const { autoscaler } = recipe;
    this.#meter = meter;
    this.#zones = zonesOf(recipe);
    this.nodes = new Nodes(groups);
    const needs = revisions.map((revision) => needOf(revision.recipe, revision.service.recipe, groups));
    const occupancy = new Occupancy(revisions.length, this.#zones.length, groups.length, meter);
    const scheduler = new Scheduler(this.nodes, recipe);
    const quota = new NamespaceQuota(recipe.quota);
    this.placement = new Placement(pods, this.nodes, needs, scheduler, occupancy, quota, meter);
    this.#images = new Images(
      calendar,
      revisions,
      recipe.registryBandwidth,
      (node) => groups[this.nodes.group[node]].recipe.pullBandwidth,
      (pod, now) => this.placement.listener.pulled(pod, now),
    );
    this.#life = new NodeLife(calendar, this.nodes, this.#images, meter, open, autoscaler);
    this.#life.listener = this;
    this.#silent = new SilentNodes(calendar, this.nodes, this.placement, this.#life, pods);
    const firstScan = autoscaler === null ? 0 : Math.floor(open('scan').next() * autoscaler.scanInterval);
    this.scaler =
      autoscaler === null
        ? null
        : new NodeScaler(calendar, this.nodes, this.placement, this.#life, autoscaler, firstScan);
    this.#life.place(0);
  }

  /** The cluster as it stands. */
  look(): ClusterView {
    return viewOfCluster(this.nodes, this.placement, this.scaler, this.pods);
  }

  /** Set once, when the world is put together. */
  tell(starts: StartListener, ends: EndListener): void {
    this.placement.listener = starts;
    this.#ends = ends;
    this.#silent.ends = ends;
  }

  /** A pod stands ready at time 0, with its image. Returns whether there was room for it. */
  stand(pod: number, now: Micros): boolean {
    if (!this.placement.stand(pod, now)) return false;
    const { i, node } = this.pods;
    this.#images.stand(node[pod], i[pod * PI + PI_REVISION]);
    return true;
  }

  /**
   * Sends for the image of a pod that has a node, and answers `true`; `false`: its revision names none. From a node that
   * has fallen silent nothing comes.
   */
  pull(pod: number, now: Micros): boolean {
    const { i, node } = this.pods;
    if (this.nodes.silent[node[pod]] === 1) {
      this.#ends.stuck(pod);
      return true;
    }
    return this.#images.pull(node[pod], i[pod * PI + PI_REVISION], pod, now);
  }

  /** A pod has ended, wherever it stood. Call before its row is given back. */
  release(pod: number, now: Micros): void {
    const node = this.pods.node[pod];
    if (this.placement.release(pod, now) >= 0) {
      this.#images.leave(node, pod);
      this.#life.emptied(node, now);
    }
    this.placement.retry(now);
  }

  /** One of the cluster's events; `false`: it is none of these. */
  happen(code: number, a: number, b: number, now: Micros): boolean {
    switch (code) {
      case CLUSTER_SCAN:
        this.scaler?.scan(now);
        return true;
      case PULL_DONE:
        this.#images.due(a, now);
        return true;
      case NODE_READY:
        if (this.nodes.isSame(a, b)) this.#life.arrive(a, now);
        return true;
      case NODE_RECLAIM:
        if (this.nodes.isSame(a, b)) this.#life.reclaim(a, now);
        return true;
      case NODE_GONE:
        if (this.nodes.isSame(a, b)) this.#life.end(a, now);
        return true;
      case NODE_NOTICED:
        if (this.nodes.isSame(a, b)) this.#silent.noticed(a, now);
        return true;
      case NODE_GIVEN_UP:
        if (this.nodes.isSame(a, b)) this.#silent.givenUp(a, now);
        return true;
      default:
        return false;
    }
  }

  ready(_node: number, now: Micros): void {
    this.placement.retry(now);
  }

  leaves(node: number, now: Micros): void {
    // Whoever ends early may leave its row to another pod.
    for (const pod of this.placement.podsByNode()[node]) if (this.pods.node[pod] === node) this.#ends.evict(pod, now);
  }

  lost(nodes: readonly number[], now: Micros): void {
    const onNodes = this.placement.podsByNode();
    for (const node of nodes)
      for (const pod of onNodes[node]) if (this.pods.node[pod] === node) this.#ends.lost(pod, now);
  }

  /** Nodes that a group (`null`: all together) may have. */
  places(group: string | null): number {
    const meant = this.nodes.groups.filter(({ recipe }) => group === null || recipe.name === group);
    return meant.reduce((sum, { recipe }) => sum + recipe.maxNodes, 0);
  }

  /**
   * One of the ready nodes of a group (`null`: of all) is gone for good: drawn among so many `places`, of which some may
   * be empty. With `silence` nobody is told. Returns the revision of each pod it held.
   */
  loseNode(
    group: string | null,
    places: number,
    source: Source,
    silence: Silence | null,
    now: Micros,
  ): readonly number[] {
    const candidates = this.#rows((row) => {
      const { name } = this.nodes.groups[this.nodes.group[row]].recipe;
      const stands = this.nodes.state[row] === READY_NODE && !this.#silent.has(row);
      return stands && (group === null || name === group);
    });
    const node = candidates[Math.floor(source.next() * Math.max(places, candidates.length))];
    if (node === undefined) return [];
    const revisions = this.#tellLost([node], now);
    if (silence !== null) this.#silent.begin(node, silence, true, now);
    else this.#life.end(node, now);
    return revisions;
  }

  /** All nodes of a zone are gone, and none can be had there until it returns. Returns the revision of each pod they held. */
  loseZone(zone: string, silence: Silence | null, now: Micros): readonly number[] {
    const index = this.#zones.indexOf(zone);
    this.#life.setZone(index, false);
    const there = this.#rows(
      (row) => this.nodes.zone[row] === index && this.nodes.isThere(row) && !this.#silent.has(row),
    );
    const revisions = this.#tellLost(there, now);
    // Who comes or leaves is watched: only of those that stand nobody knows.
    const quiet = silence === null ? [] : there.filter((row) => this.nodes.state[row] === READY_NODE);
    this.#life.lose(
      there.filter((row) => !quiet.includes(row)),
      now,
    );
    for (const row of quiet) this.#silent.begin(row, silence!, false, now);
    return revisions;
  }

  /** Nodes can be had in a zone again, and those that went with it are back, empty but for their images. */
  zoneReturns(zone: string, now: Micros): void {
    const index = this.#zones.indexOf(zone);
    this.#life.setZone(index, true);
    const back = this.#rows(
      (row) =>
        this.nodes.zone[row] === index &&
        (this.nodes.state[row] === LOST || this.#silent.has(row)) &&
        !this.#silent.isForGood(row),
    );
    for (const node of back) {
      if (this.#silent.has(node)) this.#silent.answers(node, now);
      this.#life.return(node, now);
    }
  }

  /** From now on everything the registry sends takes `factor` times as long; Infinity: it sends nothing; 1: as before. */
  slowRegistry(factor: number, now: Micros): void {
    this.#images.slow(factor, now);
  }

  #rows(holds: (row: number) => boolean): readonly number[] {
    return Array.from({ length: this.nodes.used }, (_, row) => row).filter(holds);
  }

  #tellLost(nodes: readonly number[], now: Micros): readonly number[] {
    const onNodes = this.placement.podsByNode();
    const revisions = nodes.flatMap((node) => onNodes[node].map((pod) => this.pods.i[pod * PI + PI_REVISION]));
    const { group, ordinal, zone } = this.nodes;
    for (const node of nodes) this.#meter.changed(group[node], 'lost', now, ordinal[node], zone[node]);
    return revisions;
  }
}
