/** Half a turn's half, pi/2, in three parts of 33 bits or less: whole multiples up to 2^20 are exact in the first two. */
const QUARTER_1 = 1.57079632673412561417;
const QUARTER_2 = 6.0771005063039659766e-11;
const QUARTER_3 = 2.02226624879595063154e-21;
const INVERSE_QUARTER = 0.6366197723675814;
/** Beyond this the multiples of pi/2 above are no longer exact. */
const LIMIT = 1_647_099;

/** Minimax coefficients on |r| <= pi/4, as published with fdlibm (Sun, 1993). */
const S1 = -1.66666666666666324348e-1;
const S2 = 8.33333333332248946124e-3;
const S3 = -1.98412698298579493134e-4;
const S4 = 2.75573137070700676789e-6;
const S5 = -2.50507602534068634195e-8;
const S6 = 1.58969099521155010221e-10;
const C1 = 4.16666666666666019037e-2;
const C2 = -1.38888888888741095749e-3;
const C3 = 2.48015872894767294178e-5;
const C4 = -2.75573143513906633035e-7;
const C5 = 2.0875723212981748279e-9;
const C6 = -1.13596475577881948265e-11;

/** Sine of an angle in radians, |x| <= 1.6 million (reduce longer ones by whole turns first), error below 1 ulp. */
export function sin(x: number): number {
  return circular(x, 0);
}

/** Cosine of an angle in radians, with the same limit as {@link sin}. */
export function cos(x: number): number {
  return circular(x, 1);
}

function circular(x: number, ahead: 0 | 1): number {
  if (!(Math.abs(x) <= LIMIT)) throw new RangeError(`angle = ${x}, must be within ±${LIMIT} radians`);
  const quarters = Math.floor(x * INVERSE_QUARTER + 0.5);
  const first = x - quarters * QUARTER_1;
  const second = quarters * QUARTER_2;
  const third = first - second;
  const rest = quarters * QUARTER_3 - (first - third - second);
  const r = third - rest;
  const tail = third - r - rest;
  const quadrant = (quarters + ahead) & 3;
  const value = (quadrant & 1) === 0 ? sineNearZero(r, tail) : cosineNearZero(r, tail);
  return quadrant < 2 ? value : -value;
}

/** Of r + tail, |r| <= pi/4. */
function sineNearZero(r: number, tail: number): number {
  const z = r * r;
  const cube = z * r;
  const higher = S2 + z * (S3 + z * S4) + z * z * z * (S5 + z * S6);
  return r - (z * (0.5 * tail - cube * higher) - tail - cube * S1);
}

function cosineNearZero(r: number, tail: number): number {
  const z = r * r;
  const half = 0.5 * z;
  const w = 1 - half;
  const higher = z * (C1 + z * (C2 + z * C3)) + z * z * z * z * (C4 + z * (C5 + z * C6));
  return w + (1 - w - half + (z * higher - r * tail));
}
