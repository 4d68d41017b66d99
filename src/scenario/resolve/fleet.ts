import type { Distribution } from '../../random/distribution.js';
import { ln } from '../../stats/portable.js';
import { SECOND } from '../../units/quantities.js';
import { MEAN_DURATION } from '../../workload/fleetFacts.js';
import { DEFAULTS } from '../defaults.js';
import { fleetFiles } from '../fleet/files.js';
import type { FleetRecipe } from '../resolved.js';
import type { WrittenFleet } from '../schema/fleet.js';
import type { WrittenTime } from '../schema/pod.js';
import type { Sources } from '../sources.js';
import { fileRef, traceRef } from './fileRefs.js';
import { resolveRevision, type Surroundings } from './service.js';

/** Averages of functions in the Azure Functions 2019 trace: a service of a generated fleet draws its own mean from it. */
const AZURE_2019_TIME: Distribution = {
  kind: 'lognormal',
  mu: MEAN_DURATION.mu + ln(SECOND),
  sigma: MEAN_DURATION.sigma,
};

/** Settings that ship with the project, or none. */
export const SHIPPED_SETTINGS: readonly string[] = ['none', 'ibm-code-engine'];

/** Services that nobody names, as a recipe for each. */
export function resolveFleet(
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
