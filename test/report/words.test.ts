import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  capitalised,
  clock,
  count,
  counted,
  duration,
  listed,
  money,
  number,
  percent,
  percentBeside,
  times,
} from '../../src/report/words.js';

const shares: readonly (readonly [number | null, string])[] = [
  [null, '–'],
  [0, '0 %'],
  [1, '100 %'],
  [0.5, '50 %'],
  [0.0213, '2.1 %'],
  [0.00042, '0.042 %'],
  [0.999, '99.9 %'],
  [0.99951, '99.951 %'],
  [0.999953, '99.9953 %'],
  [0.9999999, '> 99.9999 %'],
  [0.0000001, '< 0.0001 %'],
  [1.5, '150 %'],
];
for (const [share, text] of shares) test(`a share of ${share} reads ${text}`, () => expect(percent(share)).toBe(text));

test('a share that is neither nothing nor all is never shown as 0 % or 100 %', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1 - 1e-16, noNaN: true }), (share) => {
      expect(['0 %', '100 %']).not.toContain(percent(share));
    }),
  );
});

test('a share beside its limit shows on which side it lies, however close', () => {
  expect(percentBeside(0.99899, 0.999)).toBe('99.899 %');
  expect(percentBeside(0.99901, 0.999)).toBe('99.901 %');
  expect(percentBeside(0.9989999, 0.999)).toBe('99.89999 %');
  expect(percentBeside(0.999, 0.999)).toBe('99.9 %');
  expect(percentBeside(0.5, 0.999)).toBe('50 %');
});

test('an instant is minutes and seconds within an hour, hours beyond, days beyond a day', () => {
  expect(clock(620, 1800)).toBe('10:20');
  expect(clock(620, 7200)).toBe('0:10:20');
  expect(clock(90_000, 172_800)).toBe('d2 1:00:00');
  expect(clock(0, 3600)).toBe('0:00');
});

test('nothing observed is a dash, never zero', () => {
  expect([number(null), duration(null), money(null, 'USD'), times(null)]).toEqual(['–', '–', '–', '–']);
  expect([number(0), duration(0), money('0', 'USD')]).toEqual(['0', '0 s', '0 USD']);
});

test('numbers keep about three digits and counts stay whole', () => {
  expect([number(0.04219), number(4.2149), number(98.64), number(1240.4)]).toEqual(['0.0422', '4.21', '98.6', '1,240']);
  expect([count(41938.4), counted(1, 'pod'), counted(2, 'pod'), counted(0, 'box', 'boxes')]).toEqual([
    '41,938',
    '1 pod',
    '2 pods',
    '0 boxes',
  ]);
});

test('words are joined as a person lists them', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
  expect([capitalised('two'), capitalised('')]).toEqual(['Two', '']);
});
