import type { MeteringNeeds, Usage } from '../billing/usage.js';
import { CauseTimeline } from '../meters/causeTimeline.js';
import { BandTimeline } from '../meters/latencyBands.js';
import type { ObservationSink } from '../meters/observationSink.js';
import { WatchedPolicy } from '../meters/observationSink.js';
import { RevisionMeter } from '../meters/podMeter.js';
import { RevisionRequests } from '../meters/revisionRequests.js';
import { ServiceMeter } from '../meters/serviceMeter.js';
import { ServiceTimeline, SliTimeline } from '../meters/timeline.js';
import { slotsOf, usageOf } from '../meters/usage.js';
import type { Whereabouts } from '../meters/usage.js';
import type { Service } from '../platform/recipe.js';
import type { ServiceParts, World } from '../platform/world.js';
import { openStreams } from '../random/streams.js';
import type { Scenario } from '../scenario/resolved.js';
import type { Objective } from '../slo/objective.js';
import type { Micros } from '../units/quantities.js';
import { openArrivals } from '../workload/arrivals.js';
import { NO_TRACES, type TraceLibrary } from '../workload/traceLibrary.js';
import type { Sampling } from './sampling.js';

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

/** One service, with everything that watches it. */
export class ServiceRun {
  readonly meter: ServiceMeter;
  /** One for each revision; empty where there is but one, whose requests are the service's. */
  readonly byRevision: readonly RevisionRequests[];
  readonly revisions: readonly RevisionMeter[];
  readonly timeline: ServiceTimeline;
  /** One for each revision where there are several. */
  readonly revisionTimelines: readonly ServiceTimeline[];
  readonly causes: CauseTimeline;
  /** One for each revision where there are several. */
  readonly revisionCauses: readonly CauseTimeline[];
  readonly sli: SliTimeline;
  readonly bands: BandTimeline;
  readonly parts: ServiceParts;
  /** Those of the scenario that look at this service, in the scenario's order. */
  readonly objectives: readonly Objective[];
  /** Set once, when its world is put together: the world it lives in, and where its revisions begin there. */
  world!: World;
  firstRevision = 0;
  /** The service's, then those of its revisions: sampled together. */
  readonly #timelines: readonly ServiceTimeline[];
  /** In the same order. */
  readonly #causes: readonly CauseTimeline[];
  #counting = false;

  constructor(
    readonly recipe: Service,
    scenario: Scenario,
    readonly needs: MeteringNeeds,
    private readonly sampling: Sampling,
    inputs: Inputs,
  ) {
    const { warmup } = sampling;
    const open = openStreams(scenario.seed, inputs.replication ?? 0)(recipe.name);
    this.objectives = scenario.objectives.filter(({ service }) => service === null || service === recipe.name);
    this.meter = new ServiceMeter(this.objectives, warmup);
    this.byRevision =
      recipe.revisions.length < 2 ? [] : recipe.revisions.map(() => new RevisionRequests(this.meter, warmup));
    this.revisions = recipe.revisions.map(() => new RevisionMeter(needs, warmup));
    this.timeline = new ServiceTimeline(this.meter, this.revisions, recipe.revisions.map(slotsOf), sampling.intervals);
    this.revisionTimelines = this.byRevision.map(
      ({ own }, r) => new ServiceTimeline(own, [this.revisions[r]], [slotsOf(recipe.revisions[r])], sampling.intervals),
    );
    this.#timelines = [this.timeline, ...this.revisionTimelines];
    this.causes = new CauseTimeline(this.meter);
    this.revisionCauses = this.byRevision.map(({ own }) => new CauseTimeline(own));
    this.#causes = [this.causes, ...this.revisionCauses];
    this.sli = new SliTimeline(this.meter);
    this.bands = new BandTimeline(this.meter);
    const arrivals = openArrivals(recipe.arrivals, open, scenario.horizon, inputs.traces ?? NO_TRACES);
    const sink = inputs.observations;
    this.parts = {
      recipe,
      arrivals,
      open,
      meter: this.meter,
      requestMeters: this.byRevision,
      podMeters: this.revisions,
      ...(sink && { watched: (policy, revision, start) => new WatchedPolicy(policy, revision, start, sink) }),
    };
    this.revisions.forEach((meter, r) => {
      meter.openBusyMicros = (now) => this.#openBusy(r, Math.max(warmup, 0), now);
    });
  }

  /** Everything before `now` has happened: what is due is sampled. */
  reach(now: Micros): void {
    const { sampling } = this;
    if (!this.#counting && now >= sampling.warmup) {
      this.#counting = true;
      for (const revision of this.revisions) revision.beginCounting(now);
    }
    if (now === 0) return;
    if (sampling.closesSli(now)) this.sli.sample();
    if (sampling.closesInterval(now)) {
      for (const timeline of this.#timelines) timeline.sample(now);
      for (const causes of this.#causes) causes.sample();
    }
    if (sampling.closesBand(now)) this.bands.sample();
  }

  /** The run ends here, before its horizon: intervals that are open are closed, shorter than the others. */
  end(now: Micros): void {
    const { sampling } = this;
    if (!sampling.closesInterval(now)) {
      for (const timeline of this.#timelines) timeline.sample(now);
      for (const causes of this.#causes) causes.sample();
    }
    if (sampling.hasBands && now % sampling.bandInterval !== 0) this.bands.sample();
  }

  /**
   * The same for everything that is due after `from` and up to `until`, an instant at which something is sampled before
   * the horizon: nothing happens in between, and the warm-up is over.
   */
  rest(from: Micros, until: Micros): void {
    const { interval, sliInterval, bandInterval } = this.sampling;
    const due = (every: Micros): number => Math.floor(until / every) - Math.floor(from / every);
    this.sli.repeat(due(sliInterval));
    if (due(interval) > 0)
      for (const timeline of this.#timelines) timeline.rest(interval, Math.floor(until / interval) * interval);
    for (const causes of this.#causes) causes.repeat(due(interval));
    if (this.sampling.hasBands) for (let left = due(bandInterval); left > 0; left--) this.bands.sample();
  }

  /** The pods of its revision `r` that exist now. */
  openPods(r: number): ReturnType<World['openPods']> {
    return this.world.openPods(this.world.revisions[this.firstRevision + r]);
  }

  look(r: number, now: Micros): ReturnType<World['look']> {
    return this.world.look(this.world.revisions[this.firstRevision + r], now);
  }

  /** What its revisions have used up to now. */
  usages(now: Micros, whereabouts: (revision: number) => Whereabouts | undefined): Usage[] {
    const { name, revisions } = this.recipe;
    return revisions.map((revision, r) =>
      usageOf(
        name,
        revision,
        this.revisions[r],
        this.needs,
        this.openPods(r),
        now,
        whereabouts(this.firstRevision + r),
      ),
    );
  }

  #openBusy(r: number, warmup: Micros, now: Micros): Micros {
    const open = this.openPods(r).filter((pod) => pod.busySince >= 0);
    return open.reduce((sum, pod) => sum + now - Math.max(pod.busySince, warmup), 0);
  }
}
