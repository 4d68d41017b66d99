import { expect, test } from 'vitest';
import type { Source } from '../../src/random/source.js';
import {
  PF,
  PF_CREATED,
  PF_NEXT_REPORT,
  PF_REPORTED_CONCURRENCY,
  PI,
  PI_STATE,
  Pods,
  READY,
} from '../../src/platform/pods.js';
import type { QueueProxy } from '../../src/platform/queueProxy.js';
import type { RevisionState } from '../../src/platform/revision.js';
import { RowList } from '../../src/platform/rowList.js';
import { Scraper } from '../../src/platform/scraper.js';
import { seconds } from './fixture.js';

/** Draws the last of what there is to draw from. */
const LAST: Source = { next: () => 0.999, double: () => 0.999 };

/** What is recorded of ready pods that were created then and report these concurrencies, at 100 s. */
function recorded(stableWindow: number, all: readonly (readonly [created: number, concurrency: number])[]): number[] {
  const pods = new Pods();
  const rows = new RowList();
  for (const [created, concurrency] of all) {
    const pod = pods.take();
    rows.push(pod);
    pods.i[pod * PI + PI_STATE] = READY;
    pods.f[pod * PF + PF_CREATED] = seconds(created);
    pods.f[pod * PF + PF_NEXT_REPORT] = Infinity;
    pods.f[pod * PF + PF_REPORTED_CONCURRENCY] = concurrency;
  }
  const values: number[] = [];
  const policy = { record: (_: number, concurrency: number) => values.push(concurrency) };
  const revision = { index: 0, pods: rows, ready: rows.length, policy } as unknown as RevisionState;
  new Scraper(pods, {} as QueueProxy, [LAST]).scrape(revision, seconds(stableWindow), seconds(100));
  return values;
}

test('five of six pods are asked, those as old as the stable window first, and their mean stands for the sixth', () => {
  const five = [1, 2, 3, 4, 5].map((concurrency) => [40, concurrency] as const); // at 100 s they are 60 s old
  expect(recorded(60, [...five, [41, 1000]])).toEqual([18]); // 15 / 5 x 6
  expect(recorded(61, [...five, [41, 1000]])[0]).toBeGreaterThan(1000); // now all are young, and the last is drawn
});
