/** Values of parameters as numbers and back, so that a range of them can be divided. */
import type { ParameterKind } from './parameterFacts.js';
import { parseBytes, parseCpu, writeBytes, writeCpu } from '../units/bytes.js';
import { parseDuration, writeDuration } from '../units/duration.js';
import { parseMoney } from '../units/money.js';
import { isBareNumber } from '../units/parsed.js';
import { MILLISECOND, SECOND } from '../units/quantities.js';
import { parsePercent, parseRate, writePercent, writeRate } from '../units/rate.js';

export type Quantity = 'number' | 'duration' | 'rate' | 'share' | 'size' | 'cpu' | 'money';

interface Measure {
  readonly read: (text: string) => { readonly ok: boolean; readonly value?: number };
  readonly write: (value: number) => string;
}

/** In the order in which a text is tried; every one of them refuses what the others mean, but for `250m`. */
const MEASURES: Readonly<Record<Exclude<Quantity, 'money'>, Measure>> = {
  number: {
    read: (text) => (isBareNumber(text) ? { ok: true, value: Number(text) } : { ok: false }),
    write: String,
  },
  duration: { read: parseDuration, write: (micros) => writeDuration(Math.round(micros)) },
  rate: { read: parseRate, write: writeRate },
  share: { read: parsePercent, write: writePercent },
  size: { read: parseBytes, write: (bytes) => writeBytes(Math.round(bytes)) },
  cpu: { read: parseCpu, write: (milli) => writeCpu(Math.round(milli)) },
};

/** A value with what it measures. */
export interface Amount {
  readonly quantity: Quantity;
  /** Microseconds, per second, share of 1, bytes, thousandths of a core, money, or the number itself. */
  readonly value: number;
  readonly currency?: string;
}

/** Reads one value of a parameter; `null`: it is no quantity. `kind` decides where a text could be two things. */
export function amountOf(text: string, kind: ParameterKind): Amount | null {
  if (kind === 'cpu') return amount('cpu', text);
  const money = parseMoney(text);
  if (money.ok) return { quantity: 'money', value: Number(money.value.amount), currency: money.value.currency };
  for (const quantity of ['number', 'duration', 'rate', 'share', 'size'] as const) {
    const found = amount(quantity, text);
    if (found !== null) return found;
  }
  return null;
}

function amount(quantity: Exclude<Quantity, 'money'>, text: string): Amount | null {
  const read = MEASURES[quantity].read(text.trim());
  return read.ok && read.value !== undefined ? { quantity, value: read.value } : null;
}

/** The text that a scenario takes for a value: exact for durations and sizes. */
export function amountText({ quantity, value, currency }: Amount): string {
  const near = Number(value.toPrecision(12));
  return quantity === 'money' ? `${near} ${currency ?? 'USD'}` : MEASURES[quantity].write(near);
}

/**
 * The smallest difference that a drawn value may have: whole counts, whole seconds for what Knative takes in whole
 * seconds, milliseconds above a second, whole thousandths of a core. `null`: four significant digits.
 */
export function grainOf({ quantity, value }: Amount, kind: ParameterKind, knative: boolean): number | null {
  if (kind === 'count') return 1;
  if (quantity === 'duration') return knative ? SECOND : value >= SECOND ? MILLISECOND : 1;
  if (quantity === 'size') return value >= 1 << 20 ? 1 << 20 : 1;
  return quantity === 'cpu' ? 1 : null;
}
