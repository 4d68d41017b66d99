import { ln } from '../stats/portable.js';

const TWO32 = 4294967296;
const LN2 = 0.6931471805599453;

/** For each of 128 slices of [1, 2): 1 / c rounded to 20 bits, so that the product with a 32-bit number is exact. */
const inverse = new Float64Array(128);
/** ln c of that rounded 1 / c. */
const logarithm = new Float64Array(128);
for (let slice = 0; slice < 128; slice++) {
  const rounded = Math.round(1048576 / (1 + (slice + 0.5) / 128)) / 1048576;
  inverse[slice] = rounded;
  logarithm[slice] = -ln(rounded);
}

const scaleDown = new Float64Array(32);
for (let k = 0, power = 1; k < 32; k++, power *= 2) scaleDown[k] = 1 / power;

/**
 * -ln(1 - u) for a `u` that is a multiple of 2^-32 in [0, 1): an exponential draw of mean 1. Absolute error below 4e-15
 * (the spacing of `u` is 2e-10). About twice as fast as the general logarithm: the leading zeros of a 32-bit integer give
 * the exponent, a table the first seven bits, and a polynomial the rest, without a division.
 */
export function unitExponential(u: number): number {
  const n = TWO32 - u * TWO32;
  if (n === TWO32) return 0;
  const k = 31 - Math.clz32(n);
  const m = n * scaleDown[k];
  const slice = (m * 128) & 127;
  const r = m * inverse[slice] - 1;
  const square = r * r;
  const series = r - square * (0.5 - r * (1 / 3) + square * (0.25 - r * 0.2 + square * (1 / 6)));
  return (32 - k) * LN2 - logarithm[slice] - series;
}
