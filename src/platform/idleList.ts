import { NONE } from '../engine/layout.js';
import type { Source } from '../random/source.js';
import { widened } from '../units/widened.js';
import type { IdleSet } from './idleSet.js';

/** The free instances in no order: any of them, drawn, is next. */
export class IdleList implements IdleSet {
  #items = new Int32Array(16);
  #length = 0;
  /** Where a pod's row stands; NONE: not in the list. */
  #places = new Int32Array(16).fill(NONE);

  constructor(private readonly random: Pick<Source, 'next'>) {}

  created(pod: number): void {
    const known = this.#places.length;
    if (pod >= known) this.#places = widened(this.#places, Math.max(pod + 1, 2 * known)).fill(NONE, known);
  }

  /** Draws, whether there is one or not. */
  first(): number {
    const u = this.random.next();
    return this.#length === 0 ? NONE : this.#items[Math.floor(u * this.#length)];
  }

  add(pod: number): void {
    if (this.#places[pod] !== NONE) return;
    if (this.#length === this.#items.length) this.#items = widened(this.#items, 2 * this.#length);
    this.#put(this.#length++, pod);
  }

  remove(pod: number): void {
    const at = this.#places[pod];
    if (at === NONE) return;
    this.#places[pod] = NONE;
    const last = this.#items[--this.#length];
    if (last !== pod) this.#put(at, last);
  }

  #put(at: number, pod: number): void {
    this.#items[at] = pod;
    this.#places[pod] = at;
  }
}
