import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideLine, OBSERVATION_LOG_HEADER, readObservations, recordLine } from '../../src/traces/observations.js';

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
      ticks: null,
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
  ];
  test.each(wrong)('%j is refused at its line', (text, message) => {
    expect(() => readObservations(text, 'a.csv')).toThrow(message);
  });
});

test("a run's log gives back what was told and when it was decided", () => {
  const log =
    OBSERVATION_LOG_HEADER +
    recordLine(1_000_001, 0.1 + 0.2, 7) +
    recordLine(1_000_001, 1, 1) +
    decideLine(2_000_000, 3);
  expect(log.split('\n')[1]).toBe('1.000001,record,0.30000000000000004,7,');
  const read = readObservations(log, 'log.csv');
  expect(read.series.map(({ name }) => name)).toEqual(['concurrency', 'requests']);
  expect(read.series[0]!.samples).toEqual([
    { at: 1_000_001, value: 0.30000000000000004 },
    { at: 1_000_001, value: 1 },
  ]);
  expect([read.ready, read.ticks]).toEqual([[{ at: 2_000_000, value: 3 }], [2_000_000]]);
});

test('property: times and values in the log are read back to the last bit', () => {
  const line = fc.record({ at: fc.nat(10 ** 12), value: fc.double({ min: 0, max: 1e9, noNaN: true }) });
  fc.assert(
    fc.property(line, ({ at, value }) => {
      const read = readObservations(OBSERVATION_LOG_HEADER + recordLine(at, value, value), 'log.csv');
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

  test('of another shape is refused', () => {
    expect(() => readObservations('{"data":{"resultType":"vector","result":[]}}', 'p.json')).toThrow(
      'resultType "matrix"',
    );
    expect(() => readObservations(answer([[1, 3]]), 'p.json')).toThrow('[1,3], must be [seconds, "number"]');
    expect(() => readObservations('{"data"', 'p.json')).toThrow('p.json: is not JSON');
  });
});
