import type { Cluster, Fault, NodeGroup, Quota } from '../../platform/recipe.js';
import { writeCpu, writeMemory } from '../../units/bytes.js';
import { writeDuration } from '../../units/duration.js';
import { writeBandwidth, writeRate } from '../../units/rate.js';
import { revisionsOf, type FleetRecipe, type Scenario } from '../resolved.js';
import { writtenBadRows, writtenDistribution, writtenTool } from './leaves.js';
import { writtenObjectives } from './objectives.js';
import { writtenService, writtenTemplate } from './service.js';
import { writtenBilling, writtenTariff } from './tariffs.js';

type Fields = Readonly<Record<string, unknown>>;

/** The scenario as a person could write it: a tree of maps, lists and scalars, nothing left to defaults. */
export function writtenScenario(scenario: Scenario): Fields {
  const { services, fleet, cluster, faults, tariffs, billing, objectives, thresholds, notes } = scenario;
  return {
    headroom: scenario.format,
    name: scenario.name,
    horizon: writeDuration(scenario.horizon),
    seed: scenario.seed,
    analysis: scenario.analysis.kind,
    warmup: scenario.analysis.warmup === 'auto' ? 'auto' : writeDuration(scenario.analysis.warmup),
    knative: writtenKnative(scenario),
    ...(cluster === null ? {} : { cluster: writtenCluster(cluster) }),
    ...(services.length === 0
      ? {}
      : {
          services: Object.fromEntries(services.map((service) => [service.name, writtenService(service, objectives)])),
        }),
    ...(fleet === null ? {} : { fleet: writtenFleet(fleet) }),
    ...(faults.length === 0 ? {} : { faults: faults.map(writtenFault) }),
    tariffs: tariffs.map(writtenTariff),
    ...(billing === undefined ? {} : { billing: writtenBilling(billing) }),
    ...writtenObjectives(objectives.filter(({ service }) => service === null)),
    ...(thresholds.length === 0 ? {} : { thresholds: thresholds.map(({ expression }) => expression) }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function writtenKnative(scenario: Scenario): Fields {
  const { activators, loadBalancing, endpointDelay } = scenario.network;
  const configMap = configMapOf(scenario);
  return {
    ...(Object.keys(configMap).length === 0 ? {} : { 'config-autoscaler': configMap }),
    ingress: { loadBalancing, endpointDelay: writeDuration(endpointDelay) },
    activator: { replicas: activators },
  };
}

/** The one ConfigMap of the cluster, which every Knative revision was resolved against. */
export function configMapOf(scenario: Scenario): Readonly<Record<string, string>> {
  const recipe = revisionsOf(scenario)
    .map(({ autoscaler }) => autoscaler)
    .find(({ policy }) => policy === 'knative');
  return recipe?.policy === 'knative' ? recipe.configMap : {};
}

function writtenCluster(cluster: Cluster): Fields {
  const { score, spread, registryBandwidth, autoscaler, nodeGroups } = cluster;
  return {
    scheduler: { score, spread },
    registry: { bandwidth: writeBandwidth(registryBandwidth) },
    ...(autoscaler === null
      ? {}
      : {
          autoscaler: {
            scanInterval: writeDuration(autoscaler.scanInterval),
            provisioning: writtenDistribution(autoscaler.provisioning),
            removeIdleAfter: writeDuration(autoscaler.removeIdleAfter),
          },
        }),
    ...writtenShares(cluster),
    nodeGroups: Object.fromEntries(nodeGroups.map((group) => [group.name, writtenNodeGroup(group)])),
  };
}

function writtenShares({ daemonSets, quota }: Cluster): Fields {
  const amounts = ({ cpu, memory, pods }: Quota): Fields => ({
    ...(cpu === null || cpu === 0 ? {} : { cpu: writeCpu(cpu) }),
    ...(memory === null || memory === 0 ? {} : { memory: writeMemory(memory) }),
    ...(pods === null ? {} : { pods }),
  });
  return { daemonSets: amounts(daemonSets), ...(quota === null ? {} : { quota: amounts(quota) }) };
}

function writtenNodeGroup(group: NodeGroup): Fields {
  const { kind, nodes, maxNodes, zones, allocatable, maxPods, gpus, dedicated, pullBandwidth, pricePerHour, reclaim } =
    group;
  return {
    kind,
    nodes,
    maxNodes,
    zones,
    cpu: writeCpu(allocatable.cpu),
    memory: writeMemory(allocatable.memory),
    maxPods,
    gpus,
    dedicated,
    pullBandwidth: writeBandwidth(pullBandwidth),
    price: `${pricePerHour} USD/h`,
    ...(reclaim === null ? {} : { reclaim: { rate: writeRate(reclaim.rate), notice: writeDuration(reclaim.notice) } }),
  };
}

function writtenFleet(fleet: FleetRecipe): Fields {
  const { source, template, serviceTimeFromModel, memoryFromModel, nodeGroup } = fleet;
  const tools = fleet.tools.length === 0 ? {} : { apply: fleet.tools.map(writtenTool) };
  const defaults = {
    ...writtenTemplate(template),
    ...(memoryFromModel ? { resources: writtenCpus(template) } : {}),
    ...(serviceTimeFromModel ? { serviceTime: 'from-model' } : {}),
    ...(nodeGroup === null ? {} : { nodeGroup }),
  };
  if (source.kind === 'generated')
    return { generated: { model: source.model, apps: source.apps, settings: source.settings }, defaults, ...tools };
  const { trace, day, by, within } = source;
  const { file, format, sha256 } = trace;
  const more = { ...(day === null ? {} : { day }), ...writtenBadRows(trace) };
  return { trace: { dir: file, format, ...more, by, within, sha256 }, defaults, ...tools };
}

const writtenCpus = ({ requests, limits }: FleetRecipe['template']): Fields => ({
  requests: { cpu: writeCpu(requests.cpu) },
  limits: { cpu: writeCpu(limits.cpu) },
});

/** What each kind calls its target. */
const TARGET_FIELDS: Readonly<Partial<Record<Fault['kind'], string>>> = { nodeLoss: 'nodeGroup', zoneLoss: 'zone' };

function writtenFault(fault: Fault): Fields {
  const { kind, target, factor, silence } = fault;
  const details = {
    ...(target === null ? {} : { [TARGET_FIELDS[kind] ?? 'service']: target }),
    ...(factor === null ? {} : { multiply: factor }),
    ...(silence && { detection: writeDuration(silence.detection), eviction: writeDuration(silence.eviction) }),
  };
  const when = 'at' in fault ? { at: writeDuration(fault.at) } : { rate: writeRate(fault.rate) };
  return { [kind]: details, ...when, ...(fault.for === null ? {} : { for: writeDuration(fault.for) }) };
}
