import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ActivatorStatsTable, RequestStatsTable } from '../../../src/autoscaler/knative/requestStats.js';

describe('a queue-proxy', () => {
  test('weighs concurrency by time and counts arrivals', () => {
    const stats = new RequestStatsTable(2);
    stats.enter(1, 0, false);
    stats.enter(1, 250_000, true);
    stats.exit(1, 500_000, false);
    stats.report(1, 1_000_000);
    expect(stats).toMatchObject({
      averageConcurrency: 1.25,
      averageProxiedConcurrency: 0.75,
      requestCount: 2,
      proxiedRequestCount: 1,
    });
    stats.report(1, 2_000_000);
    expect(stats).toMatchObject({ averageConcurrency: 1, averageProxiedConcurrency: 1, requestCount: 0 });
    expect(stats.open(1)).toBe(1);
    stats.report(0, 2_000_000);
    expect(stats).toMatchObject({ averageConcurrency: 0, requestCount: 0 });
  });

  test('has an average of zero when no time has passed', () => {
    const stats = new RequestStatsTable(1);
    stats.enter(0, 0, false);
    stats.report(0, 0);
    expect(stats).toMatchObject({ averageConcurrency: 0, requestCount: 1 });
  });

  test('keeps what is there when the table grows, and forgets it when the row starts anew', () => {
    const stats = new RequestStatsTable(1);
    stats.enter(0, 0, true);
    stats.grow(9);
    expect([stats.rows, stats.open(0)]).toEqual([9, 1]);
    stats.start(0, 500_000);
    stats.report(0, 1_000_000);
    expect(stats).toMatchObject({ averageConcurrency: 0, averageProxiedConcurrency: 0, requestCount: 0 });
  });

  test('property: the average is the area under the concurrency curve, summed change by change', () => {
    const changes = fc.array(
      fc.record({ after: fc.integer({ min: 0, max: 2_000_000 }), enters: fc.boolean(), reports: fc.boolean() }),
    );
    fc.assert(
      fc.property(changes, (list) => {
        const stats = new RequestStatsTable(1);
        let [now, since, open, area] = [0, 0, 0, 0];
        for (const { after, enters, reports } of list) {
          area += open * after;
          now += after;
          if (reports) {
            stats.report(0, now);
            expect(stats.averageConcurrency).toBe(now > since ? area / (now - since) : 0);
            [since, area] = [now, 0];
          } else if (enters || open === 0) {
            stats.enter(0, now, false);
            open++;
          } else {
            stats.exit(0, now, false);
            open--;
          }
        }
      }),
    );
  });
});

describe('an activator', () => {
  test('reports the first request at once, takes it off the next report, and drops a revision without traffic', () => {
    const stats = new ActivatorStatsTable(1);
    expect(stats.report(0, 0)).toBe(false);
    expect(stats.enter(0, 600_000)).toBe(true);
    expect(stats.enter(0, 800_000)).toBe(false);
    expect(stats.report(0, 1_000_000)).toBe(true);
    expect(stats.averageConcurrency).toBeCloseTo(0.5, 12); // 1.5 over the 0.4 s since, less the one already told
    expect(stats.requestCount).toBe(1);
    stats.exit(0, 1_000_000);
    stats.exit(0, 1_000_000);
    stats.report(0, 2_000_000);
    expect(stats.isTracked(0)).toBe(false);
    expect(stats.enter(0, 2_500_000)).toBe(true);
  });

  test('never reports less than nothing', () => {
    const stats = new ActivatorStatsTable(1);
    stats.enter(0, 0);
    stats.exit(0, 100_000);
    stats.report(0, 1_000_000);
    expect([stats.averageConcurrency, stats.requestCount, stats.isTracked(0)]).toEqual([0, 0, true]);
  });

  test('keeps a revision whose only request arrived as the report was made', () => {
    const stats = new ActivatorStatsTable(1);
    stats.enter(0, 1_000_000);
    stats.report(0, 1_000_000);
    expect(stats.isTracked(0)).toBe(true);
  });
});
