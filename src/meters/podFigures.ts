import { PHASES } from '../platform/recipe.js';
import { Histogram, type HistogramRecord } from '../stats/histogram.js';
import type { Micros } from '../units/quantities.js';
import type { RevisionMeter } from './podMeter.js';

/** What figures are made of, of one revision's pods or of those of many: whole numbers, so that sums are exact. */
export interface PodFigures {
  readonly started: number;
  readonly podMicros: number;
  readonly mostPods: number;
  readonly busyMicros: number;
  readonly restarts: number;
  readonly decisions: number;
  readonly panicMicros: number;
  readonly panics: number;
  readonly toZero: number;
  readonly startup: Histogram;
  /** In the order of PHASES. */
  readonly phaseMicros: Float64Array;
}

/** One revision as it stands at `now`. */
export function podFiguresOf(meter: RevisionMeter, now: Micros): PodFigures {
  const { started, mostPods, restarts, decisions, panics, toZero, startup, phaseMicros } = meter;
  return {
    started,
    podMicros: meter.podMicrosAt(now),
    mostPods,
    busyMicros: meter.busyMicrosAt(now),
    restarts,
    decisions,
    panicMicros: meter.panicMicrosAt(now),
    panics,
    toZero,
    startup,
    phaseMicros,
  };
}

const COUNTS = [
  'started',
  'podMicros',
  'mostPods',
  'busyMicros',
  'restarts',
  'decisions',
  'panicMicros',
  'panics',
  'toZero',
] as const;

/** {@link PodTotals} as plain data, for another thread. */
export type PodTotalsRecord = Omit<PodFigures, 'startup'> & { readonly startup: HistogramRecord };

/** The sum of many. */
export class PodTotals implements PodFigures {
  started = 0;
  podMicros = 0;
  mostPods = 0;
  busyMicros = 0;
  restarts = 0;
  decisions = 0;
  panicMicros = 0;
  panics = 0;
  toZero = 0;
  readonly startup = new Histogram();
  readonly phaseMicros = new Float64Array(PHASES.length);

  add(other: PodFigures): void {
    for (const count of COUNTS) this[count] += other[count];
    this.startup.merge(other.startup);
    other.phaseMicros.forEach((micros, k) => (this.phaseMicros[k] += micros));
  }

  toRecord(): PodTotalsRecord {
    return { ...this, startup: this.startup.toRecord() };
  }

  static fromRecord(record: PodTotalsRecord): PodTotals {
    const totals = new PodTotals();
    totals.add({ ...record, startup: Histogram.fromRecord(record.startup) });
    return totals;
  }
}
