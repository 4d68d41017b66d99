import type { Micros } from '../units/quantities.js';
import type { RoundingRule } from './usage.js';

/** One span as one rule bills it: raised to the minimum, then up to whole multiples of the granularity. */
export function roundedSpan(rule: RoundingRule, span: Micros): Micros {
  const { granularity, minimum } = rule;
  // Exact: below 2^53 the quotient of two whole numbers is rounded past a whole number only when it is one.
  return Math.ceil((span > minimum ? span : minimum) / granularity) * granularity;
}

/**
 * Adds spans up as they pass, rounded by each rule, because a sum cannot be rounded afterwards. Called for every
 * request, so it is one plain loop over flat arrays.
 */
export class RoundedSums {
  /** Microseconds billed so far, in the order of the rules; exact below 2^53 (285 years). */
  readonly sums: Float64Array;
  readonly #granularity: Float64Array;
  readonly #minimum: Float64Array;

  /** @throws RangeError when a granularity is not a whole number of microseconds >= 1 or a minimum not one >= 0. */
  constructor(rules: readonly RoundingRule[]) {
    rules.forEach(checkRule);
    this.sums = new Float64Array(rules.length);
    this.#granularity = Float64Array.from(rules, (rule) => rule.granularity);
    this.#minimum = Float64Array.from(rules, (rule) => rule.minimum);
  }

  /** @param span whole microseconds >= 0 */
  add(span: Micros): void {
    const { sums } = this;
    const granularity = this.#granularity;
    const minimum = this.#minimum;
    for (let i = 0; i < sums.length; i++) {
      const least = minimum[i];
      const granule = granularity[i];
      const raised = span > least ? span : least;
      sums[i] += granule === 1 ? raised : Math.ceil(raised / granule) * granule;
    }
  }
}

function checkRule({ granularity, minimum }: RoundingRule): void {
  if (!(Number.isSafeInteger(granularity) && granularity >= 1)) {
    throw new RangeError(`granularity = ${granularity}, must be a whole number of microseconds of at least 1`);
  }
  if (!(Number.isSafeInteger(minimum) && minimum >= 0)) {
    throw new RangeError(`minimum = ${minimum}, must be a whole number of microseconds of at least 0`);
  }
}
