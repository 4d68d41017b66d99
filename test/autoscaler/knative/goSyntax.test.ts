import { describe, expect, test } from 'vitest';
import {
  parseBool,
  parseDuration,
  parseFloat64,
  parseInteger,
  toSeconds,
} from '../../../src/autoscaler/knative/goSyntax.js';

describe('numbers', () => {
  const accepted: readonly (readonly [string, number])[] = [
    ['0', 0],
    ['+3', 3],
    ['-1.5', -1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1E-2', 0.01],
    ['1_000', 1000],
    ['1_0.5_0', 10.5],
    ['0x1p4', 16],
    ['0X1.8p1', 3],
    ['-0x.8p0', -0.5],
    ['0x_1p-2', 0.25],
    ['1e-400', 0],
    ['inf', Infinity],
    ['+Inf', Infinity],
    ['-INFINITY', -Infinity],
    ['NaN', NaN],
    ['nan', NaN],
  ];
  test.each(accepted)('%j is a number', (text, value) => expect(parseFloat64(text)).toBe(value));

  const refused = [
    '',
    ' 2',
    '2 ',
    '+',
    '.',
    'e5',
    '1e',
    '1e+',
    '0x10',
    '0x',
    '0xp1',
    '1__0',
    '_1',
    '1_',
    '1_.5',
    '1e_5',
    '+nan',
    'infi',
    '1,5',
    '1.2.3',
    '１',
    '2\n',
  ];
  test.each(refused)('%j is not', (text) => expect(parseFloat64(text)).toBe('syntax'));

  test('what overflows is out of range', () => {
    expect([parseFloat64('1e400'), parseFloat64('0x1p1024')]).toEqual(['range', 'range']);
  });

  test('whole numbers have a sign and digits, and a size', () => {
    expect([parseInteger('+3', 32), parseInteger('-2147483648', 32), parseInteger('007', 32)]).toEqual([
      3, -2147483648, 7,
    ]);
    expect([parseInteger('2147483648', 32), parseInteger('2147483648', 64)]).toEqual(['range', 2147483648]);
    expect(['', '1.0', '1_000', ' 1', '0x1', '+'].map((text) => parseInteger(text, 32))).toEqual(
      Array(6).fill('syntax'),
    );
  });

  test('booleans have six spellings each', () => {
    expect(['1', 't', 'T', 'true', 'True', 'TRUE'].map(parseBool)).toEqual(Array(6).fill(true));
    expect(['0', 'f', 'F', 'false', 'False', 'FALSE'].map(parseBool)).toEqual(Array(6).fill(false));
    expect(['', 'yes', 'tRUE', ' true', '2'].map(parseBool)).toEqual(Array(5).fill(null));
  });
});

describe('durations', () => {
  const accepted: readonly (readonly [string, number])[] = [
    ['0', 0],
    ['-0', 0],
    ['60s', 60],
    ['1h1m1.5s', 3661.5],
    ['.5s', 0.5],
    ['1.s', 1],
    ['1us', 1e-6],
    ['1µs', 1e-6],
    ['1μs', 1e-6],
    ['1500ms', 1.5],
    ['-1m', -60],
    ['+3s', 3],
    ['1s1s', 2],
    ['0.000000001s', 1e-9],
    ['2562047h47m16.854775807s', 9223372036.854776],
  ];
  test.each(accepted)('%j is a length of time', (text, seconds) =>
    expect(toSeconds(parseDuration(text)!)).toBe(seconds),
  );

  const refused = [
    '',
    '60',
    '1',
    's',
    '.s',
    '-',
    '+',
    '1 s',
    ' 1s',
    '1s ',
    '1S',
    '1d',
    '1..5s',
    '1.5',
    '1e3s',
    '1_0s',
    '--1s',
    '2562048h',
    '9223372036854775808ns',
    'constructor',
    '1toString',
  ];
  test.each(refused)('%j is not', (text) => expect(parseDuration(text)).toBeNull());
});
