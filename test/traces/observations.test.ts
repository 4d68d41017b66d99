import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decideLine,
  OBSERVATION_LOG_HEADER,
  reachableLine,
  recordLine,
  startLine,
} from '../../src/traces/observationLog.js';
import { readObservations } from '../../src/traces/observations.js';

describe('a table', () => {
  test('names its columns; ready pods stand apart and empty cells are no samples', () => {
    expect(readObservations('# recorded\ntime,value,ready\n0,1.5,2\n1.5,,\n3,2,3\n', 'a.csv')).toEqual({
      series: [
        {
          name: 'value',
          samples: [
            { at: 0, value: 1.5 },
            { at: 3_000_000, value: 2 },
          ],
        },
      ],
      ready: [
        { at: 0, value: 2 },
        { at: 3_000_000, value: 3 },
      ],
      log: null,
    });
  });

  test('may hold dates and several metrics', () => {
    const read = readObservations(
      'time,concurrency,rps\n2024-01-02T03:04:05Z,1,10\n2024-01-02T03:04:06.5Z,2,20\n',
      'a.csv',
    );
    expect(read.series.map(({ name }) => name)).toEqual(['concurrency', 'rps']);
    expect(read.series[1]!.samples).toEqual([
      { at: 1_704_164_645_000_000, value: 10 },
      { at: 1_704_164_646_500_000, value: 20 },
    ]);
    expect(read.ready).toBeNull();
  });

  const wrong: readonly (readonly [string, string])[] = [
    ['0,1\n1,2\n', 'a.csv:1: first line must name the columns, one of them "time"'],
    ['time,value\nsoon,1\n', 'a.csv:2: time = soon, must be seconds or a date such as 2024-01-02T03:04:05Z'],
    ['time,value\n0,1\n1,many\n', 'a.csv:3: value = many, must be a number or empty'],
    ['time,value\n5,1\n5,2\n', 'a.csv:3: time = 5, must be later than in the row before'],
    ['value,time\n1,5\n2,5\n', 'a.csv:3: time = 5, must be later than in the row before'],
  ];
  test.each(wrong)('%j is refused at its line', (text, message) => {
    expect(() => readObservations(text, 'a.csv')).toThrow(message);
  });
});

describe("a run's log", () => {
  const log =
    OBSERVATION_LOG_HEADER +
    startLine(0, 'a', 2) +
    startLine(0, 'b', 0) +
    recordLine(1_000_001, 'a', 0.1 + 0.2, 7) +
    recordLine(1_000_001, 'a', 1, 1) +
    recordLine(1_500_000, 'b', 5, 6) +
    decideLine(2_000_000, 'a', 3) +
    reachableLine(2_000_000, 'a', false) +
    reachableLine(3_000_000, 'a', true);

  test('gives back what one revision was told and when it was decided', () => {
    expect(log.split('\n')[3]).toBe('1.000001,a,record,0.30000000000000004,7,');
    const read = readObservations(log, 'log.csv', 'a');
    expect(read.series.map(({ name }) => name)).toEqual(['concurrency', 'requests']);
    expect(read.log).toEqual({
      revisions: ['a', 'b'],
      events: [
        { event: 'start', at: 0, ready: 2 },
        { event: 'record', at: 1_000_001, concurrency: 0.30000000000000004, requests: 7 },
        { event: 'record', at: 1_000_001, concurrency: 1, requests: 1 },
        { event: 'decide', at: 2_000_000, ready: 3 },
        { event: 'unreachable', at: 2_000_000 },
        { event: 'reachable', at: 3_000_000 },
      ],
    });
    expect(readObservations(log, 'log.csv', 'b').series[0]!.samples).toEqual([{ at: 1_500_000, value: 5 }]);
  });

  test('asks which revision is meant, and knows its own events only', () => {
    expect(() => readObservations(log, 'log.csv')).toThrow('log.csv: holds several revisions, one must be chosen');
    expect(() => readObservations(log, 'log.csv', 'c')).toThrow('log.csv: has no revision c');
    expect(() => readObservations('time,event,ready\n0,begin,1\n', 'log.csv')).toThrow(
      'log.csv:2: event = begin, must be one of start, deploy, record, decide, ready, reachable, unreachable',
    );
    expect(() => readObservations('time,event,ready\n0,decide,-3\n', 'log.csv')).toThrow(
      'log.csv:2: ready = -3, must be a whole number of pods',
    );
  });
});

test('property: times and values in the log are read back to the last bit', () => {
  const line = fc.record({ at: fc.nat(10 ** 12), value: fc.double({ min: 0, max: 1e9, noNaN: true }) });
  fc.assert(
    fc.property(line, ({ at, value }) => {
      const read = readObservations(OBSERVATION_LOG_HEADER + recordLine(at, 'a', value, value), 'log.csv');
      expect(read.series[1]!.samples).toEqual([{ at, value }]);
    }),
  );
});

describe('a Prometheus answer', () => {
  const answer = (values: unknown): string =>
    JSON.stringify({
      status: 'success',
      data: { resultType: 'matrix', result: [{ metric: { __name__: 'queue_depth', pod: 'a' }, values }] },
    });

  test('is read series by series, without what is not a number', () => {
    expect(
      readObservations(
        answer([
          [1600000000.281, '3'],
          [1600000015.281, 'NaN'],
        ]),
        'p.json',
      ).series,
    ).toEqual([{ name: 'queue_depth{pod="a"}', samples: [{ at: 1_600_000_000_281_000, value: 3 }] }]);
  });

  test('of an expression has a series without a name, which is called as Prometheus calls it', () => {
    const expression = (value: string): string => answer([[1, value]]).replace(/"metric":\{[^}]*\}/, '"metric":{}');
    expect(readObservations(expression('2'), 'p.json').series[0].name).toBe('{}');
    expect(() => readObservations(expression('+Inf'), 'p.json')).toThrow('p.json: {}: [1,"+Inf"], must be');
  });

  test('of another shape is refused', () => {
    expect(() => readObservations('{"data":{"resultType":"vector","result":[]}}', 'p.json')).toThrow(
      'resultType "matrix"',
    );
    expect(() => readObservations(answer([[1, 3]]), 'p.json')).toThrow('[1,3], must be [seconds, "number"]');
    expect(() => readObservations('{"data"', 'p.json')).toThrow('p.json: is not JSON');
  });
});
