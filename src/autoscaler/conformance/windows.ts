import { MaxWindow } from '../knative/maxWindow.js';
import { smoothingCoefficient } from '../knative/smoothing.js';
import { BucketWindow, type Aggregation } from '../knative/window.js';
import type { Outcome } from './outcome.js';
import { Comparison, recordable, sameValue, within } from './outcome.js';

/** `windows.json`: averaging windows, smoothing coefficients and windows of a maximum. */
export interface WindowsFile {
  readonly smoothingCoeffByBucketCount1to600: readonly number[];
  readonly buckets: readonly BucketCase[];
  readonly maxWindows: readonly MaxCase[];
}

interface BucketCase {
  readonly name: string;
  readonly type: Aggregation;
  readonly windowSeconds: number;
  readonly granularitySeconds: number;
  readonly startEpochSeconds: number;
  readonly ops: readonly (
    | { readonly op: 'record'; readonly t: number; readonly value: number }
    | { readonly op: 'query'; readonly t: number; readonly avg: number | string; readonly empty: boolean }
    | { readonly op: 'resize'; readonly t: number; readonly windowSeconds: number }
  )[];
}

interface MaxCase {
  readonly name: string;
  readonly durationSeconds: number;
  readonly granularitySeconds: number;
  readonly startEpochSeconds: number;
  readonly ops: readonly { readonly t: number; readonly value: number; readonly current: number }[];
}

/** One comparison per window and per coefficient. */
export function checkWindows(file: WindowsFile): Outcome {
  const comparison = new Comparison();
  file.smoothingCoeffByBucketCount1to600.forEach((coefficient, i) => {
    comparison.expect(
      () => `smoothing coefficient of ${i + 1} buckets`,
      coefficient,
      () => smoothingCoefficient(i + 1),
    );
  });
  for (const window of file.buckets) {
    const recorded = window.ops.flatMap((op) => (op.op === 'query' ? [{ avg: op.avg, empty: op.empty }] : []));
    const same = window.type === 'linear' ? sameValue : within(1e-9);
    comparison.expect(
      () => window.name,
      recorded,
      () => queries(window),
      same,
    );
  }
  for (const window of file.maxWindows) {
    comparison.expect(
      () => window.name,
      window.ops.map((op) => op.current),
      () => maxima(window),
    );
  }
  return comparison.outcome();
}

/** Averages that overflowed are recorded as text. */
function queries(run: BucketCase): { avg: unknown; empty: boolean }[] {
  const at = clock(run.startEpochSeconds);
  const window = new BucketWindow(run.type, run.windowSeconds * 1e6, run.granularitySeconds * 1e6);
  const answers: { avg: unknown; empty: boolean }[] = [];
  for (const op of run.ops) {
    if (op.op === 'record') window.record(at(op.t), op.value);
    else if (op.op === 'resize') window.resize(at(op.t), op.windowSeconds * 1e6);
    else answers.push({ avg: recordable(window.average(at(op.t))), empty: window.isEmpty(at(op.t)) });
  }
  return answers;
}

function maxima(run: MaxCase): number[] {
  const at = clock(run.startEpochSeconds);
  const window = new MaxWindow(run.durationSeconds * 1e6, run.granularitySeconds * 1e6);
  return run.ops.map(({ t, value }) => {
    window.record(at(t), value);
    return window.current;
  });
}

function clock(startEpochSeconds: number): (t: number) => number {
  const start = Math.round(startEpochSeconds * 1000);
  return (t) => (start + Math.round(t * 1000)) * 1000;
}
