import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, compare, divide, multiply, round, subtract } from '../../src/units/arithmetic.js';
import { exact, toNumber, toText } from '../../src/units/decimal.js';

describe('arithmetic', () => {
  test('a tenth and two tenths are three tenths', () => {
    expect(toText(add(exact('0.1'), exact('0.2')))).toBe('0.3');
  });

  test('products are exact', () => {
    expect(toText(multiply(exact('4625'), exact('0.0000166667')))).toBe('0.0770834875');
  });

  test.each([
    ['0.125', 2, '0.12'],
    ['0.135', 2, '0.14'],
    ['-0.125', 2, '-0.12'],
    ['-0.135', 2, '-0.14'],
    ['2.5', 0, '2'],
    ['3.5', 0, '4'],
    ['0.1251', 2, '0.13'],
    ['7', 3, '7'],
  ])('%s to %d places is %s, ties to the even digit', (text, places, rounded) => {
    expect(toText(round(exact(text), places))).toBe(rounded);
  });

  test.each([
    ['1', '3', 4, '0.3333'],
    ['2', '3', 4, '0.6667'],
    ['-1', '8', 2, '-0.12'],
    ['1', '0.0004', 0, '2500'],
    ['1000', '0.5', 2, '2000'],
    ['0.04048', '3600', 12, '0.000011244444'],
  ])('%s / %s to %d places is %s', (a, b, places, quotient) => {
    expect(toText(divide(exact(a), exact(b), places))).toBe(quotient);
  });

  test('nothing is divided by zero', () => {
    expect(() => divide(exact('1'), exact('0.00'), 2)).toThrow('divisor = 0, must not be 0');
  });
});

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(15))
  .map(([coefficient, places]) => ({ coefficient, places }));

test('property: text reads back as the same number, and what is added can be taken away', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      expect(compare(exact(toText(a)), a)).toBe(0);
      expect(compare(subtract(add(a, b), b), a)).toBe(0);
    }),
  );
});

test('property: a quotient times the divisor is within half of the last place of the dividend', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      fc.pre(b.coefficient !== 0n);
      const error = subtract(multiply(divide(a, b, 6), b), a);
      const half = multiply(b, exact('0.0000005'));
      expect(Math.abs(toNumber(error))).toBeLessThanOrEqual(Math.abs(toNumber(half)) * (1 + 1e-12));
    }),
  );
});
