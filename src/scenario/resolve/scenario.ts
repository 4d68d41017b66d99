import type { Distribution } from '../../random/distribution.js';
import { ln } from '../../stats/portable.js';
import { formatBytes, formatDuration } from '../../units/format.js';
import { SECOND } from '../../units/quantities.js';
import { MEAN_DURATION } from '../../workload/fleetFacts.js';
import type { TraceRef } from '../../workload/recipe.js';
import { DEFAULTS } from '../defaults.js';
import { fleetFiles } from '../fleet/files.js';
import type { Analysis, FileRef, FleetRecipe, Scenario } from '../resolved.js';
import type { WrittenTrace } from '../schema/traceFiles.js';
import type { WrittenScenario } from '../schema/scenario.js';
import type { WrittenTime } from '../schema/pod.js';
import type { WrittenFleet } from '../schema/service.js';
import { UnreadableFile, type Sources } from '../sources.js';
import type { Written } from '../written.js';
import { resolveCluster, resolveFault } from './cluster.js';
import { durationsFromTrace } from './durations.js';
import { noteUnknownKeys, openKnative } from './knative.js';
import { Notes } from './notes.js';
import { resolveObjectives } from './promises.js';
import { resolveBilling, resolveTariff } from './tariffs.js';
import { resolveThresholds } from './thresholds.js';
import { resolveRevision, resolveService, type Surroundings } from './service.js';

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

/** The digest of a file that was read before. */
function traceRef({ file, format, select, function: name, badRows }: WrittenTrace, sources: Sources): TraceRef {
  const digest = sources.sha256(file);
  if (digest instanceof UnreadableFile) throw new Error(`${file} cannot be read: ${digest.reason}`);
  const bad = badRows === undefined ? {} : { badRows };
  return { file, sha256: digest, format, select: select ?? name ?? null, ...bad };
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

/** Averages of functions in the Azure Functions 2019 trace: a service of a generated fleet draws its own mean from it. */
const AZURE_2019_TIME: Distribution = {
  kind: 'lognormal',
  mu: MEAN_DURATION.mu + ln(SECOND),
  sigma: MEAN_DURATION.sigma,
};

/** Settings that ship with the project, or none. */
export const SHIPPED_SETTINGS: readonly string[] = ['none', 'ibm-code-engine'];

function resolveFleet(
  { generated, trace, defaults = {}, apply = [] }: WrittenFleet,
  around: Surroundings,
  sources: Sources,
): FleetRecipe {
  const { nodeGroup, serviceTime, ...template } = defaults;
  const fromModel = serviceTime === undefined || serviceTime === 'from-model';
  const time: WrittenTime = fromModel ? { kind: 'times', io: AZURE_2019_TIME, cpu: null } : serviceTime;
  const resources = template.resources ?? {};
  const memoryFromModel = resources.limits?.memory === undefined && resources.requests?.memory === undefined;
  const known = memoryFromModel ? withMemory(resources) : resources;
  return {
    source: generated === undefined ? tracedFleet(trace!, sources) : generatedFleet(generated, sources),
    tools: apply,
    template: resolveRevision(
      { ...template, resources: known, serviceTime: time },
      ['fleet', 'defaults'],
      true,
      around,
    ),
    serviceTimeFromModel: fromModel,
    memoryFromModel,
    nodeGroup: nodeGroup ?? null,
  };
}

type Resources = NonNullable<NonNullable<WrittenFleet['defaults']>['resources']>;

/** The default is no assumption there: it holds only where a trace says nothing, and that is said then. */
function withMemory({ requests, limits }: Resources): Resources {
  return { requests, limits: { ...limits, memory: DEFAULTS.limits.memory } };
}

type Source = FleetRecipe['source'];

function generatedFleet(
  { model, apps, settings = 'none' }: NonNullable<WrittenFleet['generated']>,
  sources: Sources,
): Source {
  const settingsFile = SHIPPED_SETTINGS.includes(settings) ? null : fileRef(settings, sources);
  return { kind: 'generated', model, apps, settings, settingsFile };
}

/** A folder's digest is that of its invocations: they decide what happens. */
function tracedFleet(
  { dir, format, day, by = 'app', within = DEFAULTS.within, badRows }: NonNullable<WrittenFleet['trace']>,
  sources: Sources,
): Source {
  const files = fleetFiles(dir, day ?? null);
  const trace = { ...traceRef({ file: files.invocations, format, badRows }, sources), file: dir };
  const [durations, memory] = [files.durations, files.memory].map((file) => fileRef(file, sources));
  return { kind: 'trace', trace, day: day ?? null, by, within, durations, memory };
}

/** `null` where there is no such file. */
function fileRef(file: string, sources: Sources): FileRef | null {
  const digest = sources.sha256(file);
  return digest instanceof UnreadableFile ? null : { file, sha256: digest };
}

/** Pulls are only as well known as the bandwidth is. */
function noteBandwidth(
  { cluster }: WrittenScenario,
  { services, fleet }: Pick<Scenario, 'services' | 'fleet'>,
  notes: Notes,
): void {
  if (cluster === undefined) return;
  const templates = [...services.flatMap(({ revisions }) => revisions), ...(fleet === null ? [] : [fleet.template])];
  if (!templates.some(({ startup }) => startup.image !== null)) return;
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
