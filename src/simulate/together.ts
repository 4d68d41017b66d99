import type { RunUsage } from '../billing/usage.js';
import { ClusterFigures } from '../meters/clusterFigures.js';
import { clusterMoment, nodeChanges } from '../meters/clusterMoment.js';
import { FaultLog } from '../meters/faultLog.js';
import { revisionMoment } from '../meters/moment.js';
import { NodeLog } from '../meters/nodeLog.js';
import { UsageMarks } from '../meters/usageMarks.js';
import type { Extras } from '../platform/machinery.js';
import { World } from '../platform/world.js';
import { openStreams } from '../random/streams.js';
import type { ClusterMoment, Moment } from '../result/moment.js';
import type { Scenario } from '../scenario/resolved.js';
import type { Micros } from '../units/quantities.js';
import { SECOND } from '../units/quantities.js';
import { Ledger } from './ledger.js';
import type { Drive } from './drive.js';
import { CHUNK } from './drive.js';
import type { Sampling } from './sampling.js';
import type { Inputs, ServiceRun } from './serviceRun.js';

/** All services of a run in step: at any time all of them have come as far. */
export class Together implements Drive {
  now: Micros = 0;
  /** `null`: nothing goes wrong on purpose. */
  readonly faults: FaultLog | null;
  /** `null`: there are no nodes. */
  readonly cluster: ClusterFigures | null;
  readonly marks: UsageMarks;
  #moment: Moment | null = null;
  readonly #worlds: readonly World[];
  #counting = false;

  constructor(
    private readonly scenario: Scenario,
    private readonly services: readonly ServiceRun[],
    private readonly sampling: Sampling,
    private readonly inputs: Inputs,
  ) {
    this.marks = new UsageMarks(scenario.billing?.month ?? null);
    this.faults = scenario.faults.length > 0 ? new FaultLog(services.map(({ recipe }) => recipe.name)) : null;
    const revisions = services.reduce((sum, { recipe }) => sum + recipe.revisions.length, 0);
    const { lookAt } = inputs;
    const nodeLog = lookAt === undefined ? null : new NodeLog(lookAt);
    this.cluster = scenario.cluster === null ? null : new ClusterFigures(scenario.cluster, revisions, nodeLog);
    const extras = extrasOf(scenario, inputs, this.faults, this.cluster);
    const groups = shareNothing(scenario) ? services.map((service) => [service]) : [services];
    this.#worlds = groups.map((group) => settle(group, scenario, extras));
    this.#reach(0);
  }

  get arrived(): number {
    return this.#worlds.reduce((sum, world) => sum + world.arrived, 0);
  }

  cold(cause: number): number {
    return this.services.reduce((sum, { meter }) => sum + meter.coldByCause[cause], 0);
  }

  advance(end: Micros): void {
    while (this.now < end) {
      const next = Math.min(this.#nextStop(), end);
      // What happens at the very end of a slice belongs to the next one.
      for (const world of this.#worlds) world.run(next - 1);
      this.now = next;
      this.#reach(next);
      if (this.cluster === null && this.faults === null) this.#rest(end);
    }
  }

  /** Ends the run before its horizon: what was counted since the last full intervals is kept as shorter ones. */
  end(): void {
    const { now } = this;
    if (now === 0) return;
    for (const service of this.services) service.end(now);
    if (!this.sampling.closesInterval(now)) this.cluster?.sample(now);
  }

  #nextStop(): Micros {
    return Math.min(this.sampling.next(this.now), this.marks.next, this.#nextLook());
  }

  #nextLook(): Micros {
    const { lookAt } = this.inputs;
    return lookAt !== undefined && lookAt > this.now ? lookAt : Infinity;
  }

  /** Passes all that is to be sampled before something happens again: what sleeps for days costs nothing. */
  #rest(end: Micros): void {
    const before = Math.min(this.marks.next - 1, this.#nextLook() - 1, end);
    const quiet = this.#worlds.reduce((first, world) => Math.min(first, world.next(first)), before);
    this.now = restUntil(this.sampling.last(quiet), this.now, this.services, this.sampling.warmup);
  }

  #reach(now: Micros): void {
    if (!this.#counting && now >= this.sampling.warmup) {
      this.#counting = true;
      this.cluster?.beginCounting(now);
    }
    for (const service of this.services) service.reach(now);
    if (this.sampling.closesInterval(now)) this.cluster?.sample(now);
    if (now === this.inputs.lookAt) this.#moment = this.#look(now);
    this.marks.reach(now, () => this.#usage());
  }

  #look(now: Micros): Moment {
    const nodes = this.#lookAtNodes();
    const services = this.services.map((service) => ({
      name: service.recipe.name,
      revisions: service.recipe.revisions.map(({ name }, r) =>
        revisionMoment(name, service.look(r, now), nodes !== undefined),
      ),
    }));
    return { at: now / SECOND, services, ...(nodes && { cluster: nodes }) };
  }

  #lookAtNodes(): ClusterMoment | undefined {
    const { cluster } = this.scenario;
    const view = this.#worlds[0]?.cluster?.look();
    const log = this.cluster?.log;
    if (cluster === null || view === undefined || !log) return undefined;
    const owners = this.services.flatMap(({ recipe: { name, revisions } }) =>
      revisions.map((revision) => ({ service: name, revision: revision.name })),
    );
    return { ...clusterMoment(cluster, view, log, owners), changes: [] };
  }

  /** How things stood at the instant that was asked for, with what has happened to nodes since. */
  get moment(): Moment | null {
    const moment = this.#moment;
    const { cluster } = this.scenario;
    if (moment?.cluster === undefined || cluster === null) return moment;
    const changes = nodeChanges(cluster, this.cluster?.log?.entries ?? []);
    return { ...moment, cluster: { ...moment.cluster, changes } };
  }

  #usage(): RunUsage {
    const { now, cluster } = this;
    const revisions = this.services.flatMap((service) => service.usages(now, (r) => cluster?.whereabouts(r, now)));
    return {
      span: Math.max(0, now - this.sampling.warmup),
      requests: this.services.reduce((sum, { meter }) => sum + meter.ended, 0),
      revisions,
      nodes: cluster?.usage(now) ?? [],
    };
  }

  ledger(): Ledger {
    const { now, sampling, services, cluster, scenario } = this;
    const span = Math.max(0, now - sampling.warmup);
    const all = new Ledger(scenario.objectives, sampling.sliInterval, services.length);
    for (let from = 0; from < services.length; from += CHUNK) {
      const chunk = new Ledger(scenario.objectives, sampling.sliInterval, services.length);
      services
        .slice(from, from + CHUNK)
        .forEach((service, k) => chunk.add(service, from + k, now, span, (r) => cluster?.whereabouts(r, now)));
      all.merge(chunk);
    }
    return all;
  }
}

/** Samples services, to which nothing happens from `now` until `until`, up to then; returns the time reached. */
export function restUntil(until: Micros, now: Micros, services: readonly ServiceRun[], warmup: Micros): Micros {
  if (until <= now || now < warmup) return now;
  for (const service of services) service.rest(now, until);
  return until;
}

/** Whether services can neither take each other's nodes nor be hit by one fault: then each is a world of its own. */
export function shareNothing(scenario: Scenario): boolean {
  return scenario.cluster === null && scenario.faults.length === 0;
}

function extrasOf(
  scenario: Scenario,
  { replication = 0 }: Inputs,
  faults: FaultLog | null,
  cluster: ClusterFigures | null,
): Extras {
  const streams = openStreams(scenario.seed, replication);
  return {
    ...(cluster !== null &&
      scenario.cluster !== null && { cluster: { recipe: scenario.cluster, open: streams('cluster'), meter: cluster } }),
    ...(faults !== null && { faults: { faults: scenario.faults, open: streams('faults'), tell: faults.tell } }),
  };
}

/** Puts services into a world. */
export function settle(services: readonly ServiceRun[], scenario: Scenario, extras: Extras = {}): World {
  const world = new World(
    services.map(({ parts }) => parts),
    scenario.network,
    extras,
  );
  let firstRevision = 0;
  for (const service of services) {
    service.world = world;
    service.firstRevision = firstRevision;
    firstRevision += service.recipe.revisions.length;
  }
  return world;
}
