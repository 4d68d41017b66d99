import { zonesOf } from '../platform/cluster/nodes.js';
import type { ClusterView, NodeView, WaitingView } from '../platform/cluster/view.js';
import type { Cluster } from '../platform/recipe.js';
import type { ClusterMoment, GroupMoment, NodeChangeEntry, NodeMoment, WaitingMoment } from '../result/moment.js';
import { SECOND } from '../units/quantities.js';
import type { NodeEntry, NodeLog } from './nodeLog.js';

/** Whose pod it is, by revision of the world. */
export interface Owner {
  readonly service: string;
  readonly revision: string;
}

/** A view of a cluster in the names and units of the result document. */
export function clusterMoment(
  cluster: Cluster,
  { nodes, waiting }: ClusterView,
  log: NodeLog,
  owners: readonly Owner[],
): Omit<ClusterMoment, 'changes'> {
  const zones = zonesOf(cluster);
  return {
    groups: cluster.nodeGroups.map(({ name, kind }, group) =>
      groupMoment(
        name,
        kind,
        nodes.filter((node) => node.group === group),
      ),
    ),
    nodes: nodes
      .filter(({ state }) => state !== 'ready')
      .map((node) => nodeMoment(node, cluster.nodeGroups[node.group].name, zones[node.zone], log)),
    waiting: waiting.map((one) => waitingMoment(one, owners[one.revision])),
  };
}

function groupMoment(group: string, kind: string, nodes: readonly NodeView[]): GroupMoment {
  const ready = nodes.filter(({ state }) => state === 'ready');
  const count = (state: NodeView['state']): number => nodes.filter((node) => node.state === state).length;
  // All nodes of a group are alike: the share of all is the mean of the shares.
  const mean = (of: (node: NodeView) => number): number | null =>
    ready.length === 0 ? null : ready.reduce((sum, node) => sum + of(node), 0) / ready.length;
  return {
    group,
    kind,
    ready: ready.length,
    booting: count('booting'),
    leaving: count('leaving'),
    silent: count('silent'),
    lost: count('lost'),
    pods: ready.reduce((sum, { pods }) => sum + pods, 0),
    cpuTaken: mean(({ cpuTaken }) => cpuTaken),
    memoryTaken: mean(({ memoryTaken }) => memoryTaken),
  };
}

function nodeMoment(node: NodeView, group: string, zone: string, log: NodeLog): NodeMoment {
  const last = log.last(node.group, node.ordinal);
  const { ordinal, state, pods } = node;
  return { group, ordinal, zone, state, pods, since: (last?.at ?? 0) / SECOND, change: last?.what ?? null };
}

function waitingMoment({ revision: _, since, ...view }: WaitingView, owner: Owner): WaitingMoment {
  return { ...owner, ...view, since: since / SECOND };
}

/** Changes of nodes by the names of their groups and zones. */
export function nodeChanges(cluster: Cluster, entries: readonly NodeEntry[]): readonly NodeChangeEntry[] {
  const zones = zonesOf(cluster);
  return entries.map(({ at, group, ordinal, zone, what }) => ({
    at: at / SECOND,
    group: cluster.nodeGroups[group].name,
    ordinal,
    zone: zones[zone],
    change: what,
  }));
}
