import type { Bill, BillLine } from '../billing/bill.js';
import type { AlertOutcome } from '../slo/alerts.js';
import type { SloOutcome } from '../slo/evaluate.js';
import type { Isolation } from './isolation.js';
import type { Moment } from './moment.js';

/**
 * The result document: the contract that scripts rely on. Additive changes only; readers ignore fields they do not
 * know. Durations in seconds, rates per second, fractions 0..1, money as decimal text with its currency. `null` =
 * nothing observed, `0` = observed zero, never NaN.
 */
export interface ResultDocument {
  readonly schemaVersion: 1;
  readonly headroomVersion: string;
  readonly modelVersion: number;
  readonly seed: number;
  readonly scenarioHash: string;
  readonly inputs: readonly { readonly file: string; readonly sha256: string }[];
  /** The resolved scenario as a person could write it: itself runnable. */
  readonly scenario: unknown;
  readonly horizon: number;
  readonly warmup: number;
  /** Simulated seconds reached when the run was stopped early; `null`: it ran to the horizon. */
  readonly stoppedAt: number | null;
  readonly assumptions: readonly { readonly where: string; readonly text: string }[];
  readonly services: readonly ServiceResult[];
  readonly totals: Figures;
  readonly nodes: readonly NodeGroupResult[];
  readonly bills: readonly BillResult[];
  readonly slos: readonly SloOutcome[];
  readonly thresholds: readonly ThresholdResult[];
  readonly timeline: Timeline;
  /** For heat maps; not of fleets of more than 20 services. */
  readonly latencyBands?: LatencyBands;
  /** Why requests were cold, refused, timed out or failed, by service and interval of the timeline. */
  readonly causes?: readonly CauseSeries[];
  /** The same of each revision, where a service has several. */
  readonly revisionCauses?: readonly RevisionCauseSeries[];
  /** What went wrong on purpose; absent in a scenario without faults. The first 2,000 are told. */
  readonly faults?: Faults;
  /** How far the faults reached, where that was asked for. */
  readonly isolation?: Isolation;
  /** How things stood at an instant that was asked for. */
  readonly moment?: Moment;
  /** Only after several replications: then every number in this document is the mean over them. */
  readonly replications?: Replications;
  /** By the path of the figure (`totals.latency.p99`): how well its mean is known. */
  readonly intervals?: Readonly<Record<string, FigureInterval>>;
}

/** How many requests ended in each band of latency, by column of time (counted to 0.4 % of the bounds). */
export interface LatencyBands {
  /** Seconds of a column; the last one may be shorter. */
  readonly interval: number;
  /** Seconds: where the first band begins. */
  readonly from: number;
  /** Seconds: where each band ends; a last band without a bound is open. */
  readonly bounds: readonly number[];
  /** `totals` first where there are several services. Counts by column and band. */
  readonly scopes: readonly { readonly name: string; readonly counts: readonly (readonly number[])[] }[];
}

/** What is known of the mean of a figure. */
export interface FigureInterval {
  readonly mean: number;
  /** `null`: one replication says nothing of it, or the interval is not symmetric. */
  readonly halfWidth: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Replications (or batches) in which the figure was observed. */
  readonly n: number;
  /** `t`: Student's t over replications · `batch-means`: over batches of one run · `none-seen`: 0 in all of them, `high` is what could still be · `single`: one value. */
  readonly method: 't' | 'batch-means' | 'none-seen' | 'single';
  /** Only with uncertain inputs: half-widths by where they come from. More replications narrow `seed` alone. */
  readonly parts?: { readonly seed: number; readonly inputs: number };
}

export interface Replications {
  readonly count: number;
  /** Confidence of all intervals. */
  readonly level: number;
  readonly analysis: 'terminating' | 'steady-state';
  readonly method: 'replications' | 'batch-means';
  /** How the warm-up came about. */
  readonly warmup: { readonly seconds: number; readonly method: 'given' | 'mser-5' };
  /** Quantiles over all requests of all replications together; the figures are means of each replication's own. */
  readonly pooled: Readonly<Record<string, number | null>>;
  /** Relative half-widths that were asked for, and what was reached. */
  readonly precision?: readonly {
    readonly figure: string;
    readonly asked: number;
    readonly reached: number | null;
    readonly met: boolean;
  }[];
  /** Inputs that were given as ranges. */
  readonly inputs?: readonly UncertainInput[];
  /** What defaults that nobody gave would change, largest first. */
  readonly sensitivity?: readonly Sensitivity[];
  /** Replications that could not be simulated. */
  readonly failures?: readonly { readonly id: string; readonly error: string }[];
}

export interface UncertainInput {
  readonly path: string;
  readonly low: string;
  readonly high: string;
}

export interface Sensitivity {
  readonly input: string;
  /** What was assumed, in words. */
  readonly assumed: string;
  /** Relative change of each figure when the input is halved and doubled; `null`: not observed or 0 before. */
  readonly changes: readonly {
    readonly figure: string;
    readonly halved: number | null;
    readonly doubled: number | null;
  }[];
}

/** How often one cause occurred over time. The counts add up to the service's own. */
export interface CauseSeries {
  readonly service: string;
  readonly kind: 'cold' | 'phase' | 'refused' | 'timedOut' | 'failed';
  readonly cause: string;
  /** Number of the interval in which the requests ended (from 0), and how many; intervals without any are left out. */
  readonly counts: readonly (readonly [interval: number, count: number])[];
}

export interface RevisionCauseSeries extends CauseSeries {
  readonly revision: string;
}

export interface Faults {
  readonly omitted: number;
  /** Kinds that hit each service; services that none hit are left out. */
  readonly hits: Readonly<Record<string, readonly string[]>>;
  readonly entries: readonly FaultEntry[];
}

/** One time that a fault happened. */
export interface FaultEntry {
  readonly at: number;
  /** `null`: over at once, or not before the run ends. */
  readonly until: number | null;
  readonly kind: string;
  readonly target: string | null;
  /** Services that it hit; empty: it found nothing to hit. */
  readonly services: readonly string[];
  /** Pods that it hit. */
  readonly pods: number;
}

export interface ServiceResult extends Figures {
  readonly name: string;
  readonly revisions: readonly string[];
  /** Only where there are several, in their order. A request counts where it was tried last: counts add up. */
  readonly byRevision?: readonly RevisionResult[];
  /** Changes of what was wanted, each with its reason; thinned evenly past 2,000 (see `omitted`). */
  readonly decisions: { readonly omitted: number; readonly entries: readonly DecisionEntry[] };
}

export interface RevisionResult extends Figures {
  readonly name: string;
}

export interface DecisionEntry {
  readonly at: number;
  readonly revision: string;
  readonly desired: number;
  /** What the reconciler made of it: pods asked for after bounds and the scale-to-zero machine. */
  readonly wanted: number;
  readonly ready: number;
  readonly stable: number;
  readonly panic: number;
  readonly inPanic: boolean;
  readonly excessBurstCapacity: number;
  readonly mode: 'serve' | 'proxy';
  /** In words. */
  readonly reason: string;
}

export interface Counts {
  readonly arrived: number;
  readonly completed: number;
  readonly refused: number;
  readonly timedOut: number;
  readonly failed: number;
  readonly inFlight: number;
}

/** What is measured for a service and, the same, over all services. */
export interface Figures {
  readonly requests: Counts;
  readonly attempts: Counts;
  readonly coldStarts: {
    readonly requests: number;
    /** Of the completed requests. */
    readonly rate: number | null;
    readonly byCause: Readonly<Record<string, number>>;
    readonly byPhase: Readonly<Record<string, number>>;
    readonly queuedDuringScaleUp: number;
  };
  /** Why requests were refused, timed out or failed. */
  readonly failures: {
    readonly refused: Readonly<Record<string, number>>;
    readonly timedOut: Readonly<Record<string, number>>;
    readonly failed: Readonly<Record<string, number>>;
  };
  /** Every request that ended, a timeout at the time it waited. */
  readonly latency: Quantiles;
  readonly latencyCompleted: Quantiles;
  /** Time until a pod began to execute it, of requests that were begun. */
  readonly wait: Quantiles;
  /** Of all that ended, the share without a good answer. */
  readonly unansweredShare: number | null;
  readonly pods: {
    readonly started: number;
    /** Time-weighted mean of pods that exist (starting, ready or draining). */
    readonly mean: number;
    readonly max: number;
    readonly podSeconds: number;
    readonly busySeconds: number;
    /** Containers that ended and were started again inside their pods; absent: none. */
    readonly restarts?: number;
  };
  readonly startup: {
    readonly count: number;
    readonly mean: number | null;
    readonly p50: number | null;
    readonly p95: number | null;
    readonly p99: number | null;
    /** Mean seconds by phase. */
    readonly phases: Readonly<Record<string, number>>;
  };
  readonly autoscaler: {
    readonly decisions: number;
    readonly panicSeconds: number;
    readonly panics: number;
    readonly scaleToZero: number;
  };
}

export interface Quantiles {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
}

export interface NodeGroupResult {
  readonly group: string;
  readonly kind: string;
  readonly meanNodes: number;
  readonly maxNodes: number;
  readonly nodeSeconds: number;
  /** Of what pods can have of the nodes that are paid for, the share that pods asked for. */
  readonly cpuAllocated: number | null;
  readonly memoryAllocated: number | null;
  /** Nodes that the cluster autoscaler asked for, and sent away because nobody needed them. */
  readonly requested?: number;
  readonly removed?: number;
  /** Spot nodes that were given notice, and nodes that were lost without one. */
  readonly reclaimed?: number;
  readonly lost?: number;
}

export type { BillLine };

/** The run under one tariff. */
export interface BillResult extends Bill {
  /** Only where the scenario says what a month is made of. */
  readonly month?: MonthResult;
}

/** What a month costs under a tariff, put together from spans of the run. */
export interface MonthResult {
  readonly days: number;
  readonly metered: string;
  readonly capacity: string | null;
  readonly lines: readonly BillLine[];
  /** SLA credits for what the month keeps of each promise, not part of `metered`; only where a promise has a price. */
  readonly credits?: readonly BillLine[];
  /** Metered and credits; only with `credits`. */
  readonly total?: string;
  /** Each part: a span of the run and how often a month has it. */
  readonly parts: readonly { readonly name: string; readonly seconds: number; readonly times: number }[];
}

export type { AlertOutcome as SloAlertResult, SloOutcome as SloResult };

export interface ThresholdResult {
  readonly expression: string;
  readonly figure: string;
  readonly value: number | null;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  /** Why it is inconclusive, or has a verdict without a value. */
  readonly why?: string;
}

export interface Timeline {
  /** Seconds. */
  readonly interval: number;
  readonly series: readonly Series[];
  /**
   * Of services with several revisions, the same figures of each: `<service>.revisions.<revision>.<figure>`. Requests that
   * are tried again at another revision arrive at both.
   */
  readonly revisionSeries?: readonly Series[];
}

export interface Series {
  /** `<service>.<figure>`, or `totals.<figure>`. */
  readonly name: string;
  readonly unit: string;
  /** `level`: time-weighted mean over the interval · `count`: events in it · `rate`: per second · `quantile`: of those that ended in it · `state`: share of the interval. */
  readonly kind: 'level' | 'count' | 'rate' | 'quantile' | 'state';
  readonly values: readonly (number | null)[];
}
