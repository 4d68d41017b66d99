/** One run, put together from a resolved scenario and driven in slices. */
import { meteringNeeds } from './billing/needs.js';
import type { MeteringNeeds, RunUsage } from './billing/usage.js';
import { billsOf } from './meters/bills.js';
import { CauseTimeline } from './meters/causeTimeline.js';
import { FaultLog } from './meters/faultLog.js';
import { revisionMoment } from './meters/moment.js';
import { ClusterFigures } from './meters/clusterFigures.js';
import { figuresOf } from './meters/figures.js';
import { WatchedPolicy } from './meters/observationSink.js';
import type { ObservationSink } from './meters/observationSink.js';
import { BandTimeline, bandsOf, columnsOf, hasBands } from './meters/latencyBands.js';
import { RevisionMeter } from './meters/podMeter.js';
import { ServiceMeter } from './meters/serviceMeter.js';
import { added, sliCounts } from './meters/sliCounts.js';
import { ServiceTimeline, sliInterval, SliTimeline, timelineInterval } from './meters/timeline.js';
import { slotsOf, usageOf } from './meters/usage.js';
import { totalTimeline } from './meters/totals.js';
import { UsageMarks } from './meters/usageMarks.js';
import { COLD_CAUSES } from './platform/causes.js';
import type { Service } from './platform/recipe.js';
import { World } from './platform/world.js';
import type { ServiceParts } from './platform/world.js';
import { openStreams } from './random/streams.js';
import type { Moment } from './result/moment.js';
import type { DecisionEntry, ResultDocument, ServiceResult, SloResult } from './result/document.js';
import { judge } from './result/thresholds.js';
import { scenarioHash } from './scenario/hash.js';
import { writtenScenario } from './scenario/print/scenario.js';
import type { Scenario } from './scenario/resolved.js';
import { expandFleet } from './scenario/fleet/expand.js';
import { cannotRun, runsWithout } from './scenario/unsimulated.js';
import { evaluate } from './slo/evaluate.js';
import { roundedWindows } from './slo/notes.js';
import type { Objective } from './slo/objective.js';
import { Histogram } from './stats/histogram.js';
import type { Micros } from './units/quantities.js';
import { SECOND } from './units/quantities.js';
import { HEADROOM_VERSION, MODEL_VERSION } from './version.js';
import { openArrivals } from './workload/arrivals.js';
import { NO_TRACES, type TraceLibrary } from './workload/traceLibrary.js';

/** Services whose histograms are given away: a fleet's would be gigabytes. */
const HISTOGRAMS = 20;

/** What a run needs beside the scenario. */
export interface Inputs {
  /** An instant at which the run looks around, for the result's `moment`. */
  readonly lookAt?: Micros;
  /** Traces the scenario refers to, read beforehand. */
  readonly traces?: TraceLibrary;
  /** Independent repetition of the same scenario; 0 is the first. */
  readonly replication?: number;
  /** Is told what the autoscalers see, as it happens. */
  readonly observations?: ObservationSink;
}

/** A run under way. */
export interface Simulation {
  readonly horizon: Micros;
  /** Simulated time reached: everything before it has happened. */
  readonly now: Micros;
  /** Requests so far. */
  readonly arrived: number;
  /** Cold requests so far by cause: cheap, for whoever watches between slices. */
  readonly coldByCause: Readonly<Record<string, number>>;
  /** Simulates up to `until` (at most the horizon). */
  advance(until: Micros): void;
  /** What can be said by now. The run can go on after it. */
  result(): ResultDocument;
  /** All latencies so far, of `totals` and of each of the first services, for quantiles over several runs. */
  latencies(): Readonly<Record<string, Histogram>>;
}

/**
 * Opens a run at time 0.
 *
 * @throws RangeError for a scenario that cannot be simulated (see `cannotRun`)
 */
export function open(scenario: Scenario, inputs: Inputs = {}): Simulation {
  const reason = cannotRun(scenario);
  if (reason !== null) throw new RangeError(reason);
  return new Run(scenario, inputs);
}

/** One service, with everything that watches it. */
class ServiceRun {
  readonly meter: ServiceMeter;
  readonly revisions: readonly RevisionMeter[];
  readonly timeline: ServiceTimeline;
  readonly causes: CauseTimeline;
  readonly sli: SliTimeline;
  readonly bands: BandTimeline;
  readonly parts: ServiceParts;
  /** Set once, when its world is put together: the world it lives in, and where its revisions begin there. */
  world!: World;
  firstRevision = 0;

  constructor(
    readonly recipe: Service,
    /** Those of the scenario that look at this service, in the scenario's order. */
    readonly objectives: readonly Objective[],
    scenario: Scenario,
    needs: MeteringNeeds,
    warmup: Micros,
    inputs: Inputs,
  ) {
    const open = openStreams(scenario.seed, inputs.replication ?? 0)(recipe.name);
    this.meter = new ServiceMeter(objectives, warmup);
    this.revisions = recipe.revisions.map(() => new RevisionMeter(needs, warmup));
    this.timeline = new ServiceTimeline(this.meter, this.revisions, recipe.revisions.map(slotsOf));
    this.causes = new CauseTimeline(this.meter);
    this.sli = new SliTimeline(this.meter);
    this.bands = new BandTimeline(this.meter);
    const arrivals = openArrivals(recipe.arrivals, open, scenario.horizon, inputs.traces ?? NO_TRACES);
    const sink = inputs.observations;
    this.parts = {
      recipe,
      arrivals,
      open,
      meter: this.meter,
      podMeters: this.revisions,
      ...(sink && { watched: (policy, revision, start) => new WatchedPolicy(policy, revision, start, sink) }),
    };
    this.revisions.forEach((meter, r) => {
      meter.openBusyMicros = (now) => this.#openBusy(r, Math.max(warmup, 0), now);
    });
  }

  /** The pods of its revision `r` that exist now. */
  openPods(r: number): ReturnType<World['openPods']> {
    return this.world.openPods(this.world.revisions[this.firstRevision + r]);
  }

  look(r: number, now: Micros): ReturnType<World['look']> {
    return this.world.look(this.world.revisions[this.firstRevision + r], now);
  }

  #openBusy(r: number, warmup: Micros, now: Micros): Micros {
    const open = this.openPods(r).filter((pod) => pod.busySince >= 0);
    return open.reduce((sum, pod) => sum + now - Math.max(pod.busySince, warmup), 0);
  }
}

/** Services that share a cluster, or can be hit by one fault, live in one world; others in one each. */
function worldsOf(
  services: readonly ServiceRun[],
  scenario: Scenario,
  { replication = 0 }: Inputs,
  faultLog: FaultLog | null,
  clusterFigures: ClusterFigures | null,
): World[] {
  const streams = openStreams(scenario.seed, replication);
  const together = scenario.cluster !== null || scenario.faults.length > 0;
  const groups = together ? [services] : services.map((service) => [service]);
  return groups.map((group) => {
    const world = new World(
      group.map(({ parts }) => parts),
      scenario.network,
      {
        ...(clusterFigures !== null &&
          scenario.cluster !== null && {
            cluster: { recipe: scenario.cluster, open: streams('cluster'), meter: clusterFigures },
          }),
        ...(faultLog !== null && {
          faults: { faults: scenario.faults, open: streams('faults'), tell: faultLog.tell },
        }),
      },
    );
    let firstRevision = 0;
    for (const service of group) {
      service.world = world;
      service.firstRevision = firstRevision;
      firstRevision += service.recipe.revisions.length;
    }
    return world;
  });
}

class Run implements Simulation {
  readonly horizon: Micros;
  now: Micros = 0;
  readonly #needs: MeteringNeeds;
  readonly #services: readonly ServiceRun[];
  readonly #worlds: readonly World[];
  #moment: Moment | null = null;
  /** `null`: nothing goes wrong on purpose. */
  readonly #faultLog: FaultLog | null;
  /** `null`: there are no nodes. */
  readonly #cluster: ClusterFigures | null;
  readonly #warmup: Micros;
  readonly #interval: Micros;
  readonly #sliInterval: Micros;
  readonly #bandInterval: Micros;
  readonly #marks: UsageMarks;
  readonly #notes: ResultDocument['assumptions'];
  #counting = false;

  constructor(
    private readonly scenario: Scenario,
    private readonly inputs: Inputs,
  ) {
    this.horizon = scenario.horizon;
    this.#warmup = scenario.analysis.warmup === 'auto' ? 0 : scenario.analysis.warmup;
    this.#needs = meteringNeeds(scenario.tariffs);
    this.#interval = timelineInterval(scenario.horizon);
    this.#sliInterval = sliInterval(this.#interval);
    this.#bandInterval = columnsOf(scenario.horizon, this.#interval) * this.#interval;
    this.#marks = new UsageMarks(scenario.billing?.month ?? null);
    const fleet = expandFleet(scenario, inputs.traces);
    this.#notes = [...fleet.notes, ...(inputs.traces?.notes ?? [])];
    this.#services = [...scenario.services, ...fleet].map((service) => {
      const objectives = scenario.objectives.filter((one) => one.service === null || one.service === service.name);
      return new ServiceRun(service, objectives, scenario, this.#needs, this.#warmup, inputs);
    });
    const names = scenario.services.map(({ name }) => name);
    this.#faultLog = scenario.faults.length > 0 ? new FaultLog(names) : null;
    this.#cluster =
      scenario.cluster === null
        ? null
        : new ClusterFigures(
            scenario.cluster,
            this.#services.reduce((sum, { recipe }) => sum + recipe.revisions.length, 0),
          );
    this.#worlds = worldsOf(this.#services, scenario, inputs, this.#faultLog, this.#cluster);
    this.#reach(0);
  }

  get arrived(): number {
    return this.#worlds.reduce((sum, world) => sum + world.arrived, 0);
  }

  get coldByCause(): Readonly<Record<string, number>> {
    const count = (k: number): number => this.#services.reduce((sum, { meter }) => sum + meter.coldByCause[k], 0);
    return Object.fromEntries(COLD_CAUSES.map((cause, k) => [cause, count(k)]));
  }

  advance(until: Micros): void {
    const end = Math.min(until, this.horizon);
    while (this.now < end) {
      const next = Math.min(this.#nextStop(), end);
      // What happens at the very end of a slice belongs to the next one.
      for (const world of this.#worlds) world.run(next - 1);
      this.now = next;
      this.#reach(next);
    }
  }

  /** The next instant at which something is sampled. */
  #nextStop(): Micros {
    const sample = (Math.floor(this.now / this.#sliInterval) + 1) * this.#sliInterval;
    const look = this.inputs.lookAt !== undefined && this.inputs.lookAt > this.now ? this.inputs.lookAt : Infinity;
    return Math.min(this.now < this.#warmup ? Math.min(sample, this.#warmup) : sample, this.#marks.next, look);
  }

  #reach(now: Micros): void {
    if (!this.#counting && now >= this.#warmup) {
      this.#counting = true;
      for (const { revisions } of this.#services) for (const revision of revisions) revision.beginCounting(now);
      this.#cluster?.beginCounting(now);
    }
    if (now === this.inputs.lookAt) this.#moment = this.#look(now);
    this.#marks.reach(now, () => this.#usage());
    if (now === 0) return;
    if (now % this.#sliInterval === 0) for (const { sli } of this.#services) sli.sample();
    if (now % this.#interval === 0 || now === this.horizon) {
      for (const { timeline, causes } of this.#services) {
        timeline.sample(now);
        causes.sample();
      }
      this.#cluster?.sample(now);
    }
    if ((now % this.#bandInterval === 0 || now === this.horizon) && hasBands(this.#services.length))
      for (const { bands } of this.#services) bands.sample();
  }

  #look(now: Micros): Moment {
    const services = this.#services.map((service) => ({
      name: service.recipe.name,
      revisions: service.recipe.revisions.map(({ name }, r) => revisionMoment(name, service.look(r, now))),
    }));
    return { at: now / SECOND, services };
  }

  result(): ResultDocument {
    const { scenario, now } = this;
    const span = Math.max(0, now - this.#warmup);
    const services = this.#services.map((service) => this.#serviceResult(service, span));
    const totals = figuresOf(
      this.#services.map(({ meter }) => meter),
      this.#services.flatMap(({ revisions }) => revisions),
      now,
      span,
    );
    const slos = scenario.objectives.map((objective) => this.#sloResult(objective));
    const ran = { usage: this.#usage(), needs: this.#needs, slos, marks: this.#marks };
    const document: ResultDocument = {
      schemaVersion: 1,
      headroomVersion: HEADROOM_VERSION,
      modelVersion: MODEL_VERSION,
      seed: scenario.seed,
      scenarioHash: scenarioHash(scenario),
      inputs: inputsOf(scenario),
      scenario: writtenScenario(scenario),
      horizon: this.horizon / SECOND,
      warmup: this.#warmup / SECOND,
      stoppedAt: now < this.horizon ? now / SECOND : null,
      assumptions: [
        ...scenario.notes,
        ...runsWithout(scenario),
        ...this.#notes,
        ...roundedWindows(scenario.objectives, this.#sliInterval),
      ],
      services,
      totals,
      nodes: this.#cluster?.result(now) ?? [],
      bills: billsOf(scenario, ran),
      slos,
      thresholds: [],
      timeline: {
        interval: this.#interval / SECOND,
        series: [
          ...totalTimeline(this.#services.map(({ recipe, timeline }) => ({ name: recipe.name, timeline }))),
          ...(this.#cluster?.series(this.#services.length === 1 ? this.#services[0].recipe.name : 'totals') ?? []),
        ],
      },
      ...this.#latencyBands(),
      causes: this.#services.flatMap(({ recipe, causes }) => causes.result(recipe.name)),
      ...(this.#faultLog === null ? {} : { faults: this.#faultLog.result() }),
      ...(this.#moment === null ? {} : { moment: this.#moment }),
    };
    return { ...document, thresholds: judge(scenario.thresholds, document) };
  }

  latencies(): Readonly<Record<string, Histogram>> {
    const totals = new Histogram();
    const own = this.#services.map(({ recipe, meter }) => {
      const all = new Histogram();
      all.merge(meter.latencyCompleted);
      all.merge(meter.latencyLost);
      totals.merge(all);
      return [`services.${recipe.name}`, all] as const;
    });
    return { totals, ...Object.fromEntries(own.slice(0, HISTOGRAMS)) };
  }

  #latencyBands(): Pick<ResultDocument, 'latencyBands'> {
    const services = this.#services.map(({ recipe, bands }) => ({ name: recipe.name, bands }));
    const latencyBands = bandsOf(services, this.#bandInterval);
    return latencyBands === undefined ? {} : { latencyBands };
  }

  #serviceResult(service: ServiceRun, span: Micros): ServiceResult {
    const { recipe, meter, revisions } = service;
    return {
      name: recipe.name,
      revisions: recipe.revisions.map(({ name }) => name),
      ...figuresOf([meter], revisions, this.now, span),
      decisions: {
        omitted: revisions.reduce((sum, revision) => sum + revision.log.omitted, 0),
        entries: revisions
          .flatMap((revision, r) => decisions(recipe.revisions[r].name, revision))
          .sort((a, b) => a.at - b.at),
      },
    };
  }

  #usage(): RunUsage {
    const span = Math.max(0, this.now - this.#warmup);
    const requests = this.#services.reduce((sum, { meter }) => sum + meter.ended, 0);
    const revisions = this.#services.flatMap((service) =>
      service.recipe.revisions.map((revision, r) =>
        usageOf(
          service.recipe.name,
          revision,
          service.revisions[r],
          this.#needs,
          service.openPods(r),
          this.now,
          this.#cluster?.whereabouts(service.firstRevision + r, this.now),
        ),
      ),
    );
    return { span, requests, revisions, nodes: this.#cluster?.usage(this.now) ?? [] };
  }

  #sloResult(objective: Objective): SloResult {
    const seen = this.#services.filter(({ objectives }) => objectives.includes(objective));
    const counts = seen.map((service) => sliCounts(service, objective, this.#sliInterval));
    const run = { horizon: this.horizon, stopped: this.now < this.horizon ? this.now : null, warmup: this.#warmup };
    return evaluate(objective, added(counts, this.#sliInterval), run, this.#interval);
  }
}

function decisions(name: string, revision: RevisionMeter): DecisionEntry[] {
  return revision.log.entries.map(({ now, serve, ...change }) => ({
    at: now / SECOND,
    revision: name,
    ...change,
    mode: serve ? 'serve' : 'proxy',
  }));
}

function inputsOf(scenario: Scenario): ResultDocument['inputs'] {
  const found = new Map<string, string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { file, sha256 } = value as { readonly file?: unknown; readonly sha256?: unknown };
    if (typeof file === 'string' && typeof sha256 === 'string') found.set(file, sha256);
    Object.values(value).forEach(visit);
  };
  visit([scenario.services, scenario.fleet]);
  return [...found].map(([file, sha256]) => ({ file, sha256 }));
}
