import type { Bytes, MilliCores } from '../../units/quantities.js';
import type { Cluster, NodeGroup } from '../recipe.js';

/** What one pod takes of a node, queue-proxy included, and where it may go. */
export interface Need {
  readonly cpu: MilliCores;
  readonly memory: Bytes;
  readonly gpus: number;
  /** By node group. */
  readonly allowed: readonly boolean[];
}

/** States of a node. Only READY ones are given pods. */
export const NO_NODE = 0;
/** Asked for, paid for, not there yet. */
export const BOOTING = 1;
export const READY_NODE = 2;
/** Keeps what it has, is given nothing more, and goes soon. */
export const LEAVING = 3;
/** As LEAVING, and gone the moment its last pod is. */
export const DRAINING = 4;
/** Gone with all of its pods; it may come back. */
export const LOST = 5;

/** A node group as it lives in one run. */
export interface GroupState {
  readonly index: number;
  readonly recipe: NodeGroup;
  /** What pods can have of an empty node: the DaemonSets are there already. */
  readonly room: { readonly cpu: MilliCores; readonly memory: Bytes; readonly pods: number };
  /** Its zones, as indexes into those of the cluster. */
  readonly zones: readonly number[];
  /** Nodes made so far: the number of the next one. */
  made: number;
}

/** All zones of a cluster, in the order of their first mention. */
export function zonesOf(cluster: Cluster): readonly string[] {
  return [...new Set(cluster.nodeGroups.flatMap(({ zones }) => zones))];
}

export function groupsOf(cluster: Cluster): GroupState[] {
  const zones = zonesOf(cluster);
  const { cpu, memory, pods } = cluster.daemonSets;
  return cluster.nodeGroups.map((recipe, index) => ({
    index,
    recipe,
    room: {
      cpu: recipe.allocatable.cpu - cpu,
      memory: recipe.allocatable.memory - memory,
      pods: recipe.maxPods - pods,
    },
    zones: recipe.zones.map((zone) => zones.indexOf(zone)),
    made: 0,
  }));
}

/** The nodes of one world, in rows that are used again. Growth replaces the arrays: never keep one across `take`. */
export class Nodes {
  /** Rows in use are below this. */
  used = 0;
  state: Uint8Array = new Uint8Array(16);
  group: Int32Array = new Int32Array(16);
  zone: Int32Array = new Int32Array(16);
  /** Counts up each time the row is used again: events of an earlier node in this row know by it. */
  generation: Int32Array = new Int32Array(16);
  /** Number of the node within its group, from 0. */
  ordinal: Int32Array = new Int32Array(16);
  /** Pods on it, DaemonSets not counted. */
  pods: Int32Array = new Int32Array(16);
  freePods: Int32Array = new Int32Array(16);
  freeGpus: Int32Array = new Int32Array(16);
  freeCpu: Float64Array = new Float64Array(16);
  freeMemory: Float64Array = new Float64Array(16);
  /** Since when nobody needs it; Infinity: somebody does. */
  unneededSince: Float64Array = new Float64Array(16);
  /** 1: it does not answer, and nobody knows that it does not. */
  silent: Uint8Array = new Uint8Array(16);
  readonly #free: number[] = [];

  constructor(readonly groups: readonly GroupState[]) {}

  /** An empty node of a group, not there yet. */
  take(group: GroupState, zone: number): number {
    const row = this.#free.pop() ?? this.used++;
    if (row >= this.state.length) this.#grow();
    this.generation[row]++;
    this.state[row] = BOOTING;
    this.group[row] = group.index;
    this.zone[row] = zone;
    this.ordinal[row] = group.made++;
    this.empty(row);
    return row;
  }

  /** Nothing is on it but the DaemonSets. */
  empty(row: number): void {
    const { recipe, room } = this.groups[this.group[row]];
    this.pods[row] = 0;
    this.freePods[row] = room.pods;
    this.freeGpus[row] = recipe.gpus;
    this.freeCpu[row] = room.cpu;
    this.freeMemory[row] = room.memory;
    this.unneededSince[row] = Infinity;
    this.silent[row] = 0;
  }

  give(row: number): void {
    this.state[row] = NO_NODE;
    this.#free.push(row);
  }

  isSame(row: number, generation: number): boolean {
    return this.generation[row] === generation && this.state[row] !== NO_NODE;
  }

  fits(row: number, need: Need): boolean {
    return (
      this.freePods[row] > 0 &&
      this.freeCpu[row] >= need.cpu &&
      this.freeMemory[row] >= need.memory &&
      this.freeGpus[row] >= need.gpus &&
      need.allowed[this.group[row]]
    );
  }

  /** Sets a pod's share of a node aside, or with -1 gives it back. */
  bind(row: number, need: Need, pods: 1 | -1): void {
    this.pods[row] += pods;
    this.freePods[row] -= pods;
    this.freeGpus[row] -= pods * need.gpus;
    this.freeCpu[row] -= pods * need.cpu;
    this.freeMemory[row] -= pods * need.memory;
  }

  /** Whether a node is there, or coming, and not on its way out. */
  isStaying(row: number): boolean {
    return this.state[row] === BOOTING || this.state[row] === READY_NODE;
  }

  /** Whether it is paid for: coming, there or going. */
  isThere(row: number): boolean {
    return this.state[row] !== NO_NODE && this.state[row] !== LOST;
  }

  /** Nodes of a group that are there, or coming, and not on their way out. */
  staying(group: number): number {
    let count = 0;
    for (let row = 0; row < this.used; row++) if (this.group[row] === group && this.isStaying(row)) count++;
    return count;
  }

  #grow(): void {
    const length = this.state.length * 2;
    const ints = (from: Int32Array): Int32Array => {
      const to = new Int32Array(length);
      to.set(from);
      return to;
    };
    const doubles = (from: Float64Array): Float64Array => {
      const to = new Float64Array(length);
      to.set(from);
      return to;
    };
    const states = new Uint8Array(length);
    states.set(this.state);
    this.state = states;
    const silent = new Uint8Array(length);
    silent.set(this.silent);
    this.silent = silent;
    this.group = ints(this.group);
    this.zone = ints(this.zone);
    this.generation = ints(this.generation);
    this.ordinal = ints(this.ordinal);
    this.pods = ints(this.pods);
    this.freePods = ints(this.freePods);
    this.freeGpus = ints(this.freeGpus);
    this.freeCpu = doubles(this.freeCpu);
    this.freeMemory = doubles(this.freeMemory);
    this.unneededSince = doubles(this.unneededSince);
  }
}
