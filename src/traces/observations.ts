/**
 * Recorded metrics for `headroom decide`: a table of `time,value[,ready]`, the observation log of a run, or the answer of
 * Prometheus to a `query_range`. Times come out in whole microseconds: since 1970 where they are dates, else since the
 * start they were counted from.
 */
import type { Micros } from '../units/quantities.js';
import { readObservedTable } from './observedTable.js';
import { readQueryRange } from './queryRange.js';

export interface ObservedSample {
  readonly at: Micros;
  readonly value: number;
}

export interface ObservedSeries {
  /** The column's name, or the metric's with its labels. */
  readonly name: string;
  readonly samples: readonly ObservedSample[];
}

export interface ObservedMetrics {
  /** Every column but time and ready pods. */
  readonly series: readonly ObservedSeries[];
  /** Ready pods, where they were recorded. */
  readonly ready: readonly ObservedSample[] | null;
  /** `null`: recorded by others. Otherwise the log of a run, whose series are what its autoscaler was told, as they are. */
  readonly log: ObservationLog | null;
}

/** The log of a run, as far as it is about one revision. */
export interface ObservationLog {
  /** All revisions in it, in the order of their first line. */
  readonly revisions: readonly string[];
  /** In the order in which they happened: at one instant it counts. */
  readonly events: readonly ObservedEvent[];
}

/** One line of a run's log; what they mean is in observationLog.ts. */
export type ObservedEvent =
  | { readonly event: 'record'; readonly at: Micros; readonly concurrency: number; readonly requests: number }
  | { readonly event: 'start' | 'deploy' | 'decide' | 'ready'; readonly at: Micros; readonly ready: number }
  | { readonly event: 'reachable' | 'unreachable'; readonly at: Micros };

/**
 * Reads a file's text; a JSON document is a Prometheus answer, anything else a table.
 *
 * @param revision - which one of a log; where it holds one only, that one
 * @throws TraceError with file and line, for what cannot be read, and for a revision that is not there or not said
 */
export function readObservations(text: string, file: string, revision?: string): ObservedMetrics {
  return /^\s*[{[]/.test(text) ? readQueryRange(text, file) : readObservedTable(text, file, revision);
}
