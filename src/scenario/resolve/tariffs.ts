import { PLAIN_BILLING, type Billing } from '../../billing/recipe.js';
import type { MemoryRule, ReferenceNode, Tariff } from '../../billing/tariff.js';
import { findTariff } from '../../billing/tariffs/index.js';
import { DEFAULTS } from '../defaults.js';
import type { WrittenBilling, WrittenTariff } from '../schema/tariffs.js';

/** A shipped tariff by its name, or the person's own. Names were checked before. */
export function resolveTariff(written: string | WrittenTariff): Tariff {
  if (typeof written === 'string') return findTariff(written)!;
  const prices = Object.entries(written.prices);
  const { free, unitFactors, basis, minimumInstances, notes } = written;
  return {
    name: written.name,
    model: written.model,
    granularity: written.granularity ?? 1,
    minimum: written.minimum ?? 0,
    prices: Object.fromEntries(prices.map(([meter, price]) => [meter, price.amount])),
    currency: prices[0]?.[1].currency ?? written.node!.price.currency,
    provenance: {
      provider: written.provider ?? 'own',
      region: written.region ?? null,
      source: written.source,
      asOf: written.asOf,
      confidence: written.confidence ?? 'secondary',
    },
    ...(basis === undefined ? {} : { basis }),
    ...(written.memory === undefined ? {} : { memory: memoryRule(written.memory) }),
    ...(free === undefined ? {} : { free }),
    ...(written.tiers === undefined ? {} : { tiers: tiersOf(written.tiers) }),
    ...(unitFactors === undefined ? {} : { unitFactors }),
    ...(written.alwaysReady === undefined ? {} : { alwaysReady: readyOf(written.alwaysReady) }),
    ...(minimumInstances === undefined ? {} : { minimumInstances }),
    ...(written.node === undefined ? {} : { node: machineOf(written.node) }),
    ...(notes === undefined ? {} : { notes }),
  };
}

function memoryRule({ step, minimum, maximum, sizes }: NonNullable<WrittenTariff['memory']>): MemoryRule {
  return {
    ...(step === undefined ? {} : { step }),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(sizes === undefined
      ? {}
      : { sizes: sizes.map(({ memory, ghz }) => ({ memory, ...(ghz === undefined ? {} : { ghz }) })) }),
  };
}

function tiersOf(written: NonNullable<WrittenTariff['tiers']>): NonNullable<Tariff['tiers']> {
  return Object.fromEntries(
    Object.entries(written).map(([meter, tiers]) => [
      meter,
      tiers.map(({ upTo, rate }) => ({ upTo: upTo ?? null, rate: rate.amount })),
    ]),
  );
}

function readyOf({
  instances = 0,
  granularity = 1,
}: NonNullable<WrittenTariff['alwaysReady']>): NonNullable<Tariff['alwaysReady']> {
  return { instances, granularity };
}

function machineOf({ name, cpu, memory, price, spot, reserved }: NonNullable<WrittenTariff['node']>): ReferenceNode {
  const rates = {
    ...(spot === undefined ? {} : { spot: spot.amount }),
    ...(reserved === undefined ? {} : { reserved: reserved.amount }),
  };
  const base = { name, cpu, memory, pricePerHour: price.amount };
  return Object.keys(rates).length === 0 ? base : { ...base, rates };
}

/** How bills are made; `undefined` where nothing is written about it. */
export function resolveBilling(written: WrittenBilling | undefined): Billing | undefined {
  if (written === undefined) return undefined;
  const { freeTier, volumeTiers, alwaysReady, month } = written;
  return {
    freeTier: freeTier ?? PLAIN_BILLING.freeTier,
    volumeTiers: volumeTiers ?? PLAIN_BILLING.volumeTiers,
    alwaysReady: alwaysReady ?? PLAIN_BILLING.alwaysReady,
    month:
      month === undefined
        ? null
        : {
            days: month.days ?? DEFAULTS.month.days,
            events: (month.events ?? []).map((event, i) => ({ ...event, name: event.name ?? `event ${i + 1}` })),
          },
  };
}
