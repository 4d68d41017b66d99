/** What the pods and nodes cost whether busy or idle: without it, warm pods look free. */
import { formatMoney } from '../units/format.js';
import { HOUR } from '../units/quantities.js';
import { charges, nodeCharge, QUANTITY_PLACES, type Charge } from './charges.js';
import {
  add,
  compare,
  divide,
  exact,
  fromNumber,
  multiply,
  round,
  subtract,
  sum,
  toNumber,
  ZERO,
  type Exact,
} from './decimal.js';
import { lineOf, MONEY_PLACES, totalOf, type BillLine } from './lines.js';
import { billedTime, product, shareOfNode } from './metered.js';
import type { MeteringNeeds, RunUsage } from './usage.js';
import type { ReferenceNode, Tariff } from './tariff.js';
import { M6I_LARGE } from './tariffs/aws.js';

export interface Capacity {
  /** `null`: no price in the tariff's currency. */
  readonly amount: Exact | null;
  /** The part that the pods' own requests account for; the rest is room that nobody asked for. */
  readonly allocated: Exact | null;
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
  const priced = usage.nodes.some((group) => compare(exact(group.pricePerHour), ZERO) > 0);
  if (priced && tariff.currency === NODE_CURRENCY) return ofNodes(tariff, usage);
  if (tariff.model === 'instance-lifetime' && tariff.prices['nodeHour'] === undefined)
    return ofOwnRates(tariff, usage, needs);
  const node = tariff.node ?? (tariff.currency === NODE_CURRENCY ? M6I_LARGE : undefined);
  return node === undefined ? none(tariff) : ofReference(tariff, usage, node);
}

function none(tariff: Tariff): Capacity {
  const note = `Capacity is not priced: no price of a pod or node in ${tariff.currency}.`;
  return { amount: null, allocated: null, lines: [], notes: [note] };
}

function ofNodes(tariff: Tariff, usage: RunUsage): Capacity {
  const lines = [...usage.nodes.map((group) => lineOf(nodeCharge(group, '0'))), ...clusterFee(tariff, usage)];
  const amount = totalOf(lines);
  const allocated = round(sum(usage.nodes.map((group) => allocatedOf(usage, group))), MONEY_PLACES);
  const slack = subtract(amount, allocated);
  const note =
    `Capacity: the nodes cost ${said(amount, tariff)} busy or idle, of which the pods' requests account for ` +
    `${said(allocated, tariff)} and ${said(slack, tariff)} is slack and fees. Fewer pods save nothing until a node leaves.`;
  return { amount, allocated, lines, notes: [note] };
}

function allocatedOf(usage: RunUsage, group: RunUsage['nodes'][number]): Exact {
  const products = usage.revisions.flatMap((revision) =>
    revision.byNodeGroup
      .filter((entry) => entry.group === group.group)
      .map((entry) => product(entry.podMicros, shareOfNode(revision, group.allocatable))),
  );
  return multiply(divide(sum(products), fromNumber(HOUR), QUANTITY_PLACES), exact(group.pricePerHour));
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
  return { amount, allocated: amount, lines, notes: [note] };
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
    `(${node.cpu / 1000} vCPU, ${node.memory / (1024 * 1024 * 1024)} GiB, ${node.pricePerHour} ${tariff.currency}/h), ` +
    `busy or idle, packed without waste: ${said(amount, tariff)}.`;
  return { amount, allocated: totalOf(lines.slice(0, 1)), lines, notes: [note] };
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

const said = (amount: Exact, { currency }: Tariff): string =>
  formatMoney(String(toNumber(add(amount, ZERO))), currency);
