import { ExactSum } from '../stats/exactSum.js';
import type { Micros } from '../units/quantities.js';
import type { RoundingRule } from './usage.js';

/** One span as one rule bills it: raised to the minimum, then up to whole multiples of the granularity. */
export function roundedSpan(rule: RoundingRule, span: Micros): Micros {
  const { granularity, minimum } = rule;
  // Exact: below 2^53 the quotient of two whole numbers is rounded past a whole number only when it is one.
  return Math.ceil((span > minimum ? span : minimum) / granularity) * granularity;
}

/** Spans kept before they are added up. */
const KEPT = 64;

/**
 * Adds spans up as they pass, as they are and rounded by each rule, because a sum cannot be rounded afterwards. Called for
 * every request, so spans are kept, 64 at a time, and added up together, at the latest before a sum is read.
 */
export class RoundedSums {
  readonly #kept = new Float64Array(KEPT);
  #waiting = 0;
  #added = 0;
  readonly #exact = new ExactSum();
  readonly #rounded: Float64Array;
  readonly #granularity: Float64Array;
  readonly #minimum: Float64Array;

  /** @throws RangeError when a granularity is not a whole number of microseconds >= 1 or a minimum not one >= 0. */
  constructor(rules: readonly RoundingRule[]) {
    rules.forEach(checkRule);
    this.#rounded = new Float64Array(rules.length);
    this.#granularity = Float64Array.from(rules, (rule) => rule.granularity);
    this.#minimum = Float64Array.from(rules, (rule) => rule.minimum);
  }

  /** @param span whole microseconds >= 0 */
  add(span: Micros): void {
    this.#kept[this.#waiting++] = span;
    if (this.#waiting === KEPT) this.#addUp();
  }

  /** Spans so far. */
  get count(): number {
    return this.#added + this.#waiting;
  }

  /** Their sum in microseconds, as they are: exact up to one rounding. */
  get total(): Micros {
    this.#addUp();
    return this.#exact.value();
  }

  /** Microseconds billed so far, in the order of the rules; exact below 2^53 (285 years). */
  get sums(): Float64Array {
    this.#addUp();
    return this.#rounded;
  }

  #addUp(): void {
    const kept = this.#kept;
    const waiting = this.#waiting;
    const rounded = this.#rounded;
    this.#exact.addAll(kept, waiting);
    for (let i = 0; i < rounded.length; i++) {
      const least = this.#minimum[i];
      const granule = this.#granularity[i];
      let sum = rounded[i];
      for (let k = 0; k < waiting; k++) {
        const raised = kept[k] > least ? kept[k] : least;
        sum += granule === 1 ? raised : Math.ceil(raised / granule) * granule;
      }
      rounded[i] = sum;
    }
    this.#added += waiting;
    this.#waiting = 0;
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
