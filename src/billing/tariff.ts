import type { Decimal, Micros } from '../units/quantities.js';

/** One price list: typed data, shipped in `tariffs/` or written in a scenario (same schema). */
export interface Tariff {
  readonly name: string;
  /** What is metered:
   * - `request-time`: each request's execution time, rounded, times the memory of one slot (memory / slots)
   * - `instance-busy-time`: each pod's busy periods (union of overlapping requests), rounded
   * - `instance-active-time`: the same with the start-up of the pod
   * - `instance-lifetime`: each pod's life, busy or idle
   * - `node-hours`: nodes, whatever runs on them
   * - `event`: requests alone
   */
  readonly model:
    | 'request-time'
    | 'instance-busy-time'
    | 'instance-active-time'
    | 'instance-lifetime'
    | 'node-hours'
    | 'event';
  readonly granularity: Micros;
  readonly minimum: Micros;
  /** Rates by meter: `gibSecond`, `gbSecond`, `vcpuSecond`, `request`, `idleGibSecond`, `clusterHour`, ... */
  readonly prices: Readonly<Record<string, Decimal>>;
  readonly currency: string;
  readonly provenance: {
    readonly provider: string;
    readonly region: string | null;
    readonly source: string;
    readonly asOf: string;
    readonly confidence: 'official' | 'feed' | 'secondary' | 'memory';
  };
}
