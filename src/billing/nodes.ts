/** Nodes as they are billed: whole machines for the time they stand, whatever runs on them. */
import { compare, divide, multiply, round, subtract, sum } from '../units/arithmetic.js';
import { exact, fromNumber, ZERO, type Exact } from '../units/decimal.js';
import { HOUR } from '../units/quantities.js';
import { QUANTITY_PLACES, type Charge } from './charge.js';
import { product, shareOfNode } from './metered.js';
import { roundedSpan } from './rounding.js';
import type { ReferenceNode, Tariff } from './tariff.js';
import type { NodeUsage, RoundingRule, RunUsage, Usage } from './usage.js';

const GUARD_PLACES = 15;
const ONE = fromNumber(1);
const hours = (micros: Exact, places = GUARD_PLACES): Exact => divide(micros, fromNumber(HOUR), places);

/** The machine whose prices hold for nodes without one: only where nodes are what the tariff sells. */
export const pricingNode = ({ model, node }: Tariff): ReferenceNode | undefined =>
  model === 'node-hours' ? node : undefined;

/** Of one node: its own price, or that of the tariff's machine in the way the group is bought. */
export function nodeRate({ pricePerHour, kind }: NodeUsage, node: ReferenceNode | undefined): Exact {
  const own = exact(pricePerHour);
  if (own.coefficient !== 0n || node === undefined) return own;
  return exact(node.rates?.[kind] ?? node.pricePerHour);
}

/** How long the nodes of a group stood, each life rounded where it is known and a rule is given. */
function nodeTime({ lives, nodeMicros }: NodeUsage, rule: RoundingRule | null): Exact {
  if (rule === null || lives === undefined) return fromNumber(Math.round(nodeMicros));
  return sum(lives.filter((life) => life > 0).map((life) => fromNumber(roundedSpan(rule, Math.round(life)))));
}

/** The run's nodes; without nodes, the pods' share of the tariff's machine, packed without waste. */
export function nodeCharges(tariff: Tariff, usage: RunUsage, rule: RoundingRule | null): readonly Charge[] {
  const { node } = tariff;
  if (usage.nodes.length > 0) return usage.nodes.map((group) => nodeCharge(group, node, rule));
  if (node === undefined) return [];
  const products = usage.revisions.map((revision) => product(revision.podMicros, shareOfNode(revision, node)));
  const quantity = round(hours(sum(products)), QUANTITY_PLACES);
  const name = `share of ${node.name}, packed without waste`;
  return [{ meter: 'nodeHour', name, unit: 'node-h', quantity, rate: exact(node.pricePerHour) }];
}

/** The nodes of one group, at their own price or that of the tariff's machine. */
export function nodeCharge(group: NodeUsage, node: ReferenceNode | undefined, rule: RoundingRule | null): Charge {
  return {
    meter: 'nodeHour',
    name: `nodes ${group.group} (${group.kind})`,
    unit: 'node-h',
    quantity: hours(nodeTime(group, rule), QUANTITY_PLACES),
    rate: nodeRate(group, node),
  };
}

/** How much of a revision's time on nodes is looked at. */
type TimeOf = (revision: Usage, podMicros: number) => number;

const wholeTime: TimeOf = (_revision, podMicros) => podMicros;

/** What pods ask for of the nodes of a group: node-microseconds, by the larger of each pod's shares of CPU and memory. */
function askedMicros({ revisions }: RunUsage, { group, allocatable }: NodeUsage, time: TimeOf): Exact {
  const products = revisions.flatMap((revision) =>
    revision.byNodeGroup
      .filter((entry) => entry.group === group)
      .map((entry) => product(time(revision, entry.podMicros), shareOfNode(revision, allocatable))),
  );
  return sum(products);
}

/** The same in money, of all groups: what services that share nodes are compared by. */
export function askedCost(usage: RunUsage, node: ReferenceNode | undefined): Exact {
  return sum(usage.nodes.map((group) => costOfTime(askedMicros(usage, group, wholeTime), group, node)));
}

/**
 * What pods' requests account for, of all groups: their share of the node they stood on, as long as they did. Pods that
 * ask for much CPU and pods that ask for much memory can ask for more than a whole node together: then they share it.
 */
export function allocatedCost(usage: RunUsage, node: ReferenceNode | undefined, time: TimeOf = wholeTime): Exact {
  const costs = usage.nodes.map((group) => {
    const all = askedMicros(usage, group, wholeTime);
    const part = time === wholeTime ? all : askedMicros(usage, group, time);
    return costOfTime(multiply(part, roomFor(all, group)), group, node);
  });
  return sum(costs);
}

function costOfTime(micros: Exact, group: NodeUsage, node: ReferenceNode | undefined): Exact {
  return multiply(hours(micros), nodeRate(group, node));
}

/** The part of what was asked for that the nodes of a group have: 1, or less where more was asked for than they are. */
function roomFor(wanted: Exact, { nodeMicros }: NodeUsage): Exact {
  const there = fromNumber(Math.round(nodeMicros));
  return compare(wanted, there) > 0 ? divide(there, wanted, GUARD_PLACES) : ONE;
}

/** What can leave: the nodes above the least number of their group. `null`: unknown for some group. */
export function marginalCost({ nodes, span }: RunUsage, node: ReferenceNode | undefined): Exact | null {
  if (nodes.some(({ leastNodes }) => leastNodes === undefined)) return null;
  const costs = nodes.map((group) => {
    const above = Math.max(0, Math.round(group.nodeMicros) - (group.leastNodes ?? 0) * span);
    return costOfTime(fromNumber(above), group, node);
  });
  return sum(costs);
}

/** The part of the pods' lives in which they executed or started. */
function shareOfLife({ podMicros, busyMicros, startupMicros }: Usage, part: 'busy' | 'startup'): number {
  return podMicros <= 0 ? 0 : (part === 'busy' ? busyMicros : startupMicros) / podMicros;
}

/** Of nodes and of shares of a machine: what busy and starting pods account for, at the tariff's rates. */
export function partCost(tariff: Tariff, usage: RunUsage, part: 'busy' | 'startup'): Exact {
  const of: TimeOf = (revision, podMicros) => Math.round(podMicros * shareOfLife(revision, part));
  const { node } = tariff;
  if (usage.nodes.length > 0) return allocatedCost(usage, node, of);
  if (node === undefined) return ZERO;
  const products = usage.revisions.map((one) => product(of(one, one.podMicros), shareOfNode(one, node)));
  return multiply(hours(sum(products)), exact(node.pricePerHour));
}

/** Amount of some charges, to the guard places. */
export const costOf = (charges: readonly Charge[]): Exact =>
  sum(charges.map(({ quantity, rate }) => multiply(quantity, rate)));

/** What rounding adds to the nodes' time. */
export function nodeRoundingCost(tariff: Tariff, usage: RunUsage, rule: RoundingRule): Exact {
  return subtract(costOf(nodeCharges(tariff, usage, rule)), costOf(nodeCharges(tariff, usage, null)));
}
