import { describe, expect, it } from 'vitest';
import { MeanDocument } from '../../src/experiment/meanDocument.js';
import { chartData } from '../../src/report/chartData.js';
import { datasets } from '../../src/report/datasets.js';
import { timelineCsv } from '../../src/report/csv.js';
import { page } from '../../src/report/page/page.js';
import type { ResultDocument, Series } from '../../src/result/document.js';
import { open } from '../../src/simulate.js';
import { resolved } from '../scenario/reading.js';

const CANARY = `headroom: 1
horizon: 5m
services:
  shop:
    arrivals: 20/s
    serviceTime: { exponential: { mean: 200ms } }
    client: { timeout: 400ms, retries: { max: 2, budget: 100% } }
    revisions:
      one: { containerConcurrency: 5 }
      two: { containerConcurrency: 5, serviceTime: { exponential: { mean: 300ms } } }
    traffic: [{ at: 0s, split: { one: 100% } }, { at: 100s, split: { one: 50%, two: 50% } }]
  other: { arrivals: 1/s, serviceTime: 10ms }
`;

function resultOf(text: string, replication = 0): ResultDocument {
  const run = open(resolved(text), { replication });
  run.advance(run.horizon);
  return run.result();
}

const result = resultOf(CANARY);
const named = (all: readonly Series[] = [], name: string): readonly (number | null)[] =>
  all.find((series) => series.name === name)!.values;
const own = (figure: string): readonly (number | null)[] => named(result.timeline.series, `shop.${figure}`);
const of = (revision: string, figure: string): readonly (number | null)[] =>
  named(result.timeline.revisionSeries, `shop.revisions.${revision}.${figure}`);

describe('the revisions of a service over time', () => {
  it.each(['completed', 'refused', 'timedOut', 'failed', 'concurrency', 'ready', 'pods', 'desired', 'coldStarts'])(
    'add up to the service in each interval: %s',
    (figure) => {
      own(figure).forEach((value, k) => expect(of('one', figure)[k]! + of('two', figure)[k]!).toBeCloseTo(value!, 9));
    },
  );

  it('count a request that is tried again at another revision as arrived at both, and never fewer than none', () => {
    const sum = (values: readonly (number | null)[]): number => values.reduce<number>((all, one) => all + one!, 0);
    expect(sum(of('one', 'arrivals')) + sum(of('two', 'arrivals'))).toBeGreaterThan(sum(own('arrivals')));
    for (const revision of ['one', 'two'])
      expect(Math.min(...(of(revision, 'arrivals') as number[]))).toBeGreaterThanOrEqual(0);
  });

  it('begin with their share of the traffic, and have percentiles of their own', () => {
    const first = of('two', 'arrivals').findIndex((rate) => rate! > 0);
    expect(first * result.timeline.interval).toBeGreaterThanOrEqual(100);
    expect(
      of('two', 'p99')
        .slice(0, first)
        .every((value) => value === null),
    ).toBe(true);
    expect(of('two', 'p50').at(-1)).toBeGreaterThan(of('one', 'p50').at(-1)! / 2);
  });

  it('are told of services with several alone', () => {
    expect(result.timeline.revisionSeries!.every(({ name }) => name.startsWith('shop.revisions.'))).toBe(true);
    const lone = resultOf('headroom: 1\nhorizon: 1m\nservices: { a: { arrivals: 1/s, serviceTime: 1ms } }\n');
    expect(Object.keys(lone.timeline)).toEqual(['interval', 'series']);
  });

  it('are columns of timeline.csv behind those of the services', () => {
    const head = timelineCsv(result).split('\r\n')[0];
    expect(head.indexOf('shop.revisions.two.p99 [s]')).toBeGreaterThan(head.indexOf('other.coldStarts'));
  });

  it('are means of their own over replications', () => {
    const mean = new MeanDocument();
    const other = resultOf(CANARY, 1);
    for (const one of [result, other]) mean.add(one);
    const name = 'shop.revisions.two.arrivals';
    const values = named(mean.mean().timeline.revisionSeries, name);
    const last = values.length - 1;
    expect(values[last]).toBeCloseTo(
      (of('two', 'arrivals')[last]! + named(other.timeline.revisionSeries, name)[last]!) / 2,
    );
  });

  it('can be chosen for the charts of the report, with their own decisions and causes', () => {
    const data = chartData(result);
    const scope = data.scopes.find(({ name }) => name === 'shop.revisions.two')!;
    expect(scope.title).toBe('shop: two');
    expect(datasets(data, scope.name)['timeline'].at(-1)).toHaveProperty('p99');
    const decided = result.services[0].decisions.entries.filter(({ revision }) => revision === 'two');
    expect(scope.decisions[0][0]).toBe(decided[0].at);
    expect(page(result, { command: 'headroom run shop.yaml', script: '' })).toContain(
      '<option value="shop.revisions.two">shop: two</option>',
    );
  });
});
