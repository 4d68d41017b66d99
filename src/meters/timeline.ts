import type { Series } from '../result/document.js';
import { quantilesOfChanges } from '../stats/histogram.js';
import type { Micros } from '../units/quantities.js';
import { MINUTE, SECOND } from '../units/quantities.js';
import { Column } from './column.js';
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

/** The values of one figure, one for each interval; NaN where there is none. */
export interface Values {
  readonly figure: string;
  readonly unit: string;
  readonly kind: Series['kind'];
  readonly values: Float64Array;
}

/** What is shown of a service over time, in this order. */
const FIGURES = {
  arrivals: { unit: '1/s', kind: 'rate' },
  completed: { unit: '1/s', kind: 'rate' },
  refused: { unit: 'requests', kind: 'count' },
  timedOut: { unit: 'requests', kind: 'count' },
  failed: { unit: 'requests', kind: 'count' },
  concurrency: { unit: 'requests', kind: 'level' },
  capacity: { unit: 'requests', kind: 'level' },
  desired: { unit: 'pods', kind: 'level' },
  ready: { unit: 'pods', kind: 'level' },
  pods: { unit: 'pods', kind: 'level' },
  panic: { unit: 'share', kind: 'state' },
  p50: { unit: 's', kind: 'quantile' },
  p95: { unit: 's', kind: 'quantile' },
  p99: { unit: 's', kind: 'quantile' },
  coldStarts: { unit: 'requests', kind: 'count' },
} as const satisfies Readonly<Record<string, Pick<Values, 'unit' | 'kind'>>>;
type Figure = keyof typeof FIGURES;
const NAMES = Object.keys(FIGURES) as readonly Figure[];

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
 * One service over time, or one revision. Sampled at the end of each interval from meters that count on anyway, so that
 * nothing is added to the path of a request: percentiles come from the difference of two states of one histogram.
 */
export class ServiceTimeline {
  readonly #columns: Readonly<Record<Figure, Column>>;
  #mark = new Mark();
  #since: Micros = 0;

  constructor(
    private readonly service: ServiceMeter,
    private readonly revisions: readonly RevisionMeter[],
    /** Requests one pod of each revision is meant to take. */
    private readonly slots: readonly number[],
    /** Intervals there will be. */
    intervals: number,
  ) {
    this.#columns = Object.fromEntries(NAMES.map((name) => [name, new Column(intervals)])) as Record<Figure, Column>;
  }

  /** What was sampled so far, a view for each figure. */
  get series(): Values[] {
    return NAMES.map((figure) => ({ figure, ...FIGURES[figure], values: this.#columns[figure].values }));
  }

  /** Closes the interval that ends now. */
  sample(now: Micros): void {
    const span = now - this.#since;
    if (span <= 0) return;
    const before = this.#mark;
    const columns = this.#columns;
    const mark = this.#read(now);
    const seconds = span / SECOND;
    columns.arrivals.push((mark.arrived - before.arrived) / seconds);
    columns.completed.push((mark.completed - before.completed) / seconds);
    columns.refused.push(mark.lost[1] - before.lost[1]);
    columns.timedOut.push(mark.lost[2] - before.lost[2]);
    columns.failed.push(mark.lost[3] - before.lost[3]);
    columns.coldStarts.push(mark.cold - before.cold);
    columns.concurrency.push((mark.area - before.area) / span);
    columns.ready.push((mark.ready - before.ready) / span);
    columns.pods.push((mark.pods - before.pods) / span);
    columns.desired.push((mark.desired - before.desired) / span);
    columns.panic.push((mark.panic - before.panic) / span / this.revisions.length);
    columns.capacity.push(this.#capacity());
    this.#sampleLatency();
    this.#mark = mark;
    this.#since = now;
  }

  /**
   * Closes all intervals that end at `now` or `interval`, 2 `interval`, ... before it, since the last sample. Nothing has
   * happened since the first of them ended, so the others are all alike.
   */
  rest(interval: Micros, now: Micros): void {
    const count = (now - this.#since) / interval;
    if (count >= 1) this.sample(this.#since + interval);
    if (count >= 2) this.sample(this.#since + interval);
    if (count <= 2) return;
    for (const name of NAMES) this.#columns[name].repeat(count - 2);
    this.#mark = this.#read(now);
    this.#since = now;
  }

  #read(now: Micros): Mark {
    const { service } = this;
    const mark = new Mark();
    mark.arrived = service.arrivedCount + service.passedCount;
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
    const { latencyCompleted, latencyLost } = this.service;
    const [p50, p95, p99] = quantilesOfChanges(latencyCompleted, latencyLost, LEVELS);
    this.#columns.p50.push(p50 / SECOND);
    this.#columns.p95.push(p95 / SECOND);
    this.#columns.p99.push(p99 / SECOND);
  }
}

/** Valid and bad requests of each objective by interval, for alerts and burn rates. */
export class SliTimeline {
  readonly valid = new Column();
  /** Of them, cold ones. */
  readonly cold = new Column();
  readonly bad: readonly Column[];
  #ended = 0;
  #cold = 0;
  readonly #bad: Float64Array;

  constructor(private readonly service: ServiceMeter) {
    this.bad = Array.from(service.bad, () => new Column());
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

  /** Closes `count` intervals: what has happened since the last sample belongs to the first of them. */
  repeat(count: number): void {
    if (count >= 1) this.sample();
    if (count >= 2) this.sample();
    if (count <= 2) return;
    for (const column of [this.valid, this.cold, ...this.bad]) column.repeat(count - 2);
  }
}
