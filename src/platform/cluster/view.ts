import { NONE } from '../../engine/layout.js';
import type { Micros } from '../../units/quantities.js';
import { PF, PF_CREATED, type Pods } from '../pods.js';
import type { NodeScaler, Outlook } from './nodeScaler.js';
import { BOOTING, DRAINING, LEAVING, LOST, READY_NODE, type Need, type Nodes } from './nodes.js';
import type { Placement } from './placement.js';
import type { Waiting } from './queue.js';

/** What a node, or a quota, can be short of. */
export const SHORT_OF = ['cpu', 'memory', 'gpus', 'pods'] as const;
export type ShortOf = (typeof SHORT_OF)[number];

/** One node that is there, coming, or lost and may come back. */
export interface NodeView {
  /** Indexes of its group and its zone. */
  readonly group: number;
  readonly zone: number;
  /** Number within its group, from 0. */
  readonly ordinal: number;
  /** `leaving`: keeps what it has, and goes; `silent`: does not answer, and Kubernetes does not know. */
  readonly state: 'booting' | 'ready' | 'leaving' | 'silent' | 'lost';
  readonly pods: number;
  /** What pods and DaemonSets have set aside, 0..1 of what is allocatable. */
  readonly cpuTaken: number;
  readonly memoryTaken: number;
}

/** Pods of one revision that have no node. */
export interface WaitingView {
  readonly revision: number;
  readonly pods: number;
  /** Since when the first of them has been waiting. */
  readonly since: Micros;
  /** What they wait for: room on a node, or in the namespace's quota. */
  readonly what: 'node' | 'quota';
  /** Ready nodes that they may go to, and on how many of them each resource is short; of a quota: 1 where it is. */
  readonly nodes: number;
  readonly short: Readonly<Partial<Record<ShortOf, number>>>;
  /** Whether a node will come that takes them; `null`: nodes do not help. */
  readonly outlook: Outlook | 'no-autoscaler' | null;
}

export interface ClusterView {
  readonly nodes: readonly NodeView[];
  readonly waiting: readonly WaitingView[];
}

const STATES: Readonly<Record<number, NodeView['state']>> = {
  [BOOTING]: 'booting',
  [READY_NODE]: 'ready',
  [LEAVING]: 'leaving',
  [DRAINING]: 'leaving',
  [LOST]: 'lost',
};

/** A look at a cluster that changes nothing. */
export function viewOfCluster(nodes: Nodes, placement: Placement, scaler: NodeScaler | null, pods: Pods): ClusterView {
  const rows = Array.from({ length: nodes.used }, (_, row) => row).filter((row) => nodes.state[row] in STATES);
  return {
    nodes: rows.map((row) => viewOfNode(nodes, row)),
    waiting: [
      ...byRevision(placement.pending.all()).map((group) => pendingView(group, nodes, placement, scaler, pods)),
      ...byRevision(placement.outside.all()).map((group) => outsideView(group, placement, pods)),
    ],
  };
}

function viewOfNode(nodes: Nodes, row: number): NodeView {
  const { allocatable } = nodes.groups[nodes.group[row]].recipe;
  return {
    group: nodes.group[row],
    zone: nodes.zone[row],
    ordinal: nodes.ordinal[row],
    state: nodes.state[row] === READY_NODE && nodes.silent[row] === 1 ? 'silent' : STATES[nodes.state[row]],
    pods: nodes.pods[row],
    cpuTaken: 1 - nodes.freeCpu[row] / allocatable.cpu,
    memoryTaken: 1 - nodes.freeMemory[row] / allocatable.memory,
  };
}

/** At least one pod each, in the order of the first one's coming. */
function byRevision(all: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const groups = new Map<number, Waiting[]>();
  for (const one of all) groups.set(one.revision, [...(groups.get(one.revision) ?? []), one]);
  return [...groups.values()];
}

function pendingView(
  group: readonly Waiting[],
  nodes: Nodes,
  placement: Placement,
  scaler: NodeScaler | null,
  pods: Pods,
): WaitingView {
  const [{ revision }] = group;
  const need = placement.needs[revision];
  const open = Array.from({ length: nodes.used }, (_, row) => row).filter(
    (row) => nodes.state[row] === READY_NODE && need.allowed[nodes.group[row]],
  );
  return {
    revision,
    pods: group.length,
    since: Math.min(...group.map(({ pod }) => pods.unplacedSince[pod])),
    what: 'node',
    nodes: open.length,
    short: counted(open.flatMap((row) => shortOf(nodes, row, need))),
    outlook: scaler === null ? 'no-autoscaler' : scaler.outlook(need),
  };
}

function outsideView(group: readonly Waiting[], placement: Placement, pods: Pods): WaitingView {
  const [{ revision }] = group;
  return {
    revision,
    pods: group.length,
    since: Math.min(...group.map(({ pod }) => pods.f[pod * PF + PF_CREATED])),
    what: 'quota',
    nodes: 0,
    short: counted(placement.quotaShortOf(placement.needs[revision])),
    outlook: null,
  };
}

/** What a pod needs more of than a node has left. */
function shortOf(nodes: Nodes, row: number, need: Need): readonly ShortOf[] {
  const short: Readonly<Record<ShortOf, boolean>> = {
    cpu: nodes.freeCpu[row] < need.cpu,
    memory: nodes.freeMemory[row] < need.memory,
    gpus: nodes.freeGpus[row] < need.gpus,
    pods: nodes.freePods[row] <= 0,
  };
  return SHORT_OF.filter((resource) => short[resource]);
}

function counted(all: readonly ShortOf[]): Partial<Record<ShortOf, number>> {
  const counts = SHORT_OF.map((resource) => [resource, all.filter((one) => one === resource).length] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** The node that a pod is on; `null`: it has none. */
export function nodeOf(
  nodes: Nodes,
  pods: Pods,
  pod: number,
): { readonly group: string; readonly ordinal: number } | null {
  const node = pods.node[pod];
  return node === NONE ? null : { group: nodes.groups[nodes.group[node]].recipe.name, ordinal: nodes.ordinal[node] };
}
