/** Drives a run in slices: between them progress is shown and an interrupt is heard. */
import { SECOND } from '../units/quantities.js';
import type { Micros } from '../units/quantities.js';
import type { Chunks } from '../simulate.js';
import type { FleetRunner, Io } from './io.js';
import { Progress } from './progress.js';

/** What is driven: the part of `Simulation` that is needed here. */
export interface Advancing {
  readonly horizon: Micros;
  readonly now: Micros;
  readonly arrived: number;
  /** `null`: it is one piece. */
  readonly chunks: Pick<Chunks, 'done' | 'size'> | null;
  advance(until: Micros): void;
  /** Ends it before its horizon: nothing that was counted is left out. */
  end(): void;
}

/** Wall time a slice should take, in milliseconds: short enough for Ctrl-C, long enough to cost nothing. */
const SLICE_MS = 40;
/** Before anything is known of the run's speed: a second of it may hold thousands of requests, or none. */
const FIRST_SLICE = 10 * SECOND;
/** Slices grow and shrink by at most this factor. */
const PACE = 4;

/** Runs to the horizon, or to the end of the slice in which the user interrupted. */
export async function drive(run: Advancing, io: Io, quiet: boolean): Promise<{ readonly interrupted: boolean }> {
  let interrupted = false;
  const stopListening = io.onInterrupt(() => (interrupted = true));
  const progress = new Progress(io, run.horizon, quiet);
  const least = Math.min(SECOND, Math.ceil(run.horizon / 20_000));
  let slice = Math.min(FIRST_SLICE, Math.ceil(run.horizon / 1000));
  try {
    while (run.now < run.horizon && !interrupted) {
      const from = io.now();
      run.advance(Math.min(run.horizon, run.now + slice));
      slice = Math.max(least, next(slice, io.now() - from));
      if (run.chunks === null) progress.show(run.now, run.arrived);
      else progress.showServices(run.chunks.done, run.chunks.size, run.arrived, run.chunks.done / run.chunks.size);
      await io.pause();
    }
  } finally {
    progress.clear();
    stopListening();
  }
  if (!interrupted || run.now === run.horizon) return { interrupted: false };
  run.end();
  return { interrupted: true };
}

/** Simulates a fleet on several threads, or what of it comes before the first gap when the user interrupts. */
export async function driveFleet(
  chunks: Chunks,
  runner: FleetRunner,
  io: Io,
  quiet: boolean,
): Promise<{ readonly interrupted: boolean }> {
  const stop = new AbortController();
  const stopListening = io.onInterrupt(() => stop.abort());
  const progress = new Progress(io, 0, quiet);
  try {
    const show: Parameters<FleetRunner['run']>[1] = ({ services, requests, share }) =>
      progress.showServices(services, chunks.size, requests, share);
    await runner.run(chunks, show, stop.signal);
  } finally {
    progress.clear();
    stopListening();
    await runner.close();
  }
  return { interrupted: chunks.done < chunks.size };
}

function next(slice: Micros, took: number): Micros {
  const factor = Math.min(PACE, Math.max(1 / PACE, SLICE_MS / Math.max(took, 1)));
  return Math.round(slice * factor);
}
