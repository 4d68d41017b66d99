import { NONE } from '../engine/layout.js';
import { widened } from '../units/widened.js';

/** Which of several free instances gets a request. */
export type IdleOrder = 'newest' | 'oldest' | 'random';

/**
 * The instances of one revision that can take a request: the newest or oldest of them, or any, found and taken out in
 * logarithmic time. A binary heap by number of creation that knows where each pod stands; a plain list for `random`.
 */
export class IdleSet {
  private items = new Int32Array(16);
  /** Number of creation of what stands at each place, so that a comparison is one load. */
  private keys = new Float64Array(16);
  /** Where a pod's row stands; NONE: not in the set. */
  private places = new Int32Array(16).fill(NONE);
  private sign: number;
  length = 0;

  constructor(readonly order: IdleOrder) {
    this.sign = order === 'oldest' ? 1 : -1;
  }

  has(pod: number): boolean {
    return pod < this.places.length && this.places[pod] !== NONE;
  }

  /** The one in turn; for `random` the one that `u` in [0, 1) points at. NONE when empty. */
  first(u: number): number {
    if (this.length === 0) return NONE;
    return this.items[this.order === 'random' ? Math.floor(u * this.length) : 0];
  }

  /** @param created number of creation within the revision */
  add(pod: number, created: number): void {
    if (this.has(pod)) return;
    this.grow(pod);
    const at = this.length++;
    if (this.order === 'random') this.put(at, pod, created);
    else this.rise(at, pod, this.sign * created);
  }

  remove(pod: number): void {
    if (!this.has(pod)) return;
    const at = this.places[pod];
    this.places[pod] = NONE;
    const last = --this.length;
    if (at === last) return;
    const moved = this.items[last];
    const key = this.keys[last];
    if (this.order === 'random') this.put(at, moved, key);
    else if (at > 0 && this.keys[(at - 1) >> 1] > key) this.rise(at, moved, key);
    else this.sink(at, moved, key);
  }

  private rise(from: number, pod: number, key: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.keys[parent] <= key) break;
      this.put(at, this.items[parent], this.keys[parent]);
      at = parent;
    }
    this.put(at, pod, key);
  }

  private sink(from: number, pod: number, key: number): void {
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.length) break;
      if (child + 1 < this.length && this.keys[child + 1] < this.keys[child]) child++;
      if (this.keys[child] >= key) break;
      this.put(at, this.items[child], this.keys[child]);
      at = child;
    }
    this.put(at, pod, key);
  }

  private put(at: number, pod: number, key: number): void {
    this.items[at] = pod;
    this.keys[at] = key;
    this.places[pod] = at;
  }

  private grow(pod: number): void {
    if (this.length === this.items.length) {
      this.items = widened(this.items, this.length * 2);
      this.keys = widened(this.keys, this.length * 2);
    }
    if (pod < this.places.length) return;
    const before = this.places.length;
    this.places = widened(this.places, Math.max(pod + 1, before * 2)).fill(NONE, before);
  }
}
