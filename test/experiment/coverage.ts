/**
 * How often an interval holds the truth, over many experiments on a queue whose truth is known. The seeds are names that
 * were fixed before anything was looked at.
 */
import { intervalOf, intervalsOf } from '../../src/experiment/intervals.js';
import { replicationsFor } from '../../src/experiment/precision.js';
import type { FigureInterval } from '../../src/result/document.js';
import { batchMeans } from '../../src/stats/intervals.js';
import { meanOfWaits, meanWait, waits, type Queue } from './queue.js';

const FIGURE = 'totals.wait.mean';
const SEED = 'headroom/coverage';

export interface Coverage {
  /** Share of the experiments whose interval holds the true mean. */
  readonly covered: number;
  /** Replications of an experiment on average. */
  readonly replications: number;
  /** Share of the experiments whose estimate is within the precision that was asked for. */
  readonly precise: number;
}

function coverageOf(
  experiments: number,
  truth: number,
  relative: number,
  run: (k: number) => FigureInterval,
): Coverage {
  let covered = 0;
  let precise = 0;
  let replications = 0;
  for (let k = 0; k < experiments; k++) {
    const { low, high, mean, n } = run(k);
    if (low! <= truth && truth <= high!) covered++;
    if (Math.abs(mean - truth) <= relative * truth) precise++;
    replications += n;
  }
  return { covered: covered / experiments, replications: replications / experiments, precise: precise / experiments };
}

const row = (queue: Queue, customers: number, name: string): Readonly<Record<string, number>> => ({
  [FIGURE]: meanOfWaits(queue, customers, name),
});

/** A fixed number of replications. */
export function ofReplications(queue: Queue, experiments: number, replications: number, customers: number): Coverage {
  return coverageOf(experiments, meanWait(queue), 0.05, (k) => {
    const rows = Array.from({ length: replications }, (_, r) =>
      row(queue, customers, `${SEED}/replications/${k}/${r}`),
    );
    return intervalsOf(rows)[FIGURE];
  });
}

/** One long run in batches. */
export function ofBatches(queue: Queue, experiments: number, batches: number, perBatch: number): Coverage {
  return coverageOf(experiments, meanWait(queue), 0.05, (k) => {
    const all: number[] = [];
    for (const wait of waits(queue, `${SEED}/batches/${k}`)) if (all.push(wait) === batches * perBatch) break;
    return intervalOf(batchMeans(all, batches), 'batch-means');
  });
}

/** Replications until the relative half-width is what was asked for. */
export function ofPrecision(queue: Queue, experiments: number, relative: number, customers: number): Coverage {
  const wanted = [{ figure: FIGURE, relative }];
  return coverageOf(experiments, meanWait(queue), relative, (k) => {
    const rows: Readonly<Record<string, number>>[] = [];
    for (;;) {
      const next = replicationsFor(wanted, intervalsOf(rows), rows.length, 10_000);
      if (next <= rows.length) return intervalsOf(rows)[FIGURE];
      while (rows.length < next) rows.push(row(queue, customers, `${SEED}/precision/${k}/${rows.length}`));
    }
  });
}
