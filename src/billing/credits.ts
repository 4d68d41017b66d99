import { add, divide, multiply, round, sum } from '../units/arithmetic.js';
import { exact, fromNumber, toText, type Exact } from '../units/decimal.js';
import type { Bill } from './bill.js';
import { MONEY_PLACES, type BillLine } from './lines.js';
import type { Decimal } from '../units/quantities.js';

/** A credit that an SLA makes due: a share of what is paid. */
export interface CreditDue {
  /** Of the objective: "checkout.availability". */
  readonly objective: string;
  /** 0..1 */
  readonly share: number;
  /** What the share is of. @default the whole metered bill */
  readonly of?: CreditBase;
}

export interface CreditBase {
  readonly amount: Decimal;
  readonly currency: string;
  /** As it stands in the line: "of the metered bill of checkout". */
  readonly words: string;
}

/** What customers pay in the window of a promise, in proportion to the part of it that was run. */
export function paidDuring(amount: Decimal, seconds: number, window: number): Decimal {
  const paid = multiply(exact(amount), divide(fromNumber(seconds), fromNumber(window), 15));
  return toText(round(paid, MONEY_PLACES));
}

/** The bill with SLA credits priced into its total: what was promised and not kept is a cost like any other. */
export function withCredits(bill: Bill, due: readonly CreditDue[]): Bill {
  const { credits, total, notes } = creditsOn(bill, due);
  return { ...bill, credits, total, notes: [...bill.notes, ...notes] };
}

/** What credits make of an amount that is metered: their lines, the total, and what is said of those in another currency. */
export function creditsOn(
  bill: Metered,
  due: readonly CreditDue[],
): { readonly credits: readonly BillLine[]; readonly total: Decimal; readonly notes: readonly string[] } {
  const owed = due.filter(({ share }) => share > 0);
  const payable = owed.filter(({ of }) => of === undefined || of.currency === bill.currency);
  const credits = payable.map((credit) => creditLine(bill, credit));
  const notes = owed.filter((credit) => !payable.includes(credit)).map((credit) => foreign(credit, bill));
  const total = add(exact(bill.metered), sum(credits.map(({ amount }): Exact => exact(amount))));
  return { credits, total: toText(total), notes };
}

type Metered = Pick<Bill, 'metered' | 'currency'>;

function creditLine(bill: Metered, { objective, share, of }: CreditDue): BillLine {
  const base = of?.amount ?? bill.metered;
  return {
    name: `SLA credit, ${objective}`,
    quantity: toText(fromNumber(share)),
    unit: of?.words ?? 'of the metered bill',
    rate: base,
    amount: toText(round(multiply(fromNumber(share), exact(base)), MONEY_PLACES)),
    meter: 'credit',
    kind: 'charge',
  };
}

const foreign = ({ objective, of }: CreditDue, { currency }: Metered): string =>
  `The SLA credit of ${objective} is in ${of?.currency}, not in ${currency}: left out of the total.`;
