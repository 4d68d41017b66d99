/**
 * Exact decimal numbers: a whole coefficient and a number of decimal places. Small, because money needs only +, -, x,
 * a division to a stated number of places and half-even rounding; exact, because a bill that is added up again by
 * hand must come out the same.
 */
import type { Decimal } from '../units/quantities.js';

export interface Exact {
  readonly coefficient: bigint;
  /** Decimal places, >= 0: the value is coefficient / 10^places. */
  readonly places: number;
}

export const ZERO: Exact = { coefficient: 0n, places: 0 };

const FORM = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Beyond this a typed exponent is a mistake, and would ask for a coefficient of as many digits. */
const LARGEST_EXPONENT = 400;

const power = (places: number): bigint => BigInt(`1${'0'.repeat(places)}`);

/**
 * Reads "12", "-0.5", "1.66667e-05".
 * @throws RangeError for anything else (field = value, rule).
 */
export function exact(text: Decimal): Exact {
  const match = FORM.exec(text.trim());
  const exponent = Number(match?.[4] ?? '0');
  if (match === null || Math.abs(exponent) > LARGEST_EXPONENT) {
    throw new RangeError(`decimal = ${JSON.stringify(text)}, must be a decimal number such as "0.0000166667"`);
  }
  const fraction = match[3] ?? '';
  const digits = BigInt(`${match[1] === '-' ? '-' : ''}${match[2]}${fraction}`);
  const places = fraction.length - exponent;
  return places >= 0 ? { coefficient: digits, places } : { coefficient: digits * power(-places), places: 0 };
}

/** The shortest decimal that stands for this double: 0.1 is one tenth. @throws RangeError when it is not finite. */
export function fromNumber(value: number): Exact {
  return Number.isSafeInteger(value) ? { coefficient: BigInt(value), places: 0 } : exact(String(value));
}

function scaledTo(a: Exact, places: number): bigint {
  return a.coefficient * power(places - a.places);
}

export function add(a: Exact, b: Exact): Exact {
  const places = Math.max(a.places, b.places);
  return { coefficient: scaledTo(a, places) + scaledTo(b, places), places };
}

export function negate(a: Exact): Exact {
  return { coefficient: -a.coefficient, places: a.places };
}

export function subtract(a: Exact, b: Exact): Exact {
  return add(a, negate(b));
}

export function multiply(a: Exact, b: Exact): Exact {
  return { coefficient: a.coefficient * b.coefficient, places: a.places + b.places };
}

/** a / b to this many decimal places, half-even. @throws RangeError when b is 0. */
export function divide(a: Exact, b: Exact, places: number): Exact {
  if (b.coefficient === 0n) throw new RangeError('divisor = 0, must not be 0');
  // a.c/10^a.p / (b.c/10^b.p) x 10^places, as one fraction of whole numbers
  const shift = places + b.places - a.places;
  const top = shift >= 0 ? a.coefficient * power(shift) : a.coefficient;
  const bottom = shift >= 0 ? b.coefficient : b.coefficient * power(-shift);
  return { coefficient: halfEven(top, bottom), places };
}

/** To this many decimal places; ties go to the even digit. */
export function round(a: Exact, places: number): Exact {
  if (places >= a.places) return a;
  return { coefficient: halfEven(a.coefficient, power(a.places - places)), places };
}

function halfEven(top: bigint, bottom: bigint): bigint {
  const negative = top < 0n !== bottom < 0n;
  const numerator = top < 0n ? -top : top;
  const denominator = bottom < 0n ? -bottom : bottom;
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  const magnitude = up ? quotient + 1n : quotient;
  return negative ? -magnitude : magnitude;
}

/** Negative, 0 or positive, as a sort wants it. */
export function compare(a: Exact, b: Exact): number {
  const difference = subtract(a, b).coefficient;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function smaller(a: Exact, b: Exact): Exact {
  return compare(a, b) <= 0 ? a : b;
}

export function larger(a: Exact, b: Exact): Exact {
  return compare(a, b) >= 0 ? a : b;
}

export function sum(terms: readonly Exact[]): Exact {
  return terms.reduce(add, ZERO);
}

/** Plain digits without exponent and without trailing zeros: "0.0000002", "12", "-0.5". */
export function toText(a: Exact): Decimal {
  const digits = (a.coefficient < 0n ? -a.coefficient : a.coefficient).toString().padStart(a.places + 1, '0');
  const whole = digits.slice(0, digits.length - a.places);
  const fraction = digits.slice(digits.length - a.places).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return a.coefficient < 0n ? `-${text}` : text;
}

/** The nearest double: for shares and comparisons, never for money that is added up again. */
export function toNumber(a: Exact): number {
  return Number(toText(a));
}
