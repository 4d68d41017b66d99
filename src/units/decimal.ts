/**
 * Exact decimal numbers: a whole coefficient and a number of decimal places. What a double cannot hold, they do; a bill
 * that is added up again by hand comes out the same.
 */
import type { Decimal } from './quantities.js';

export interface Exact {
  readonly coefficient: bigint;
  /** Decimal places, >= 0: the value is coefficient / 10^places. */
  readonly places: number;
}

export const ZERO: Exact = { coefficient: 0n, places: 0 };

/** A larger typed exponent is a mistake, and would ask for a coefficient of as many digits. */
const FORM = /^([+-]?)(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/** 10^`zeros`. */
export const tenTo = (zeros: number): bigint => BigInt(`1${'0'.repeat(zeros)}`);

/** Reads "12", "-0.5", "1.66667e-05"; `null` where the text is no decimal number. */
export function readDecimal(text: string): Exact | null {
  const match = FORM.exec(text.trim());
  if (match === null) return null;
  const [, sign, whole, fraction = '', power = '0'] = match;
  const digits = BigInt(whole + fraction);
  return placed(sign === '-' ? -digits : digits, fraction.length - Number(power));
}

/** `coefficient` / 10^`places`, whatever the sign of `places`. */
function placed(coefficient: bigint, places: number): Exact {
  return places >= 0 ? { coefficient, places } : { coefficient: coefficient * tenTo(-places), places: 0 };
}

/** Reads as `readDecimal` does. @throws RangeError where the text is no decimal number */
export function exact(text: Decimal): Exact {
  const read = readDecimal(text);
  if (read === null)
    throw new RangeError(`decimal = ${JSON.stringify(text)}, must be a decimal number such as "0.0000166667"`);
  return read;
}

/** The shortest decimal that stands for this double: 0.1 is one tenth. @throws RangeError when it is not finite. */
export function fromNumber(value: number): Exact {
  return Number.isSafeInteger(value) ? { coefficient: BigInt(value), places: 0 } : exact(String(value));
}

/** Plain digits without exponent and without trailing zeros: "0.0000002", "12", "-0.5". */
export function toText({ coefficient, places }: Exact): Decimal {
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return coefficient < 0n ? `-${text}` : text;
}

/** The nearest double: for shares and comparisons, never for money that is added up again. */
export function toNumber(a: Exact): number {
  return Number(toText(a));
}

/**
 * The shortest decimal text of a double with its point moved: `shifted(0.07, 2)` is "7", never "7.000000000000001".
 * `Number(shifted(shifted(x, 2), -2)) === x` for every finite x.
 */
export function shifted(value: number | string, by: number): Decimal {
  const { coefficient, places } = exact(String(value));
  return toText(placed(coefficient, places - by));
}

/** `value` x `factor` where that is a whole number a double holds exactly; otherwise `null`. */
export function wholeMultiple({ coefficient, places }: Exact, factor: bigint): number | null {
  const scaled = coefficient * factor;
  const divisor = tenTo(places);
  return scaled % divisor === 0n ? safe(scaled / divisor) : null;
}

/** `value` x `factor`, rounded half up to a whole number; `null` beyond 2^53. */
export function roundedMultiple({ coefficient, places }: Exact, factor: bigint): number | null {
  const divisor = tenTo(places);
  return safe(floorDivide(2n * coefficient * factor + divisor, 2n * divisor));
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function safe(value: bigint): number | null {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : null;
}
