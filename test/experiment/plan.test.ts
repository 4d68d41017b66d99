import { describe, expect, test } from 'vitest';
import { checkPlan, tasksOf, valuesText } from '../../src/experiment/plan.js';
import { makePlan } from '../../src/experiment/request.js';
import { valueAt } from '../../src/scenario/written.js';
import { UserError } from '../../src/units/userError.js';
import { SHOP, noFiles, request, shopPlan } from './fixture.js';

const TARGET = 'services.web.revision.annotations["autoscaling.knative.dev/target"]';

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return `${error.message}${error.hint === undefined ? '' : ` | ${error.hint}`}`;
    throw error;
  }
  return 'it was not refused';
}

describe('a plan', () => {
  test('names parameters by Knative’s key or by their path, and has every combination', () => {
    const plan = shopPlan(['stable-window=30s..60s/30s', 'target=3,5', 'services.web.arrivals=6/s,9/s']);
    expect(plan.parameters.map(({ path }) => path)).toEqual([
      'knative.config-autoscaler.stable-window',
      TARGET,
      'services.web.arrivals',
    ]);
    expect(plan.points).toHaveLength(8);
    expect(plan.points[1]).toEqual({ id: 'p0002', values: ['30s', '3', '9/s'] });
    expect(valuesText(plan, plan.points[7])).toBe('stable-window=1m target=5 services.web.arrivals=9/s');
  });

  test('makes one task for each replication of each point, its scenario with the values in it', () => {
    const plan = shopPlan(['target=3,5'], { replications: 3 });
    const tasks = [...tasksOf(plan, noFiles(), new Set(['p0001/r0001']))];
    expect(tasks.map(({ id, replication }) => `${id}:${replication}`)).toEqual([
      'p0001/r0000:0',
      'p0001/r0002:2',
      'p0002/r0000:0',
      'p0002/r0001:1',
      'p0002/r0002:2',
    ]);
    const target = ['services', 'web', 'revision', 'annotations', 'autoscaling.knative.dev/target'];
    expect(tasks.map(({ scenario }) => Number(valueAt(scenario, target)))).toEqual([3, 3, 5, 5, 5]);
  });

  test('means the same after it was kept as JSON', () => {
    const plan = shopPlan(['target=3,5', 'stable-window=10s,20s'], { replications: 2 });
    const kept = JSON.parse(JSON.stringify(plan)) as typeof plan;
    expect(() => checkPlan(kept, noFiles())).not.toThrow();
    expect([...tasksOf(kept, noFiles(), new Set())]).toEqual([...tasksOf(plan, noFiles(), new Set())]);
  });

  test('of another version, or whose scenario means something else by now, is refused', () => {
    const plan = shopPlan(['target=3,5']);
    expect(refusal(() => checkPlan({ ...plan, modelVersion: 0 }, noFiles()))).toMatch(
      /was begun by Headroom .* \(model 0\)/,
    );
    const other = shopPlan(['target=3,5'], {}, SHOP.replace('300ms', '301ms'));
    expect(refusal(() => checkPlan({ ...plan, scenario: other.scenario }, noFiles()))).toMatch(/changed since/);
  });

  test('draws samples that depend on the seed alone, and keeps whole seconds whole', () => {
    const params = ['stable-window=10s..73s', 'target=1..50:log'];
    const plan = shopPlan(params, { sample: { kind: 'sobol', count: 16 } });
    expect(shopPlan(params, { sample: { kind: 'sobol', count: 16 } }).points).toEqual(plan.points);
    expect(plan.points).toHaveLength(16);
    for (const { values } of plan.points) {
      expect(values[0]).toMatch(/^(\d+m)?(\d+s)?$/);
      expect(Number(values[1])).toBeGreaterThanOrEqual(1);
      expect(Number(values[1])).toBeLessThanOrEqual(50);
    }
    // One window in each sixteenth of the range: that is what Sobol's points are for.
    const strips = plan.points.map(({ values }) => Math.floor((seconds(values[0]) - 10) / 4));
    expect([...strips].sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, k) => k));
    const latin = shopPlan(params, { sample: { kind: 'latin', count: 16 } });
    expect(latin.points).not.toEqual(plan.points);
  });

  const refused: readonly (readonly [string, () => unknown, RegExp])[] = [
    ['no parameter', () => shopPlan([]), /--param is missing/],
    ['a parameter without values', () => shopPlan(['target']), /must be NAME=VALUES/],
    ['a name that is not there', () => shopPlan(['tarmac=1,2']), /--param = tarmac, is not the name of a parameter/],
    ['one parameter twice', () => shopPlan(['target=1,2', `${TARGET}=3,4`]), /a second time/],
    [
      'one parameter twice, its key once without quotes',
      () => shopPlan(['target=1,2', `${TARGET.replace(/\["(.*)"\]/, '.$1')}=3,4`]),
      /a second time/,
    ],
    [
      'a grid that is larger than memory',
      () => shopPlan(['target=1..10000/1', 'seed=1..10000/1', 'max-scale=1..10000/1']),
      /1000000000000 points of 1 runs each, must be at most 50000/,
    ],
    [
      'a sample that is larger than memory',
      () => shopPlan(['target=1..9'], { sample: { kind: 'sobol', count: 99_999_999_999 } }),
      /99999999999 points of 1 runs each, must be at most 50000/,
    ],
    ['a range without a step in a grid', () => shopPlan(['target=1..9']), /needs a step .* or a count/],
    ['a figure that is not there', () => shopPlan(['target=1,2'], { front: ['p98'] }), /--front = p98, .*did you mean/],
    ['a threshold without a unit', () => shopPlan(['target=1,2'], { thresholds: ['p99 < 3'] }), /--threshold/],
    [
      'more runs than a folder can hold',
      () => shopPlan(['target=1..1000/1', 'stable-window=10s..110s/1s']),
      /101000 points of 1 runs each, must be at most 50000/,
    ],
  ];
  for (const [what, act, message] of refused) test(`${what} is refused`, () => expect(refusal(act)).toMatch(message));

  test('points that are no valid scenario are refused with their reasons, or left out where that is wanted', () => {
    const params = ['stable-window=2s,60s', 'target=3,5'];
    const said = refusal(() => shopPlan(params));
    expect(said).toMatch(
      /^2 of 4 points are no scenarios that can run:\n {2}stable-window=2s target=3: .*stable-window/,
    );
    expect(said).toMatch(/--skip-invalid leaves them out$/);
    const plan = makePlan({ ...request(params), skipInvalid: true });
    expect(plan.points.map(({ invalid }) => invalid !== undefined)).toEqual([true, true, false, false]);
    expect([...tasksOf(plan, noFiles(), new Set())].map(({ id }) => id)).toEqual(['p0003/r0000', 'p0004/r0000']);
    expect(refusal(() => shopPlan(['stable-window=1s,2s'], { skipInvalid: true }))).toMatch(/^2 of 2 points/);
  });

  test('draws uncertain inputs anew for every two replications, the same ones at every point', () => {
    const text = SHOP.replace('mean: 300ms', 'mean: [200ms, 400ms]');
    const plan = shopPlan(['target=3,5'], { replications: 4 }, text);
    const means = [...tasksOf(plan, noFiles(), new Set())].map(
      ({ scenario }) => /"exponential":\{"mean":"([^"]+)"/.exec(JSON.stringify(scenario))?.[1],
    );
    expect(means[0]).toMatch(/^[23]\d\d(\.\d+)?ms$/);
    expect(new Set(means).size).toBe(2);
    expect(means.slice(0, 4)).toEqual([means[0], means[0], means[2], means[2]]);
    expect(means.slice(4)).toEqual(means.slice(0, 4));
  });

  test('has no warm-up to find: it must be given', () => {
    const text = `${SHOP}analysis: steady-state\nwarmup: auto\n`;
    expect(refusal(() => shopPlan(['target=3,5'], {}, text))).toMatch(/warmup = auto, must be a duration in a sweep/);
  });

  test('has the figures of the front first, then what was asked for, thresholds, totals, bills and objectives', () => {
    const { figures, front } = shopPlan(['target=3,5'], { figures: ['services.web.p50'], thresholds: ['p99 < 1s'] });
    expect(front).toEqual(['bills.generic-100ms.capacity', 'totals.latency.p99', 'totals.coldStarts.rate']);
    expect(figures.slice(0, 4)).toEqual([...front, 'services.web.latency.p50']);
    expect(new Set(figures).size).toBe(figures.length);
  });
});

function seconds(text: string): number {
  const [, minutes = '0', rest = '0'] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(rest);
}
