import { describe, expect, test } from 'vitest';
import type { ResultDocument } from '../../src/result/document.js';
import { open } from '../../src/simulate.js';
import { SECOND } from '../../src/units/quantities.js';
import { resolved } from '../scenario/reading.js';
import { fleetText } from './fleetText.js';

const text = (horizon: string, more = ''): string => `headroom: 1
horizon: ${horizon}
services:
  a:
    arrivals: 20/s
    serviceTime: { exponential: { mean: 50ms } }
    slos: { quick: { objective: 90%, over: 28d, bad: [{ slowerThan: 100ms }], requestsExpected: 1000000 } }
${more}`;

function endedAt(scenario: string, seconds: number): ResultDocument {
  const run = open(resolved(scenario));
  run.advance(Math.round(seconds * SECOND));
  run.end();
  return run.result();
}

/** Requests that were answered, as the series, the bands and the counts of a result have them. */
function answered({ timeline, latencyBands, totals, stoppedAt }: ResultDocument): readonly number[] {
  const rates = timeline.series.find(({ name }) => name === 'a.completed')!.values as readonly number[];
  const length = (k: number): number => Math.min(timeline.interval, stoppedAt! - k * timeline.interval);
  const inSeries = rates.reduce((sum, rate, k) => sum + rate * length(k), 0);
  const inBands = latencyBands!.scopes[0].counts.flat().reduce((sum, count) => sum + count, 0);
  return [Math.round(inSeries), inBands, totals.requests.completed];
}

describe('a run that is ended before its horizon', () => {
  test.each([
    ['30m', 123.4],
    ['30m', 124],
    ['30m', 130],
    ['2h', 1000.1],
    ['40s', 0.25],
  ])('of %s at %d s has all that was counted in its series and bands', (horizon, at) => {
    const result = endedAt(text(horizon), at);
    expect(result.stoppedAt).toBe(at);
    const [series, bands, counted] = answered(result);
    expect([series, bands]).toEqual([counted, counted]);
    expect(counted).toBeGreaterThan(0);
  });

  test('has causes and nodes of its last interval too', () => {
    const nodes = `cluster: { nodeGroups: { n: { kind: on-demand, nodes: 2, cpu: "4", memory: 16Gi } } }\n`;
    const asleep = text('30m', nodes).replace('    serviceTime', '    revision: { start: 0 }\n    serviceTime');
    const { timeline, causes = [], totals } = endedAt(asleep, 5.3);
    expect(timeline.series.map(({ name }) => name)).toContain('a.nodes');
    expect(new Set(timeline.series.map(({ values }) => values.length))).toEqual(new Set([3]));
    const cold = causes.filter(({ kind }) => kind === 'cold').flatMap(({ counts }) => counts);
    expect(cold.reduce((sum, [, count]) => sum + count, 0)).toBe(totals.coldStarts.requests);
    expect(totals.coldStarts.requests).toBeGreaterThan(10);
  });

  test('does not go on, and ending it twice changes nothing', () => {
    const run = open(resolved(text('30m')));
    run.advance(7 * SECOND);
    run.end();
    const once = run.result();
    run.end();
    run.advance(60 * SECOND);
    expect(run.result()).toEqual(once);
    expect(run.now).toBe(7 * SECOND);
  });

  test('at its horizon is whole already, before it began is empty, and services run one after the other are whole', () => {
    const whole = open(resolved(text('40s')));
    whole.advance(Infinity);
    const before = whole.result();
    whole.end();
    expect(whole.result()).toEqual(before);
    expect(endedAt(text('40s'), 0).timeline.series.every(({ values }) => values.length === 0)).toBe(true);
    expect(endedAt(fleetText(150), 10).services.length).toBeGreaterThan(0);
  });
});
