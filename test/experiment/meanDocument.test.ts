import { describe, expect, it } from 'vitest';
import { MeanDocument } from '../../src/experiment/meanDocument.js';
import type { ResultDocument, Series } from '../../src/result/document.js';
import { billOf, figures, resultDocument, sloOf } from '../result/document.js';

function mean(...documents: readonly ResultDocument[]): ResultDocument {
  const all = new MeanDocument();
  documents.forEach((one) => all.add(one));
  return all.mean();
}

const series = (name: string, values: readonly (number | null)[]): Series => ({
  name,
  unit: '1/s',
  kind: 'rate',
  values,
});
const withSeries = (...all: readonly Series[]): ResultDocument =>
  resultDocument({ timeline: { interval: 10, series: all } });

describe('MeanDocument', () => {
  it('is the document itself where there is one, and refuses to be of none', () => {
    const only = resultDocument();
    expect(mean(only)).toBe(only);
    expect(() => mean()).toThrow('documents = 0, must be at least one');
  });

  it('means numbers, and money exactly, as decimal text', () => {
    const a = resultDocument({ totals: figures({ unansweredShare: 0.2 }), bills: [billOf('t', { metered: '0.1' })] });
    const b = resultDocument({ totals: figures({ unansweredShare: 0.4 }), bills: [billOf('t', { metered: '0.2' })] });
    const c = resultDocument({ totals: figures({ unansweredShare: 0.3 }), bills: [billOf('t', { metered: '0.3' })] });
    expect(mean(a, b, c).totals.unansweredShare).toBeCloseTo(0.3, 15);
    expect(mean(a, b, c).bills[0].metered).toBe('0.2');
    expect(mean(a, b).bills[0].metered).toBe('0.15');
    expect(mean(a, b).bills[0].currency).toBe('USD');
  });

  it('means the lines of a bill by their names, and one that a replication does not have as 0 there', () => {
    const line = (name: string, quantity: string, amount: string) =>
      ({ name, quantity, unit: 'GB-second', rate: '2', amount, meter: 'memory', kind: 'charge' }) as const;
    const of = (...lines: readonly ReturnType<typeof line>[]) => resultDocument({ bills: [billOf('t', { lines })] });
    const some = of(line('memory, up to 5 a month', '4', '8'), line('requests', '1', '2'));
    const more = of(
      line('memory, up to 5 a month', '5', '10'),
      line('memory, beyond', '3', '6'),
      line('requests', '2', '4'),
    );
    expect(mean(some, more).bills[0].lines).toEqual([
      line('memory, up to 5 a month', '4.5', '9'),
      line('memory, beyond', '1.5', '3'),
      line('requests', '1.5', '3'),
    ]);
    expect(mean(more, some).bills[0].lines).toEqual(mean(some, more).bills[0].lines);
  });

  it('means SLA credits over all replications, owed in the first or not, so that the lines add up to the total', () => {
    const credit = (name: string, amount: string) =>
      ({ name, quantity: '0.1', unit: 'of the bill', rate: '30', amount, meter: 'credit', kind: 'charge' }) as const;
    const of = (total: string, ...credits: readonly ReturnType<typeof credit>[]) =>
      resultDocument({ bills: [billOf('t', { metered: '1', total, credits })] });
    const [bill] = mean(of('1'), of('4', credit('a', '3')), of('7', credit('b', '3'), credit('a', '3'))).bills;
    expect(bill.total).toBe('4');
    expect(bill.credits.map(({ name, amount }) => [name, amount])).toEqual([
      ['b', '1'],
      ['a', '2'],
    ]);
  });

  it('leaves out where nothing was observed, and is null where it never was', () => {
    const of = (unansweredShare: number | null) => resultDocument({ totals: figures({ unansweredShare }) });
    expect(mean(of(null), of(0.2), of(0.4)).totals.unansweredShare).toBeCloseTo(0.3, 15);
    expect(mean(of(null), of(null)).totals.unansweredShare).toBeNull();
  });

  it('counts a cause that a replication did not have as 0 there', () => {
    const coldStarts = (byCause: Readonly<Record<string, number>>) =>
      resultDocument({ totals: figures({ coldStarts: { ...figures().coldStarts, byCause } }) });
    expect(mean(coldStarts({ rollout: 3 }), coldStarts({ 'max-scale': 8 })).totals.coldStarts.byCause).toEqual({
      rollout: 1.5,
      'max-scale': 4,
    });
  });

  it('means series point by point and by name, those of the first replication', () => {
    const a = withSeries(series('x.p99', [1, null, null]), series('y.p99', [5, 5, 5]));
    const b = withSeries(series('z.p99', [9, 9, 9]), series('x.p99', [3, 4, null]));
    expect(mean(a, b).timeline.series).toEqual([series('x.p99', [2, 4, null]), series('y.p99', [5, 5, 5])]);
  });

  it('says kept or broken only where all replications agree', () => {
    const of = (met: boolean | null) => resultDocument({ slos: [sloOf(null, 'a', { met })] });
    expect(mean(of(true), of(true)).slos[0].met).toBe(true);
    expect(mean(of(true), of(false)).slos[0].met).toBeNull();
  });

  it('means causes by interval, whatever place they have in the lists', () => {
    const of = (...counts: readonly (readonly [number, number])[]) =>
      resultDocument({ causes: [{ service: 'a', kind: 'cold', cause: 'scaled-to-zero', counts }] });
    expect(mean(of([3, 4], [9, 2]), of([9, 2]), of([5, 6], [9, 2]), resultDocument()).causes).toEqual([
      {
        service: 'a',
        kind: 'cold',
        cause: 'scaled-to-zero',
        counts: [
          [3, 1],
          [5, 1.5],
          [9, 1.5],
        ],
      },
    ]);
  });

  it('means the bands of latencies by their bounds, which are cut to what each replication needed', () => {
    const of = (from: number, bounds: readonly number[], ...counts: readonly (readonly number[])[]) =>
      resultDocument({ latencyBands: { interval: 10, from, bounds, scopes: [{ name: 'a', counts }] } });
    const both = mean(of(0.01, [0.02, 0.04], [4, 2], [0, 2]), of(0.02, [0.04, 0.08], [2, 2, 6], [0, 0, 0]));
    expect(both.latencyBands).toEqual({
      interval: 10,
      from: 0.01,
      bounds: [0.02, 0.04, 0.08],
      scopes: [
        {
          name: 'a',
          counts: [
            [2, 2, 1, 3],
            [0, 1, 0, 0],
          ],
        },
      ],
    });
  });

  it('takes decisions and alerts from the first, and says so', () => {
    const { slos, services, assumptions } = mean(
      resultDocument(),
      resultDocument({ slos: [sloOf(null, 'a', { alerts: [] })] }),
    );
    expect(slos[0].alerts).toEqual(resultDocument().slos[0].alerts);
    expect(services[0].decisions).toEqual(resultDocument().services[0].decisions);
    expect(assumptions.at(-1)?.text).toContain('those of the first replication');
  });
});
