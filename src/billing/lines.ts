/** Charges written as the lines of a bill, with the free and volume tiers of a month where they are wanted. */
import { compare, larger, multiply, negate, round, smaller, subtract, sum } from '../units/arithmetic.js';
import { exact, toText, ZERO, type Exact } from '../units/decimal.js';
import { QUANTITY_PLACES, type Charge } from './charge.js';
import { METERS, type MeterName, type Tariff, type VolumeTier } from './tariff.js';

export interface BillLine {
  readonly name: string;
  readonly quantity: string;
  readonly unit: string;
  readonly rate: string;
  readonly amount: string;
  readonly meter: string;
  /** `allowance`: a free tier, a negative amount. */
  readonly kind: 'charge' | 'allowance';
}

/** Whether the allowances and volume tiers of a month are applied; without it, every unit costs its listed rate. */
export interface TierSwitches {
  readonly freeTier?: boolean;
  readonly volumeTiers?: boolean;
}

/** Money is cut here: a line's amount is quantity x rate, half-even, and lines are added up as printed. */
export const MONEY_PLACES = 12;

/**
 * @param months the part of a month these charges stand for: monthly limits are taken in this proportion
 */
export function billLines(
  tariff: Tariff,
  charged: readonly Charge[],
  months: Exact,
  { freeTier = false, volumeTiers = false }: TierSwitches,
): readonly BillLine[] {
  const meters = [...new Set(charged.map((charge) => charge.meter))];
  return meters.flatMap((meter) => {
    const own = charged.filter((charge) => charge.meter === meter);
    const tiers = volumeTiers ? tariff.tiers?.[meter] : undefined;
    const lines = tiers === undefined ? own.map(lineOf) : tierLines(meter, own, tiers, months);
    const allowance = freeTier ? allowanceLine(tariff, meter, own, months, tiers) : null;
    return allowance === null ? lines : [...lines, allowance];
  });
}

/** A charge with its amount, cut to the places of a bill. */
export function lineOf({ name, meter, quantity, unit, rate }: Charge): BillLine {
  return line(meter, name, quantity, unit, rate, 'charge');
}

function line(
  meter: MeterName,
  name: string,
  quantity: Exact,
  unit: string,
  rate: Exact,
  kind: BillLine['kind'],
): BillLine {
  const amount = toText(round(multiply(quantity, rate), MONEY_PLACES));
  return { name, quantity: toText(quantity), unit, rate: toText(rate), amount, meter, kind };
}

function tierLines(
  meter: MeterName,
  own: readonly Charge[],
  tiers: readonly VolumeTier[],
  months: Exact,
): readonly BillLine[] {
  const quantity = sum(own.map((charge) => charge.quantity));
  const { name, unit } = METERS[meter];
  let from = ZERO;
  const lines: BillLine[] = [];
  for (const tier of tiers) {
    const end = tier.upTo === null ? quantity : smaller(quantity, limit(tier.upTo, months));
    const within = larger(ZERO, subtract(end, from));
    const label = tier.upTo === null ? 'beyond' : `up to ${tier.upTo} a month`;
    if (compare(within, ZERO) > 0)
      lines.push(line(meter, `${name}, ${label}`, within, unit, exact(tier.rate), 'charge'));
    from = larger(from, end);
  }
  return lines;
}

const limit = (text: string, months: Exact): Exact => round(multiply(exact(text), months), QUANTITY_PLACES);

function allowanceLine(
  tariff: Tariff,
  meter: MeterName,
  own: readonly Charge[],
  months: Exact,
  tiers: readonly VolumeTier[] | undefined,
): BillLine | null {
  const free = tariff.free?.[meter];
  if (free === undefined) return null;
  const quantity = smaller(sum(own.map((charge) => charge.quantity)), limit(free, months));
  if (compare(quantity, ZERO) <= 0) return null;
  const rate = tiers === undefined ? own[0].rate : exact(tiers[0].rate);
  return line(meter, `free tier, ${METERS[meter].name}`, negate(quantity), METERS[meter].unit, rate, 'allowance');
}

/** The sum of the lines, exactly as printed. */
export function totalOf(lines: readonly BillLine[]): Exact {
  return sum(lines.map(({ amount }) => exact(amount)));
}
