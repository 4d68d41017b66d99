import type { Distribution } from '../../random/distribution.js';
import { formatBytes, formatDuration } from '../../units/format.js';
import type { TraceRef } from '../../workload/recipe.js';
import { DEFAULTS } from '../defaults.js';
import { revisionsOf, type Analysis, type Scenario } from '../resolved.js';
import type { WrittenTrace } from '../schema/traceFiles.js';
import type { WrittenScenario } from '../schema/scenario.js';
import type { WrittenTime } from '../schema/pod.js';
import type { Sources } from '../sources.js';
import type { Written } from '../written.js';
import { resolveCluster, resolveFault } from './cluster.js';
import { durationsFromTrace } from './durations.js';
import { traceRef } from './fileRefs.js';
import { resolveFleet } from './fleet.js';
import { noteUnknownKeys, openKnative } from './knative.js';
import { Notes } from './notes.js';
import { resolveObjectives } from './promises.js';
import { resolveBilling, resolveTariff } from './tariffs.js';
import { resolveThresholds } from './thresholds.js';
import { resolveService, type Surroundings } from './service.js';

/** From a valid file to what the simulator reads. Everything that could be wrong was reported before. */
export function resolveScenario(valid: WrittenScenario, written: Written, sources: Sources, name: string): Scenario {
  const notes = new Notes(written, valid.notes);
  const around = surroundings(valid, sources, notes);
  noteUnknownKeys(written, notes);
  const services = Object.entries(valid.services ?? {});
  const billing = resolveBilling(valid.billing);
  const scenario = {
    format: 1,
    name: valid.name ?? name,
    horizon: valid.horizon,
    seed: valid.seed ?? DEFAULTS.seed,
    analysis: resolveAnalysis(valid),
    network: resolveNetwork(valid, notes),
    services: services.map(([service, fields]) => resolveService(service, fields, around)),
    fleet: valid.fleet === undefined ? null : resolveFleet(valid.fleet, around, sources),
    cluster: valid.cluster === undefined ? null : resolveCluster(valid.cluster),
    faults: (valid.faults ?? []).map(resolveFault),
    tariffs: (valid.tariffs ?? DEFAULTS.tariffs).map(resolveTariff),
    ...(billing === undefined ? {} : { billing }),
    objectives: [
      ...services.flatMap(([service, { slos, sla }]) => resolveObjectives(service, slos, sla)),
      ...resolveObjectives(null, valid.slos, valid.sla),
    ],
    thresholds: resolveThresholds(valid.thresholds ?? [], written),
  } as const;
  noteBandwidth(valid, scenario, notes);
  return { ...scenario, notes: notes.all() };
}

function surroundings(valid: WrittenScenario, sources: Sources, notes: Notes): Surroundings {
  const resolveTrace = (trace: WrittenTrace): TraceRef => traceRef(trace, sources);
  return {
    horizon: valid.horizon,
    knative: openKnative(valid.knative?.['config-autoscaler'] ?? {}, valid.knative?.profile ?? null),
    notes,
    resolveTrace,
    durations: (trace) => readDurations(trace, sources),
  };
}

function readDurations(trace: Extract<WrittenTime, { kind: 'trace' }>['trace'], sources: Sources): Distribution {
  const durations = durationsFromTrace(String(sources.text(trace.file)), traceRef(trace, sources));
  if (typeof durations === 'string') throw new Error(`${trace.file} ${durations}`);
  return durations;
}

function resolveAnalysis({ analysis = DEFAULTS.analysis, warmup }: WrittenScenario): Analysis {
  if (analysis === 'steady-state') return { kind: analysis, warmup: warmup ?? 'auto' };
  return { kind: analysis, warmup: typeof warmup === 'number' ? warmup : DEFAULTS.warmup };
}

function resolveNetwork({ knative }: WrittenScenario, notes: Notes): Scenario['network'] {
  const { loadBalancing, endpointDelay } = knative?.ingress ?? {};
  if (endpointDelay === undefined)
    notes.add(
      ['knative', 'ingress', 'endpointDelay'],
      `no endpointDelay is given: ${formatDuration(DEFAULTS.endpointDelay)} is assumed`,
    );
  return {
    activators: knative?.activator?.replicas ?? DEFAULTS.activators,
    loadBalancing: loadBalancing ?? DEFAULTS.loadBalancing,
    endpointDelay: endpointDelay ?? DEFAULTS.endpointDelay,
  };
}

/** Pulls are only as well known as the bandwidth is. */
function noteBandwidth(
  { cluster }: WrittenScenario,
  scenario: Pick<Scenario, 'services' | 'fleet'>,
  notes: Notes,
): void {
  if (cluster === undefined) return;
  if (!revisionsOf(scenario).some(({ startup }) => startup.image !== null)) return;
  if (cluster.registry?.bandwidth === undefined)
    notes.add(
      ['cluster', 'registry'],
      `no registry bandwidth is given: ${formatBytes(DEFAULTS.cluster.registryBandwidth)}/s is assumed`,
    );
  for (const [name, { pullBandwidth }] of Object.entries(cluster.nodeGroups)) {
    if (pullBandwidth === undefined)
      notes.add(
        ['cluster', 'nodeGroups', name],
        `no pullBandwidth is given: ${formatBytes(DEFAULTS.cluster.pullBandwidth)}/s is assumed`,
      );
  }
}
