import type { Change } from '../platform/meter.js';

/** Most entries that are kept. */
const MOST = 2000;

/** Changes of what is wanted. When there are too many, every second one is dropped, and from then on every second kept. */
export class DecisionLog {
  readonly entries: Change[] = [];
  omitted = 0;
  #every = 1;
  #seen = 0;

  add(change: Change): void {
    if (this.#seen++ % this.#every !== 0) {
      this.omitted++;
      return;
    }
    this.entries.push(change);
    if (this.entries.length > MOST) this.#thin();
  }

  #thin(): void {
    const kept = this.entries.filter((_, k) => k % 2 === 0);
    this.omitted += this.entries.length - kept.length;
    this.entries.length = 0;
    this.entries.push(...kept);
    this.#every *= 2;
  }
}
