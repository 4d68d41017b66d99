import { widened } from '../units/widened.js';

/** A binary heap of (time, push order), for the few events too far ahead for the wheel. */
export class FarHeap {
  #times = new Float64Array(64);
  #orders = new Float64Array(64);
  #entries = new Int32Array(64);
  #size = 0;
  #pushed = 0;

  get length(): number {
    return this.#size;
  }

  /** Time of the first; Infinity when empty. */
  get time(): number {
    return this.#size === 0 ? Infinity : this.#times[0];
  }

  push(time: number, entry: number): void {
    if (this.#size === this.#times.length) this.#grow();
    const order = this.#pushed++;
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#times[parent] <= time) break; // an equal parent was pushed earlier
      this.#move(parent, at);
      at = parent;
    }
    this.#place(at, time, order, entry);
  }

  pop(): number {
    const first = this.#entries[0];
    const last = --this.#size;
    if (last > 0) this.#sink(this.#times[last], this.#orders[last], this.#entries[last]);
    return first;
  }

  #sink(time: number, order: number, entry: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && this.#earlier(child + 1, this.#times[child], this.#orders[child])) child++;
      if (!this.#earlier(child, time, order)) break;
      this.#move(child, at);
      at = child;
    }
    this.#place(at, time, order, entry);
  }

  #earlier(a: number, time: number, order: number): boolean {
    return this.#times[a] < time || (this.#times[a] === time && this.#orders[a] < order);
  }

  #move(from: number, to: number): void {
    this.#place(to, this.#times[from], this.#orders[from], this.#entries[from]);
  }

  #place(at: number, time: number, order: number, entry: number): void {
    this.#times[at] = time;
    this.#orders[at] = order;
    this.#entries[at] = entry;
  }

  #grow(): void {
    const size = this.#times.length * 2;
    this.#times = widened(this.#times, size);
    this.#orders = widened(this.#orders, size);
    this.#entries = widened(this.#entries, size);
  }
}
