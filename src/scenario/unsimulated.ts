import { fitsSomewhere, needOf } from '../platform/cluster/needs.js';
import { groupsOf } from '../platform/cluster/nodes.js';
import { MOST_PODS } from '../platform/pods.js';
import type { FaultKind } from '../platform/recipe.js';
import { formatBytes } from '../units/format.js';
import type { Note, Scenario } from './resolved.js';

const OF_REGISTRY: readonly FaultKind[] = ['registrySlow', 'registryDown'];
/** Faults that need nodes or a registry. */
const OF_CLUSTERS: readonly FaultKind[] = ['nodeLoss', 'zoneLoss', 'registrySlow', 'registryDown'];

/** What a scenario asks for that the simulator does not do yet and runs without: said in every result. */
export function runsWithout(scenario: Scenario): Note[] {
  return [...unfeltFaults(scenario), ...uncountedImages(scenario), ...uncutStart(scenario)];
}

function unfeltFaults({ cluster, services, faults }: Scenario): Note[] {
  if (cluster === null) {
    const kinds = new Set(faults.map(({ kind }) => kind).filter((kind) => OF_CLUSTERS.includes(kind)));
    return [...kinds].map((kind) => ({ where: 'faults', text: `without a cluster ${kind} hits nothing` }));
  }
  const pulls = services.some(({ revisions }) => revisions.some(({ startup }) => startup.image !== null));
  if (pulls || !faults.some(({ kind }) => OF_REGISTRY.includes(kind))) return [];
  return [{ where: 'faults', text: 'no service names an image: a registry that is slow or down holds up no pull' }];
}

const NO_NODES = 'without a cluster the size of an image counts for nothing: a pull takes what its phase says';
const BY_BYTES = 'in a cluster a pull takes what the bytes of the image take, in place of the phase imagePull';

function uncountedImages({ cluster, services }: Scenario): Note[] {
  return services.flatMap(({ name, revisions }) =>
    revisions.flatMap(({ startup }) => {
      const where = `services.${name}.startup`;
      if (startup.image === null) return [];
      if (cluster === null) return [{ where, text: NO_NODES }];
      return startup.phases.imagePull === null ? [] : [{ where, text: BY_BYTES }];
    }),
  );
}

function uncutStart({ analysis }: Scenario): Note[] {
  if (analysis.warmup !== 'auto') return [];
  const text = 'one run has no warm-up of its own: everything counts; with --replications it is found';
  return [{ where: 'warmup', text }];
}

/** The first service whose pods fit on no node, however empty; `null`: none. */
function tooLarge({ cluster, services }: Scenario): string | null {
  if (cluster === null) return null;
  const groups = groupsOf(cluster);
  for (const service of services) {
    for (const revision of service.revisions) {
      const need = needOf(revision, service, groups);
      if (fitsSomewhere(need, groups)) continue;
      const asked = `${need.cpu}m CPU with queue-proxy, ${formatBytes(need.memory)}${need.gpus > 0 ? `, ${need.gpus} GPU` : ''}`;
      return `services.${service.name}.resources.requests = ${asked}, must fit on an empty node that the service may go to (DaemonSets taken off)`;
    }
  }
  return null;
}

/** The first revision that is to have more pods from its start on, or for good, than are ever simulated. */
function tooManyPods({ services }: Scenario): string | null {
  for (const { name, revisions } of services) {
    for (const revision of revisions) {
      const pods = leastPods(revision);
      if (pods <= MOST_PODS) continue;
      return `services.${name}.revisions.${revision.name} = ${pods} pods at least, must be at most ${MOST_PODS}, which Kubernetes supports in one cluster`;
    }
  }
  return null;
}

function leastPods({ start, autoscaler }: Scenario['services'][number]['revisions'][number]): number {
  const standing = typeof start === 'number' ? start : 0;
  switch (autoscaler.policy) {
    case 'knative': {
      const { initialScale, minScale, activationScale } = autoscaler.decider;
      return Math.max(
        standing,
        start === 'ready' || start === 'deploying' ? initialScale : 0,
        minScale,
        activationScale,
      );
    }
    case 'threshold':
      return Math.max(standing, autoscaler.minScale);
    case 'fixed':
      return autoscaler.pods;
    case 'per-request':
      return Math.max(standing, autoscaler.provisioned);
  }
}

/** What cannot be simulated at all, as "field = value, rule"; `null`: it can. */
export function cannotRun(scenario: Scenario): string | null {
  if (scenario.services.length === 0 && scenario.fleet === null)
    return 'services = {}, must hold at least one service, or the scenario a fleet';
  const unplaceable = tooLarge(scenario) ?? tooManyPods(scenario);
  if (unplaceable !== null) return unplaceable;
  const taken = fleetName(scenario);
  if (taken !== null) return `services.${taken}, must not have the name of a service of the fleet`;
  return null;
}

/** The name of a service that the generated fleet has too; `null`: there is none. */
function fleetName({ services, fleet }: Scenario): string | null {
  if (fleet?.source.kind !== 'generated') return null;
  const { apps } = fleet.source;
  const taken = services.find(({ name }) => /^app-\d{5,}$/.test(name) && Number(name.slice(4)) < apps);
  return taken?.name ?? null;
}
