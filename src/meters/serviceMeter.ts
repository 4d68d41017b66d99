import { COLD_CAUSES, FAILURE_CAUSES, REFUSAL_CAUSES, TIMEOUT_CAUSES, WAIT_PHASES } from '../platform/causes.js';
import type { RequestMeter } from '../platform/meter.js';
import type { Outcome } from '../platform/request.js';
import type { Bad, Objective } from '../slo/objective.js';
import { Histogram, type HistogramRecord } from '../stats/histogram.js';
import type { Micros } from '../units/quantities.js';

/** Names of the ways to end otherwise, by outcome code. */
const LOST = [null, 'refused', 'timedOut', 'failed'] as const;

/** What one objective calls bad, in the form the hot path wants. */
interface Rule {
  /** Slower than this is bad; Infinity: no limit. */
  readonly limit: Micros;
  readonly cold: boolean;
  /** By outcome code. */
  readonly lost: readonly boolean[];
  /** Cold requests slower than this are bad where only cold ones are judged: -1, all of them; Infinity, none. */
  readonly amongCold: Micros;
}

const COUNTS = ['arrivedCount', 'completedCount', 'betweenAttempts', 'coldCount', 'queuedCount'] as const;
const LISTS = ['lostCount', 'retriedCount', 'coldByCause', 'coldByPhase'] as const;
const HISTOGRAMS = ['latencyCompleted', 'latencyLost', 'wait'] as const;

/** What {@link ServiceMeter.merge} adds, as plain data, for another thread. */
export type ServiceMeterRecord = Pick<ServiceMeter, (typeof COUNTS)[number] | (typeof LISTS)[number] | 'lostByCause'> &
  Readonly<Record<(typeof HISTOGRAMS)[number], HistogramRecord>>;

/**
 * The figures of one service's requests (or of one revision's), of bounded size. Requests count by cohort: those that
 * arrived before the warm-up ended are not in any count or distribution.
 */
export class ServiceMeter implements RequestMeter {
  arrivedCount = 0;
  completedCount = 0;
  /** By outcome code: requests that ended so, and attempts that did and were tried again. */
  readonly lostCount = new Float64Array(4);
  readonly retriedCount = new Float64Array(4);
  /** Requests whose client waits before it tries again: in flight as requests, not as attempts. */
  betweenAttempts = 0;
  readonly lostByCause: readonly Float64Array[] = [[], REFUSAL_CAUSES, TIMEOUT_CAUSES, FAILURE_CAUSES].map(
    (causes) => new Float64Array(causes.length),
  );
  coldCount = 0;
  readonly coldByCause = new Float64Array(COLD_CAUSES.length);
  readonly coldByPhase = new Float64Array(WAIT_PHASES.length);
  queuedCount = 0;
  /** Requests that came here and have gone over to another revision since: those in no count but this. */
  passedCount = 0;
  readonly latencyCompleted = new Histogram();
  readonly latencyLost = new Histogram();
  readonly wait = new Histogram();
  /** Bad requests of each objective. */
  readonly bad: Float64Array;
  /** Area under the number in the system: the sum over all that left of their time in it, minus arrivals still in. */
  readonly #area = new Float64Array(1);
  #inSystem = 0;

  readonly #rules: readonly Rule[];
  /** Faster than this is bad for nobody. */
  readonly #leastLimit: Micros;

  constructor(
    objectives: readonly Objective[],
    readonly warmup: Micros,
  ) {
    this.#rules = objectives.map(({ bad, among }) => (among === 'cold' ? ruleAmongCold(bad) : ruleOf(bad)));
    this.bad = new Float64Array(objectives.length);
    this.#leastLimit = this.#rules.reduce((least, rule) => Math.min(least, rule.limit), Infinity);
  }

  arrived(now: Micros): void {
    this.#area[0] -= now;
    this.#inSystem++;
    if (now >= this.warmup) this.arrivedCount++;
  }

  completed(arrived: Micros, begun: Micros, now: Micros): void {
    this.#area[0] += now;
    this.#inSystem--;
    if (arrived < this.warmup) return;
    const latency = now - arrived;
    this.completedCount++;
    this.latencyCompleted.add(latency);
    this.wait.add(begun - arrived);
    if (latency > this.#leastLimit) this.#tooSlow(latency);
  }

  #tooSlow(latency: Micros): void {
    this.#rules.forEach((rule, k) => {
      if (latency > rule.limit) this.bad[k]++;
    });
  }

  cold(arrived: Micros, now: Micros, cause: number, phase: number): void {
    if (arrived < this.warmup) return;
    this.coldCount++;
    this.coldByCause[cause]++;
    this.coldByPhase[phase]++;
    this.#rules.forEach((rule, k) => {
      if (rule.cold && now - arrived <= rule.limit) this.bad[k]++; // the slower ones are bad already
      if (now - arrived > rule.amongCold) this.bad[k]++;
    });
  }

  queuedDuringScaleUp(arrived: Micros): void {
    if (arrived >= this.warmup) this.queuedCount++;
  }

  lost(outcome: Outcome, cause: number, arrived: Micros, begun: Micros, now: Micros): void {
    this.#area[0] += now;
    this.#inSystem--;
    if (arrived < this.warmup) return;
    this.lostCount[outcome]++;
    this.lostByCause[outcome][cause]++;
    this.latencyLost.add(now - arrived);
    if (begun >= 0) this.wait.add(begun - arrived);
    this.#rules.forEach((rule, k) => {
      if (rule.lost[outcome] || now - arrived > rule.limit) this.bad[k]++;
    });
  }

  retried(outcome: Outcome, arrived: Micros): void {
    if (arrived < this.warmup) return;
    this.retriedCount[outcome]++;
    this.betweenAttempts++;
  }

  triedAgain(arrived: Micros): void {
    if (arrived >= this.warmup) this.betweenAttempts--;
  }

  passedOn(arrived: Micros, now: Micros): void {
    this.#area[0] += now;
    this.#inSystem--;
    if (arrived < this.warmup) return;
    this.arrivedCount--;
    this.passedCount++;
  }

  takenOver(arrived: Micros, now: Micros): void {
    this.#area[0] -= now;
    this.#inSystem++;
    if (arrived >= this.warmup) this.arrivedCount++;
  }

  /** Adds all that another one has counted, but for what its objectives call bad. */
  merge(other: ServiceMeter): void {
    this.#addCounts(other);
    for (const name of HISTOGRAMS) this[name].merge(other[name]);
  }

  #addCounts(other: Omit<ServiceMeterRecord, (typeof HISTOGRAMS)[number]>): void {
    for (const name of COUNTS) this[name] += other[name];
    for (const name of LISTS) addTo(this[name], other[name]);
    this.lostByCause.forEach((counts, outcome) => addTo(counts, other.lostByCause[outcome]));
  }

  /** All that can be merged. */
  toRecord(): ServiceMeterRecord {
    const pick = <K extends string, T>(names: readonly K[], read: (name: K) => T): Record<K, T> =>
      Object.fromEntries(names.map((name) => [name, read(name)])) as Record<K, T>;
    return {
      ...pick(COUNTS, (name) => this[name]),
      ...pick(LISTS, (name) => this[name]),
      lostByCause: this.lostByCause,
      ...pick(HISTOGRAMS, (name) => this[name].toRecord()),
    };
  }

  /** One that can be merged: it has no objectives, and nobody is in its system. */
  static fromRecord(record: ServiceMeterRecord): ServiceMeter {
    const meter = new ServiceMeter([], 0);
    meter.#addCounts(record);
    for (const name of HISTOGRAMS) meter[name].merge(Histogram.fromRecord(record[name]));
    return meter;
  }

  /** Requests that ended, however. */
  get ended(): number {
    return this.completedCount + this.lostCount[1] + this.lostCount[2] + this.lostCount[3];
  }

  /** Requests in the system, the warm-up's included. */
  get inSystem(): number {
    return this.#inSystem;
  }

  /** Area under the number in the system from time 0 to `now`, in request-microseconds. */
  areaAt(now: Micros): number {
    return this.#area[0] + this.#inSystem * now;
  }
}

function ruleOf(bad: readonly Bad[]): Rule {
  const limits = bad.map((one) => (typeof one === 'object' ? one.slowerThan : Infinity));
  return {
    limit: Math.min(Infinity, ...limits),
    cold: bad.includes('cold'),
    lost: LOST.map((name) => name !== null && bad.includes(name)),
    amongCold: Infinity,
  };
}

/** Of the cold requests that were answered; nothing else is looked at. */
function ruleAmongCold(bad: readonly Bad[]): Rule {
  const { limit, cold } = ruleOf(bad);
  return { limit: Infinity, cold: false, lost: LOST.map(() => false), amongCold: cold ? -1 : limit };
}

function addTo(sums: Float64Array, more: Float64Array): void {
  for (let k = 0; k < sums.length; k++) sums[k] += more[k];
}
