/** What the pods and nodes cost whether busy or idle: without it, warm pods look free. */
import { compare, divide, round, smaller, subtract, sum } from '../units/arithmetic.js';
import { exact, fromNumber, toNumber, toText, ZERO, type Exact } from '../units/decimal.js';
import { formatMoney, formatPercent } from '../units/format.js';
import { GIB, HOUR } from '../units/quantities.js';
import { QUANTITY_PLACES, type Charge } from './charge.js';
import { charges } from './charges.js';
import { lineOf, MONEY_PLACES, totalOf, type BillLine } from './lines.js';
import { billedTime, product, shareOfNode } from './metered.js';
import { allocatedCost, marginalCost, nodeCharge, nodeRate, pricingNode } from './nodes.js';
import type { MeteringNeeds, RunUsage } from './usage.js';
import type { ReferenceNode, Tariff } from './tariff.js';
import { M6I_LARGE } from './tariffs/aws.js';

export interface Capacity {
  /** `null`: no price in the tariff's currency. */
  readonly amount: Exact | null;
  /** The part that the pods' own requests account for; the rest is room that nobody asked for. */
  readonly allocated: Exact | null;
  /** What would go with the pods; `null`: not known. */
  readonly marginal: Exact | null;
  readonly lines: readonly BillLine[];
  readonly notes: readonly string[];
}

/** What nodes are priced in (`price: 0.34 USD/h`), and the reference machine too. */
const NODE_CURRENCY = 'USD';

/**
 * In this order: the run's nodes at their own price; pods at the tariff's own rates where it sells instances; the
 * pods' share of the tariff's machine or else of an m6i.large.
 */
export function capacity(tariff: Tariff, usage: RunUsage, needs: MeteringNeeds): Capacity {
  const machine = pricingNode(tariff);
  const priced = usage.nodes.some((group) => compare(nodeRate(group, machine), ZERO) > 0);
  if (priced && tariff.currency === NODE_CURRENCY) return ofNodes(tariff, usage);
  if (tariff.model === 'instance-lifetime' && tariff.prices['nodeHour'] === undefined)
    return ofOwnRates(tariff, usage, needs);
  const node = tariff.node ?? (tariff.currency === NODE_CURRENCY ? M6I_LARGE : undefined);
  return node === undefined ? none(tariff) : ofReference(tariff, usage, node);
}

function none(tariff: Tariff): Capacity {
  const note = `Capacity is not priced: no price of a pod or node in ${tariff.currency}.`;
  return { amount: null, allocated: null, marginal: null, lines: [], notes: [note] };
}

function ofNodes(tariff: Tariff, usage: RunUsage): Capacity {
  const machine = pricingNode(tariff);
  const lines = [...usage.nodes.map((group) => lineOf(nodeCharge(group, machine, null))), ...clusterFee(tariff, usage)];
  const amount = totalOf(lines);
  const allocated = smaller(round(allocatedCost(usage, machine), MONEY_PLACES), amount);
  const leaving = marginalCost(usage, machine);
  const marginal = leaving === null ? null : round(leaving, MONEY_PLACES);
  const notes = [nodesInWords(tariff, amount, allocated, marginal), ...unpriced(usage, machine)];
  return { amount, allocated, marginal, lines, notes };
}

function unpriced({ nodes }: RunUsage, machine: ReferenceNode | undefined): readonly string[] {
  const free = nodes.filter((group) => compare(nodeRate(group, machine), ZERO) === 0).map(({ group }) => group);
  return free.length === 0 ? [] : [`Nodes without a price are taken to be free: ${free.join(', ')}.`];
}

function nodesInWords(tariff: Tariff, amount: Exact, allocated: Exact, marginal: Exact | null): string {
  const share = toNumber(amount) > 0 ? ` (${formatPercent(toNumber(allocated) / toNumber(amount))})` : '';
  const slack = subtract(amount, allocated);
  const leaves =
    marginal === null ? '' : ` ${said(marginal, tariff)} of it is nodes above the least number, which can leave.`;
  return (
    `Capacity: the nodes cost ${said(amount, tariff)} busy or idle, of which the pods' requests account for ` +
    `${said(allocated, tariff)}${share} and ${said(slack, tariff)} is slack and fees.${leaves} ` +
    'Fewer pods save nothing until a node leaves.'
  );
}

/** Pods at the tariff's own rates for time, without the rounding. */
function ofOwnRates(tariff: Tariff, usage: RunUsage, needs: MeteringNeeds): Capacity {
  const metered = usage.revisions.map((revision) => ({
    usage: revision,
    time: billedTime(tariff, revision, needs, null),
  }));
  const lines = charges(tariff, usage, metered, () => 0)
    .filter(({ meter }) => meter !== 'request')
    .map(lineOf);
  const amount = totalOf(lines);
  const note = `Capacity: the pods' lives at this tariff's own rates, without rounding: ${said(amount, tariff)}.`;
  return { amount, allocated: amount, marginal: amount, lines, notes: [note] };
}

function ofReference(tariff: Tariff, usage: RunUsage, node: ReferenceNode): Capacity {
  const products = usage.revisions.map((revision) => product(revision.podMicros, shareOfNode(revision, node)));
  const charge: Charge = {
    meter: 'nodeHour',
    name: `pods' share of ${node.name}`,
    unit: 'node-h',
    quantity: divide(sum(products), fromNumber(HOUR), QUANTITY_PLACES),
    rate: exact(node.pricePerHour),
  };
  const lines = [lineOf(charge), ...clusterFee(tariff, usage)];
  const amount = totalOf(lines);
  const note =
    `Capacity: the run has no priced nodes, so every pod takes its requests' share of one ${node.name} ` +
    `(${node.cpu / 1000} vCPU, ${node.memory / GIB} GiB, ${node.pricePerHour} ${tariff.currency}/h), ` +
    `busy or idle, packed without waste: ${said(amount, tariff)}.`;
  return { amount, allocated: totalOf(lines.slice(0, 1)), marginal: null, lines, notes: [note] };
}

function clusterFee(tariff: Tariff, usage: RunUsage): readonly BillLine[] {
  if (tariff.prices['clusterHour'] === undefined) return [];
  return charges(
    { ...tariff, model: 'event', prices: { clusterHour: tariff.prices['clusterHour'] } },
    usage,
    [],
    () => 0,
  ).map(lineOf);
}

const said = (amount: Exact, { currency }: Tariff): string => formatMoney(toText(amount), currency);
