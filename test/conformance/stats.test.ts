import { expect, test } from 'vitest';
import { checkStats } from '../../src/autoscaler/conformance/stats.js';
import type { StatsFile } from '../../src/autoscaler/conformance/stats.js';
import { golden } from './golden.js';

test('every recorded statistic of queue-proxy and activator is reproduced', () => {
  const outcome = checkStats(golden('stats'));
  expect(outcome.disagreements).toEqual([]);
  expect(outcome).toMatchObject({ total: 54, agreed: 54 });
});

test('time that runs backwards counts for nothing, as in Knative', () => {
  const report = (averageConcurrency: number, requestCount: number) => ({
    averageConcurrency,
    averageProxiedConcurrency: 0,
    requestCount,
    proxiedRequestCount: 0,
  });
  const file: StatsFile = {
    // One request for the 100 ms to 500; both changes after that are taken to be at 500: one goes on.
    requestStats: [
      {
        name: 'backwards',
        ops: [
          { op: 'in', tMs: 400 },
          { op: 'in', tMs: 500 },
          { op: 'out', tMs: 300 },
          { op: 'report', tMs: 450, report: report(0.2, 2) },
          { op: 'report', tMs: 1500, report: report(1, 0) },
        ],
      },
    ],
    activatorReporter: [
      {
        name: 'backwards',
        ops: [
          { op: 'in', tMs: 1000, rev: 'a', messages: [{ averageConcurrentRequests: 1, requestCount: 1, rev: 'a' }] },
          { op: 'in', tMs: 600, rev: 'a' },
          { op: 'in', tMs: 1500, rev: 'a' },
          { op: 'report', tMs: 2000, messages: [{ averageConcurrentRequests: 1.5, requestCount: 2, rev: 'a' }] },
        ],
      },
    ],
  };
  expect(checkStats(file)).toMatchObject({ total: 2, agreed: 2, disagreements: [] });
});
