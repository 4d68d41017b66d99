import { describe, expect, test } from 'vitest';
import { KNATIVE_DEFAULTS } from '../../../src/autoscaler/knative/config.js';
import { resolveDecider, type ResolvedDecider } from '../../../src/autoscaler/knative/resolve.js';

const A = 'autoscaling.knative.dev/';
const resolve = (some: Record<string, string>, limit = 0, reachable = true, config = {}): ResolvedDecider =>
  resolveDecider(
    { ...KNATIVE_DEFAULTS, ...config },
    Object.fromEntries(Object.entries(some).map(([name, value]) => [A + name, value])),
    limit,
    reachable,
  );

describe('what a revision resolves to', () => {
  test('the container concurrency caps a target of concurrency, not one of requests per second', () => {
    expect(resolve({ target: '50' }, 10)).toMatchObject({ totalValue: 10, targetValue: 7 });
    expect(resolve({ target: '50', metric: 'rps' }, 10)).toMatchObject({ totalValue: 50, targetValue: 35 });
  });

  test('requests per second keep 70 % whatever the cluster says of concurrency', () => {
    const config = { ContainerConcurrencyTargetFraction: 0.5 };
    expect(resolve({ metric: 'rps' }, 0, true, config).targetValue).toBe(140);
    expect(resolve({}, 0, true, config).targetValue).toBe(50);
  });

  test('the panic window is whole seconds, halves up, at least one', () => {
    const panic = (window: string, percentage: string): number =>
      resolve({ window, 'panic-window-percentage': percentage }).panicWindowSeconds;
    expect([panic('25s', '10'), panic('6s', '5'), panic('1h', '12.5'), panic('60s', 'NaN')]).toEqual([3, 1, 450, 1]);
    expect([panic('2562047h', '100'), panic('2562047h', '101')]).toEqual([9223369200, 1]); // beyond 63 bits
  });

  test('an unreachable revision has no minimum and no pod retention', () => {
    const some = { 'min-scale': '2', 'scale-to-zero-pod-retention-period': '90s' };
    expect(resolve(some, 0, false)).toMatchObject({ minScale: 0, lastPodRetentionSeconds: 0, reachable: false });
    expect(resolve(some)).toMatchObject({ minScale: 2, lastPodRetentionSeconds: 90, reachable: true });
  });

  test('what cannot be read falls back to the configuration', () => {
    expect(resolve({ target: 'many', window: '1 minute', 'initial-scale': '4294967296' })).toMatchObject({
      totalValue: 100,
      stableWindowSeconds: 60,
      initialScale: 1,
    });
  });

  test('with the activator always in the path nothing is scraped', () => {
    expect(resolve({ 'target-burst-capacity': '-1' }).hasScrapeTarget).toBe(false);
    expect(resolve({ targetBurstCapacity: '0' })).toMatchObject({ hasScrapeTarget: true, targetBurstCapacity: 0 });
  });

  test('both spellings of the weighted algorithm are one', () => {
    const spelled = (algorithm: string): string => resolve({ 'metric-aggregation-algorithm': algorithm }).aggregation;
    expect(['', 'linear', 'weighted-exponential', 'weightedExponential', 'median'].map(spelled)).toEqual([
      'linear',
      'linear',
      'weightedExponential',
      'weightedExponential',
      'linear',
    ]);
  });

  test("the progress deadline is the revision's own where it has one", () => {
    const own = { 'serving.knative.dev/progress-deadline': '90s' };
    expect(resolveDecider(KNATIVE_DEFAULTS, own, 0, true).progressDeadlineSeconds).toBe(90);
    expect(resolve({}).progressDeadlineSeconds).toBeNull();
  });
});
