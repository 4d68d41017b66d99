/** 2^52: a whole number below it plus another one is still exact. */
const LIMB = 4503599627370496;

/** A sum of whole numbers that stays exact beyond 2^53: two limbs. */
export class ExactSum {
  /** [low, high]: a typed array, because a field that starts at 0 is first taken for a small integer. */
  readonly #limbs = new Float64Array(2);

  /** Adds a whole number >= 0: exact below 2^52, of larger ones what a double holds. */
  add(value: number): void {
    const low = this.#limbs[0] + value;
    if (low < LIMB) {
      this.#limbs[0] = low;
      return;
    }
    const carry = Math.floor(low / LIMB);
    this.#limbs[0] = low - carry * LIMB;
    this.#limbs[1] += carry;
  }

  /** Adds all of `other`. */
  merge(other: ExactSum): void {
    this.add(other.#limbs[0]);
    this.#limbs[1] += other.#limbs[1];
  }

  /** This sum less an `earlier` state of it, rounded once. */
  since(earlier: ExactSum): number {
    return this.#limbs[0] - earlier.#limbs[0] + (this.#limbs[1] - earlier.#limbs[1]) * LIMB;
  }

  /** The sum as a double, rounded once. */
  value(): number {
    return this.#limbs[1] * LIMB + this.#limbs[0];
  }

  /** The sum divided by `by`, without losing digits of a sum beyond 2^53. */
  over(by: number): number {
    return this.#limbs[1] === 0 ? this.#limbs[0] / by : (this.#limbs[1] / by) * LIMB + this.#limbs[0] / by;
  }

  /** The two limbs, [low, high], for {@link ExactSum.from}. */
  limbs(): readonly [number, number] {
    return [this.#limbs[0], this.#limbs[1]];
  }

  static from(limbs: readonly [number, number]): ExactSum {
    const sum = new ExactSum();
    sum.#limbs.set(limbs);
    return sum;
  }

  copy(): ExactSum {
    return ExactSum.from(this.limbs());
  }

  reset(): void {
    this.#limbs.fill(0);
  }
}
