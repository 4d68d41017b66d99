import type { Billing } from '../../billing/recipe.js';
import type { MemoryRule, ReferenceNode, Tariff } from '../../billing/tariff.js';
import { findTariff } from '../../billing/tariffs/index.js';
import { writeCpu, writeMemory } from '../../units/bytes.js';
import { writeDuration } from '../../units/duration.js';
import { writeMoney } from '../../units/money.js';

type Fields = Readonly<Record<string, unknown>>;

/** A shipped one by its name. */
export function writtenTariff(tariff: Tariff): unknown {
  if (JSON.stringify(findTariff(tariff.name)) === JSON.stringify(tariff)) return tariff.name;
  const { name, model, granularity, minimum, prices, currency, provenance } = tariff;
  const { provider, region, source, asOf, confidence } = provenance;
  return {
    name,
    model,
    granularity: writeDuration(granularity),
    minimum: writeDuration(minimum),
    prices: Object.fromEntries(
      Object.entries(prices).map(([meter, amount]) => [meter, writeMoney({ amount, currency })]),
    ),
    ...writtenRules(tariff),
    provider,
    ...(region === null ? {} : { region }),
    source,
    asOf,
    confidence,
  };
}

/** What only some tariffs have. */
function writtenRules(tariff: Tariff): Fields {
  const { free, tiers, unitFactors, basis, memory, alwaysReady, minimumInstances, node, notes, currency } = tariff;
  return {
    ...(free === undefined ? {} : { free }),
    ...(tiers === undefined ? {} : { tiers: writtenTiers(tiers, currency) }),
    ...(unitFactors === undefined ? {} : { unitFactors }),
    ...(basis === undefined ? {} : { basis }),
    ...(memory === undefined ? {} : { memory: writtenMemory(memory) }),
    ...(alwaysReady === undefined
      ? {}
      : { alwaysReady: { ...alwaysReady, granularity: writeDuration(alwaysReady.granularity) } }),
    ...(minimumInstances === undefined ? {} : { minimumInstances }),
    ...(node === undefined ? {} : { node: writtenMachine(node, currency) }),
    ...(notes === undefined ? {} : { notes }),
  };
}

function writtenTiers(tiers: NonNullable<Tariff['tiers']>, currency: string): Fields {
  return Object.fromEntries(
    Object.entries(tiers).map(([meter, list]) => [
      meter,
      list.map(({ upTo, rate }) => ({
        ...(upTo === null ? {} : { upTo }),
        rate: writeMoney({ amount: rate, currency }),
      })),
    ]),
  );
}

function writtenMemory({ sizes, ...rules }: MemoryRule): Fields {
  const bounds = Object.entries(rules).map(([rule, size]) => [rule, `${String(size)}B`]);
  return {
    ...(Object.fromEntries(bounds) as Fields),
    ...(sizes === undefined
      ? {}
      : {
          sizes: sizes.map(({ memory, ghz }) => ({
            memory: writeMemory(memory),
            ...(ghz === undefined ? {} : { ghz }),
          })),
        }),
  };
}

function writtenMachine({ name, cpu, memory, pricePerHour, rates }: ReferenceNode, currency: string): Fields {
  const hourly = (amount: string): string => `${writeMoney({ amount, currency })}/h`;
  return {
    name,
    cpu: writeCpu(cpu),
    memory: writeMemory(memory),
    price: hourly(pricePerHour),
    ...(rates?.spot === undefined ? {} : { spot: hourly(rates.spot) }),
    ...(rates?.reserved === undefined ? {} : { reserved: hourly(rates.reserved) }),
  };
}

export function writtenBilling({ freeTier, volumeTiers, alwaysReady, month }: Billing): Fields {
  return {
    freeTier,
    volumeTiers,
    ...(Object.keys(alwaysReady).length === 0 ? {} : { alwaysReady }),
    ...(month === null
      ? {}
      : {
          month: {
            days: month.days,
            ...(month.events.length === 0
              ? {}
              : {
                  events: month.events.map(({ name, from, to, perMonth }) => ({
                    name,
                    from: writeDuration(from),
                    to: writeDuration(to),
                    perMonth,
                  })),
                }),
          },
        }),
  };
}
