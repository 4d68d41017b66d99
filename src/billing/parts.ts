/** The part of a bill that belongs to one service. */
import { divide, multiply, round } from '../units/arithmetic.js';
import { exact, toText } from '../units/decimal.js';
import { bill } from './bill.js';
import { MONEY_PLACES } from './lines.js';
import { askedCost, pricingNode } from './nodes.js';
import type { BillOptions } from './priced.js';
import type { Tariff } from './tariff.js';
import type { MeteringNeeds, RunUsage } from './usage.js';
import type { Decimal } from '../units/quantities.js';

/** What one service is metered for. Nodes are shared: it takes the part of them that its pods' requests account for. */
export function meteredOf(
  service: string,
  tariff: Tariff,
  usage: RunUsage,
  needs: MeteringNeeds,
  options: BillOptions,
): Decimal {
  const own = usageOfService(usage, service);
  if (tariff.model !== 'node-hours' || usage.nodes.length === 0) return bill(tariff, own, needs, options).metered;
  const machine = pricingNode(tariff);
  const all = askedCost(usage, machine);
  if (all.coefficient === 0n) return '0';
  const part = divide(askedCost({ ...own, nodes: usage.nodes }, machine), all, 15);
  return toText(round(multiply(part, exact(bill(tariff, usage, needs, options).metered)), MONEY_PLACES));
}

/** The part of a usage that belongs to one service. Nodes are shared, and stay out. */
export function usageOfService(usage: RunUsage, service: string): RunUsage {
  return { ...usage, revisions: usage.revisions.filter((revision) => revision.service === service), nodes: [] };
}
