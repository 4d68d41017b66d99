import type { ArrivalStream } from './stream.js';

const BLOCK = 256;

/** Reads a stream one arrival at a time, in blocks underneath. */
export class Instants {
  readonly #stream: ArrivalStream;
  readonly #block = new Float64Array(BLOCK);
  #next = 0;
  #filled = 0;
  /** The next arrival; Infinity when there are no more. */
  head: number;

  constructor(stream: ArrivalStream) {
    this.#stream = stream;
    this.head = this.#pull();
  }

  /** Takes the head. */
  take(): number {
    const taken = this.head;
    this.head = this.#pull();
    return taken;
  }

  #pull(): number {
    if (this.#next < this.#filled) return this.#block[this.#next++];
    this.#filled = this.#stream.fill(this.#block);
    this.#next = 1;
    return this.#filled === 0 ? Infinity : this.#block[0];
  }
}

/** A stream made of one arrival after the other: `next` gives Infinity at the end, and then no more. */
export function streamOf(next: () => number): ArrivalStream {
  let ended = false;
  return {
    fill(out) {
      let n = 0;
      while (!ended && n < out.length) {
        const instant = next();
        if (instant === Infinity) ended = true;
        else out[n++] = instant;
      }
      return n;
    },
  };
}
