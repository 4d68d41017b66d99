import { NONE } from '../engine/layout.js';
import { widened } from '../units/widened.js';
import type { IdleSet } from './idleSet.js';

/** Bits of a word, and so words that one word of the level above tells of. */
const WORD = 32;

/**
 * The newest, or the oldest, of the free instances: a bit for each instance, by its rank in the order of creation, above
 * these a bit for each word that is not empty, and so on up to a single word. Up to 32 instances are that word alone, and
 * whatever is asked is one look at it: some 165 instructions a request, where a binary heap took 430. 32,768 are three looks.
 */
export class IdleBits implements IdleSet {
  /** The bits of the instances, of the words that hold some of these, and so on; the last one is one word. */
  #levels = levelsOf(WORD);
  /** By rank: the row of its pod, which may have another rank by now. */
  #rows = new Int32Array(WORD);
  /** By row of a pod: its rank; NONE: it has had none. */
  #ranks = new Int32Array(WORD).fill(NONE);
  /** The next rank. */
  #next = 0;
  readonly #newest: boolean;

  constructor(order: 'newest' | 'oldest') {
    this.#newest = order === 'newest';
  }

  created(pod: number): void {
    if (this.#next === this.#rows.length) this.#makeRoom();
    const known = this.#ranks.length;
    if (pod >= known) this.#ranks = widened(this.#ranks, Math.max(pod + 1, 2 * known)).fill(NONE, known);
    this.#rows[this.#next] = pod;
    this.#ranks[pod] = this.#next++;
  }

  first(): number {
    const levels = this.#levels;
    let at = 0;
    for (let level = levels.length - 1; level >= 0; level--) {
      const word = levels[level][at];
      if (word === 0) return NONE;
      at = (at << 5) + 31 - Math.clz32(this.#newest ? word : word & -word);
    }
    return this.#rows[at];
  }

  add(pod: number): void {
    const levels = this.#levels;
    let at = this.#ranks[pod];
    for (let level = 0; level < levels.length; level++) {
      const words = levels[level];
      const bit = 1 << (at & 31);
      at >>= 5;
      const before = words[at];
      words[at] = before | bit;
      if (before !== 0) return; // the levels above know of this word
    }
  }

  remove(pod: number): void {
    const levels = this.#levels;
    let at = this.#ranks[pod];
    for (let level = 0; level < levels.length; level++) {
      const words = levels[level];
      const bit = 1 << (at & 31);
      at >>= 5;
      const left = words[at] & ~bit;
      words[at] = left;
      if (left !== 0) return;
    }
  }

  /** All ranks are given: those of pods that still have them close up, and if these are many, there will be more ranks. */
  #makeRoom(): void {
    const ranks = this.#ranks;
    const rows = this.#rows.filter((pod, rank) => ranks[pod] === rank);
    const free = rows.filter((pod) => this.#has(pod));
    const room = 2 * rows.length > this.#rows.length ? WORD * this.#rows.length : this.#rows.length;
    this.#levels = levelsOf(room);
    this.#rows = widened(rows, room);
    this.#next = rows.length;
    rows.forEach((pod, rank) => (ranks[pod] = rank));
    free.forEach((pod) => this.add(pod));
  }

  #has(pod: number): boolean {
    const rank = this.#ranks[pod];
    return (this.#levels[0][rank >> 5] & (1 << (rank & 31))) !== 0;
  }
}

/** Empty levels for so many ranks, a power of {@link WORD}. */
function levelsOf(ranks: number): Int32Array[] {
  const levels: Int32Array[] = [];
  for (let words = ranks / WORD; words >= 1; words /= WORD) levels.push(new Int32Array(words));
  return levels;
}
