/**
 * The figures of a result that have a name: what thresholds, sweeps, comparisons, the TUI and the report address.
 *
 * - `totals.<figure>` and `services.<name>.<figure>`: {@link SERVICE_FIGURES}; `totals.` may be left out
 * - `services.<name>.revisions.<revision>.<figure>`: the same, where a service has several revisions
 * - `bills.<tariff>.<figure>`: {@link BILL_FIGURES}; `cost.<figure>` is the first bill, `cost` what it meters
 * - `slo.<service>.<name>.<figure>`: {@link SLO_FIGURES}; `totals` stands for all services together
 * - `nodes.<group>.<figure>`: {@link NODE_FIGURES}
 * - short forms: {@link ALIASES}, such as `p99` and `services.checkout.p99`
 */
import { COLD_CAUSES, FAILURE_CAUSES, REFUSAL_CAUSES, TIMEOUT_CAUSES, WAIT_PHASES } from '../platform/causes.js';
import { PHASES } from '../platform/recipe.js';

/** `s` seconds, `share` 0..1, `ratio` a bare number such as a burn rate, `money` in the bill's currency. */
export type FigureUnit = 's' | 'count' | 'share' | 'ratio' | 'money';

export interface Figure {
  /** Within its scope: `latency.p99`. */
  readonly path: string;
  readonly title: string;
  readonly unit: FigureUnit;
  /** Which way is good; `null`: neither. */
  readonly better: 'lower' | 'higher' | null;
  /** Relative error of the estimator: a quantile of a histogram is a bucket's bound. */
  readonly error: number;
}

/** A quantile's bucket is at most this wide, relative to its value. */
const QUANTILE_ERROR = 0.005;

type Better = Figure['better'];

function figure(path: string, title: string, unit: FigureUnit, better: Better, error = 0): Figure {
  return { path, title, unit, better, error };
}

function counts(what: 'requests' | 'attempts'): readonly Figure[] {
  return [
    figure(`${what}.arrived`, `${what} that arrived`, 'count', null),
    figure(`${what}.completed`, `${what} completed`, 'count', 'higher'),
    figure(`${what}.refused`, `${what} refused`, 'count', 'lower'),
    figure(`${what}.timedOut`, `${what} timed out`, 'count', 'lower'),
    figure(`${what}.failed`, `${what} failed`, 'count', 'lower'),
    figure(`${what}.inFlight`, `${what} in flight at the end`, 'count', null),
  ];
}

const QUANTILES = ['p50', 'p90', 'p95', 'p99', 'p999'] as const;

function quantiles(what: string, title: string): readonly Figure[] {
  return [
    figure(`${what}.mean`, `mean ${title}`, 's', 'lower'),
    ...QUANTILES.map((p) => figure(`${what}.${p}`, `${p} ${title}`, 's', 'lower', QUANTILE_ERROR)),
    figure(`${what}.max`, `longest ${title}`, 's', 'lower'),
  ];
}

function each(under: string, keys: readonly string[], title: string, unit: FigureUnit): readonly Figure[] {
  return keys.map((key) => figure(`${under}.${key}`, `${title}: ${key}`, unit, 'lower'));
}

/** Of a service, and of all of them together. */
export const SERVICE_FIGURES: readonly Figure[] = [
  ...counts('requests'),
  ...counts('attempts'),
  figure('coldStarts.requests', 'cold requests', 'count', 'lower'),
  figure('coldStarts.rate', 'cold-start rate', 'share', 'lower'),
  figure('coldStarts.queuedDuringScaleUp', 'requests queued during a scale-up', 'count', 'lower'),
  ...each('coldStarts.byCause', COLD_CAUSES, 'cold requests by cause', 'count'),
  ...each('coldStarts.byPhase', WAIT_PHASES, 'cold requests by phase', 'count'),
  ...each('failures.refused', REFUSAL_CAUSES, 'refused', 'count'),
  ...each('failures.timedOut', TIMEOUT_CAUSES, 'timed out', 'count'),
  ...each('failures.failed', FAILURE_CAUSES, 'failed', 'count'),
  ...quantiles('latency', 'latency'),
  ...quantiles('latencyCompleted', 'latency of completed requests'),
  ...quantiles('wait', 'wait'),
  figure('unansweredShare', 'share without a good answer', 'share', 'lower'),
  figure('pods.started', 'pods started', 'count', null),
  figure('pods.mean', 'mean pods', 'ratio', 'lower'),
  figure('pods.max', 'most pods', 'count', 'lower'),
  figure('pods.podSeconds', 'pod-seconds', 's', 'lower'),
  figure('pods.busySeconds', 'busy pod-seconds', 's', null),
  figure('startup.count', 'pods that became ready', 'count', null),
  figure('startup.mean', 'mean start-up', 's', 'lower'),
  ...(['p50', 'p95', 'p99'] as const).map((p) => figure(`startup.${p}`, `${p} start-up`, 's', 'lower', QUANTILE_ERROR)),
  ...each('startup.phases', PHASES, 'mean start-up phase', 's'),
  figure('autoscaler.decisions', 'decisions', 'count', null),
  figure('autoscaler.panicSeconds', 'time in panic', 's', null),
  figure('autoscaler.panics', 'panics', 'count', null),
  figure('autoscaler.scaleToZero', 'times scaled to zero', 'count', null),
];

/** Short forms, usable wherever the long one is: `p99`, `services.checkout.p99`. */
export const ALIASES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(QUANTILES.map((p) => [p, `latency.${p}`])),
  coldStartRate: 'coldStarts.rate',
  errorRate: 'unansweredShare',
  podSeconds: 'pods.podSeconds',
};

export const BILL_FIGURES: readonly Figure[] = [
  figure('metered', 'metered cost', 'money', 'lower'),
  figure('capacity', 'capacity cost', 'money', 'lower'),
  figure('capacityAllocated', "capacity cost that pods' requests account for", 'money', 'lower'),
  figure('capacityMarginal', 'capacity cost that can leave', 'money', null),
  figure('total', 'metered cost and SLA credits', 'money', 'lower'),
  figure('perMillionRequests', 'cost per million requests', 'money', 'lower'),
  figure('perHour', 'cost per hour', 'money', 'lower'),
  figure('shares.busy', 'busy share of the bill', 'share', 'higher'),
  figure('shares.idle', 'idle share of the bill', 'share', 'lower'),
  figure('shares.coldStart', 'cold-start share of the bill', 'share', 'lower'),
  figure('shares.rounding', 'rounding share of the bill', 'share', 'lower'),
  figure('month.metered', 'metered cost of a month', 'money', 'lower'),
  figure('month.total', 'metered cost and SLA credits of a month', 'money', 'lower'),
  figure('month.capacity', 'capacity cost of a month', 'money', 'lower'),
];

export const SLO_FIGURES: readonly Figure[] = [
  figure('sli', 'good requests', 'share', 'higher'),
  figure('valid', 'valid events', 'count', null),
  figure('bad', 'bad events', 'count', 'lower'),
  figure('burnRate', 'burn rate', 'ratio', 'lower'),
  figure('budgetSpent', 'error budget spent', 'share', 'lower'),
  figure('budgetLeft', 'error budget left', 'share', 'higher'),
  figure('exhaustedIn', 'time until the budget is gone', 's', 'higher'),
  figure('credit', 'SLA credit due', 'share', 'lower'),
  figure('pages', 'pages that fired', 'count', 'lower'),
  figure('tickets', 'tickets that fired', 'count', 'lower'),
];

export const NODE_FIGURES: readonly Figure[] = [
  figure('meanNodes', 'mean nodes', 'ratio', 'lower'),
  figure('maxNodes', 'most nodes', 'count', 'lower'),
  figure('nodeSeconds', 'node-seconds', 's', 'lower'),
  figure('cpuAllocated', 'share of CPU allocated', 'share', 'higher'),
  figure('memoryAllocated', 'share of memory allocated', 'share', 'higher'),
  figure('requested', 'nodes asked for', 'count', 'lower'),
  figure('removed', 'nodes sent away', 'count', null),
  figure('reclaimed', 'spot nodes reclaimed', 'count', 'lower'),
  figure('lost', 'nodes lost', 'count', 'lower'),
];
