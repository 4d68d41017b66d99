import type { Series } from '../result/document.js';
import type { ServiceTimeline, Values } from './timeline.js';

/** How bad a service's time was: cold starts and lost requests count first, then arrivals. */
export function badness(series: readonly Values[]): number {
  const sum = (wanted: string): number =>
    series.find(({ figure }) => figure === wanted)!.values.reduce((total, value) => total + value, 0);
  const lost = ['coldStarts', 'refused', 'timedOut', 'failed'].reduce((all, figure) => all + sum(figure), 0);
  return lost * 1e6 + sum('arrivals');
}

/** The series of many services added up. Percentiles and states are not added: totals have none. */
export class TimelineTotals {
  #series: Values[] = [];

  /** Adds one service's. */
  add({ series }: ServiceTimeline): void {
    this.#addAll(series.filter(({ kind }) => kind !== 'quantile' && kind !== 'state'));
  }

  /** Adds those of some that were added up apart. */
  merge(other: TimelineTotals): void {
    this.#addAll(other.#series);
  }

  #addAll(all: readonly Values[]): void {
    if (this.#series.length === 0)
      this.#series = all.map((one) => ({ ...one, values: new Float64Array(one.values.length) }));
    all.forEach(({ values }, k) => {
      const sums = this.#series[k].values;
      for (let i = 0; i < sums.length; i++) sums[i] += values[i];
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
  return all.map(({ figure, unit, kind, values }) => ({
    name: `${scope}.${figure}`,
    unit,
    kind,
    values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
  }));
}
