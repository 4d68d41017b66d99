import { Instants } from './instants.js';
import type { ArrivalStream } from './stream.js';

/** All arrivals of all parts, in order; at equal times those of the earlier part come first. */
export function merged(parts: readonly ArrivalStream[]): ArrivalStream {
  const heads = parts.map((part) => new Instants(part));
  return {
    fill(out) {
      let n = 0;
      for (; n < out.length; n++) {
        const first = earliest(heads);
        if (first === null) break;
        out[n] = first.take();
      }
      return n;
    },
  };
}

/** A scan: there are a handful of parts. */
function earliest(heads: readonly Instants[]): Instants | null {
  let first: Instants | null = null;
  for (const head of heads) if (head.head < (first === null ? Infinity : first.head)) first = head;
  return first;
}
