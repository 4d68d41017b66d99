/** A month's bill, only from a calendar that somebody states: a run alone says nothing about a month. */
import { add, divide, multiply, round } from '../units/arithmetic.js';
import { exact, fromNumber, toNumber, toText, ZERO, type Exact } from '../units/decimal.js';
import { DAY, SECOND } from '../units/quantities.js';
import type { Bill } from './bill.js';
import { QUANTITY_PLACES, type Charge } from './charge.js';
import { billLines, totalOf, type BillLine, type TierSwitches } from './lines.js';
import { METERS, type MeterName, type Tariff } from './tariff.js';

/** What a month is made of: events that happen some times, and the base run for all the rest of it. */
export interface Calendar {
  /** Days in the month: 28 to 31. */
  readonly days: number;
  readonly events: readonly { readonly bill: Bill; readonly perMonth: number }[];
}

export interface MonthlyBill {
  readonly tariff: string;
  readonly currency: string;
  readonly metered: string;
  readonly capacity: string | null;
  readonly lines: readonly BillLine[];
  /** How often the base run fits into what the events leave of the month. */
  readonly baseTimes: number;
}

/**
 * The month's bill: events as often as they happen, the base run in proportion to the remaining time; free and volume
 * tiers once a month on the sum, and the monthly fee.
 * @param base a bill over a typical span, such as a day
 * @throws RangeError when the events take longer than the month, or a bill spans no time or is another tariff's
 */
export function monthly(tariff: Tariff, base: Bill, calendar: Calendar, switches: TierSwitches = {}): MonthlyBill {
  const parts = partsOf(tariff, base, calendar);
  const lines = billLines(tariff, [...merged(tariff, parts), ...monthFee(tariff)], fromNumber(1), switches);
  return {
    tariff: tariff.name,
    currency: tariff.currency,
    metered: toText(totalOf(lines)),
    capacity: capacityOf(parts),
    lines,
    baseTimes: toNumber(parts[0].times),
  };
}

interface MonthPart {
  readonly bill: Bill;
  readonly times: Exact;
}

function partsOf(tariff: Tariff, base: Bill, { days, events }: Calendar): readonly MonthPart[] {
  if (!(days >= 28 && days <= 31)) throw new RangeError(`calendar.days = ${days}, must be between 28 and 31`);
  for (const { tariff: name, seconds } of [base, ...events.map((event) => event.bill)]) {
    if (name !== tariff.name) throw new RangeError(`bill.tariff = ${name}, must be ${tariff.name}`);
    if (!(seconds > 0)) throw new RangeError(`bill.seconds = ${seconds}, must be more than 0`);
  }
  const taken = events.reduce((sum, { bill, perMonth }) => sum + bill.seconds * perMonth, 0);
  const rest = (days * DAY) / SECOND - taken;
  if (rest < 0) throw new RangeError(`calendar.events = ${taken} s, must not take longer than the month`);
  const baseTimes = divide(fromNumber(rest), fromNumber(base.seconds), 15);
  return [
    { bill: base, times: baseTimes },
    ...events.map(({ bill, perMonth }) => ({ bill, times: fromNumber(perMonth) })),
  ];
}

/** The parts' charges added up: by meter where it has volume tiers, otherwise by name and rate. */
function merged(tariff: Tariff, parts: readonly MonthPart[]): readonly Charge[] {
  const charges = new Map<string, Charge>();
  for (const { bill, times } of parts) {
    for (const line of bill.lines.filter(({ kind }) => kind === 'charge')) {
      const charge = gross(tariff, line, times);
      const key = `${charge.meter} ${charge.name} ${toText(charge.rate)}`;
      const before = charges.get(key)?.quantity ?? ZERO;
      charges.set(key, { ...charge, quantity: add(before, charge.quantity) });
    }
  }
  return [...charges.values()].map((charge) => ({ ...charge, quantity: round(charge.quantity, QUANTITY_PLACES) }));
}

/** A line as it was before it was cut into volume tiers. */
function gross(tariff: Tariff, line: BillLine, times: Exact): Charge {
  const meter = line.meter as MeterName;
  const tiered = tariff.tiers?.[meter] !== undefined;
  return {
    meter,
    name: tiered ? METERS[meter].name : line.name,
    unit: line.unit,
    quantity: multiply(exact(line.quantity), times),
    rate: exact(tiered ? tariff.prices[meter] : line.rate),
  };
}

function monthFee(tariff: Tariff): readonly Charge[] {
  const fee = tariff.prices['monthFee'];
  if (fee === undefined) return [];
  const { name, unit } = METERS.monthFee;
  return [{ meter: 'monthFee', name, unit, quantity: fromNumber(1), rate: exact(fee) }];
}

function capacityOf(parts: readonly MonthPart[]): string | null {
  let total = ZERO;
  for (const { bill, times } of parts) {
    if (bill.capacity === null) return null;
    total = add(total, multiply(exact(bill.capacity), times));
  }
  return toText(round(total, QUANTITY_PLACES));
}
