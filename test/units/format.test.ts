import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatMoney,
  formatPercent,
  formatRate,
  formatSeconds,
} from '../../src/units/format.js';

describe('formatting for people', () => {
  test.each([
    [0, '0 s'],
    [850, '850 µs'],
    [45_000, '45 ms'],
    [45_678, '45.7 ms'],
    [999_900, '1 s'],
    [12_345_678, '12.3 s'],
    [59_990_000, '1m'],
    [90_000_000, '1m30s'],
    [125_000_000, '2m05s'],
    [3_599_900_000, '1h'],
    [7_500_000_000, '2h05m'],
    [86_399_000_000, '1d'],
    [108_000_000_000, '1d06h'],
    [-45_000, '-45 ms'],
  ])('%d microseconds are %s', (micros, text) => {
    expect(formatDuration(micros)).toBe(text);
  });

  test('seconds of the result document read the same', () => {
    expect(formatSeconds(0.5)).toBe('500 ms');
  });

  test('counts have their thousands apart', () => {
    expect([0, 999, 1234567].map(formatCount)).toEqual(['0', '999', '1,234,567']);
  });

  test('slow rates are per minute, hour or day', () => {
    expect([1234.4, 20, 0.05, 5 / 3600, 1 / 86_400, 0].map(formatRate)).toEqual([
      '1,230/s',
      '20/s',
      '3/min',
      '5/h',
      '1/d',
      '0/s',
    ]);
  });

  test('shares near nothing and near everything keep what matters', () => {
    expect([0, 0.0002, 0.00001, 0.0123, 0.123, 0.9995, 0.99999, 1].map(formatPercent)).toEqual([
      '0 %',
      '0.02 %',
      '< 0.01 %',
      '1.2 %',
      '12.3 %',
      '99.95 %',
      '> 99.99 %',
      '100 %',
    ]);
  });

  test('sizes are binary', () => {
    expect([0, 1023, 536_870_912, 1_610_612_736].map(formatBytes)).toEqual(['0 B', '1020 B', '512 MiB', '1.5 GiB']);
  });

  test('small amounts of money keep three digits, large ones lose their cents', () => {
    expect(['0', '12.345', '0.000412', '1234567.8'].map((amount) => formatMoney(amount, 'USD'))).toEqual([
      '0 USD',
      '12.35 USD',
      '0.000412 USD',
      '1,234,568 USD',
    ]);
  });
});
