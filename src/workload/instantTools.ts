import type { Source } from '../random/source.js';
import type { Micros } from '../units/quantities.js';
import { Instants, streamOf } from './instants.js';
import type { ArrivalStream } from './stream.js';

/** Every instant mapped by a function that never falls; those below `from` are dropped, the stream ends at `to`. */
export function mapped(
  stream: ArrivalStream,
  map: (instant: Micros) => Micros,
  from: Micros,
  to: Micros,
): ArrivalStream {
  const instants = new Instants(stream);
  return streamOf(() => {
    for (;;) {
      const instant = instants.take();
      if (instant === Infinity) return Infinity;
      const there = map(instant);
      if (there >= to) return Infinity;
      if (there >= from) return there;
    }
  });
}

/** Each arrival kept with this probability. */
export function thinned(stream: ArrivalStream, keep: number, source: Source): ArrivalStream {
  const instants = new Instants(stream);
  return streamOf(() => {
    for (;;) {
      const instant = instants.take();
      if (instant === Infinity || source.next() < keep) return instant;
    }
  });
}

/** `times` streams after each other, each `span` after the one before; the k-th is opened when its turn comes. */
export function inTurn(open: (k: number) => ArrivalStream, span: Micros, times: number): ArrivalStream {
  let k = 0;
  let current = times > 0 ? new Instants(open(0)) : null;
  return streamOf(() => {
    while (current !== null) {
      const instant = current.take();
      if (instant < span) return instant + k * span;
      k++;
      current = k < times ? new Instants(open(k)) : null;
    }
    return Infinity;
  });
}

/**
 * Arrivals within [from, to) multiplied: each stays, vanishes or gets copies, `by` in the mean. Copies are spread over
 * the gap to the next arrival (or the end of the window), so that more traffic means denser traffic, not batches.
 */
export function multipliedInstants(
  stream: ArrivalStream,
  by: number,
  from: Micros,
  to: Micros,
  source: Source,
): ArrivalStream {
  const instants = new Instants(stream);
  /** Copies still to be given, all in the gap [at, at + gap], and the gap itself. */
  let copies = 0;
  let at = 0;
  let end = 0;
  return streamOf(() => {
    for (;;) {
      if (copies > 0) return (at = between(at, end, copies--, source));
      const instant = instants.take();
      if (instant < from || instant >= to) return instant;
      const number = Math.floor(by + source.next());
      if (number === 0) continue;
      copies = number - 1;
      at = instant;
      end = Math.min(instants.head === Infinity ? instant : instants.head, to - 1);
      return instant;
    }
  });
}

/** The least of `n` uniform points in [from, to], in whole microseconds. */
function between(from: Micros, to: Micros, n: number, source: Source): Micros {
  let least = 1;
  for (let i = 0; i < n; i++) least = Math.min(least, source.next());
  return Math.floor(from + least * (to - from));
}
