import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bill } from '../../src/billing/bill.js';
import { add, compare, multiply, round } from '../../src/units/arithmetic.js';
import { exact, toText, ZERO } from '../../src/units/decimal.js';
import { MONEY_PLACES } from '../../src/billing/lines.js';
import { meteringNeeds } from '../../src/billing/needs.js';
import type { Tariff } from '../../src/billing/tariff.js';
import { shippedTariffs } from '../../src/billing/tariffs/index.js';
import type { RunUsage } from '../../src/billing/usage.js';
import { HOUR, SECOND } from '../../src/units/quantities.js';
import { MIB, metered, run, type Spans } from './world.js';

/** A life of a pod: start-up, then busy periods with idle ones between them, each of overlapping requests. */
interface PodLife {
  readonly startup: number;
  readonly periods: readonly { readonly idle: number; readonly requests: readonly number[] }[];
  readonly tail: number;
}

const span = fc.integer({ min: 1, max: 300 * SECOND });
const life: fc.Arbitrary<PodLife> = fc.record({
  startup: fc.nat(20 * SECOND),
  periods: fc.array(fc.record({ idle: span, requests: fc.array(span, { minLength: 1, maxLength: 4 }) }), {
    maxLength: 5,
  }),
  tail: fc.nat(100 * SECOND),
});

/** All requests of a period start together, so that their union is the longest of them. */
function spansOf(lives: readonly PodLife[]): Required<Spans> {
  const busyOf = (period: PodLife['periods'][number]) => Math.max(...period.requests);
  const busy = lives.flatMap(({ periods }) => periods.map(busyOf));
  const active = lives.flatMap(({ startup, periods }) =>
    periods.length === 0 ? [startup] : periods.map((period, i) => busyOf(period) + (i === 0 ? startup : 0)),
  );
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  return {
    execution: lives.flatMap(({ periods }) => periods.flatMap(({ requests }) => requests)),
    busy,
    active,
    lifetime: lives.map(({ startup, periods, tail }) => startup + sum(periods.map((p) => p.idle + busyOf(p))) + tail),
  };
}

const size = fc.record({ cpu: fc.integer({ min: 1, max: 8_000 }), memory: fc.integer({ min: MIB, max: 8_192 * MIB }) });
const pods = fc.record({
  lives: fc.array(life, { maxLength: 6 }),
  requests: size,
  limits: size,
  slots: fc.integer({ min: 1, max: 100 }),
});
const tariff = fc.constantFrom(...shippedTariffs);

function usageUnder(
  tariffs: readonly Tariff[],
  { lives, requests, limits, slots }: typeof pods extends fc.Arbitrary<infer T> ? T : never,
): RunUsage {
  const usage = metered(meteringNeeds(tariffs), spansOf(lives), {
    podRequests: requests,
    limits,
    slots,
    cpuMicros: 12_345,
  });
  return run([usage], { span: HOUR });
}

const billed = (priced: Tariff, world: Parameters<typeof usageUnder>[1], change: Partial<Tariff> = {}) => {
  const changed = { ...priced, ...change };
  return bill(changed, usageUnder([changed], world), meteringNeeds([changed]));
};

const amount = (text: string) => exact(text);

test('property: lines add up to the bill, and each is its quantity times its rate', () => {
  fc.assert(
    fc.property(tariff, pods, fc.boolean(), fc.boolean(), (priced, world, freeTier, volumeTiers) => {
      const result = bill(priced, usageUnder([priced], world), meteringNeeds([priced]), { freeTier, volumeTiers });
      const sum = result.lines.reduce((total, line) => add(total, amount(line.amount)), ZERO);
      expect(toText(sum)).toBe(result.metered);
      for (const line of result.lines) {
        expect(toText(round(multiply(exact(line.quantity), exact(line.rate)), MONEY_PLACES))).toBe(line.amount);
      }
    }),
  );
});

test('property: rounding never lowers a bill', () => {
  fc.assert(
    fc.property(tariff, pods, (priced, world) => {
      const unrounded = billed(priced, world, { granularity: 1, minimum: 0 });
      expect(compare(amount(billed(priced, world).metered), amount(unrounded.metered))).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('property: a finer granularity that divides the coarser never costs more at equal floor and price', () => {
  const steps = fc.tuple(fc.constantFrom(1, 1_000, 5_000, 100_000), fc.integer({ min: 1, max: 60 }));
  fc.assert(
    fc.property(tariff, pods, steps, fc.nat(SECOND), (priced, world, [fine, times], minimum) => {
      const finer = billed(priced, world, { granularity: fine, minimum });
      const coarser = billed(priced, world, { granularity: fine * times, minimum });
      expect(compare(amount(finer.metered), amount(coarser.metered))).toBeLessThanOrEqual(0);
    }),
  );
});

test('property: shares lie between 0 and 1 and never exceed the bill together', () => {
  fc.assert(
    fc.property(tariff, pods, (priced, world) => {
      const shares = Object.values(billed(priced, world).shares).map((share) => share ?? 0);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
      expect(shares.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(1 + 1e-12);
    }),
  );
});

test('property: a free tier only takes away, and never below nothing', () => {
  fc.assert(
    fc.property(tariff, pods, (priced, world) => {
      const usage = usageUnder([priced], world);
      const needs = meteringNeeds([priced]);
      const free = amount(bill(priced, usage, needs, { freeTier: true }).metered);
      expect(compare(free, ZERO)).toBeGreaterThanOrEqual(0);
      expect(compare(free, amount(bill(priced, usage, needs).metered))).toBeLessThanOrEqual(0);
    }),
  );
});

test('property: one run metered for all tariffs is billed as when metered for one', () => {
  fc.assert(
    fc.property(tariff, pods, (priced, world) => {
      const all = bill(priced, usageUnder(shippedTariffs, world), meteringNeeds(shippedTariffs));
      expect(all.lines).toEqual(billed(priced, world).lines);
    }),
    { numRuns: 50 },
  );
});
