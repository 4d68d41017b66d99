import type { Client, Downstream, Revision, Service } from '../../platform/recipe.js';
import type { PolicyRecipe } from '../../autoscaler/recipe.js';
import type { Distribution } from '../../random/distribution.js';
import { PERCENTILE_ASSUMPTIONS } from '../../traces/durations.js';
import { SECOND, type Micros } from '../../units/quantities.js';
import { DEFAULTS } from '../defaults.js';
import type { Path } from '../problem.js';
import type { WrittenPolicy } from '../schema/autoscaler.js';
import type { WrittenTime } from '../schema/pod.js';
import type { WrittenRevision, WrittenService } from '../schema/service.js';
import { resolveArrivals, type ResolveTrace } from './arrivals.js';
import type { Knative } from './knative.js';
import type { Notes } from './notes.js';
import { resolveResources, resolveStartup, type PodResources } from './pod.js';

/** What every service is resolved with. */
export interface Surroundings {
  readonly horizon: Micros;
  readonly knative: Knative;
  readonly notes: Notes;
  readonly resolveTrace: ResolveTrace;
  /** Service time of a function in a duration file, checked before. */
  readonly durations: (trace: Extract<WrittenTime, { kind: 'trace' }>['trace']) => Distribution;
}

/** The name Knative gives the first revision of a service. */
export const firstRevision = (service: string): string => `${service}-00001`;

/** A service with its defaults; what is assumed goes into the notes. */
export function resolveService(name: string, written: WrittenService, around: Surroundings): Service {
  const path: Path = ['services', name];
  const revisions = writtenRevisions(name, written);
  const split = resolveSplit(
    written,
    revisions.map(([revision]) => revision),
    path,
    around.notes,
  );
  return {
    name,
    arrivals: resolveArrivals(written.arrivals!, around.horizon, around.resolveTrace),
    client: resolveClient(written.client, [...path, 'client'], around.notes),
    revisions: revisions.map((revision, i) => resolveNamed(written, revision, { split, index: i }, path, around)),
    split,
    nodeGroup: written.nodeGroup ?? null,
    ...resolveDownstream(written.downstream),
    ...(written.notNodeGroups === undefined ? {} : { notNodeGroups: written.notNodeGroups }),
  };
}

/** What the service says holds for each of its revisions that says nothing else. */
function resolveNamed(
  service: WrittenService,
  [name, template, at]: NamedRevision,
  { split, index }: { readonly split: Service['split']; readonly index: number },
  path: Path,
  around: Surroundings,
): Revision {
  const said = { ...defined(pick(service)), ...defined(template) };
  const deploys = said.start === undefined && isLater(split, index);
  if (deploys) around.notes.add([...path, ...at, 'start'], 'it is deployed when the split first names it');
  const reachable = split.some(({ named }) => named[index]);
  const written = deploys ? { ...said, start: 'deploying' as const } : said;
  return { name, ...resolveRevision(written, [...path, ...at], reachable, around) };
}

type NamedRevision = readonly [name: string, template: WrittenRevision, path: Path];

function writtenRevisions(name: string, { revision, revisions }: WrittenService): readonly NamedRevision[] {
  if (revisions === undefined) return [[revision?.name ?? firstRevision(name), revision ?? {}, ['revision']]];
  return Object.entries(revisions).map(([key, template]) => [key, template, ['revisions', key]]);
}

/** What a service says for all of its revisions. */
const pick = ({ serviceTime, memory, startup, autoscaler, start }: WrittenService): WrittenRevision => ({
  serviceTime,
  memory,
  startup,
  autoscaler,
  start,
});

/** Whether a revision is first named after time 0: then it is deployed for it, if nothing else is said. */
function isLater(split: Service['split'], revision: number): boolean {
  return !split[0].named[revision] && split.some(({ named }) => named[revision]);
}

/** Without the fields that were not written, so that they replace nothing. */
function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
type Optional<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];
type Defined<T> = Omit<T, Optional<T>> & { [K in Optional<T>]?: Exclude<T[K], undefined> };

type Template = Omit<Revision, 'name'>;

/** `reachable`: traffic is ever routed to it. */
export function resolveRevision(
  written: WrittenRevision,
  path: Path,
  reachable: boolean,
  around: Surroundings,
): Template {
  const { requests, limits, assumed } = resolveResources(written.resources);
  if (assumed !== null) around.notes.add([...path, 'resources'], assumed);
  if (written.startup === undefined)
    around.notes.add([...path, 'startup'], `no startup is given: ${DEFAULTS.startup} is assumed`);
  if (written.serviceTime?.kind === 'trace')
    for (const assumption of PERCENTILE_ASSUMPTIONS) around.notes.add([...path, 'serviceTime'], assumption);
  const given = written.containerConcurrency ?? DEFAULTS.containerConcurrency;
  // A function takes one request at a time unless it says how many.
  const containerConcurrency = written.autoscaler?.policy === 'per-request' && given === 0 ? 1 : given;
  return {
    containerConcurrency,
    timeout: resolveTimeout(written, path, around) * SECOND,
    ...responseTimeouts(written, path, around),
    requests,
    limits,
    ...(written.memory === undefined ? {} : { memory: written.memory }),
    ...(written.resources?.gpus === undefined ? {} : { gpus: written.resources.gpus }),
    serviceTime: resolveTime(written.serviceTime!, around),
    startup: resolveStartup(written.startup),
    autoscaler: resolvePolicy(written, { requests, limits, assumed }, path, reachable, around),
    start: written.start ?? DEFAULTS.start,
  };
}

/** What `max-revision-timeout-seconds` of config-defaults is where nobody raised it. */
const LONGEST_TIMEOUT = 600;

/** In seconds; 0 says nothing, as in Knative. */
function resolveTimeout(
  { timeoutSeconds = 0, autoscaler }: WrittenRevision,
  path: Path,
  { notes }: Surroundings,
): number {
  if (timeoutSeconds > LONGEST_TIMEOUT && (autoscaler?.policy ?? 'knative') === 'knative')
    notes.add(
      [...path, 'timeoutSeconds'],
      `Knative refuses more than ${LONGEST_TIMEOUT} unless max-revision-timeout-seconds of config-defaults allows it`,
    );
  return timeoutSeconds === 0 ? DEFAULTS.timeoutSeconds : timeoutSeconds;
}

/** In Knative each is a clock of its own; as a response has no parts here, all of them end a request that is not complete. */
function responseTimeouts(
  { timeoutSeconds = 0, responseStartTimeoutSeconds, idleTimeoutSeconds = 0, autoscaler }: WrittenRevision,
  path: Path,
  { notes }: Surroundings,
): Pick<Template, 'responseStartTimeout' | 'idleTimeout'> {
  const standard = DEFAULTS.responseStartTimeoutSeconds;
  const applies = timeoutSeconds > standard && (autoscaler?.policy ?? 'knative') === 'knative';
  const start = responseStartTimeoutSeconds ?? (applies ? standard : 0);
  if (start > 0 && responseStartTimeoutSeconds === undefined)
    notes.add(
      [...path, 'timeoutSeconds'],
      `no responseStartTimeoutSeconds is given: ${standard} is assumed, as in Knative; responses begin when they are complete (0: they begin in time)`,
    );
  return {
    ...(start > 0 && { responseStartTimeout: start * SECOND }),
    ...(idleTimeoutSeconds > 0 && { idleTimeout: idleTimeoutSeconds * SECOND }),
  };
}

function resolveTime(written: WrittenTime, { durations }: Surroundings): Template['serviceTime'] {
  return written.kind === 'trace' ? { io: durations(written.trace), cpu: null } : { io: written.io, cpu: written.cpu };
}

function resolvePolicy(
  written: WrittenRevision,
  { limits }: PodResources,
  path: Path,
  reachable: boolean,
  { knative, notes }: Surroundings,
): PolicyRecipe {
  const recipe = knative.recipe({
    annotations: written.annotations ?? {},
    containerConcurrency: written.containerConcurrency ?? DEFAULTS.containerConcurrency,
    memory: limits.memory,
    reachable,
  });
  const policy = written.autoscaler ?? { policy: 'knative' };
  if (policy.policy === 'knative') return recipe;
  if (written.annotations !== undefined && policy.policy !== 'threshold')
    notes.add([...path, 'annotations'], `annotations have no effect under policy ${policy.policy}`);
  return otherPolicy(policy, recipe.decider);
}

type KnativeRecipe = ReturnType<Knative['recipe']>;
type OtherPolicy = Exclude<WrittenPolicy, { policy: 'knative' }>;

/** A `threshold` policy takes bounds and target from the annotations where it does not name them. */
function otherPolicy(
  written: OtherPolicy,
  { minScale, maxScale, targetValue }: KnativeRecipe['decider'],
): PolicyRecipe {
  switch (written.policy) {
    case 'threshold':
      return { ...DEFAULTS.threshold, minScale, maxScale, target: targetValue, ...defined(written) };
    case 'fixed':
      return written;
    case 'per-request':
      return { ...DEFAULTS.perRequest, ...defined(written) };
  }
}

function resolveClient(written: WrittenService['client'], path: Path, notes: Notes): Client {
  const retries = written?.retries;
  if (retries !== undefined && (retries.backoff === undefined || retries.budget === undefined)) {
    notes.add([...path, 'retries'], 'what is not given of backoff and budget is assumed to be 25 ms and 20 %');
  }
  return {
    timeout: written?.timeout ?? null,
    retries: retries === undefined ? null : { ...DEFAULTS.client, ...defined(retries) },
  };
}

function resolveDownstream(written: WrittenService['downstream']): { readonly downstream?: Downstream } {
  if (written === undefined) return {};
  const { connections = null, rate = null, queue = null } = written;
  return { downstream: { connections, rate, queue } };
}

const WHOLE = 10_000;

/** Hundredths of a percent, in the order of the revisions. Without `traffic` the last one gets everything. */
function resolveSplit(
  { traffic }: WrittenService,
  revisions: readonly string[],
  path: Path,
  notes: Notes,
): Service['split'] {
  const last = revisions.length - 1;
  if (traffic === undefined && last > 0)
    notes.add(path, `no traffic is given: all of it goes to ${revisions[last]}, the latest revision`);
  if (traffic === undefined)
    return [
      { at: 0, shares: revisions.map((_, i) => (i === last ? WHOLE : 0)), named: revisions.map((_, i) => i === last) },
    ];
  return traffic.map(({ at = 0, split }) => ({
    at,
    shares: revisions.map((name) => (Object.hasOwn(split, name) ? Math.round(split[name] * WHOLE) : 0)),
    named: revisions.map((name) => Object.hasOwn(split, name)),
  }));
}
