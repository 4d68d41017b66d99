import { highWord, powerOfTwo } from './bits.js';

/** ln 2 in two parts: the first has 32 significant bits, so that whole multiples up to 2^20 of it are exact. */
export const LN2_HIGH = 6.9314718036912381649e-1;
export const LN2_LOW = 1.90821492927058770002e-10;

const TWO54 = 18014398509481984;
/** High word of sqrt(1/2): mantissas are taken from [sqrt(1/2), sqrt(2)). */
const HIGH_OF_SQRT_HALF = 0x3fe6a09e;

/** Minimax coefficients of (ln((1 + s) / (1 - s)) - 2s) / s in even powers of s, as published with fdlibm (Sun, 1993). */
const L1 = 6.66666666666673513e-1;
const L2 = 3.999999999940941908e-1;
const L3 = 2.857142874366239149e-1;
const L4 = 2.222219843214978396e-1;
const L5 = 1.818357216161805012e-1;
const L6 = 1.531383769920937332e-1;
const L7 = 1.479819860511658591e-1;

/**
 * Natural logarithm, error below 1 ulp. `ln(0)` is -Infinity, of a negative number NaN.
 *
 * x = 2^k (1 + f); with s = f / (2 + f), ln(1 + f) = 2s + s R(s^2), arranged as f - (f^2/2 - s (f^2/2 + R)) so that the
 * leading part is exact (method of fdlibm).
 */
export function ln(x: number): number {
  const high = highWord(x);
  if (high < 0x00100000 || high >= 0x7ff00000) return lnOfOddOnes(x);
  return lnOfNormal(x, high, 0);
}

function lnOfNormal(x: number, high: number, shift: number): number {
  const k = (high - HIGH_OF_SQRT_HALF) >> 20;
  const f = x * powerOfTwo(-k) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const remainder = w * (L2 + w * (L4 + w * L6)) + z * (L1 + w * (L3 + w * (L5 + w * L7)));
  const half = 0.5 * f * f;
  const exponent = k + shift;
  return exponent * LN2_HIGH - (half - (s * (half + remainder) + exponent * LN2_LOW) - f);
}

/** Zero, negative, subnormal, infinite, NaN. */
function lnOfOddOnes(x: number): number {
  if (x === 0) return -Infinity;
  if (x < 0) return NaN;
  if (!(x < Infinity)) return x;
  const scaled = x * TWO54;
  return lnOfNormal(scaled, highWord(scaled), -54);
}
