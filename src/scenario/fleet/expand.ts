/** From a fleet's recipe to its services, one at a time: nothing is kept but what they share. */
import { resolveDecider } from '../../autoscaler/knative/resolve.js';
import { annotation, ANNOTATION_KEYS } from '../../autoscaler/knative/annotations.js';
import type { PolicyRecipe } from '../../autoscaler/recipe.js';
import type { Resources, Revision, Service } from '../../platform/recipe.js';
import type { Distribution } from '../../random/distribution.js';
import type { OpenStream } from '../../random/source.js';
import { openStreams } from '../../random/streams.js';
import type { Bytes } from '../../units/quantities.js';
import { fleetApp, type FleetSettings } from '../../workload/fleet.js';
import type { Arrivals } from '../../workload/recipe.js';
import { NO_TRACES, type FleetRow, type TraceLibrary } from '../../workload/traceLibrary.js';
import { applied } from '../resolve/arrivals.js';
import { firstRevision } from '../resolve/service.js';
import type { FleetRecipe, Note, Scenario } from '../resolved.js';

/** The services of a fleet, in the order of their index. Each is made when it is asked for, the same each time. */
export interface Fleet {
  readonly size: number;
  /** @param index from 0 to size - 1 */
  at(index: number): Service;
  /** What was assumed about them. */
  readonly notes: readonly Note[];
}

const NONE: Fleet = { size: 0, notes: [], at: outOfRange };

/**
 * The services that a scenario's fleet stands for; none where it has no fleet. The population depends on the seed alone:
 * every replication has the same services, with other arrivals.
 *
 * @param traces the scenario's own, with its fleet, where that is from a trace or has a file of settings
 * @throws RangeError where `traces` lacks what the fleet needs
 */
export function expandFleet(scenario: Scenario, traces: TraceLibrary = NO_TRACES): Fleet {
  if (scenario.fleet === null) return NONE;
  const { fleet } = scenario;
  const maker = new ServiceMaker(fleet);
  const open = openStreams(scenario.seed, 0)('fleet');
  const { source } = fleet;
  if (source.kind === 'generated') {
    const settings = settingsOf(source, traces, open);
    const make = (index: number): Service => maker.generated(index, open, settings);
    return fleetOf(source.apps, make, generatedNotes(source, fleet));
  }
  const rows = traces.fleet?.();
  if (rows === undefined)
    throw new RangeError(`fleet.trace.dir = ${source.trace.file}, must have been read before the run`);
  return fleetOf(rows.length, (index) => maker.traced(rows[index], source), tracedNotes(fleet));
}

function fleetOf(size: number, make: (index: number) => Service, notes: readonly Note[]): Fleet {
  return { size, notes, at: (index) => (index >= 0 && index < size ? make(index) : outOfRange(index)) };
}

function outOfRange(index: number): never {
  throw new RangeError(`index = ${index}, must be that of a service of the fleet`);
}

type Generated = Extract<FleetRecipe['source'], { kind: 'generated' }>;
type Traced = Extract<FleetRecipe['source'], { kind: 'trace' }>;

/** Settings of the app of this index: drawn from published marginals, drawn from a file by rows, or the defaults. */
type SettingsOf = (index: number, shipped: FleetSettings) => FleetSettings | null;

function settingsOf({ settings, settingsFile }: Generated, traces: TraceLibrary, open: OpenStream): SettingsOf {
  if (settings === 'none') return () => null;
  if (settingsFile === null) return (_, shipped) => shipped;
  const rows = traces.settings?.();
  if (rows === undefined)
    throw new RangeError(`fleet.generated.settings = ${settings}, must have been read before the run`);
  return (index) => rows[Math.floor(open(`fleet/${index}/settings`).next() * rows.length)];
}

/** What one service has of its own. */
interface Own {
  readonly arrivals: Arrivals;
  readonly serviceTime: Distribution | null;
  readonly memory: Bytes | null;
  readonly settings: FleetSettings | null;
}

class ServiceMaker {
  readonly #fleet: FleetRecipe;
  /** Services with the same settings share one recipe. */
  readonly #policies = new Map<string, PolicyRecipe>();

  constructor(fleet: FleetRecipe) {
    this.#fleet = fleet;
  }

  generated(index: number, open: OpenStream, settingsFor: SettingsOf): Service {
    const { name, arrivals, serviceTime, memory, settings } = fleetApp(index, open);
    return this.#service(name, { arrivals, serviceTime, memory, settings: settingsFor(index, settings) });
  }

  traced({ name, select, serviceTime, memory }: FleetRow, { trace, within }: Traced): Service {
    const arrivals: Arrivals = { kind: 'trace', trace: { ...trace, select }, within };
    return this.#service(name, { arrivals, serviceTime, memory, settings: null });
  }

  #service(name: string, own: Own): Service {
    return {
      name,
      arrivals: applied(this.#fleet.tools, own.arrivals),
      client: { timeout: null, retries: null },
      revisions: [this.#revision(name, own)],
      split: [{ at: 0, shares: [10_000], named: [true] }],
      nodeGroup: this.#fleet.nodeGroup,
    };
  }

  #revision(service: string, { serviceTime, memory, settings }: Own): Revision {
    const { template, serviceTimeFromModel, memoryFromModel } = this.#fleet;
    const ownTime = serviceTimeFromModel && serviceTime !== null ? { serviceTime: { io: serviceTime, cpu: null } } : {};
    const ownMemory = memoryFromModel && memory !== null ? withMemory(template, memory) : {};
    return {
      name: firstRevision(service),
      ...template,
      ...ownTime,
      ...(settings === null ? ownMemory : this.#settled(settings)),
    };
  }

  /** A pod asks for what it may have at most, as on the platform that the settings are from. */
  #settled(settings: FleetSettings): Partial<Revision> {
    const { cpu, memory, containerConcurrency } = settings;
    const resources: Resources = { cpu, memory };
    return { containerConcurrency, requests: resources, limits: resources, autoscaler: this.#policy(settings) };
  }

  #policy({ containerConcurrency, minScale }: FleetSettings): PolicyRecipe {
    const { autoscaler } = this.#fleet.template;
    if (autoscaler.policy !== 'knative') return autoscaler;
    const key = `${containerConcurrency} ${minScale}`;
    const known = this.#policies.get(key) ?? withScale(autoscaler, containerConcurrency, minScale);
    this.#policies.set(key, known);
    return known;
  }
}

type KnativeRecipe = Extract<PolicyRecipe, { policy: 'knative' }>;

/** The fleet's own annotation wins over the settings, and its max-scale bounds them. */
function withScale(recipe: KnativeRecipe, containerConcurrency: number, minScale: number): KnativeRecipe {
  const { config } = recipe;
  const most = recipe.decider.maxScale;
  const wanted = most > 0 ? Math.min(minScale, most) : minScale;
  const own = annotation(recipe.annotations, 'minScale') !== null;
  const annotations = own
    ? recipe.annotations
    : { ...recipe.annotations, [ANNOTATION_KEYS.minScale[0]]: String(wanted) };
  return { ...recipe, annotations, decider: resolveDecider(config, annotations, containerConcurrency, true) };
}

/** The limit is raised to what is asked for, never lowered. */
function withMemory(
  { requests, limits }: FleetRecipe['template'],
  memory: Bytes,
): Pick<Revision, 'requests' | 'limits'> {
  return {
    requests: { ...requests, memory },
    limits: { ...limits, memory: Math.max(limits.memory, memory) },
  };
}

const WHERE = 'fleet';
const note = (text: string): Note => ({ where: WHERE, text });

function generatedNotes({ apps, settings, settingsFile }: Generated, fleet: FleetRecipe): Note[] {
  const from =
    settings === 'none'
      ? 'settings are the defaults of the fleet'
      : `settings are drawn from ${settingsFile === null ? 'published shares of 1,780 applications of IBM Code Engine (ubc-cirrus-lab)' : settings}`;
  return [
    note(
      `${apps} applications are drawn from published facts about Azure Functions 2019 (Shahrad et al., ATC 2020); ${from}; rate, duration, memory and settings are taken to be independent of each other`,
    ),
    ...timeNotes(
      fleet,
      'durations of one application are lognormal around its mean, with a spread (sigma of the logarithm) of 0.4',
    ),
  ];
}

function tracedNotes(fleet: FleetRecipe): Note[] {
  return timeNotes(fleet, 'service times are what the trace says of durations');
}

function timeNotes({ serviceTimeFromModel }: FleetRecipe, text: string): Note[] {
  return serviceTimeFromModel ? [note(`${text}; a request only waits: it takes no CPU from others`)] : [];
}
