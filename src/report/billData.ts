/** The bills' part of the page's data: what each is made of, by line and by what the time was. */
import type { BillResult } from '../result/document.js';
import type { Row } from './rows.js';

export interface BillBar {
  readonly tariff: string;
  readonly currency: string;
  readonly metered: number;
  readonly capacity: number | null;
  readonly shares: BillResult['shares'];
  /** What the total adds up from: lines of one kind together, credits among them; allowances are taken off. */
  readonly lines: readonly BillPart[];
}
export interface BillPart {
  readonly name: string;
  readonly amount: number;
}

export function billBar(bill: BillResult): BillBar {
  return {
    tariff: bill.tariff,
    currency: bill.currency,
    metered: Number(bill.metered),
    capacity: bill.capacity === null ? null : Number(bill.capacity),
    shares: bill.shares,
    lines: partsOf(bill),
  };
}

/** Lines as a reader groups them; anything else keeps its name. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^SLA credit/, 'SLA credits'],
  [/^(nodes |share of )/, 'machines'],
  [/^compute units|CU per unit$/, 'compute units'],
  [/memory/, 'memory'],
  [/CPU/, 'CPU'],
  [/fee$/, 'fees'],
];

/** "free tier, requests" comes off "requests"; "memory, beyond" is memory. */
function kindOfLine(line: string): string {
  const name = line.replace(/^free tier, /, '').replace(/, (up to .* a month|beyond)$/, '');
  return KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? name;
}

function partsOf({ lines, credits }: BillResult): readonly BillPart[] {
  const parts = new Map<string, number>();
  for (const line of [...lines, ...credits]) {
    const name = kindOfLine(line.name);
    parts.set(name, (parts.get(name) ?? 0) + Number(line.amount));
  }
  return [...parts].map(([name, amount]) => ({ name, amount })).filter(({ amount }) => amount > 0);
}

export function billRows(bills: readonly BillBar[]): Readonly<Record<'bills' | 'shares' | 'lines', readonly Row[]>> {
  return {
    bills: bills.flatMap(({ tariff, currency, metered, capacity }) => [
      { tariff, currency, part: 'metered', amount: metered },
      ...(capacity === null ? [] : [{ tariff, currency, part: 'capacity', amount: capacity }]),
    ]),
    lines: bills.flatMap(({ tariff, currency, lines }) =>
      lines.map(({ name, amount }) => ({ tariff, currency, line: name, amount })),
    ),
    shares: bills.flatMap(({ tariff, shares }) =>
      PARTS.flatMap(([part, label]) => (shares[part] === null ? [] : [{ tariff, part: label, share: shares[part] }])),
    ),
  };
}

/** Parts of a bill, in the order in which they are stacked. */
export const PARTS = [
  ['busy', 'busy'],
  ['rounding', 'rounding'],
  ['coldStart', 'starting pods'],
  ['idle', 'idle'],
] as const;
