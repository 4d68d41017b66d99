/**
 * Sobol's sequence: points that fill a cube more evenly than chance does, however many of them are taken.
 *
 * Direction numbers: S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM
 * Journal on Scientific Computing 30 (2008), table new-joe-kuo-6.21201 of https://web.maths.unsw.edu.au/~fkuo/sobol/.
 */

/** Bits of a coordinate. */
const BITS = 32;
const SCALE = 4_294_967_296;

/** By dimension from the second on: degree and coefficients of the primitive polynomial, then the initial m. */
const JOE_KUO: readonly (readonly [degree: number, coefficients: number, initial: readonly number[]])[] = [
  [1, 0, [1]],
  [2, 1, [1, 3]],
  [3, 1, [1, 3, 1]],
  [3, 2, [1, 1, 1]],
  [4, 1, [1, 1, 3, 3]],
  [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]],
  [5, 4, [1, 1, 5, 5, 5]],
  [5, 7, [1, 1, 7, 11, 19]],
  [5, 11, [1, 1, 5, 1, 1]],
  [5, 13, [1, 1, 1, 3, 11]],
  [5, 14, [1, 3, 5, 5, 31]],
  [6, 1, [1, 3, 3, 9, 7, 49]],
  [6, 13, [1, 1, 1, 15, 21, 21]],
  [6, 16, [1, 3, 1, 13, 27, 49]],
  [6, 19, [1, 1, 1, 15, 7, 5]],
  [6, 22, [1, 3, 1, 15, 13, 25]],
  [6, 25, [1, 1, 5, 5, 19, 61]],
  [7, 1, [1, 3, 7, 11, 23, 15, 103]],
  [7, 4, [1, 3, 7, 13, 13, 15, 69]],
];

/** Most dimensions there are numbers for. */
export const SOBOL_DIMENSIONS = JOE_KUO.length + 1;

/**
 * The first `count` points, the origin included: leaving it out spoils the balance of 2^k points (A. B. Owen, "On
 * dropping the first Sobol' point", 2020). Each coordinate is in [0, 1).
 *
 * @param shift a whole number below 2^32 per dimension, added to every point without carry (a random digital shift keeps
 *   the balance and takes the points off the edges); none: the plain sequence
 * @throws RangeError for more dimensions than {@link SOBOL_DIMENSIONS}
 */
export function sobolPoints(count: number, dimensions: number, shift: readonly number[] = []): readonly number[][] {
  if (dimensions > SOBOL_DIMENSIONS) throw new RangeError(`dimensions = ${dimensions}, must be <= ${SOBOL_DIMENSIONS}`);
  const directions = Array.from({ length: dimensions }, (_, d) => directionNumbers(d));
  const state = directions.map((_, d) => (shift[d] ?? 0) >>> 0);
  return Array.from({ length: count }, (_, n) => {
    if (n > 0) directions.forEach((numbers, d) => (state[d] = (state[d] ^ numbers[lowestZero(n - 1)]) >>> 0));
    return state.map((bits) => bits / SCALE);
  });
}

/** Position of the lowest zero bit: the one that changes in Gray code order (Antonov and Saleev 1979). */
function lowestZero(n: number): number {
  let bit = 0;
  while (((n >>> bit) & 1) === 1) bit++;
  return bit;
}

/** v_1 to v_32 of a dimension, each a fraction in 32 bits. */
function directionNumbers(dimension: number): readonly number[] {
  const v: number[] = [];
  if (dimension === 0) {
    for (let k = 0; k < BITS; k++) v.push((1 << (BITS - 1 - k)) >>> 0);
    return v;
  }
  const [degree, coefficients, initial] = JOE_KUO[dimension - 1];
  for (let k = 0; k < BITS; k++) {
    v.push(k < degree ? (initial[k] << (BITS - 1 - k)) >>> 0 : recurrence(v, k, degree, coefficients));
  }
  return v;
}

function recurrence(v: readonly number[], k: number, degree: number, coefficients: number): number {
  let next = v[k - degree] ^ (v[k - degree] >>> degree);
  for (let j = 1; j < degree; j++) {
    if (((coefficients >>> (degree - 1 - j)) & 1) === 1) next ^= v[k - j];
  }
  return next >>> 0;
}
