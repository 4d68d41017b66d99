import type { Series } from '../result/document.js';
import type { ServiceTimeline, Values } from './timeline.js';

/** How bad a service's time was: cold starts and lost requests count first, then arrivals. */
export function badness({ series }: ServiceTimeline): number {
  const sum = ({ values }: Values): number => values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const lost = [series.coldStarts, series.refused, series.timedOut, series.failed].reduce(
    (all, one) => all + sum(one),
    0,
  );
  return lost * 1e6 + sum(series.arrivals);
}

/** The series of many services added up. Percentiles and states are not added: totals have none. */
export class TimelineTotals {
  #series: Values[] = [];

  /** Adds one service's. */
  add({ series }: ServiceTimeline): void {
    this.#addAll(Object.values(series).filter(({ kind }) => kind !== 'quantile' && kind !== 'state'));
  }

  /** Adds those of some that were added up apart. */
  merge(other: TimelineTotals): void {
    this.#addAll(other.#series);
  }

  #addAll(all: readonly Values[]): void {
    if (this.#series.length === 0)
      this.#series = all.map((one) => ({ ...one, values: new Array<number>(one.values.length).fill(0) }));
    all.forEach(({ values }, k) => {
      const sums = this.#series[k].values;
      for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (values[i] ?? 0);
    });
  }

  /** Those that {@link series} gave, in another thread perhaps. */
  static of(series: readonly Values[]): TimelineTotals {
    const totals = new TimelineTotals();
    totals.#addAll(series);
    return totals;
  }

  get series(): readonly Values[] {
    return this.#series;
  }
}

/** Named after their scope. */
export function seriesOf(scope: string, all: readonly Values[]): Series[] {
  return all.map(({ figure, unit, kind, values }) => ({ name: `${scope}.${figure}`, unit, kind, values }));
}
