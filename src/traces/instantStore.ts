import type { Micros } from '../units/quantities.js';
import type { InstantReader, InstantTrace } from '../workload/traceLibrary.js';

const BLOCK_BYTES = 65_536;
/** A difference of 2^53 takes eight bytes of seven bits. */
const LONGEST_CODE = 8;

/**
 * Instants in memory, 2 to 4 bytes each: differences, seven bits to a byte. Those that come out of order are kept apart,
 * 8 bytes each, and merged when read.
 */
export class InstantStore {
  readonly #blocks: Uint8Array[] = [];
  #used = BLOCK_BYTES;
  #last = NaN;
  #first = NaN;
  #inOrder = 0;
  #late = new Float64Array(0);
  #lateCount = 0;

  add(at: Micros): void {
    if (this.#inOrder === 0) {
      this.#first = at;
      this.#last = at;
    }
    if (at < this.#last) this.#addLate(at);
    else this.#addNext(at);
  }

  #addNext(at: Micros): void {
    if (this.#used > BLOCK_BYTES - LONGEST_CODE) {
      if (this.#blocks.length > 0) this.#blocks.push(this.#blocks.pop()!.slice(0, this.#used));
      this.#blocks.push(new Uint8Array(BLOCK_BYTES));
      this.#used = 0;
    }
    const block = this.#blocks[this.#blocks.length - 1];
    let gap = at - this.#last;
    while (gap >= 128) {
      const higher = Math.floor(gap / 128);
      block[this.#used++] = 128 + gap - higher * 128;
      gap = higher;
    }
    block[this.#used++] = gap;
    this.#last = at;
    this.#inOrder++;
  }

  #addLate(at: Micros): void {
    if (this.#lateCount === this.#late.length) {
      const larger = new Float64Array(Math.max(1024, 2 * this.#lateCount));
      larger.set(this.#late);
      this.#late = larger;
    }
    this.#late[this.#lateCount++] = at;
  }

  get count(): number {
    return this.#inOrder + this.#lateCount;
  }

  /** The earliest one; NaN while empty. */
  get earliest(): Micros {
    let earliest = this.#first;
    for (let i = 0; i < this.#lateCount; i++) earliest = Math.min(earliest, this.#late[i]);
    return earliest;
  }

  /** How many came out of order. */
  get late(): number {
    return this.#lateCount;
  }

  /** Bytes kept. */
  get bytes(): number {
    return this.#blocks.reduce((sum, block) => sum + block.length, 0) + 8 * this.#late.length;
  }

  /**
   * All of it as a trace, in order.
   *
   * @param zero the instant that becomes 0 (`null`: the earliest); what lies before it is moved to it
   */
  trace(zero: Micros | null): InstantTrace {
    const late = this.#late.slice(0, this.#lateCount).sort();
    const origin = zero ?? this.earliest;
    const span = this.count === 0 ? 0 : Math.max(this.#last, late.at(-1) ?? 0) - origin + 1;
    const blocks = this.#blocks.map((block, i) =>
      i === this.#blocks.length - 1 ? block.subarray(0, this.#used) : block,
    );
    const { count } = this;
    const first = this.#first;
    return { kind: 'instants', span: Math.max(0, span), count, open: () => new Reader(blocks, first, late, origin) };
  }
}

class Reader implements InstantReader {
  readonly #blocks: readonly Uint8Array[];
  readonly #late: Float64Array;
  readonly #origin: Micros;
  #block = 0;
  #byte = 0;
  #nextLate = 0;
  #at: Micros;
  /** The next one in order; Infinity when there are no more. */
  #head: Micros;

  constructor(blocks: readonly Uint8Array[], first: Micros, late: Float64Array, origin: Micros) {
    this.#blocks = blocks;
    this.#late = late;
    this.#origin = origin;
    this.#at = first;
    this.#head = this.#decode();
  }

  #decode(): Micros {
    while (this.#block < this.#blocks.length && this.#byte >= this.#blocks[this.#block].length) {
      this.#block++;
      this.#byte = 0;
    }
    if (this.#block >= this.#blocks.length) return Infinity;
    const block = this.#blocks[this.#block];
    let weight = 1;
    let byte = block[this.#byte++];
    for (; byte >= 128; byte = block[this.#byte++]) {
      this.#at += (byte - 128) * weight;
      weight *= 128;
    }
    this.#at += byte * weight;
    return this.#at;
  }

  read(out: Float64Array): number {
    let n = 0;
    for (; n < out.length; n++) {
      const late = this.#nextLate < this.#late.length ? this.#late[this.#nextLate] : Infinity;
      const instant = Math.min(late, this.#head);
      if (instant === Infinity) break;
      if (late < this.#head) this.#nextLate++;
      else this.#head = this.#decode();
      out[n] = Math.max(0, instant - this.#origin);
    }
    return n;
  }
}
