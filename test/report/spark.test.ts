import { expect, test } from 'vitest';
import { marks, spark } from '../../src/report/spark.js';

test('blocks rise from zero to the top', () => {
  expect(spark([0, 1, 2, 4, 8], 5, 8)).toBe(' ▁▂▄█');
});

test('a short spike is not lost among many values', () => {
  const values = new Array<number>(100).fill(0);
  values[37] = 9;
  expect(spark(values, 10, 9)).toBe('   █      ');
});

test('what is above zero is drawn, however small; what was not observed is a dot', () => {
  expect(spark([0.001, null, 100], 3, 100)).toBe('▁·█');
  expect(spark([], 3, 1)).toBe('···');
  expect(spark([0, 0], 2, 0)).toBe('  ');
});

test('more columns than values repeat the values', () => {
  expect(spark([1, 2], 4, 2)).toBe('▄▄██');
});

test('marks show where something held', () => {
  expect(marks([0, 0.2, null, 1, 0, 0], 6)).toBe(' ▔ ▔');
});
