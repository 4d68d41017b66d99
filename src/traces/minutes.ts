import { MINUTE, type Micros } from '../units/quantities.js';
import { spanOf, type Trace } from '../workload/traceLibrary.js';

/** How many arrivals fall into each whole interval of `width`; what is left at the end is not counted. */
export function countsOf(trace: Trace, width: Micros = MINUTE): Float64Array {
  const counts = new Float64Array(Math.max(1, Math.floor(spanOf(trace) / width)));
  if (trace.kind === 'counts') {
    for (let i = 0; i < trace.counts.length; i++)
      spread(counts, trace.counts[i], (i * trace.interval) / width, trace.interval / width);
    return counts;
  }
  eachInstant(trace, (at) => {
    const i = Math.floor(at / width);
    if (i < counts.length) counts[i]++;
  });
  return counts;
}

/** A count over [from, from + length) in units of the width, evenly. */
function spread(counts: Float64Array, count: number, from: number, length: number): void {
  for (let i = Math.floor(from); i < from + length && i < counts.length; i++) {
    const share = (Math.min(i + 1, from + length) - Math.max(i, from)) / length;
    counts[i] += count * share;
  }
}

const BLOCK = 4096;

/** Calls back for every instant, in order. */
export function eachInstant(trace: Extract<Trace, { kind: 'instants' }>, onInstant: (at: Micros) => void): void {
  const reader = trace.open();
  const block = new Float64Array(BLOCK);
  for (let n = reader.read(block); n > 0; n = reader.read(block)) for (let i = 0; i < n; i++) onInstant(block[i]);
}
