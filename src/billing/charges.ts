/** Quantities times rates: what a run is charged for, meter by meter, before free and volume tiers. */
import { divide, multiply, round, subtract, sum } from '../units/arithmetic.js';
import { exact, fromNumber, ZERO, type Exact } from '../units/decimal.js';
import { GIB, HOUR, SECOND, type Micros } from '../units/quantities.js';
import { billedSize, product, shareOfNode, sharesOfPod, totalTime, type BilledTime, type Size } from './metered.js';
import { QUANTITY_PLACES, type Charge } from './charge.js';
import { nodeCharges } from './nodes.js';
import { METERS, type MeterName, type Tariff } from './tariff.js';
import { roundedSpan } from './rounding.js';
import type { RoundingRule, RunUsage, Usage } from './usage.js';

/** Of a quotient that is added up before it is rounded. */
const GUARD_PLACES = 15;

/** One revision with its billed time and size. */
export interface Metered {
  readonly usage: Usage;
  readonly time: BilledTime;
}

interface TimeMeter {
  readonly of: (size: Size, usage: Usage, tariff: Tariff) => number | Exact;
  /** Microseconds times amount in one unit of the meter. */
  readonly per: number;
  /** The price of its idle time, where there is one. */
  readonly idle?: MeterName;
  readonly onlyIdle?: boolean;
}

const memory = (size: Size) => size.memory;
const cpu = (size: Size) => size.cpu;

const TIME_METERS: Partial<Record<MeterName, TimeMeter>> = {
  gibSecond: { of: memory, per: GIB * SECOND, idle: 'idleGibSecond' },
  gibHour: { of: memory, per: GIB * HOUR, idle: 'idleGibSecond' },
  gbSecond: { of: memory, per: 1e9 * SECOND, idle: 'idleGibSecond' },
  vcpuSecond: { of: cpu, per: 1000 * SECOND, idle: 'idleVcpuSecond' },
  vcpuHour: { of: cpu, per: 1000 * HOUR, idle: 'idleVcpuSecond' },
  ghzSecond: { of: (size) => size.ghz, per: SECOND },
  idleGibSecond: { of: memory, per: GIB * SECOND, onlyIdle: true },
  idleVcpuSecond: { of: cpu, per: 1000 * SECOND, onlyIdle: true },
  nodeHour: { of: (_size, usage, tariff) => (tariff.node ? shareOfNode(usage, tariff.node) : 1), per: HOUR },
};

/** Meters of a run that need no time of a pod. */
const COUNT_METERS: Partial<Record<MeterName, (usage: RunUsage) => Exact>> = {
  request: (usage) => sum(usage.revisions.map((revision) => fromNumber(revision.executions))),
  activeCpuSecond: (usage) => cpuTime(usage, SECOND),
  activeCpuHour: (usage) => cpuTime(usage, HOUR),
  clusterHour: (usage) => divide(fromNumber(usage.span), fromNumber(HOUR), GUARD_PLACES),
};

function cpuTime(usage: RunUsage, unit: Micros): Exact {
  const micros = sum(usage.revisions.map((revision) => fromNumber(Math.round(revision.cpuMicros))));
  return divide(micros, fromNumber(unit), GUARD_PLACES);
}

/** Instances of a revision that are kept ready. */
export type AlwaysReady = (revision: Usage) => number;

/**
 * Everything one run is charged for under a tariff, in the order of its prices.
 * @param nodeRule how lives of nodes are rounded; `null`: not at all
 */
export function charges(
  tariff: Tariff,
  usage: RunUsage,
  metered: readonly Metered[],
  alwaysReady: AlwaysReady,
  nodeRule: RoundingRule | null = null,
): readonly Charge[] {
  const nodes = tariff.model === 'node-hours' ? nodeCharges(tariff, usage, nodeRule) : [];
  const priced = (Object.keys(tariff.unitFactors ?? tariff.prices) as MeterName[])
    .filter((meter) => tariff.model !== 'node-hours' || meter === 'clusterHour')
    .filter((meter) => meter !== 'monthFee')
    .map((meter) => charge(tariff, meter, quantity(tariff, meter, usage, metered, alwaysReady)));
  return [...nodes, ...priced];
}

function charge(tariff: Tariff, meter: MeterName, amount: Exact): Charge {
  const factor = tariff.unitFactors?.[meter];
  if (factor === undefined) return rated(tariff, meter, METERS[meter].name, amount);
  return rated(tariff, 'computeUnit', `${METERS[meter].name}, ${factor} CU per unit`, multiply(amount, exact(factor)));
}

function rated(tariff: Tariff, meter: MeterName, name: string, amount: Exact): Charge {
  const quantityPrinted = round(amount, QUANTITY_PLACES);
  return { meter, name, unit: METERS[meter].unit, quantity: quantityPrinted, rate: exact(tariff.prices[meter] ?? '0') };
}

function quantity(
  tariff: Tariff,
  meter: MeterName,
  usage: RunUsage,
  metered: readonly Metered[],
  alwaysReady: AlwaysReady,
): Exact {
  const count = COUNT_METERS[meter];
  if (count !== undefined) return count(usage);
  if (meter === 'alwaysReadyGibSecond') return keptReady(tariff, usage, metered, alwaysReady);
  if (meter === 'alwaysReadyExecutionGibSecond') return servedByReady(tariff, usage, metered, alwaysReady);
  const time = TIME_METERS[meter];
  if (time === undefined) return ZERO;
  const all = overTime(tariff, time, metered);
  // What instances kept ready have served is billed at their own rate.
  const elsewhere = meter === 'gibSecond' && tariff.prices['alwaysReadyExecutionGibSecond'] !== undefined;
  return elsewhere ? subtract(all, servedByReady(tariff, usage, metered, alwaysReady)) : all;
}

function overTime(tariff: Tariff, meter: TimeMeter, metered: readonly Metered[]): Exact {
  const idleApart = meter.idle !== undefined && tariff.prices[meter.idle] !== undefined;
  const products = metered.map(({ usage, time }) => {
    const counted = meter.onlyIdle ? time.idle : totalTime(time) - (idleApart ? time.idle : 0);
    return product(counted, meter.of(billedSize(tariff, usage), usage, tariff));
  });
  return divide(sum(products), fromNumber(meter.per), GUARD_PLACES);
}

function keptReady(tariff: Tariff, usage: RunUsage, metered: readonly Metered[], alwaysReady: AlwaysReady): Exact {
  const granularity = tariff.alwaysReady?.granularity ?? 1;
  const span = roundedSpan({ granularity, minimum: 0 }, usage.span);
  return slotTime(
    tariff,
    metered,
    (revision) => span * alwaysReady(revision.usage) * sharesOfPod(tariff, revision.usage),
  );
}

/** As much of the billed time as the ready instances could hold in the whole span. */
function servedByReady(tariff: Tariff, usage: RunUsage, metered: readonly Metered[], alwaysReady: AlwaysReady): Exact {
  return slotTime(tariff, metered, (revision) => {
    const room = usage.span * alwaysReady(revision.usage) * sharesOfPod(tariff, revision.usage);
    return Math.min(totalTime(revision.time), room);
  });
}

function slotTime(tariff: Tariff, metered: readonly Metered[], time: (revision: Metered) => Micros): Exact {
  const products = metered.map((revision) => product(time(revision), billedSize(tariff, revision.usage).memory));
  return divide(sum(products), fromNumber(GIB * SECOND), GUARD_PLACES);
}
