/** Quantiles over all requests of all replications together: another thing than the mean of the replications' own. */
import { Histogram } from '../stats/histogram.js';
import { SECOND } from '../units/quantities.js';
import type { Answer } from './task.js';

const LEVELS = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999 } as const;

/** Adds the histograms of runs up, by scope. */
export class PooledLatencies {
  readonly #pools = new Map<string, Histogram>();

  add(latencies: NonNullable<Answer['latencies']>): void {
    for (const [scope, record] of Object.entries(latencies)) {
      const pool = this.#pools.get(scope) ?? new Histogram();
      pool.merge(Histogram.fromRecord(record));
      this.#pools.set(scope, pool);
    }
  }

  /** Seconds, by the path of the figure that they stand beside; `null`: no request. */
  quantiles(): Readonly<Record<string, number | null>> {
    const found = [...this.#pools].flatMap(([scope, pool]) =>
      Object.entries(LEVELS).map(([name, level]) => {
        const micros = pool.quantile(level);
        return [`${scope}.latency.${name}`, Number.isNaN(micros) ? null : micros / SECOND] as const;
      }),
    );
    return Object.fromEntries(found);
  }
}
