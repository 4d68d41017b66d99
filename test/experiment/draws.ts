/** Draws for tests of statistics. */
import type { Source } from '../../src/random/source.js';

export const exponential = (source: Source, mean: number) => (): number => -mean * Math.log(1 - source.double());

/** Standard normal, by Box and Muller. */
export const normal = (source: Source) => (): number =>
  Math.sqrt(-2 * Math.log(1 - source.double())) * Math.cos(2 * Math.PI * source.double());
