/** The two words of a double, by aliasing: the only way to its exponent that is the same everywhere. */
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const HIGH = LITTLE_ENDIAN ? 1 : 0;

/** Sign, exponent and the first 20 bits of the fraction, as a signed 32-bit number. */
export function highWord(x: number): number {
  double[0] = x;
  return words[HIGH];
}

/** The whole part of the binary logarithm of `x`, which is positive and not subnormal. */
export function wholeLog2(x: number): number {
  return (highWord(x) >> 20) - 1023;
}

const LOWEST = -1074;
const powers = new Float64Array(1023 - LOWEST + 1);
for (let k = LOWEST, value = Number.MIN_VALUE; k <= 1023; k++, value *= 2) powers[k - LOWEST] = value;

/** 2^k, exact, for whole k in [-1074, 1023]. */
export function powerOfTwo(k: number): number {
  return powers[k - LOWEST];
}
