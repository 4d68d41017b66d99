/** Two sources of uncertainty kept apart: the seed's noise, which more replications narrow, and the inputs', which they do not. */
import type { FigureInterval } from '../result/document.js';
import { studentQuantile } from '../stats/intervals.js';
import { LEVEL } from './intervals.js';

/**
 * Splits the variance of a figure by a one-way analysis of variance with random effects: each draw of the inputs was run
 * with two seeds, so half of the squared difference of the two is the seed's variance, and what the means of the pairs
 * vary beyond that is the inputs'. The interval is that of the expected figure at the true inputs, wherever in their
 * ranges they are.
 *
 * @param pairs the figure under each draw, with the one seed and the other
 * @returns `null` for fewer than two pairs
 */
export function separated(pairs: readonly (readonly [number, number])[]): FigureInterval | null {
  const draws = pairs.length;
  if (draws < 2) return null;
  const mean = pairs.reduce((sum, [a, b]) => sum + a + b, 0) / (2 * draws);
  const within = pairs.reduce((sum, [a, b]) => sum + ((a - b) * (a - b)) / 2, 0) / draws;
  const between =
    (2 * pairs.reduce((sum, [a, b]) => sum + ((a + b) / 2 - mean) * ((a + b) / 2 - mean), 0)) / (draws - 1);
  const ofInputs = Math.max(0, (between - within) / 2);
  const ofSeed = within / (2 * draws);
  const p = (1 + LEVEL) / 2;
  const t = studentQuantile(p, draws - 1);
  const halfWidth = t * Math.sqrt(ofInputs * (1 + 1 / draws) + ofSeed);
  const parts = { seed: studentQuantile(p, draws) * Math.sqrt(ofSeed), inputs: t * Math.sqrt(ofInputs) };
  return { mean, halfWidth, low: mean - halfWidth, high: mean + halfWidth, n: 2 * draws, method: 't', parts };
}
