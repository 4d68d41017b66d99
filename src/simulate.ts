/** One run, put together from a resolved scenario and driven in slices. */
import { meteringNeeds } from './billing/needs.js';
import type { MeteringNeeds, RunUsage } from './billing/usage.js';
import { billsOf } from './meters/bills.js';
import { UsageMarks } from './meters/usageMarks.js';
import { COLD_CAUSES } from './platform/causes.js';
import type { Service } from './platform/recipe.js';
import type { ResultDocument, SloResult } from './result/document.js';
import { judge } from './result/thresholds.js';
import { expandFleet } from './scenario/fleet/expand.js';
import type { Note, Scenario } from './scenario/resolved.js';
import { cannotRun } from './scenario/cannotRun.js';
import { runsWithout } from './scenario/unsimulated.js';
import type { Chunks, Drive } from './simulate/drive.js';
import { headOf } from './simulate/head.js';
import { FLEET, type Ledger } from './simulate/ledger.js';
import { OneByOne, type Services } from './simulate/oneByOne.js';
import { Sampling } from './simulate/sampling.js';
import { ServiceRun, type Inputs } from './simulate/serviceRun.js';
import { shareNothing, Together } from './simulate/together.js';
import { evaluate } from './slo/evaluate.js';
import { roundedWindows } from './slo/notes.js';
import type { Objective } from './slo/objective.js';
import type { Histogram } from './stats/histogram.js';
import { SECOND, type Micros } from './units/quantities.js';

export type { ChunkRecord, Chunks } from './simulate/drive.js';
export type { Inputs } from './simulate/serviceRun.js';

/** A run under way. */
export interface Simulation {
  readonly horizon: Micros;
  /** Simulated time reached: everything before it has happened. */
  readonly now: Micros;
  /** Requests so far. */
  readonly arrived: number;
  /** Cold requests so far by cause: cheap, for whoever watches between slices. */
  readonly coldByCause: Readonly<Record<string, number>>;
  /** Where services are simulated one after the other: the run in pieces for several threads. `null`: it is one piece. */
  readonly chunks: Chunks | null;
  /** Simulates up to `until` (at most the horizon). */
  advance(until: Micros): void;
  /**
   * Ends the run where it is, before its horizon: what was counted since the last full interval of its series is kept as
   * a shorter one. Nothing is simulated after that.
   */
  end(): void;
  /** What can be said by now. The run can go on after it, unless it was ended. */
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

class Run implements Simulation {
  readonly horizon: Micros;
  readonly #needs: MeteringNeeds;
  readonly #sampling: Sampling;
  readonly #services: Services;
  readonly #notes: readonly Note[];
  readonly #drive: Together | OneByOne;
  #ended = false;

  constructor(
    private readonly scenario: Scenario,
    inputs: Inputs,
  ) {
    this.horizon = scenario.horizon;
    this.#needs = meteringNeeds(scenario.tariffs);
    const fleet = expandFleet(scenario, inputs.traces);
    this.#notes = [...fleet.notes, ...(inputs.traces?.notes ?? [])];
    this.#services = joined(scenario.services, fleet);
    this.#sampling = new Sampling(scenario, this.#services.size);
    this.#drive = isFleet(scenario, this.#services, inputs) ? this.#alone(inputs) : this.#together(inputs);
  }

  #alone(inputs: Inputs): OneByOne {
    return new OneByOne(this.scenario, this.#services, this.#needs, this.#sampling, inputs);
  }

  #together(inputs: Inputs): Together {
    const runs = Array.from(
      { length: this.#services.size },
      (_, k) => new ServiceRun(this.#services.at(k), this.scenario, this.#needs, this.#sampling, inputs),
    );
    return new Together(this.scenario, runs, this.#sampling, inputs);
  }

  get now(): Micros {
    return this.#drive.now;
  }

  get arrived(): number {
    return this.#drive.arrived;
  }

  get chunks(): Chunks | null {
    return this.#drive instanceof OneByOne ? this.#drive : null;
  }

  get coldByCause(): Readonly<Record<string, number>> {
    return Object.fromEntries(COLD_CAUSES.map((cause, k) => [cause, this.#drive.cold(k)]));
  }

  advance(until: Micros): void {
    if (!this.#ended) this.#drive.advance(Math.min(until, this.horizon));
  }

  end(): void {
    if (this.#ended || this.now === this.horizon) return;
    this.#ended = true;
    // Services that are run one after the other are whole, each to the horizon.
    this.#inStep?.end();
  }

  latencies(): Readonly<Record<string, Histogram>> {
    return this.#drive.ledger().latencies();
  }

  result(): ResultDocument {
    const { scenario } = this;
    const ledger = this.#drive.ledger();
    const together = this.#inStep;
    // Services that were run one after the other have all come to the end.
    const now = together === null ? this.horizon : together.now;
    const { warmup, bandInterval } = this.#sampling;
    const span = Math.max(0, now - warmup);
    const slos = scenario.objectives.map((objective, k) => this.#sloResult(objective, ledger, k, now));
    const document: ResultDocument = {
      ...headOf(scenario),
      horizon: this.horizon / SECOND,
      warmup: warmup / SECOND,
      stoppedAt: now < this.horizon ? now / SECOND : null,
      assumptions: this.#assumptions(),
      services: ledger.services(),
      totals: ledger.totals(span),
      nodes: together?.cluster?.result(now) ?? [],
      bills: this.#bills(ledger, slos, now, span),
      slos,
      thresholds: [],
      timeline: this.#timeline(ledger),
      ...ledger.bands(bandInterval),
      causes: ledger.causes(),
      ...ledger.revisionCauses(),
      ...(together !== null && together.faults !== null && { faults: together.faults.result() }),
      ...(together !== null && together.moment !== null && { moment: together.moment }),
    };
    return { ...document, thresholds: judge(scenario.thresholds, document) };
  }

  /** `null`: services are run one after the other. */
  get #inStep(): Together | null {
    return this.#drive instanceof Together ? this.#drive : null;
  }

  #assumptions(): readonly Note[] {
    return [
      ...this.scenario.notes,
      ...runsWithout(this.scenario),
      ...this.#notes,
      ...roundedWindows(this.scenario.objectives, this.#sampling.sliInterval),
      ...leftOut(this.#drive, this.#services.size),
    ];
  }

  #bills(ledger: Ledger, slos: readonly SloResult[], now: Micros, span: Micros): ResultDocument['bills'] {
    const together = this.#inStep;
    const usage: RunUsage = {
      span,
      requests: ledger.ended,
      revisions: ledger.usages,
      nodes: together?.cluster?.usage(now) ?? [],
    };
    const marks = together?.marks ?? new UsageMarks(null);
    const counts = this.scenario.objectives.map((_, k) => ledger.counts(k));
    return billsOf(this.scenario, { usage, needs: this.#needs, slos, counts, warmup: this.#sampling.warmup, marks });
  }

  #timeline(ledger: Ledger): ResultDocument['timeline'] {
    const ofNodes = this.#inStep?.cluster?.series(this.#scope()) ?? [];
    const series = [...ledger.series(), ...ofNodes];
    return { interval: this.#sampling.interval / SECOND, series, ...ledger.revisionSeries() };
  }

  /** Under whose name the series of all services stand. */
  #scope(): string {
    return this.#services.size === 1 ? this.#services.at(0).name : 'totals';
  }

  #sloResult(objective: Objective, ledger: Ledger, k: number, now: Micros): SloResult {
    const { warmup, interval } = this.#sampling;
    const run = { horizon: this.horizon, stopped: now < this.horizon ? now : null, warmup };
    return evaluate(objective, ledger.counts(k), run, interval);
  }
}

/** The services of a scenario and then those of its fleet. */
function joined(own: readonly Service[], fleet: Services): Services {
  return {
    size: own.length + fleet.size,
    at: (index) => (index < own.length ? own[index] : fleet.at(index - own.length)),
  };
}

/** Many services that share nothing are run one after the other, unless somebody wants to see all of them at one time. */
function isFleet(scenario: Scenario, services: Services, inputs: Inputs): boolean {
  const watched = inputs.lookAt !== undefined || inputs.observations !== undefined;
  const months = (scenario.billing?.month?.events ?? []).length > 0;
  return services.size > FLEET && shareNothing(scenario) && !watched && !months;
}

/** What an interrupted run of a fleet cannot tell. */
function leftOut(drive: Drive, size: number): Note[] {
  if (!(drive instanceof OneByOne) || drive.done === size) return [];
  return [{ where: 'fleet', text: `interrupted after ${drive.done} of ${size} services: the others are left out` }];
}
