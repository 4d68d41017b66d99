import { readDecimal, toText } from './decimal.js';
import { isBareNumber, parsed, refused, type Parsed } from './parsed.js';
import type { Decimal } from './quantities.js';

/** An amount in one currency, exact. */
export interface Money {
  readonly amount: Decimal;
  /** ISO 4217. */
  readonly currency: string;
}

/** Reads "2 USD" and "0.0000166667 USD". Amounts stay decimal text. */
export function parseMoney(text: string): Parsed<Money> {
  const trimmed = text.trim();
  if (isBareNumber(trimmed)) return refused('must be an amount with its currency', `did you mean "${trimmed} USD"?`);
  const match = /^(\d+(?:\.\d+)?(?:e-?\d+)?)\s*([A-Z]{3})$/.exec(trimmed);
  const amount = match === null ? null : readDecimal(match[1]);
  if (match === null || amount === null)
    return refused('must be an amount with its currency such as "2 USD"', dollarHint(trimmed));
  return parsed({ amount: toText(amount), currency: match[2] });
}

/** Reads "0.34 USD/h". */
export function parseHourlyPrice(text: string): Parsed<Money> {
  const match = /^(.+)\/\s*h$/.exec(text.trim());
  const price = match === null ? null : parseMoney(match[1]);
  return price?.ok === true ? price : refused('must be a price per hour such as "0.34 USD/h"');
}

function dollarHint(text: string): string {
  const amount = /^[$€]\s*([\d.]+)$/.exec(text);
  return amount === null ? '' : `did you mean "${amount[1]} ${text.startsWith('$') ? 'USD' : 'EUR'}"?`;
}

/** Exact text: "0.34 USD". */
export const writeMoney = ({ amount, currency }: Money): string => `${amount} ${currency}`;
