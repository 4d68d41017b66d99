import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RoundedSums, roundedSpan } from '../../src/billing/rounding.js';

const LAMBDA_THEN = { granularity: 100_000, minimum: 100_000 };
const LAMBDA_NOW = { granularity: 1_000, minimum: 1_000 };
const AZURE = { granularity: 1_000, minimum: 100_000 };
const FLEX = { granularity: 100_000, minimum: 1_000_000 };
const FARGATE = { granularity: 1_000_000, minimum: 60_000_000 };

describe('one span', () => {
  test.each([
    { name: 'exactly 100.0 ms is one granule', rule: LAMBDA_THEN, span: 100_000, billed: 100_000 },
    { name: 'a microsecond more is two', rule: LAMBDA_THEN, span: 100_001, billed: 200_000 },
    { name: '101 ms at 100 ms is 200 ms', rule: LAMBDA_THEN, span: 101_000, billed: 200_000 },
    { name: '101 ms at 1 ms stays', rule: LAMBDA_NOW, span: 101_000, billed: 101_000 },
    { name: '260 ms is 300 ms', rule: LAMBDA_THEN, span: 260_000, billed: 300_000 },
    { name: 'nothing is the minimum', rule: LAMBDA_NOW, span: 0, billed: 1_000 },
    { name: 'nothing without a minimum is nothing', rule: { granularity: 100_000, minimum: 0 }, span: 0, billed: 0 },
    { name: '37 ms is raised to 100 ms by the floor alone', rule: AZURE, span: 37_000, billed: 100_000 },
    { name: 'above the floor the fine steps count', rule: AZURE, span: 100_001, billed: 101_000 },
    { name: 'a second at least', rule: FLEX, span: 37_000, billed: 1_000_000 },
    { name: 'then steps of 100 ms', rule: FLEX, span: 1_000_001, billed: 1_100_000 },
    { name: 'a minute at least', rule: FARGATE, span: 1, billed: 60_000_000 },
    { name: 'then the started second', rule: FARGATE, span: 60_000_001, billed: 61_000_000 },
    {
      name: 'a minimum between two steps is rounded up too',
      rule: { granularity: 7, minimum: 10 },
      span: 3,
      billed: 14,
    },
    { name: 'a year and a microsecond', rule: LAMBDA_NOW, span: 31_536_000_000_001, billed: 31_536_000_001_000 },
  ])('$name', ({ rule, span, billed }) => {
    expect(roundedSpan(rule, span)).toBe(billed);
  });
});

const span = fc.integer({ min: 0, max: 400_000_000_000 });
const rule = fc.record({
  granularity: fc.integer({ min: 1, max: 4_000_000_000 }),
  minimum: fc.integer({ min: 0, max: 100_000_000 }),
});

test('property: rounding is the whole-number ceiling of the raised span', () => {
  fc.assert(
    fc.property(rule, span, (r, s) => {
      const g = BigInt(r.granularity);
      const raised = BigInt(Math.max(s, r.minimum));
      expect(BigInt(roundedSpan(r, s))).toBe(((raised + g - 1n) / g) * g);
    }),
  );
});

test('property: a finer granularity that divides the coarser never bills more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 1_000 }),
      fc.nat(10_000_000),
      span,
      (fine, times, minimum, s) => {
        const finer = roundedSpan({ granularity: fine, minimum }, s);
        expect(finer).toBeLessThanOrEqual(roundedSpan({ granularity: fine * times, minimum }, s));
        expect(finer).toBeGreaterThanOrEqual(s);
      },
    ),
  );
});

test('sums are kept per rule, in the order of the rules, whatever their number', () => {
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 4 }), fc.array(span, { maxLength: 50 }), (rules, spans) => {
      const rounded = new RoundedSums(rules);
      for (const s of spans) rounded.add(s);
      const expected = rules.map((r) => spans.reduce((total, s) => total + roundedSpan(r, s), 0));
      expect(Array.from(rounded.sums)).toEqual(expected);
    }),
  );
});

test('a rule that is no rule is refused', () => {
  expect(() => new RoundedSums([{ granularity: 0, minimum: 0 }])).toThrow(
    'granularity = 0, must be a whole number of microseconds of at least 1',
  );
  expect(() => new RoundedSums([{ granularity: 1, minimum: -1 }])).toThrow(
    'minimum = -1, must be a whole number of microseconds of at least 0',
  );
});
