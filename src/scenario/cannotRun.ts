import { keptPods } from '../autoscaler/recipe.js';
import { fitsSomewhere, needOf } from '../platform/cluster/needs.js';
import { groupsOf } from '../platform/cluster/nodes.js';
import { MOST_PODS } from '../platform/pods.js';
import type { Revision } from '../platform/recipe.js';
import { formatBytes } from '../units/format.js';
import type { Scenario } from './resolved.js';

/** What cannot be simulated at all, as "field = value, rule"; `null`: it can. */
export function cannotRun(scenario: Scenario): string | null {
  if (scenario.services.length === 0 && scenario.fleet === null)
    return 'services = {}, must hold at least one service, or the scenario a fleet';
  return tooLarge(scenario) ?? tooManyPods(scenario) ?? nameOfFleet(scenario);
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

function leastPods({ start, autoscaler }: Revision): number {
  const standing = typeof start === 'number' ? start : 0;
  const least = Math.max(standing, keptPods(autoscaler));
  if (autoscaler.policy !== 'knative') return least;
  const { initialScale, activationScale } = autoscaler.decider;
  return Math.max(least, activationScale, typeof start === 'number' ? 0 : initialScale);
}

/** A service that the generated fleet has too. */
function nameOfFleet({ services, fleet }: Scenario): string | null {
  if (fleet?.source.kind !== 'generated') return null;
  const { apps } = fleet.source;
  const taken = services.find(({ name }) => /^app-\d{5,}$/.test(name) && Number(name.slice(4)) < apps);
  return taken === undefined ? null : `services.${taken.name}, must not have the name of a service of the fleet`;
}
