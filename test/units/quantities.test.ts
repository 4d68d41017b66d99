import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBytes, parseCpu, parseMemory, writeBytes, writeCpu, writeMemory } from '../../src/units/bytes.js';
import { parseDuration, parseSignedDuration, writeDuration } from '../../src/units/duration.js';
import { parseHourlyPrice, parseMoney, writeMoney } from '../../src/units/money.js';
import type { Parsed } from '../../src/units/parsed.js';
import {
  parseBandwidth,
  parsePercent,
  parseRate,
  writeBandwidth,
  writePercent,
  writeRate,
} from '../../src/units/rate.js';

const value = <T>(result: Parsed<T>): T => {
  if (!result.ok) throw new Error(result.rule);
  return result.value;
};
const refusal = <T>(result: Parsed<T>): string => (result.ok ? 'accepted' : `${result.rule} (${result.hint ?? ''})`);

describe('durations', () => {
  const cases: readonly (readonly [string, number])[] = [
    ['90s', 90_000_000],
    ['1h30m', 5_400_000_000],
    ['250ms', 250_000],
    ['10us', 10],
    ['10µs', 10],
    ['0.1s', 100_000],
    ['0.000001s', 1],
    ['1.5h', 5_400_000_000],
    ['28d', 2_419_200_000_000],
    ['1m5ms', 60_005_000],
    ['2min', 120_000_000],
    ['0s', 0],
  ];
  test.each(cases)('%s is %d microseconds', (text, micros) => {
    expect(value(parseDuration(text))).toBe(micros);
  });

  test('fractions of a second are exact where a double product is not', () => {
    expect(value(parseDuration('1.005s'))).toBe(1_005_000);
    expect(1.1 * 1e6).not.toBe(1_005_000);
  });

  test('a bare number is refused with the unit it probably lacks', () => {
    expect(refusal(parseDuration('1 h 30 m'))).toContain('did you mean "1h30m"?');
    expect(refusal(parseDuration('a while'))).not.toContain('did you mean');
    expect(refusal(parseDuration('30'))).toBe('must be a duration with its unit (did you mean "30s" or "30ms"?)');
  });

  test.each(['', 's', '5 parsecs', '1h-5m', '5m x', '0.1us', '1e3s', '-5s'])('"%s" is refused', (text) => {
    expect(parseDuration(text).ok).toBe(false);
  });

  test('a shift may be negative', () => {
    expect(value(parseSignedDuration('-15m'))).toBe(-900_000_000);
    expect(Object.is(value(parseSignedDuration('-0s')), 0)).toBe(true);
  });

  test('what is written reads back as the same microseconds', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (micros) => {
        expect(value(parseSignedDuration(writeDuration(micros)))).toBe(micros);
      }),
    );
  });

  test('is written the way a person would', () => {
    expect([90_000_000, 1_200_000, 45_000, 10, 5_400_000_000, 1_500].map(writeDuration)).toEqual([
      '1m30s',
      '1.2s',
      '45ms',
      '10us',
      '1h30m',
      '1.5ms',
    ]);
  });
});

describe('sizes and CPU', () => {
  test.each([
    ['512Mi', 536_870_912],
    ['1.5Gi', 1_610_612_736],
    ['200M', 200_000_000],
    ['64B', 64],
    ['1k', 1000],
  ] as const)('%s is %d bytes', (text, bytes) => {
    expect(value(parseBytes(text))).toBe(bytes);
  });

  test('a bare number is refused where it is ours, and is bytes where it is Kubernetes’', () => {
    expect(refusal(parseBytes('512'))).toContain('did you mean "512Mi"?');
    expect(value(parseMemory('134217728'))).toBe(134_217_728);
  });

  test('a wrong case is answered with the right one', () => {
    expect(refusal(parseBytes('512mb'))).toContain('did you mean "512M"?');
    expect(refusal(parseBytes('512MI'))).toContain('did you mean "512Mi"?');
  });

  test.each([
    ['250m', 250],
    ['1', 1000],
    ['0.5', 500],
    ['0.125', 125],
  ] as const)('CPU %s is %d thousandths of a core', (text, milli) => {
    expect(value(parseCpu(text))).toBe(milli);
  });

  test('CPU finer than a thousandth of a core is refused', () => {
    expect(refusal(parseCpu('0.0005'))).toContain('whole thousandths of a core');
  });

  test('what is written reads back as the same number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), fc.integer({ min: 0, max: 1e6 }), (bytes, milli) => {
        expect(value(parseBytes(writeBytes(bytes)))).toBe(bytes);
        expect(value(parseMemory(writeMemory(bytes)))).toBe(bytes);
        expect(value(parseBandwidth(writeBandwidth(bytes)))).toBe(bytes);
        expect(value(parseCpu(writeCpu(milli)))).toBe(milli);
      }),
    );
  });
});

describe('rates, shares and money', () => {
  test.each([
    ['20/s', 20],
    ['100/min', 100 / 60],
    ['5/h', 5 / 3600],
    ['0.2/d', 0.2 / 86_400],
  ] as const)('%s is %d per second', (text, rate) => {
    expect(value(parseRate(text))).toBe(rate);
  });

  test.each([
    ['1%', 0.01],
    ['99.9%', 0.999],
    ['7%', 0.07],
    ['0%', 0],
    ['150%', 1.5],
  ] as const)('%s is the share %d', (text, share) => {
    expect(value(parsePercent(text))).toBe(share);
  });

  test('bare numbers are refused with what was probably meant', () => {
    expect(refusal(parseRate('20'))).toContain('did you mean "20/s"?');
    expect(refusal(parseRate('20 rps'))).toContain('did you mean "20/s"?');
    expect(refusal(parseRate('3 requests per minute'))).toContain('did you mean "3/min"?');
    expect(refusal(parseRate('1.5 calls/hour'))).toContain('did you mean "1.5/h"?');
    expect(refusal(parseRate('many/s'))).not.toContain('did you mean');
    expect(refusal(parsePercent('0.01'))).toContain('did you mean "1%"?');
    expect(refusal(parsePercent('70'))).toContain('did you mean "70%"?');
    expect(refusal(parseMoney('2'))).toContain('did you mean "2 USD"?');
    expect(refusal(parseMoney('$2'))).toContain('did you mean "2 USD"?');
  });

  test('negative rates and shares are refused', () => {
    expect(refusal(parseRate('-1/s'))).toContain('must not be negative');
    expect(refusal(parsePercent('-1%'))).toContain('must not be negative');
  });

  test('an exponent beyond all reason is refused', () => {
    expect(refusal(parseMoney('1e9999 USD'))).toContain('must be an amount with its currency');
    expect(refusal(parseBytes('1e9999Mi'))).toContain('must be below 2^53 bytes');
  });

  test('money stays decimal text', () => {
    expect(value(parseMoney('0.0000166667 USD'))).toEqual({ amount: '0.0000166667', currency: 'USD' });
    expect(value(parseMoney('1.66667e-5 USD')).amount).toBe('0.0000166667');
    expect(value(parseHourlyPrice('0.34 USD/h'))).toEqual({ amount: '0.34', currency: 'USD' });
    expect(writeMoney({ amount: '2', currency: 'USD' })).toBe('2 USD');
  });

  test('what is written reads back as the same double', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (number) => {
        expect(value(parseRate(writeRate(number)))).toBe(number);
        expect(value(parsePercent(writePercent(number)))).toBe(number);
      }),
    );
  });

  test('rates are written in the unit in which they are short', () => {
    expect([20, 100 / 60, 5 / 3600, 0.2 / 86_400, 0].map(writeRate)).toEqual([
      '20/s',
      '100/min',
      '5/h',
      '0.2/d',
      '0/s',
    ]);
  });
});
