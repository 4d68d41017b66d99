import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grid, readValues, valueAt, type ParameterNature, type Values } from '../../src/experiment/space.js';

const KNATIVE_DURATION: ParameterNature = { kind: 'duration', knative: true };
const DURATION: ParameterNature = { kind: 'duration', knative: false };
const COUNT: ParameterNature = { kind: 'count', knative: false };
const NUMBER: ParameterNature = { kind: 'number', knative: true };

function texts(text: string, nature: ParameterNature): readonly string[] {
  const read = readValues(text, nature);
  if (!read.ok || read.values.kind !== 'listed') throw new Error(JSON.stringify(read));
  return read.values.texts;
}

function between(text: string, nature: ParameterNature): Values {
  const read = readValues(text, nature);
  if (!read.ok || read.values.kind !== 'between') throw new Error(JSON.stringify(read));
  return read.values;
}

describe('values of a parameter', () => {
  const cases: readonly (readonly [string, ParameterNature, readonly string[]])[] = [
    ['50,70,100', NUMBER, ['50', '70', '100']],
    [' 10s , 1m ', DURATION, ['10s', '1m']],
    ['10s..40s/10s', KNATIVE_DURATION, ['10s', '20s', '30s', '40s']],
    ['10s..1m/20s', KNATIVE_DURATION, ['10s', '30s', '50s']],
    ['0.1..0.5/0.1', NUMBER, ['0.1', '0.2', '0.3', '0.4', '0.5']],
    ['10/s..30/s/10/s', { kind: 'rate', knative: false }, ['10/s', '20/s', '30/s']],
    ['50%..90%/20%', { kind: 'share', knative: false }, ['50%', '70%', '90%']],
    ['250m..1/250m', { kind: 'cpu', knative: false }, ['250m', '500m', '750m', '1']],
    ['256Mi..1Gi/256Mi', { kind: 'size', knative: false }, ['256Mi', '512Mi', '768Mi', '1Gi']],
    ['1..64:7:log', COUNT, ['1', '2', '4', '8', '16', '32', '64']],
    ['1..10:4', COUNT, ['1', '4', '7', '10']],
    ['1..3:9', COUNT, ['1', '2', '3']],
    ['100ms..10s:3:log', DURATION, ['100ms', '1s', '10s']],
    [
      'node-container,{ preset: go-container, application: 1s }',
      { kind: 'text', knative: false },
      ['node-container', '{ preset: go-container, application: 1s }'],
    ],
  ];
  for (const [text, nature, expected] of cases) {
    test(`${text.trim()} is ${expected.join(' ')}`, () => expect(texts(text, nature)).toEqual(expected));
  }

  const refused: readonly (readonly [string, ParameterNature, RegExp])[] = [
    ['', NUMBER, /must be values/],
    ['50,,70', NUMBER, /must be values/],
    ['50,70,50', NUMBER, /names 50 twice/],
    ['120s..10s/10s', DURATION, /from low to high/],
    ['10s..120/10s', DURATION, /must be a range/],
    ['0..64:5:log', NUMBER, /above 0/],
    ['1..64:1', NUMBER, /at least 2/],
    ['1..64/8:3', NUMBER, /not both/],
    ['1..1000000/0.001', NUMBER, /at most 10000/],
    ['1..9:20000', NUMBER, /at most 10000/],
    ['fast..slow', { kind: 'text', knative: false }, /must be a range/],
  ];
  for (const [text, nature, rule] of refused) {
    test(`${text === '' ? 'nothing' : text} is refused`, () => {
      const read = readValues(text, nature);
      expect(read.ok ? '' : read.rule).toMatch(rule);
    });
  }

  test('a sample of a range stays in it, on whole seconds for Knative and on whole numbers for counts', () => {
    const window = between('6s..1h:log', KNATIVE_DURATION);
    const pods = between('1..20', COUNT);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (u) => {
        expect(valueAt(window, u)).toMatch(/^(\d+h)?(\d+m)?(\d+s)?$/);
        const drawn = Number(valueAt(pods, u));
        expect(drawn).toBe(1 + Math.floor(u * 20));
      }),
    );
    expect([valueAt(window, 0), valueAt(window, 0.9999999)]).toEqual(['6s', '1h']);
  });

  test('a list is drawn in equal parts', () => {
    const values: Values = { kind: 'listed', texts: ['a', 'b', 'c', 'd'] };
    expect([0, 0.24, 0.25, 0.5, 0.99].map((u) => valueAt(values, u))).toEqual(['a', 'a', 'b', 'c', 'd']);
  });

  test('a grid has every combination once, the last axis turning fastest', () => {
    expect(
      grid([
        ['a', 'b'],
        ['1', '2', '3'],
      ]),
    ).toEqual([
      ['a', '1'],
      ['a', '2'],
      ['a', '3'],
      ['b', '1'],
      ['b', '2'],
      ['b', '3'],
    ]);
  });
});
