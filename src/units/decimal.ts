/** A decimal number exactly as written: `digits` x 10^`exponent`. What a double cannot hold, this does. */
export interface Exact {
  readonly digits: bigint;
  readonly exponent: number;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/** Reads "0.1", "-3", "1.5e-7"; `null` where the text is no decimal number. */
export function exactDecimal(text: string): Exact | null {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return null;
  const [, sign, whole, fraction = '', power = '0'] = match;
  const digits = BigInt(whole + fraction);
  return { digits: sign === '-' ? -digits : digits, exponent: Number(power) - fraction.length };
}

/** `value` x `factor` where that is a whole number a double holds exactly; otherwise `null`. */
export function wholeMultiple(value: Exact, factor: bigint): number | null {
  const scaled = value.digits * factor;
  if (value.exponent >= 0) return safe(scaled * tenTo(value.exponent));
  const divisor = tenTo(-value.exponent);
  return scaled % divisor === 0n ? safe(scaled / divisor) : null;
}

/** `value` x `factor`, rounded half up to a whole number; `null` beyond 2^53. */
export function roundedMultiple(value: Exact, factor: bigint): number | null {
  const scaled = value.digits * factor;
  if (value.exponent >= 0) return safe(scaled * tenTo(value.exponent));
  const divisor = tenTo(-value.exponent);
  const doubled = 2n * scaled + divisor;
  return safe(floorDivide(doubled, 2n * divisor));
}

const tenTo = (zeros: number): bigint => BigInt(`1${'0'.repeat(zeros)}`);

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function safe(value: bigint): number | null {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : null;
}

/**
 * The shortest decimal text of a double with its point moved: `shifted(0.07, 2)` is "7", never "7.000000000000001".
 * `Number(shifted(shifted(x, 2), -2)) === x` for every finite x.
 */
export function shifted(value: number | string, places: number): string {
  const exact = exactDecimal(String(value));
  if (exact === null) throw new RangeError(`Expected \`value\` to be a finite decimal number, got ${String(value)}`);
  return plainText({ digits: exact.digits, exponent: exact.exponent + places });
}

/** Without exponent and without trailing zeros after the point. */
export function plainText({ digits, exponent }: Exact): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString();
  if (exponent >= 0) return sign + (text === '0' ? '0' : text + '0'.repeat(exponent));
  const padded = text.padStart(1 - exponent, '0');
  const fraction = padded.slice(exponent).replace(/0+$/, '');
  return sign + padded.slice(0, exponent) + (fraction === '' ? '' : `.${fraction}`);
}
