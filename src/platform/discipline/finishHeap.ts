import { widened } from '../../units/widened.js';

/** Requests of one pod that share its CPU, by the virtual time at which they finish; equal ones by the order of coming. */
export class FinishHeap {
  length = 0;
  #finish = new Float64Array(16);
  #order = new Float64Array(16);
  #entries = new Int32Array(16);
  #pushed = 0;

  /** The smallest finish. */
  get finish(): number {
    return this.#finish[0];
  }

  entryAt(k: number): number {
    return this.#entries[k];
  }

  push(finish: number, entry: number): void {
    if (this.length === this.#entries.length) this.#grow();
    this.#rise(this.length++, finish, this.#pushed++, entry);
  }

  pop(): number {
    return this.removeAt(0);
  }

  /** Takes out the entry at place `k` and returns it. */
  removeAt(k: number): number {
    const taken = this.#entries[k];
    const last = --this.length;
    if (k < last) {
      const finish = this.#finish[last];
      const order = this.#order[last];
      const entry = this.#entries[last];
      const parent = (k - 1) >> 1;
      if (k > 0 && this.#before(finish, order, parent)) this.#rise(k, finish, order, entry);
      else this.#sink(k, finish, order, entry);
    }
    return taken;
  }

  #rise(from: number, finish: number, order: number, entry: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(finish, order, parent)) break;
      this.#place(at, this.#finish[parent], this.#order[parent], this.#entries[parent]);
      at = parent;
    }
    this.#place(at, finish, order, entry);
  }

  #sink(from: number, finish: number, order: number, entry: number): void {
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.length) break;
      const right = child + 1;
      if (right < this.length && this.#before(this.#finish[right], this.#order[right], child)) child = right;
      if (this.#before(finish, order, child)) break;
      this.#place(at, this.#finish[child], this.#order[child], this.#entries[child]);
      at = child;
    }
    this.#place(at, finish, order, entry);
  }

  #before(finish: number, order: number, k: number): boolean {
    return finish < this.#finish[k] || (finish === this.#finish[k] && order < this.#order[k]);
  }

  #grow(): void {
    const size = 2 * this.length;
    this.#finish = widened(this.#finish, size);
    this.#order = widened(this.#order, size);
    this.#entries = widened(this.#entries, size);
  }

  #place(at: number, finish: number, order: number, entry: number): void {
    this.#finish[at] = finish;
    this.#order[at] = order;
    this.#entries[at] = entry;
  }
}
