import { Histogram, quantilesSince } from '../stats/histogram.js';
import type { Micros } from '../units/quantities.js';
import { MINUTE, SECOND } from '../units/quantities.js';
import type { RevisionMeter } from './podMeter.js';
import type { ServiceMeter } from './serviceMeter.js';

/** Points of a series at most. */
const MOST_POINTS = 1440;
/** Intervals people can read, in seconds. */
const STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14400, 21600, 43200, 86400];

/** The interval of the timeline: the smallest readable one that needs at most 1,440 points. */
export function timelineInterval(horizon: Micros): Micros {
  const step = STEPS.find((seconds) => horizon / (seconds * SECOND) <= MOST_POINTS);
  return step !== undefined ? step * SECOND : Math.ceil(horizon / MOST_POINTS / (86400 * SECOND)) * 86400 * SECOND;
}

/** The interval in which SLIs are counted: fine enough for a five-minute alert window, a divisor of the timeline's. */
export function sliInterval(timeline: Micros): Micros {
  return timeline <= MINUTE ? timeline : MINUTE;
}

/** The values of one figure, one for each interval. */
export interface Values {
  readonly figure: string;
  readonly unit: string;
  readonly kind: 'level' | 'count' | 'rate' | 'quantile' | 'state';
  readonly values: (number | null)[];
}

const rate = (figure: string): Values => ({ figure, unit: '1/s', kind: 'rate', values: [] });
const count = (figure: string): Values => ({ figure, unit: 'requests', kind: 'count', values: [] });
const level = (figure: string, unit: string): Values => ({ figure, unit, kind: 'level', values: [] });
const quantile = (figure: string): Values => ({ figure, unit: 's', kind: 'quantile', values: [] });

const LEVELS: readonly number[] = [0.5, 0.95, 0.99];

/** Levels and counts as they stood at the last sample. */
class Mark {
  arrived = 0;
  completed = 0;
  lost = [0, 0, 0, 0];
  cold = 0;
  area = 0;
  ready = 0;
  desired = 0;
  panic = 0;
  pods = 0;
}

/**
 * One service over time. Sampled at the end of each interval from meters that count on anyway, so that nothing is added
 * to the path of a request: percentiles come from the difference of two states of one histogram.
 */
export class ServiceTimeline {
  readonly series = {
    arrivals: rate('arrivals'),
    completed: rate('completed'),
    refused: count('refused'),
    timedOut: count('timedOut'),
    failed: count('failed'),
    concurrency: level('concurrency', 'requests'),
    capacity: level('capacity', 'requests'),
    desired: level('desired', 'pods'),
    ready: level('ready', 'pods'),
    pods: level('pods', 'pods'),
    panic: { figure: 'panic', unit: 'share', kind: 'state', values: [] } as Values,
    p50: quantile('p50'),
    p95: quantile('p95'),
    p99: quantile('p99'),
    coldStarts: count('coldStarts'),
  };
  #mark = new Mark();
  readonly #completed = new Histogram();
  readonly #lost = new Histogram();
  #since: Micros = 0;

  constructor(
    private readonly service: ServiceMeter,
    private readonly revisions: readonly RevisionMeter[],
    /** Requests one pod of each revision is meant to take. */
    private readonly slots: readonly number[],
  ) {}

  /** Closes the interval that ends now. */
  sample(now: Micros): void {
    const span = now - this.#since;
    if (span <= 0) return;
    const before = this.#mark;
    const { series } = this;
    const mark = this.#read(now);
    const seconds = span / SECOND;
    series.arrivals.values.push((mark.arrived - before.arrived) / seconds);
    series.completed.values.push((mark.completed - before.completed) / seconds);
    series.refused.values.push(mark.lost[1] - before.lost[1]);
    series.timedOut.values.push(mark.lost[2] - before.lost[2]);
    series.failed.values.push(mark.lost[3] - before.lost[3]);
    series.coldStarts.values.push(mark.cold - before.cold);
    series.concurrency.values.push((mark.area - before.area) / span);
    series.ready.values.push((mark.ready - before.ready) / span);
    series.pods.values.push((mark.pods - before.pods) / span);
    series.desired.values.push((mark.desired - before.desired) / span);
    series.panic.values.push((mark.panic - before.panic) / span / this.revisions.length);
    series.capacity.values.push(this.#capacity());
    this.#sampleLatency();
    this.#mark = mark;
    this.#since = now;
  }

  #read(now: Micros): Mark {
    const { service } = this;
    const mark = new Mark();
    mark.arrived = service.arrivedCount;
    mark.completed = service.completedCount;
    mark.lost = [...service.lostCount];
    mark.cold = service.coldCount;
    mark.area = service.areaAt(now);
    for (const revision of this.revisions) {
      mark.ready += revision.ready.area(now);
      mark.pods += revision.pods.area(now);
      mark.desired += revision.desired.area(now);
      mark.panic += revision.panic.area(now);
    }
    return mark;
  }

  #capacity(): number {
    return this.revisions.reduce((sum, revision, r) => sum + revision.ready.level * this.slots[r], 0);
  }

  #sampleLatency(): void {
    const { series } = this;
    const grown = [
      { now: this.service.latencyCompleted, earlier: this.#completed },
      { now: this.service.latencyLost, earlier: this.#lost },
    ];
    const values = quantilesSince(grown, LEVELS).map((micros) => (micros >= 0 ? micros / SECOND : null));
    for (const { now, earlier } of grown) if (now.countSince(earlier) > 0) earlier.assign(now);
    series.p50.values.push(values[0]);
    series.p95.values.push(values[1]);
    series.p99.values.push(values[2]);
  }
}

/** Valid and bad requests of each objective by interval, for alerts and burn rates. */
export class SliTimeline {
  readonly valid: number[] = [];
  /** Of them, cold ones. */
  readonly cold: number[] = [];
  readonly bad: number[][];
  #ended = 0;
  #cold = 0;
  readonly #bad: Float64Array;

  constructor(private readonly service: ServiceMeter) {
    this.bad = Array.from(service.bad, () => []);
    this.#bad = new Float64Array(service.bad.length);
  }

  /** Closes the interval that ends now. */
  sample(): void {
    const { service } = this;
    const { ended } = service;
    this.valid.push(ended - this.#ended);
    this.#ended = ended;
    this.cold.push(service.coldCount - this.#cold);
    this.#cold = service.coldCount;
    for (let k = 0; k < this.bad.length; k++) {
      this.bad[k].push(service.bad[k] - this.#bad[k]);
      this.#bad[k] = service.bad[k];
    }
  }
}
