/** What a result says of services: taken over from each as it stands, in their order, and added up. */
import type { Usage } from '../billing/usage.js';
import { figuresOf } from '../meters/figures.js';
import type { BandTimeline } from '../meters/latencyBands.js';
import { bandsOf } from '../meters/latencyBands.js';
import type { RevisionMeter } from '../meters/podMeter.js';
import { podFiguresOf, PodTotals, type PodFigures, type PodTotalsRecord } from '../meters/podFigures.js';
import { ServiceMeter, type ServiceMeterRecord } from '../meters/serviceMeter.js';
import { addCounts, noCounts, sliCounts, type SliSums } from '../meters/sliCounts.js';
import { badness, seriesOf, TimelineTotals } from '../meters/totals.js';
import type { Values } from '../meters/timeline.js';
import type { Whereabouts } from '../meters/usage.js';
import type {
  CauseSeries,
  RevisionCauseSeries,
  DecisionEntry,
  Figures,
  ResultDocument,
  Series,
  ServiceResult,
  Timeline,
} from '../result/document.js';
import type { Objective, SliCounts } from '../slo/objective.js';
import { Histogram, type HistogramRecord } from '../stats/histogram.js';
import type { Micros } from '../units/quantities.js';
import { SECOND } from '../units/quantities.js';
import type { ServiceRun } from './serviceRun.js';

/** Services whose histograms are given away: a fleet's would be gigabytes. */
const HISTOGRAMS = 20;
/** Services that get a timeline of their own, beside the totals; of a fleet, also decisions and causes: the worst ones. */
const WORST = 10;
/** More services than this are a fleet. */
export const FLEET = 50;

/** What is kept of one service in full. */
interface Kept {
  readonly index: number;
  readonly name: string;
  readonly badness: number;
  readonly series: readonly Values[];
  /** Where there are several. */
  readonly revisions: readonly { readonly name: string; readonly series: readonly Values[] }[];
  readonly causes: readonly CauseSeries[];
  /** Where there are several. */
  readonly revisionCauses: readonly RevisionCauseSeries[];
  readonly decisions: readonly DecisionEntry[];
  readonly bands: Pick<BandTimeline, 'columns'>;
}

/** One service, but for its decisions. */
type Row = Omit<ServiceResult, 'decisions'> & { readonly changes: number };

/** A ledger as plain data, for another thread. */
export interface LedgerRecord {
  readonly sliInterval: Micros;
  readonly size: number;
  readonly usages: readonly Usage[];
  readonly meter: ServiceMeterRecord;
  readonly latencies: readonly (readonly [name: string, histogram: HistogramRecord])[];
  readonly pods: PodTotalsRecord;
  readonly rows: readonly Row[];
  readonly timeline: readonly Values[];
  readonly counts: readonly SliSums[];
  readonly kept: readonly Kept[];
}

/**
 * Services as a result sees them. What it holds of each is bounded, and small for a fleet: figures and usage of all of
 * them, timelines, causes and decisions of the ten worst.
 */
export class Ledger {
  readonly usages: Usage[] = [];
  readonly meter = new ServiceMeter([], 0);
  readonly #latencies: [name: string, histogram: Histogram][] = [];
  readonly #pods = new PodTotals();
  readonly #rows: Row[] = [];
  readonly #timeline = new TimelineTotals();
  readonly #counts: SliSums[];
  /** Of all services, or of a fleet's worst; in the order of the services. */
  #kept: Kept[] = [];

  constructor(
    private readonly objectives: readonly Objective[],
    private readonly sliInterval: Micros,
    /** Services there are in all. */
    private readonly size: number,
  ) {
    this.#counts = objectives.map(() => noCounts(sliInterval));
  }

  /** Takes over a service as it stands at `now`; `span`: the counted time. */
  add(
    run: ServiceRun,
    index: number,
    now: Micros,
    span: Micros,
    whereabouts: (revision: number) => Whereabouts | undefined,
  ): void {
    const { recipe, meter, revisions } = run;
    run.world.settle(now);
    const pods = revisions.map((revision) => podFiguresOf(revision, now));
    this.#rows.push({
      name: recipe.name,
      revisions: recipe.revisions.map(({ name }) => name),
      ...figuresOf([meter], pods, span),
      ...byRevision(run, pods, span),
      changes: revisions.reduce((sum, { log }) => sum + log.omitted + log.entries.length, 0),
    });
    this.usages.push(...run.usages(now, whereabouts));
    this.meter.merge(meter);
    for (const one of pods) this.#pods.add(one);
    this.#timeline.add(run.timeline);
    if (index < HISTOGRAMS) this.#addLatency(recipe.name, allLatencies(meter));
    this.objectives.forEach((objective, k) => {
      if (run.objectives.includes(objective)) addCounts(this.#counts[k], sliCounts(run, objective, this.sliInterval));
    });
    const bad = badness(run.timeline.series);
    if (this.#mayKeep(bad)) this.#keep([kept(run, index, bad)]);
  }

  /** Whether a later service with this badness can be among those that are kept. */
  #mayKeep(bad: number): boolean {
    return this.size <= FLEET || this.#kept.length < WORST || this.#kept.some(({ badness: other }) => bad > other);
  }

  /** Adds those of the services that come after: the order of additions is that of the services. */
  merge(other: Ledger): void {
    for (const row of other.#rows) this.#rows.push(row);
    for (const usage of other.usages) this.usages.push(usage);
    this.meter.merge(other.meter);
    this.#pods.add(other.#pods);
    this.#timeline.merge(other.#timeline);
    for (const [name, histogram] of other.#latencies) this.#addLatency(name, histogram);
    other.#counts.forEach((counts, k) => addCounts(this.#counts[k], counts));
    this.#keep(other.#kept);
  }

  /** Plain data, for another thread; it shares what this ledger holds. */
  toRecord(): LedgerRecord {
    return {
      sliInterval: this.sliInterval,
      size: this.size,
      usages: this.usages,
      meter: this.meter.toRecord(),
      latencies: this.#latencies.map(([name, histogram]) => [name, histogram.toRecord()]),
      pods: this.#pods.toRecord(),
      rows: this.#rows,
      timeline: this.#timeline.series,
      counts: this.#counts,
      kept: this.#kept,
    };
  }

  /** What {@link toRecord} gave: to be merged. It takes over no services itself. */
  static fromRecord(record: LedgerRecord): Ledger {
    const ledger = new Ledger([], record.sliInterval, record.size);
    ledger.#rows.push(...record.rows);
    ledger.usages.push(...record.usages);
    ledger.meter.merge(ServiceMeter.fromRecord(record.meter));
    ledger.#pods.add(PodTotals.fromRecord(record.pods));
    ledger.#timeline.merge(TimelineTotals.of(record.timeline));
    for (const [name, histogram] of record.latencies) ledger.#addLatency(name, Histogram.fromRecord(histogram));
    ledger.#counts.push(...record.counts);
    ledger.#keep(record.kept);
    return ledger;
  }

  #addLatency(name: string, histogram: Histogram): void {
    if (this.#latencies.length < HISTOGRAMS) this.#latencies.push([name, histogram]);
  }

  #keep(more: readonly Kept[]): void {
    this.#kept.push(...more);
    if (this.size <= FLEET || this.#kept.length <= WORST) return;
    this.#kept = worstOf(this.#kept);
  }

  /** Requests that ended. */
  get ended(): number {
    return this.meter.ended;
  }

  /** All latencies, of `totals` and of each of the first services, for quantiles over several runs. */
  latencies(): Readonly<Record<string, Histogram>> {
    const own = this.#latencies.map(([name, histogram]) => [`services.${name}`, histogram] as const);
    return { totals: allLatencies(this.meter), ...Object.fromEntries(own) };
  }

  totals(span: Micros): Figures {
    return figuresOf([this.meter], [this.#pods], span);
  }

  services(): ServiceResult[] {
    const decisions = new Map(this.#kept.map((one) => [one.index, one.decisions]));
    return this.#rows.map(({ changes, ...row }, index) => {
      const entries = decisions.get(index) ?? [];
      return { ...row, decisions: { omitted: changes - entries.length, entries } };
    });
  }

  /** Valid and bad requests of the `k`th objective. */
  counts(k: number): SliCounts {
    return this.#counts[k];
  }

  /** The series of the only service; or of the totals and the ten worst services. */
  series(): Series[] {
    if (this.#rows.length === 1) return seriesOf(this.#kept[0].name, this.#kept[0].series);
    const worst = worstOf(this.#kept);
    return [
      ...seriesOf('totals', this.#timeline.series),
      ...worst.flatMap(({ name, series }) => seriesOf(name, series)),
    ];
  }

  /** Those of each revision, of the same services, where there are several. */
  revisionSeries(): Pick<Timeline, 'revisionSeries'> {
    const revisionSeries = worstOf(this.#kept).flatMap(({ name, revisions }) =>
      revisions.flatMap((revision) => seriesOf(`${name}.revisions.${revision.name}`, revision.series)),
    );
    return revisionSeries.length === 0 ? {} : { revisionSeries };
  }

  causes(): CauseSeries[] {
    return this.#kept.flatMap(({ causes }) => causes);
  }

  /** Those of each revision, of the same services, where there are several. */
  revisionCauses(): Pick<ResultDocument, 'revisionCauses'> {
    const revisionCauses = this.#kept.flatMap((one) => one.revisionCauses);
    return revisionCauses.length === 0 ? {} : { revisionCauses };
  }

  bands(interval: Micros): Pick<ResultDocument, 'latencyBands'> {
    if (this.size > this.#kept.length) return {};
    const latencyBands = bandsOf(this.#kept, interval);
    return latencyBands === undefined ? {} : { latencyBands };
  }
}

function allLatencies({ latencyCompleted, latencyLost }: ServiceMeter): Histogram {
  const all = new Histogram();
  all.merge(latencyCompleted);
  all.merge(latencyLost);
  return all;
}

/** The ten with the worst time, in the order of the services; of equally bad ones the first. */
function worstOf(all: readonly Kept[]): Kept[] {
  const worst = new Set([...all].sort((a, b) => b.badness - a.badness || a.index - b.index).slice(0, WORST));
  return all.filter((one) => worst.has(one));
}

function kept(run: ServiceRun, index: number, bad: number): Kept {
  const { recipe, revisions, timeline, revisionTimelines, causes, revisionCauses, bands } = run;
  const { name } = recipe;
  const decisions = revisions
    .flatMap((revision, r) => decisionsOf(recipe.revisions[r].name, revision))
    .sort((a, b) => a.at - b.at);
  return {
    index,
    name,
    badness: bad,
    series: timeline.series,
    revisions: revisionTimelines.map(({ series }, r) => ({ name: recipe.revisions[r].name, series })),
    causes: causes.result(name),
    revisionCauses: revisionCauses.flatMap((own, r) =>
      own.result(name).map((series) => ({ ...series, revision: recipe.revisions[r].name })),
    ),
    decisions,
    bands: { columns: bands.columns },
  };
}

/** Told where there are several. */
function byRevision(
  { recipe, byRevision }: ServiceRun,
  pods: readonly PodFigures[],
  span: Micros,
): Pick<Row, 'byRevision'> {
  if (byRevision.length === 0) return {};
  return {
    byRevision: byRevision.map(({ own }, r) => ({
      name: recipe.revisions[r].name,
      ...figuresOf([own], [pods[r]], span),
    })),
  };
}

function decisionsOf(name: string, revision: RevisionMeter): DecisionEntry[] {
  return revision.log.entries.map(({ now, serve, ...change }) => ({
    at: now / SECOND,
    revision: name,
    ...change,
    mode: serve ? 'serve' : 'proxy',
  }));
}
