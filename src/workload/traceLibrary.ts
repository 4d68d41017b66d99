import type { Micros } from '../units/quantities.js';
import type { TraceRef } from './recipe.js';

/** Arrivals counted per interval: how many, not when. Interval i is [i, i + 1) x `interval`. */
export interface CountTrace {
  readonly kind: 'counts';
  readonly interval: Micros;
  readonly counts: ArrayLike<number>;
}

/** Arrivals with their instants, in microseconds from the start of the trace. */
export interface InstantTrace {
  readonly kind: 'instants';
  /** How long the trace is: all instants are below it. */
  readonly span: Micros;
  readonly count: number;
  /** A new reader, from the first instant on. */
  open(): InstantReader;
}

export interface InstantReader {
  /** Writes the next instants, never falling, into `out`; returns how many, 0 at the end. */
  read(out: Float64Array): number;
}

export type Trace = CountTrace | InstantTrace;

/** The traces a scenario refers to, already read: opening one is synchronous. */
export interface TraceLibrary {
  /** @throws RangeError when there is no such trace or no such series in it */
  open(ref: TraceRef): Trace;
}

/** For scenarios without traces. */
export const NO_TRACES: TraceLibrary = {
  open(ref) {
    throw new RangeError(`trace.file = ${ref.file}, must have been read before the run`);
  },
};

/** How long a trace is. */
export function spanOf(trace: Trace): Micros {
  return trace.kind === 'counts' ? trace.interval * trace.counts.length : trace.span;
}
