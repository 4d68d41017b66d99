/** What a tariff meters of one revision: for how long, and how much memory and CPU during that time. */
import { multiply } from '../units/arithmetic.js';
import { exact, fromNumber, ZERO, type Exact } from '../units/decimal.js';
import { ROUNDED_KIND, ruleIndex, ruleOf, type RoundedKind } from './needs.js';
import type { MemoryRule, Tariff } from './tariff.js';
import type { MeteringNeeds, RoundingRule, Usage } from './usage.js';
import type { Bytes, Micros, MilliCores } from '../units/quantities.js';

/** Billed microseconds by what they were. */
export interface BilledTime {
  readonly busy: Micros;
  readonly startup: Micros;
  readonly idle: Micros;
  /** What rounding added. */
  readonly rounding: Micros;
}

export type Part = keyof BilledTime;

const NO_TIME: BilledTime = { busy: 0, startup: 0, idle: 0, rounding: 0 };

const SUMS = {
  execution: 'roundedExecution',
  busy: 'roundedBusy',
  active: 'roundedActive',
  lifetime: 'roundedLifetime',
} as const satisfies Record<RoundedKind, keyof Usage>;

/** The time before rounding, by part. Idle is what remains of the pods' lives. */
function exactTime(kind: RoundedKind, usage: Usage): BilledTime {
  const { executionMicros, busyMicros, startupMicros, podMicros } = usage;
  if (kind === 'execution') return { ...NO_TIME, busy: executionMicros };
  if (kind === 'busy') return { ...NO_TIME, busy: busyMicros };
  if (kind === 'active') return { ...NO_TIME, busy: busyMicros, startup: startupMicros };
  const idle = Math.max(0, podMicros - startupMicros - busyMicros);
  return { ...NO_TIME, busy: busyMicros, startup: startupMicros, idle };
}

/**
 * What one revision is billed for, in time, under the tariff's own rule (or another one that was metered).
 * @param rule `null`: without rounding
 * @throws RangeError when the rule was not among the needs the usage was metered with
 */
export function billedTime(
  tariff: Tariff,
  usage: Usage,
  needs: MeteringNeeds,
  rule: RoundingRule | null = ruleOf(tariff),
): BilledTime {
  const kind = ROUNDED_KIND[tariff.model];
  if (kind === null) return NO_TIME;
  const time = exactTime(kind, usage);
  if (rule === null) return time;
  const index = ruleIndex(needs[kind], rule);
  if (index < 0 || index >= usage[SUMS[kind]].length) {
    throw new RangeError(
      `tariff = ${tariff.name}, must be among the tariffs the run was metered for (${kind} spans at ${rule.granularity} µs)`,
    );
  }
  return { ...time, rounding: usage[SUMS[kind]][index] - totalTime(time) };
}

/** All that is billed, what rounding added included. */
export function totalTime(time: BilledTime): Micros {
  return time.busy + time.startup + time.idle + time.rounding;
}

/** What time is multiplied by: a slot's share where requests are metered, otherwise the whole pod. */
export interface Size {
  readonly memory: Bytes;
  readonly cpu: MilliCores;
  readonly ghz: Exact;
}

/** What one unit of metered time is multiplied by, as it is sold: raised to the tariff's least size and step. */
export function billedSize(tariff: Tariff, usage: Usage): Size {
  const { memory, cpu } = basis(tariff, usage);
  const shares = sharesOfPod(tariff, usage);
  const sold = sellable(tariff.memory ?? {}, memory / shares);
  return { memory: sold.memory, cpu: cpu / shares, ghz: sold.ghz === undefined ? ZERO : exact(sold.ghz) };
}

/** How many units of metered time run in one pod at once: its slots where requests are metered. */
export function sharesOfPod(tariff: Tariff, usage: Usage): number {
  return tariff.model === 'request-time' ? Math.max(1, usage.slots) : 1;
}

/** Limits and requests of a pod; a limit that is not set (0 or without end) is what the pod requests. */
function basis(tariff: Tariff, { limits, podRequests }: Usage): { memory: Bytes; cpu: MilliCores } {
  const fromRequests = tariff.model === 'instance-lifetime' || tariff.model === 'node-hours';
  if ((tariff.basis ?? (fromRequests ? 'requests' : 'limits')) === 'requests') return podRequests;
  return { memory: orElse(limits.memory, podRequests.memory), cpu: orElse(limits.cpu, podRequests.cpu) };
}

const orElse = (limit: number, request: number): number => (limit > 0 && Number.isFinite(limit) ? limit : request);

function sellable(rule: MemoryRule, memory: Bytes): { memory: Bytes; ghz?: string } {
  if (rule.sizes !== undefined && rule.sizes.length > 0) {
    return rule.sizes.find((size) => size.memory >= memory) ?? rule.sizes[rule.sizes.length - 1];
  }
  const raised = Math.max(memory, rule.minimum ?? 0);
  const stepped = rule.step === undefined ? raised : Math.ceil(raised / rule.step) * rule.step;
  return { memory: Math.min(stepped, rule.maximum ?? Infinity) };
}

/** The share of a machine that a pod's requests take: the larger of its shares of CPU and memory. */
export function shareOfNode(usage: Usage, node: { readonly cpu: MilliCores; readonly memory: Bytes }): number {
  const { cpu, memory } = usage.podRequests;
  return Math.max(node.cpu > 0 ? cpu / node.cpu : 0, node.memory > 0 ? memory / node.memory : 0);
}

/** The billed time of a size, as an exact product of the two. */
export function product(time: Micros, amount: number | Exact): Exact {
  return multiply(fromNumber(Math.round(time)), typeof amount === 'number' ? fromNumber(amount) : amount);
}
