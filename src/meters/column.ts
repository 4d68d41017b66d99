/**
 * Numbers one after the other, without a box for each; NaN stands for none. Runs of equal ones cost little, and zeros at
 * the end nothing until somebody looks.
 */
export class Column {
  /** May be shorter than what it holds: beyond its end there are zeros. */
  #values: Float64Array;
  #length = 0;

  /** @param room numbers that fit before it has to grow */
  constructor(room = 64) {
    this.#values = new Float64Array(Math.max(1, room));
  }

  push(value: number): void {
    if (this.#length >= this.#values.length) {
      if (value === 0) {
        this.#length++;
        return;
      }
      this.#grow(this.#length + 1);
    }
    this.#values[this.#length++] = value;
  }

  /** The last number so many times more; 0 where there is none yet. */
  repeat(times: number): void {
    const from = this.#length;
    const last = this.#values[from - 1] ?? 0;
    this.#length += times;
    if (last === 0) return;
    if (this.#length > this.#values.length) this.#grow(this.#length);
    this.#values.fill(last, from, this.#length);
  }

  #grow(needed: number): void {
    const larger = new Float64Array(Math.max(needed, this.#values.length * 2));
    larger.set(this.#values);
    this.#values = larger;
  }

  /** A view of them all, as they are now. */
  get values(): Float64Array {
    if (this.#length > this.#values.length) this.#grow(this.#length);
    return this.#values.subarray(0, this.#length);
  }
}
