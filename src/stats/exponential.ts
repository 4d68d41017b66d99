import { powerOfTwo } from './bits.js';
import { LN2_HIGH, LN2_LOW } from './logarithm.js';

const INVERSE_LN2 = 1.4426950408889634;
const OVERFLOW = 709.782712893384;
const UNDERFLOW = -745.1332191019411;

/** Coefficients of r (e^r + 1) / (e^r - 1) - 2 in even powers of r on |r| <= ln(2)/2, as published with fdlibm (Sun, 2004). */
const P1 = 1.66666666666666019037e-1;
const P2 = -2.77777777770155933842e-3;
const P3 = 6.61375632143793436117e-5;
const P4 = -1.6533902205465251539e-6;
const P5 = 4.13813679705723846039e-8;

/**
 * e^x, error below 1 ulp; 0 below -745.13, Infinity above 709.78.
 *
 * x = k ln 2 + r with |r| <= ln(2)/2 kept in two parts; e^r = 1 + r + r c / (2 - c) with c = r - r^2 P(r^2) (method of
 * fdlibm).
 */
export function exp(x: number): number {
  if (!(x <= OVERFLOW)) return x > 0 ? Infinity : x;
  if (x < UNDERFLOW) return 0;
  const k = Math.floor(x * INVERSE_LN2 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const square = r * r;
  const c = r - square * (P1 + square * (P2 + square * (P3 + square * (P4 + square * P5))));
  return scale(1 - (low - (r * c) / (2 - c) - high), k);
}

/** y 2^k, by two steps where 2^k alone is out of range, so that subnormal results are rounded once. */
function scale(y: number, k: number): number {
  if (k > 1023) return y * 2 * powerOfTwo(k - 1);
  if (k < -1021) return y * powerOfTwo(k + 1000) * TWO_TO_MINUS_1000;
  return y * powerOfTwo(k);
}

const TWO_TO_MINUS_1000 = powerOfTwo(-1000);
