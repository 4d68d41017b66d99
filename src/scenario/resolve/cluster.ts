import type { Cluster, Fault, NodeGroup } from '../../platform/recipe.js';
import type { Micros } from '../../units/quantities.js';
import { DEFAULTS } from '../defaults.js';
import { FAULT_KINDS, type WrittenCluster, type WrittenFault, type WrittenNodeGroup } from '../schema/platform.js';

const D = DEFAULTS.cluster;

export function resolveCluster(written: WrittenCluster): Cluster {
  const { scheduler, registry, autoscaler, daemonSets, quota, nodeGroups } = written;
  return {
    score: scheduler?.score ?? D.score,
    spread: scheduler?.spread ?? D.spread,
    registryBandwidth: registry?.bandwidth ?? D.registryBandwidth,
    autoscaler:
      autoscaler === undefined
        ? null
        : {
            scanInterval: autoscaler.scanInterval ?? D.scanInterval,
            provisioning: autoscaler.provisioning,
            removeIdleAfter: autoscaler.removeIdleAfter ?? D.removeIdleAfter,
          },
    daemonSets: { cpu: daemonSets?.cpu ?? 0, memory: daemonSets?.memory ?? 0, pods: daemonSets?.pods ?? 0 },
    quota:
      quota === undefined ? null : { cpu: quota.cpu ?? null, memory: quota.memory ?? null, pods: quota.pods ?? null },
    nodeGroups: Object.entries(nodeGroups).map(([name, group]) => resolveNodeGroup(name, group)),
  };
}

function resolveNodeGroup(name: string, group: WrittenNodeGroup): NodeGroup {
  const { nodes, maxNodes = nodes, cpu, memory, price, reclaim } = group;
  return {
    name,
    kind: group.kind ?? 'on-demand',
    nodes,
    maxNodes,
    zones: group.zones ?? D.zones,
    allocatable: { cpu, memory },
    maxPods: group.maxPods ?? D.maxPods,
    gpus: group.gpus ?? 0,
    dedicated: group.dedicated ?? false,
    pullBandwidth: group.pullBandwidth ?? D.pullBandwidth,
    pricePerHour: price?.amount ?? D.price,
    reclaim: reclaim === undefined ? null : { rate: reclaim.rate, notice: reclaim.notice ?? D.reclaimNotice },
  };
}

/** What a fault aims at and how hard it hits, whatever its kind calls them. */
interface FaultDetails {
  readonly service?: string | undefined;
  readonly nodeGroup?: string | undefined;
  readonly zone?: string | undefined;
  readonly multiply?: number | undefined;
  readonly detection?: Micros | undefined;
  readonly eviction?: Micros | undefined;
}

export function resolveFault(written: WrittenFault): Fault {
  const kind = FAULT_KINDS.find((name) => written[name] !== undefined)!;
  const details = written[kind] as FaultDetails;
  const what = {
    kind,
    target: details.service ?? details.nodeGroup ?? details.zone ?? null,
    factor: details.multiply ?? null,
    ...(details.detection !== undefined && {
      silence: { detection: details.detection, eviction: details.eviction ?? DEFAULTS.faults.eviction },
    }),
  };
  const lasting = written.for ?? null;
  return written.at === undefined
    ? { ...what, rate: written.rate!, for: lasting }
    : { ...what, at: written.at, for: lasting };
}
