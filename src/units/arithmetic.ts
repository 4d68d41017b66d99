/** What money needs of exact decimals: +, -, x, a division to a stated number of places and half-even rounding. */
import { tenTo, ZERO, type Exact } from './decimal.js';

function scaledTo(a: Exact, places: number): bigint {
  return a.coefficient * tenTo(places - a.places);
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
  const top = shift >= 0 ? a.coefficient * tenTo(shift) : a.coefficient;
  const bottom = shift >= 0 ? b.coefficient : b.coefficient * tenTo(-shift);
  return { coefficient: halfEven(top, bottom), places };
}

/** To this many decimal places; ties go to the even digit. */
export function round(a: Exact, places: number): Exact {
  if (places >= a.places) return a;
  return { coefficient: halfEven(a.coefficient, tenTo(a.places - places)), places };
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
