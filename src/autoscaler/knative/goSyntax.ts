/**
 * Text to values exactly as Go's `strconv` and `time` packages accept it: what production accepts is accepted here, and
 * nothing else (no surrounding blanks, but underscores, hexadecimal floats and `1h1m1.5s`).
 */

/** `strconv.ParseBool`; `null` if refused. */
export function parseBool(text: string): boolean | null {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text) ? false : null;
}

/** Why a number is refused: not a number, or one that does not fit. */
export type Refusal = 'syntax' | 'range';

/** `strconv.ParseInt(text, 10, bits)`. 64-bit results beyond 2^53 lose digits; nothing here needs them. */
export function parseInteger(text: string, bits: 32 | 64): number | Refusal {
  if (!/^[+-]?[0-9]+$/.test(text)) return 'syntax';
  const value = BigInt(text.replace('+', ''));
  const limit = 1n << BigInt(bits - 1);
  return value >= limit || value < -limit ? 'range' : Number(value);
}

const DECIMAL = /^[+-]?(?:[0-9_]*[0-9][0-9_]*\.?[0-9_]*|[0-9_]*\.[0-9_]*[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?$/;
const HEX = /^([+-]?)0[xX]([0-9a-fA-F_]*)(?:\.([0-9a-fA-F_]*))?[pP]([+-]?[0-9][0-9_]*)$/;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

/** `strconv.ParseFloat(text, 64)`. */
export function parseFloat64(text: string): number | Refusal {
  if (/^nan$/i.test(text)) return NaN;
  const infinite = INFINITE.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  if (!underscoresFit(text)) return 'syntax';
  const hex = HEX.exec(text);
  if (hex) return finite(parseHex(hex));
  if (!DECIMAL.test(text)) return 'syntax';
  return finite(Number(text.replaceAll('_', '')));
}

/** Underscores only between digits, or between a base prefix and a digit. */
function underscoresFit(text: string): boolean {
  if (!text.includes('_')) return true;
  const digits = /^[+-]?0[xX]/.test(text) ? '0-9a-fA-FxX' : '0-9';
  return !new RegExp(`(^|[^${digits}])_|_([^${digits}]|$)`).test(text);
}

function finite(value: number | Refusal): number | Refusal {
  return value === Infinity || value === -Infinity ? 'range' : value;
}

/** A mantissa of hexadecimal digits times a power of two. */
function parseHex([, sign, whole = '', fraction = '', exponent = '']: RegExpExecArray): number | Refusal {
  const digits = `${whole}${fraction}`.replaceAll('_', '');
  if (digits === '') return 'syntax';
  const shift = Number(exponent.replaceAll('_', '')) - 4 * fraction.replaceAll('_', '').length;
  const value = scaleByTwo(Number(BigInt(`0x${digits}`)), shift);
  return sign === '-' ? -value : value;
}

/** Exact as long as the result is a normal number. */
function scaleByTwo(value: number, shift: number): number {
  let scaled = value;
  for (let left = Math.min(Math.abs(shift), 2200); left > 0 && scaled !== 0 && scaled !== Infinity; left--) {
    scaled *= shift > 0 ? 2 : 0.5;
  }
  return scaled;
}

/** Nanoseconds. */
export type Nanos = bigint;

const UNITS: Readonly<Record<string, Nanos>> = {
  ns: 1n,
  us: 1_000n,
  '\u00b5s': 1_000n,
  '\u03bcs': 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const LIMIT = 1n << 63n;
const TERM = /([0-9]*)(?:\.([0-9]*))?([^.0-9]+)/y;

/** `time.ParseDuration`; `null` if refused. */
export function parseDuration(text: string): Nanos | null {
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  const body = text.slice(sign.length);
  if (body === '0') return 0n;
  const total = sumOfTerms(body);
  if (total === null) return null;
  if (sign === '-') return -total;
  return total < LIMIT ? total : null;
}

/** Terms such as `1.5s`, one after the other; up to 2^63 nanoseconds in all. */
function sumOfTerms(text: string): Nanos | null {
  let total = 0n;
  TERM.lastIndex = 0;
  while (TERM.lastIndex < text.length || text === '') {
    const term = TERM.exec(text);
    const nanos = term === null ? null : valueOfTerm(term);
    if (nanos === null) return null;
    total += nanos;
    if (total > LIMIT) return null;
  }
  return total;
}

function valueOfTerm([, whole = '', fraction = '', unit = '']: RegExpExecArray): Nanos | null {
  const size = Object.hasOwn(UNITS, unit) ? UNITS[unit]! : null;
  if (size === null || (whole === '' && fraction === '')) return null;
  const nanos = BigInt(whole === '' ? '0' : whole) * size;
  return nanos > LIMIT ? null : nanos + fractionOf(fraction, size);
}

/** As Go computes it, in doubles; digits that would overflow 63 bits are ignored. */
function fractionOf(digits: string, unit: Nanos): Nanos {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const longer = value * 10n + BigInt(digit);
    if (value > (LIMIT - 1n) / 10n || longer > LIMIT) break;
    value = longer;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (Number(unit) / scale)));
}

/** `Duration.Seconds()`. */
export function toSeconds(nanos: Nanos): number {
  const second = 1_000_000_000n;
  return Number(nanos / second) + Number(nanos % second) / 1e9;
}

/** Whether `Duration.Round(time.Second)` leaves it as it is: whole seconds, and the longest duration there is. */
export function isWholeSeconds(nanos: Nanos): boolean {
  return nanos % 1_000_000_000n === 0n || nanos === LIMIT - 1n;
}
