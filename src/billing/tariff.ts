import type { Bytes, Decimal, Micros, MilliCores } from '../units/quantities.js';

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
    'request-time' | 'instance-busy-time' | 'instance-active-time' | 'instance-lifetime' | 'node-hours' | 'event';
  readonly granularity: Micros;
  readonly minimum: Micros;
  /** Rates by meter: `gibSecond`, `gbSecond`, `vcpuSecond`, `request`, `idleGibSecond`, `clusterHour`, ...: see {@link METERS}. */
  readonly prices: Readonly<Record<string, Decimal>>;
  readonly currency: string;
  readonly provenance: Provenance;

  /** Whose memory and CPU are billed: the container's limits or the pod's requests. @default by model: limits, but requests for `instance-lifetime` and `node-hours` */
  readonly basis?: 'limits' | 'requests';
  /** What memory is billed as; without it, as it is. */
  readonly memory?: MemoryRule;
  /** Allowance of a month by meter, taken off only where a bill asks for it. */
  readonly free?: Readonly<Record<string, Decimal>>;
  /** Volume tiers of a month by meter, instead of `prices` where a bill asks for it; `upTo: null` is the last one. */
  readonly tiers?: Readonly<Record<string, readonly VolumeTier[]>>;
  /** Pods per service that are always ready, and billed so (`alwaysReady...` prices), in steps of this granularity. */
  readonly alwaysReady?: { readonly instances: number; readonly granularity: Micros };
  /** Instances that are billed at least, per revision. @default 0 */
  readonly minimumInstances?: number;
  /** Meters that are turned into compute units first: units per unit of the meter; their price is `computeUnit`. */
  readonly unitFactors?: Readonly<Record<string, Decimal>>;
  /** The machine that a pod takes a share of where the run has no nodes (`nodeHour` and node-hours). */
  readonly node?: ReferenceNode;
  /** What a reader of the bill must know: what is metered in the provider's words, what is left out. */
  readonly notes?: readonly string[];
}

export type Confidence = 'official' | 'feed' | 'secondary' | 'memory';

export interface Provenance {
  readonly provider: string;
  readonly region: string | null;
  readonly source: string;
  readonly asOf: string;
  /** How sure we are of the least sure of its prices. */
  readonly confidence: Confidence;
  /** Where parts of it are surer or less sure than the whole. */
  readonly fields?: Readonly<Record<string, Confidence>>;
}

/** Memory is raised to `minimum`, rounded up to a multiple of `step` or to the next of `sizes`, and cut at `maximum`. */
export interface MemoryRule {
  readonly step?: Bytes;
  readonly minimum?: Bytes;
  readonly maximum?: Bytes;
  /** Sizes on sale, rising; `ghz` where a size comes with that much CPU (`ghzSecond`). Beyond the last: the last. */
  readonly sizes?: readonly { readonly memory: Bytes; readonly ghz?: Decimal }[];
}

export interface VolumeTier {
  /** Where the tier ends, in units of the meter per month. */
  readonly upTo: Decimal | null;
  readonly rate: Decimal;
}

export interface ReferenceNode {
  readonly name: string;
  readonly cpu: MilliCores;
  readonly memory: Bytes;
  readonly pricePerHour: Decimal;
  /** Where it costs otherwise bought otherwise. */
  readonly rates?: { readonly spot?: Decimal; readonly reserved?: Decimal; readonly 'on-demand'?: Decimal };
}

/** A key of `prices`: what it counts, in words and in its unit. GiB are 2^30 bytes, GB 10^9. */
export interface Meter {
  readonly name: string;
  readonly unit: string;
}

/** Every key that `prices` may have. */
export const METERS = {
  gibSecond: { name: 'memory', unit: 'GiB-s' },
  gibHour: { name: 'memory', unit: 'GiB-h' },
  gbSecond: { name: 'memory', unit: 'GB-s' },
  vcpuSecond: { name: 'CPU', unit: 'vCPU-s' },
  vcpuHour: { name: 'CPU', unit: 'vCPU-h' },
  ghzSecond: { name: 'CPU', unit: 'GHz-s' },
  nodeHour: { name: 'share of a machine', unit: 'node-h' },
  idleGibSecond: { name: 'idle memory', unit: 'GiB-s' },
  idleVcpuSecond: { name: 'idle CPU', unit: 'vCPU-s' },
  activeCpuSecond: { name: 'CPU used by requests', unit: 'vCPU-s' },
  activeCpuHour: { name: 'CPU used by requests', unit: 'vCPU-h' },
  alwaysReadyGibSecond: { name: 'memory kept ready', unit: 'GiB-s' },
  alwaysReadyExecutionGibSecond: { name: 'memory, on instances kept ready', unit: 'GiB-s' },
  request: { name: 'requests', unit: 'requests' },
  clusterHour: { name: 'cluster fee', unit: 'h' },
  computeUnit: { name: 'compute units', unit: 'CU' },
  monthFee: { name: 'monthly fee', unit: 'months' },
} as const satisfies Readonly<Record<string, Meter>>;

export type MeterName = keyof typeof METERS;

export const METER_NAMES = Object.keys(METERS) as readonly MeterName[];
