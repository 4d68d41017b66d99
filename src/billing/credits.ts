import type { Bill } from './bill.js';
import { add, exact, fromNumber, multiply, round, sum, toText } from './decimal.js';
import { MONEY_PLACES, type BillLine } from './lines.js';

/** A credit that an SLA makes due: a share of what was metered. */
export interface CreditDue {
  /** Of the objective: "checkout.availability". */
  readonly objective: string;
  /** 0..1 */
  readonly share: number;
}

/** The bill with SLA credits priced into its total: what was promised and not kept is a cost like any other. */
export function withCredits(bill: Bill, due: readonly CreditDue[]): Bill {
  const credits = due.filter(({ share }) => share > 0).map((credit) => creditLine(bill, credit));
  const owed = sum(credits.map(({ amount }) => exact(amount)));
  return { ...bill, credits, total: toText(add(exact(bill.metered), owed)) };
}

function creditLine(bill: Bill, { objective, share }: CreditDue): BillLine {
  return {
    name: `SLA credit, ${objective}`,
    quantity: toText(fromNumber(share)),
    unit: 'of the metered bill',
    rate: bill.metered,
    amount: toText(round(multiply(fromNumber(share), exact(bill.metered)), MONEY_PLACES)),
    meter: 'credit',
    kind: 'charge',
  };
}
