import type { FaultKind } from '../platform/recipe.js';
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
