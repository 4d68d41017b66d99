import type { NodeUsage } from '../billing/usage.js';
import { NODE_CHANGES, type ClusterMeter, type NodeChange } from '../platform/cluster/meter.js';
import type { Cluster, NodeGroup } from '../platform/recipe.js';
import { Column } from './column.js';
import type { NodeLog } from './nodeLog.js';
import { seriesOf } from './totals.js';
import type { Whereabouts } from './usage.js';
import type { NodeGroupResult, Series } from '../result/document.js';
import { TimeWeighted } from '../stats/timeWeighted.js';
import type { Bytes, Micros, MilliCores } from '../units/quantities.js';
import { MIB, SECOND } from '../units/quantities.js';

/** One node from the request for it to its end. */
interface Life {
  readonly from: Micros;
  /** Infinity: it is there. */
  to: Micros;
}

/** One node group. */
class GroupFigures {
  readonly nodes = new TimeWeighted(0, 0);
  readonly cpu = new TimeWeighted(0, 0);
  /** In MiB, rounded: an area in bytes would not be exact. */
  readonly memory = new TimeWeighted(0, 0);
  readonly changes: Record<NodeChange, number> = Object.fromEntries(
    NODE_CHANGES.map((change) => [change, 0]),
  ) as Record<NodeChange, number>;
  readonly lives: Life[] = [];
  readonly open = new Map<number, Life>();

  constructor(readonly recipe: NodeGroup) {}

  beginCounting(now: Micros): void {
    for (const level of [this.nodes, this.cpu, this.memory]) level.restart(now);
    for (const change of NODE_CHANGES) this.changes[change] = 0;
  }
}

/** The figures of a cluster. What happened before the end of the warm-up does not count. */
export class ClusterFigures implements ClusterMeter {
  /** Pods that wait for room on a node, or in the quota: all, and by revision. */
  readonly waitingPods = new TimeWeighted(0, 0);
  readonly #waiting: readonly TimeWeighted[];
  readonly #groups: readonly GroupFigures[];
  /** Pods by revision, then group. */
  readonly #pods: readonly (readonly TimeWeighted[])[];
  #since: Micros = 0;
  readonly #timeline = {
    nodes: { unit: 'nodes', column: new Column() },
    waitingPods: { unit: 'pods', column: new Column() },
  };
  #sampled = { at: 0, nodes: 0, waiting: 0 };

  constructor(
    { nodeGroups }: Cluster,
    revisions: number,
    /** `null`: nobody asks how nodes stood at some instant. */
    readonly log: NodeLog | null = null,
  ) {
    this.#groups = nodeGroups.map((group) => new GroupFigures(group));
    this.#waiting = Array.from({ length: revisions }, () => new TimeWeighted(0, 0));
    this.#pods = Array.from({ length: revisions }, () => nodeGroups.map(() => new TimeWeighted(0, 0)));
  }

  /** The warm-up ends now. */
  beginCounting(now: Micros): void {
    this.#since = now;
    // Areas begin anew, the interval of the timeline that is under way does not.
    this.#sampled.nodes -= this.#nodeArea(now);
    this.#sampled.waiting -= this.waitingPods.area(now);
    for (const level of [this.waitingPods, ...this.#waiting]) level.restart(now);
    for (const group of this.#groups) group.beginCounting(now);
    for (const levels of this.#pods) for (const level of levels) level.restart(now);
  }

  nodeBegan(group: number, ordinal: number, now: Micros): void {
    const { lives, open, nodes } = this.#groups[group];
    const life = { from: now, to: Infinity };
    lives.push(life);
    open.set(ordinal, life);
    nodes.add(now, 1);
  }

  nodeEnded(group: number, ordinal: number, now: Micros): void {
    const { open, nodes } = this.#groups[group];
    open.get(ordinal)!.to = now;
    open.delete(ordinal);
    nodes.add(now, -1);
    this.log?.ended(group, ordinal, now);
  }

  allocated(group: number, cpu: MilliCores, memory: Bytes, now: Micros): void {
    this.#groups[group].cpu.set(now, cpu);
    this.#groups[group].memory.set(now, Math.round(memory / MIB));
  }

  pods(revision: number, group: number, count: number, now: Micros): void {
    this.#pods[revision][group].set(now, count);
  }

  waiting(revision: number, count: number, now: Micros): void {
    this.waitingPods.add(now, count - this.#waiting[revision].level);
    this.#waiting[revision].set(now, count);
  }

  changed(group: number, what: NodeChange, at: Micros, ordinal: number, zone: number): void {
    this.#groups[group].changes[what]++;
    this.log?.add({ at, group, ordinal, zone, what });
  }

  /** Nodes that are paid for, of all groups: node-microseconds up to `now`, since counting began. */
  #nodeArea(now: Micros): number {
    return this.#groups.reduce((sum, { nodes }) => sum + nodes.area(now), 0);
  }

  /** Closes the interval of the timeline that ends now. */
  sample(now: Micros): void {
    const before = this.#sampled;
    const span = now - before.at;
    if (span <= 0) return;
    this.#sampled = { at: now, nodes: this.#nodeArea(now), waiting: this.waitingPods.area(now) };
    this.#timeline.nodes.column.push((this.#sampled.nodes - before.nodes) / span);
    this.#timeline.waitingPods.column.push((this.#sampled.waiting - before.waiting) / span);
  }

  /** Nodes and pods that wait for one, over time. */
  series(scope: string): Series[] {
    const all = Object.entries(this.#timeline).map(([figure, { unit, column }]) => ({
      figure,
      unit,
      kind: 'level' as const,
      values: column.values,
    }));
    return seriesOf(scope, all);
  }

  /** Of each group, for its bill. */
  usage(now: Micros): NodeUsage[] {
    return this.#groups.map(({ recipe, nodes, lives }) => ({
      group: recipe.name,
      kind: recipe.kind,
      nodeMicros: nodes.area(now),
      pricePerHour: recipe.pricePerHour,
      allocatable: recipe.allocatable,
      lives: lives.map(({ from, to }) => Math.min(to, now) - Math.max(from, this.#since)).filter((life) => life > 0),
      leastNodes: recipe.nodes,
    }));
  }

  /** Where the pods of a revision were. */
  whereabouts(revision: number, now: Micros): Whereabouts {
    return {
      byNodeGroup: this.#groups.map(({ recipe: { name } }, g) => ({
        group: name,
        podMicros: this.#pods[revision][g].area(now),
      })),
      waitingMicros: this.#waiting[revision].area(now),
    };
  }

  result(now: Micros): NodeGroupResult[] {
    return this.#groups.map((group) => this.#groupResult(group, now));
  }

  #groupResult({ recipe, nodes, cpu, memory, changes }: GroupFigures, now: Micros): NodeGroupResult {
    const area = nodes.area(now);
    const span = now - this.#since;
    const { allocatable } = recipe;
    return {
      group: recipe.name,
      kind: recipe.kind,
      meanNodes: span > 0 ? area / span : 0,
      maxNodes: nodes.max,
      nodeSeconds: area / SECOND,
      cpuAllocated: area > 0 ? cpu.area(now) / (area * allocatable.cpu) : null,
      memoryAllocated: area > 0 ? memory.area(now) / (area * (allocatable.memory / MIB)) : null,
      requested: changes.requested,
      removed: changes.removed,
      reclaimed: changes.reclaimed,
      lost: changes.lost,
    };
  }
}
