/**
 * Nothing, as a double. A field that begins with a plain 0 is taken for one of small integers, and once it holds a
 * fraction, or more than 31 bits, every object of its class is made over: from then on whoever holds one asks at each use
 * which kind it is.
 */
export const DOUBLE_ZERO = -0;
