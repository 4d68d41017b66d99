/** 2^52: a whole number below it plus another one is still exact. */
const LIMB = 4503599627370496;

/** A sum of whole numbers that stays exact beyond 2^53: two limbs. */
export class ExactSum {
  /** [low, high]: a typed array, because a field that starts at 0 is first taken for a small integer. */
  private readonly parts = new Float64Array(2);

  /** Adds a whole number >= 0: exact below 2^52, of larger ones what a double holds. */
  add(value: number): void {
    const low = this.parts[0] + value;
    if (low < LIMB) {
      this.parts[0] = low;
      return;
    }
    const carry = Math.floor(low / LIMB);
    this.parts[0] = low - carry * LIMB;
    this.parts[1] += carry;
  }

  /** Adds the first `count` of some whole numbers >= 0: at once, where their sum is small enough to be exact. */
  addAll(values: Float64Array, count: number): void {
    let sum = 0;
    for (let k = 0; k < count; k++) sum += values[k];
    if (sum < LIMB) this.add(sum);
    else for (let k = 0; k < count; k++) this.add(values[k]);
  }

  /** Adds all of `other`. */
  merge(other: ExactSum): void {
    this.add(other.parts[0]);
    this.parts[1] += other.parts[1];
  }

  /** The sum as a double, rounded once. */
  value(): number {
    return this.parts[1] * LIMB + this.parts[0];
  }

  /** The sum divided by `by`, without losing digits of a sum beyond 2^53. */
  over(by: number): number {
    return this.parts[1] === 0 ? this.parts[0] / by : (this.parts[1] / by) * LIMB + this.parts[0] / by;
  }

  /** The two limbs, [low, high], for {@link ExactSum.from}. */
  limbs(): readonly [number, number] {
    return [this.parts[0], this.parts[1]];
  }

  static from(limbs: readonly [number, number]): ExactSum {
    const sum = new ExactSum();
    sum.parts.set(limbs);
    return sum;
  }

  /** The sum with one more `value`, which is not added. */
  plus(value: number): number {
    return this.parts[1] * LIMB + (this.parts[0] + value);
  }

  reset(): void {
    this.parts.fill(0);
  }
}
