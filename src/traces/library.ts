import type { Distribution } from '../random/distribution.js';
import type { TraceRef } from '../workload/recipe.js';
import type { Trace, TraceLibrary } from '../workload/traceLibrary.js';
import type { Bytes } from './bytes.js';
import { Collector, type Found } from './collector.js';
import { durationsSeen } from './durations.js';
import type { TraceReport } from './ledger.js';
import { readTrace } from './read.js';
import { TraceError } from './traceError.js';

/** Opens a file by the name a scenario gives it. */
export type OpenBytes = (file: string) => Bytes;

/** Traces in memory: counts as counts, instants in 2 to 4 bytes each (8 where they come out of order). */
export interface LoadedTraces extends TraceLibrary {
  /** One for each file. */
  readonly reports: readonly TraceReport[];
  /** The durations of the requests of a trace as a distribution; null where the file does not say any. */
  serviceTime(ref: TraceRef): Distribution | null;
}

export interface LoadOptions {
  /** The share of rows that may be bad, 0..1. @default 0.01 */
  readonly badShare?: number;
  /** Told how many bytes (as stored) of which file have been read. */
  readonly onBytes?: (file: string, read: number) => void;
}

/**
 * Reads every file that is referred to, once, and keeps what the references select.
 *
 * @throws TraceError when a file cannot be used
 */
export async function loadTraces(
  refs: readonly TraceRef[],
  openBytes: OpenBytes,
  { badShare = 0.01, onBytes }: LoadOptions = {},
): Promise<LoadedTraces> {
  const loaded = new Map<string, Loaded>();
  const reports: TraceReport[] = [];
  for (const [file, group] of grouped(refs)) {
    const collector = new Collector(group.map((ref) => ref.select));
    const { report, format } = await readTrace(file, openBytes(file), collector, {
      badShare: group[0].badRows ?? badShare,
      onBytes: (read) => onBytes?.(file, read),
      format: group[0].format,
    });
    reports.push(report);
    for (const ref of group) loaded.set(keyOf(ref), loadedFrom(ref, collector, format.start));
  }
  return {
    reports,
    open: (ref) => entry(loaded, ref).trace,
    serviceTime: (ref) => entry(loaded, ref).serviceTime,
  };
}

interface Loaded {
  readonly trace: Trace;
  readonly serviceTime: Distribution | null;
}

function loadedFrom(ref: TraceRef, collector: Collector, start: Parameters<Found['trace']>[0]): Loaded {
  const found = collector.result(ref.select);
  const trace = typeof found === 'string' ? found : found.trace(start);
  if (typeof trace === 'string') throw new TraceError(ref.file, null, trace);
  if (trace === null || typeof found === 'string') throw new TraceError(ref.file, null, 'holds no requests');
  return { trace, serviceTime: durationsSeen(found.durations) };
}

function grouped(refs: readonly TraceRef[]): Map<string, TraceRef[]> {
  const groups = new Map<string, TraceRef[]>();
  for (const ref of refs) groups.set(ref.file, [...(groups.get(ref.file) ?? []), ref]);
  return groups;
}

function keyOf({ file, select }: TraceRef): string {
  return `${file}\n${select ?? ''}\n${select === null}`;
}

function entry(loaded: ReadonlyMap<string, Loaded>, ref: TraceRef): Loaded {
  const found = loaded.get(keyOf(ref));
  if (found === undefined) throw new RangeError(`trace.file = ${ref.file}, must have been read before the run`);
  return found;
}
