/** The unit of work of every experiment: one replication of one variant of a scenario. */
import type { ResultDocument } from '../result/document.js';
import type { HistogramRecord } from '../stats/histogram.js';

/** JSON-safe, so that it can cross to a thread, a queue or a file. */
export interface Task {
  /** Unique in the experiment and the same in every run of it, e.g. `p0003/r07`. */
  readonly id: string;
  /** The scenario as a file that resolves by itself: what `writtenScenario` gives. */
  readonly scenario: unknown;
  /** Where trace files of the scenario are looked for. */
  readonly folder: string;
  /** Independent repetition, from 0; the same number means the same random numbers in every variant. */
  readonly replication: number;
  /** What to bring home beside the figures. @default figures alone */
  readonly bring?: Bring;
}

export interface Bring {
  /** The whole result document. */
  readonly result?: boolean;
  /** Histograms of all latencies, so that quantiles over several replications can be taken. */
  readonly latencies?: boolean;
  /** Level of requests in the system over the run, all services together: a warm-up is found in it. */
  readonly inSystem?: boolean;
  /** So many batches of equal length after the warm-up, each with its own means. */
  readonly batches?: number;
}

/** What one task answered: figures by the path they are addressed with, e.g. `services.checkout.p99`. */
export interface Answer {
  readonly id: string;
  /** In the units of the result document; `null` where there is nothing to say (no request, no bill). */
  readonly figures: Readonly<Record<string, number | null>>;
  /** Each only where the task asked for it (see {@link Bring}). */
  readonly result?: ResultDocument;
  /** By scope: `totals`, `services.checkout`. */
  readonly latencies?: Readonly<Record<string, HistogramRecord>>;
  readonly inSystem?: readonly number[];
  /** One record for each batch; only figures that are sums, means and shares of them. */
  readonly batches?: readonly Readonly<Record<string, number | null>>[];
}

/** A task that could not be answered after all its tries. */
export interface Failure {
  readonly id: string;
  readonly error: string;
}

/**
 * Answers tasks somewhere: in this thread, in worker threads, or on other machines. The order of arrival is free;
 * whoever reads sorts by task, so that results do not depend on how many work.
 */
export interface Runner {
  run(tasks: Iterable<Task>, heard: (outcome: Answer | Failure) => void, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
