import { describe, expect, it } from 'vitest';
import { MeanDocument } from '../../src/experiment/meanDocument.js';
import { chartData } from '../../src/report/chartData.js';
import { datasets } from '../../src/report/datasets.js';
import { timelineCsv } from '../../src/report/csv.js';
import { revisionCauseRows } from '../../src/report/causeRows.js';
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
/** How often each cause of a kind occurred in a revision of the shop. */
const sums = (revision: string, kind: string, of = result): Readonly<Record<string, number>> =>
  Object.fromEntries(
    (of.revisionCauses ?? [])
      .filter((one) => one.revision === revision && one.kind === kind)
      .map(({ cause, counts }) => [cause, counts.reduce((all, [, n]) => all + n, 0)]),
  );
const lone = (): ResultDocument =>
  resultOf('headroom: 1\nhorizon: 1m\nservices: { a: { arrivals: 1/s, serviceTime: 1ms } }\n');
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
    expect(Object.keys(lone().timeline)).toEqual(['interval', 'series']);
    expect(lone().revisionCauses).toBeUndefined();
  });

  it('have causes of their own over time, which add up to those of the service in each interval', () => {
    const { causes = [], revisionCauses = [] } = result;
    expect(new Set(revisionCauses.map(({ service, revision }) => `${service}/${revision}`))).toEqual(
      new Set(['shop/one', 'shop/two']),
    );
    for (const { kind, cause, counts } of causes.filter(({ service }) => service === 'shop')) {
      const own = revisionCauses.filter((one) => one.kind === kind && one.cause === cause);
      const intervals = new Map<number, number>();
      for (const [interval, n] of own.flatMap((one) => one.counts))
        intervals.set(interval, (intervals.get(interval) ?? 0) + n);
      expect([...intervals].sort(([a], [b]) => a - b)).toEqual(counts);
    }
    const { byRevision = [] } = result.services[0];
    for (const { name, coldStarts, failures } of byRevision) {
      expect(sums(name, 'cold')).toEqual(coldStarts.byCause);
      expect(sums(name, 'timedOut')).toEqual(failures.timedOut);
    }
    expect(byRevision.every(({ requests }) => requests.timedOut > 0)).toBe(true);
    expect(byRevision.some(({ coldStarts }) => coldStarts.requests > 0)).toBe(true);
  });

  it('stand in the place of their service among the causes of the report', () => {
    const rows = revisionCauseRows(result);
    expect(new Set(rows.map(({ service, revision }) => [service, revision].join('/')))).toEqual(
      new Set(['shop/one', 'shop/two']),
    );
    const text = page(result, { command: 'headroom run shop.yaml', script: '' });
    expect(text).toContain('Causes by service, revision and over the run');
    expect(page(lone(), { command: '', script: '' })).not.toContain('Causes by service, revision');
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

  it('have causes that are means over replications, of all revisions of the same name', () => {
    const mean = new MeanDocument();
    const other = resultOf(CANARY, 1);
    for (const one of [result, other]) mean.add(one);
    const late = (of: ResultDocument): number => Object.values(sums('two', 'timedOut', of)).reduce((a, b) => a + b, 0);
    expect(late(mean.mean())).toBeCloseTo((late(result) + late(other)) / 2, 9);
    expect(late(result)).not.toBe(late(other));
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
