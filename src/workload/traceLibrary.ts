import type { Distribution } from '../random/distribution.js';
import type { Bytes, Micros } from '../units/quantities.js';
import type { FleetSettings } from './fleet.js';
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

/** One service of a fleet that a trace describes. */
export interface FleetRow {
  /** What the service is called. */
  readonly name: string;
  /** What its arrivals are opened by: `open({ ...ref of the fleet, select })`. */
  readonly select: string;
  /** Invocations in the whole trace. */
  readonly total: number;
  /** `null`: the trace does not say. */
  readonly serviceTime: Distribution | null;
  /** What it allocated; `null`: the trace does not say. */
  readonly memory: Bytes | null;
}

/** The traces a scenario refers to, already read: opening one is synchronous. */
export interface TraceLibrary {
  /** @throws RangeError when there is no such trace or no such series in it */
  open(ref: TraceRef): Trace;
  /** The services of a fleet, where the scenario has one from a trace. */
  fleet?(): readonly FleetRow[];
  /** Settings of a population to draw from, where the scenario's fleet names a file of them. */
  settings?(): readonly FleetSettings[];
  /** What was assumed, ignored or wrong in the files: goes into the result. */
  readonly notes?: readonly { readonly where: string; readonly text: string }[];
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
