/** The shipped price lists against the collected facts, where those are at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { METERS, type Tariff } from '../../src/billing/tariff.js';
import { findTariff, shippedTariffs } from '../../src/billing/tariffs/index.js';

const FACTS = new URL('../../../shared/facts/billing.json', import.meta.url);
const present = existsSync(FACTS);

interface Plan {
  readonly id: string;
  readonly granularity_ms?: number | null;
  readonly minimum_ms?: number;
  readonly price: Readonly<Record<string, number>>;
}

const plans: readonly Plan[] = present
  ? (JSON.parse(readFileSync(FACTS, 'utf8')) as { plans: readonly Plan[] }).plans
  : [];

/** Prices that no meter of a run stands for: disks, and machines other than the one a plan is shipped with. */
const NOT_SHIPPED = /ephemeral|^(?!n1-standard-4|m6i\.large).*[.-].*_hour$/;

function listed(tariff: Tariff): readonly number[] {
  const tiers = Object.values(tariff.tiers ?? {}).flatMap((meter) => meter.map(({ rate }) => rate));
  const node = tariff.node === undefined ? [] : [tariff.node.pricePerHour];
  return [...Object.values(tariff.prices), ...tiers, ...node].map(Number);
}

describe.skipIf(!present)('the 19 collected plans', () => {
  test('are all there', () => {
    expect(plans).toHaveLength(19);
    expect(plans.map(({ id }) => id).filter((id) => findTariff(id) === undefined)).toEqual([]);
  });

  test.each(plans.map((plan) => [plan.id, plan] as const))('%s has the collected prices', (id, plan) => {
    const prices = shippedTariffs.filter(({ name }) => name.startsWith(id)).flatMap(listed);
    const wanted = Object.entries(plan.price).filter(([key]) => !NOT_SHIPPED.test(key));
    expect(wanted.length).toBeGreaterThan(0);
    for (const [key, price] of wanted) {
      // Cloudflare lists CPU by the millisecond; we by the second.
      const expected = key === 'cpu_ms' ? price * 1000 : price;
      expect(
        prices.some((own) => Math.abs(own - expected) <= expected * 1e-9),
        `${key} = ${price}`,
      ).toBe(true);
    }
  });

  test.each(plans.filter((plan) => typeof plan.granularity_ms === 'number').map((plan) => [plan.id, plan] as const))(
    '%s has the collected granularity and minimum',
    (id, plan) => {
      const tariff = findTariff(id)!;
      expect(tariff.granularity).toBe(plan.granularity_ms! * 1000);
      if (plan.minimum_ms !== undefined) expect(tariff.minimum).toBe(plan.minimum_ms * 1000);
    },
  );
});

test('every price of a shipped tariff has a meter', () => {
  const keys = shippedTariffs.flatMap(({ prices, free, tiers, unitFactors }) =>
    [prices, free, tiers, unitFactors].flatMap((record) => Object.keys(record ?? {})),
  );
  expect(keys.filter((key) => !(key in METERS))).toEqual([]);
});
