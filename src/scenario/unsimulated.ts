import type { FaultKind } from '../platform/recipe.js';
import type { Note, Scenario } from './resolved.js';

/** Faults that need nodes or a registry. */
const OF_CLUSTERS: readonly FaultKind[] = ['nodeLoss', 'zoneLoss', 'registrySlow', 'registryDown'];

/** What a scenario asks for that the simulator does not do yet and runs without: said in every result. */
export function runsWithout(scenario: Scenario): Note[] {
  const notes: Note[] = [];
  const say = (where: string, text: string): void => void notes.push({ where, text });
  if (scenario.cluster !== null)
    say('cluster', 'nodes are not simulated yet: every pod fits at once and nodes cost nothing');
  if (scenario.cluster === null) {
    const ofNodes = new Set(scenario.faults.filter(({ kind }) => OF_CLUSTERS.includes(kind)).map(({ kind }) => kind));
    for (const kind of ofNodes) say('faults', `without a cluster ${kind} hits nothing`);
  }
  for (const { name, revisions } of scenario.services) {
    for (const { startup } of revisions) {
      if (startup.warmPool > 0)
        say(`services.${name}.startup`, 'warm pools are not simulated yet: every pod starts from nothing');
      if (startup.image !== null)
        say(`services.${name}.startup`, 'image sizes are not simulated yet: a pull takes what its phase says');
    }
  }
  if (scenario.analysis.warmup === 'auto') say('warmup', 'is not found automatically yet: everything counts');
  return notes;
}

/** What cannot be simulated at all, as "field = value, rule"; `null`: it can. */
export function cannotRun(scenario: Scenario): string | null {
  if (scenario.services.length === 0 && scenario.fleet === null)
    return 'services = {}, must hold at least one service, or the scenario a fleet';
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
