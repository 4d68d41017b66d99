import { describe, expect, test } from 'vitest';
import { exact, fromNumber, toText } from '../../src/units/decimal.js';

describe('reading and writing', () => {
  test.each([
    ['12', '12'],
    ['-0.50', '-0.5'],
    ['1.66667e-05', '0.0000166667'],
    ['2e3', '2000'],
    ['+0.10', '0.1'],
    ['0.000', '0'],
  ])('%s is written %s', (text, written) => {
    expect(toText(exact(text))).toBe(written);
  });

  test.each(['', 'abc', '1,5', '.5', '0x10', 'NaN', '1e1000'])('%j is refused', (text) => {
    expect(() => exact(text)).toThrow(`decimal = ${JSON.stringify(text)}, must be a decimal number`);
  });

  test('a double is its shortest decimal, and infinity is none', () => {
    expect(toText(fromNumber(0.1))).toBe('0.1');
    expect(toText(fromNumber(1e-7))).toBe('0.0000001');
    expect(toText(fromNumber(2 ** 60))).toBe('1152921504606847000');
    expect(() => fromNumber(Infinity)).toThrow(RangeError);
  });
});
