import { ActivatorStatsTable, RequestStatsTable } from '../knative/requestStats.js';
import type { Outcome } from './outcome.js';
import { Comparison, within } from './outcome.js';

/** `stats.json`: request statistics of queue-proxies and of activators. */
export interface StatsFile {
  readonly requestStats: readonly { readonly name: string; readonly ops: readonly RequestOp[] }[];
  readonly activatorReporter: readonly { readonly name: string; readonly ops: readonly ReporterOp[] }[];
}

type RequestOp =
  | { readonly op: 'in' | 'out' | 'proxiedIn' | 'proxiedOut'; readonly tMs: number }
  | { readonly op: 'report'; readonly tMs: number; readonly report: Report };

interface Report {
  readonly averageConcurrency: number;
  readonly averageProxiedConcurrency: number;
  readonly requestCount: number;
  readonly proxiedRequestCount: number;
}

type ReporterOp =
  | { readonly op: 'in' | 'out'; readonly tMs: number; readonly rev: string; readonly messages?: readonly Message[] }
  | { readonly op: 'report'; readonly tMs: number; readonly messages?: readonly Message[] };

interface Message {
  readonly averageConcurrentRequests: number;
  readonly requestCount: number;
  readonly rev: string;
}

/** One comparison per sequence; averages to 1e-9. */
export function checkStats(file: StatsFile): Outcome {
  const comparison = new Comparison();
  const near = within(1e-9);
  for (const { name, ops } of file.requestStats) {
    const recorded = ops.flatMap((op) => (op.op === 'report' ? [op.report] : []));
    comparison.expect(
      () => name,
      recorded,
      () => reports(ops),
      near,
    );
  }
  for (const { name, ops } of file.activatorReporter) {
    const recorded = ops.map((op) => sorted(op.messages ?? []));
    comparison.expect(
      () => name,
      recorded,
      () => messages(ops),
      near,
    );
  }
  return comparison.outcome();
}

function reports(ops: readonly RequestOp[]): Report[] {
  const stats = new RequestStatsTable(1);
  const answers: Report[] = [];
  let now = 0;
  for (const op of ops) {
    now = Math.max(now, op.tMs * 1000); // time that runs backwards counts for nothing
    if (op.op === 'report') {
      stats.report(0, now);
      const { averageConcurrency, averageProxiedConcurrency, requestCount, proxiedRequestCount } = stats;
      answers.push({ averageConcurrency, averageProxiedConcurrency, requestCount, proxiedRequestCount });
    } else if (op.op === 'in' || op.op === 'proxiedIn') {
      stats.enter(0, now, op.op === 'proxiedIn');
    } else {
      stats.exit(0, now, op.op === 'proxiedOut');
    }
  }
  return answers;
}

function messages(ops: readonly ReporterOp[]): Message[][] {
  const revisions = [...new Set(ops.flatMap((op) => (op.op === 'report' ? [] : [op.rev])))];
  const stats = new ActivatorStatsTable(revisions.length);
  // The latest time each revision has seen since it is tracked: time that runs backwards counts for nothing.
  const latest = revisions.map(() => -Infinity);
  const nowOf = (row: number, tMs: number): number =>
    (latest[row] = Math.max(stats.isTracked(row) ? latest[row]! : -Infinity, tMs * 1000));
  return ops.map((op) => {
    if (op.op === 'report')
      return sorted(revisions.flatMap((rev, row) => reported(stats, row, rev, nowOf(row, op.tMs))));
    const row = revisions.indexOf(op.rev);
    const now = nowOf(row, op.tMs);
    if (op.op === 'in')
      return stats.enter(row, now) ? [{ averageConcurrentRequests: 1, requestCount: 1, rev: op.rev }] : [];
    stats.exit(row, now);
    return [];
  });
}

function reported(stats: ActivatorStatsTable, row: number, rev: string, now: number): Message[] {
  if (!stats.report(row, now)) return [];
  return [{ averageConcurrentRequests: stats.averageConcurrency, requestCount: stats.requestCount, rev }];
}

function sorted(list: readonly Message[]): Message[] {
  return [...list].sort((a, b) => (a.rev < b.rev ? -1 : 1));
}
