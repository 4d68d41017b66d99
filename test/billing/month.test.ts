import { describe, expect, test } from 'vitest';
import { monthly } from '../../src/billing/month.js';
import type { Tariff } from '../../src/billing/tariff.js';
import { findTariff } from '../../src/billing/tariffs/index.js';
import { DAY, HOUR, SECOND } from '../../src/units/quantities.js';
import { GIB, MIB, priced } from './world.js';

const lambda = findTariff('aws-lambda-x86')!;
/** 50,000 requests of 1 s in 1 GiB a day. */
const daily = (tariff: Tariff, executions = 50_000, span = DAY) =>
  priced(
    tariff,
    { execution: [SECOND] },
    { executions, roundedExecution: [executions * SECOND], limits: { cpu: 1_000, memory: GIB } },
    { span },
  );
const quantities = (result: ReturnType<typeof monthly>) =>
  Object.fromEntries(result.lines.map(({ name, quantity }) => [name, quantity]));

describe('month ends', () => {
  test.each([
    { days: 28, requests: '1400000' },
    { days: 30, requests: '1500000' },
    { days: 31, requests: '1550000' },
  ])('a month of $days days has as many base days', ({ days, requests }) => {
    expect(quantities(monthly(lambda, daily(lambda), { days, events: [] }))['requests']).toBe(requests);
  });

  test('the free tier is given once a month, however long the month is', () => {
    const free = (days: number) => quantities(monthly(lambda, daily(lambda), { days, events: [] }, { freeTier: true }));
    expect(free(28)).toMatchObject({
      requests: '1400000',
      'free tier, requests': '-1000000',
      'free tier, memory': '-400000',
    });
    expect(free(31)).toMatchObject({
      requests: '1550000',
      'free tier, requests': '-1000000',
      'free tier, memory': '-400000',
    });
  });

  test('what the free tier holds beyond the month is lost, not carried over', () => {
    const little = monthly(lambda, daily(lambda, 1_000), { days: 30, events: [] }, { freeTier: true });
    expect(little.metered).toBe('0');
  });

  test('volume tiers count the month, not the day', () => {
    const huge = daily(lambda, 300_000_000);
    const lines = monthly(lambda, huge, { days: 30, events: [] }, { volumeTiers: true }).lines;
    expect(lines.slice(0, 2).map(({ quantity, rate }) => [quantity, rate])).toEqual([
      ['6000000000', '0.0000166667'],
      ['3000000000', '0.000015'],
    ]);
  });
});

describe('events', () => {
  test('take the place of as much base time', () => {
    const sale = daily(lambda, 720_000, 12 * HOUR);
    const result = monthly(lambda, daily(lambda), { days: 30, events: [{ bill: sale, perMonth: 2 }] });
    // 29 days of 50,000 and two sales of 720,000
    expect(quantities(result)['requests']).toBe('2890000');
  });

  test('that take longer than the month are refused', () => {
    const events = [{ bill: daily(lambda), perMonth: 31 }];
    expect(() => monthly(lambda, daily(lambda), { days: 30, events })).toThrow('must not take longer than the month');
  });

  test('of another tariff, and months of 40 days, are refused', () => {
    const other = daily(findTariff('aws-lambda-arm')!);
    expect(() => monthly(lambda, other, { days: 30, events: [] })).toThrow(
      'bill.tariff = aws-lambda-arm, must be aws-lambda-x86',
    );
    expect(() => monthly(lambda, daily(lambda), { days: 40, events: [] })).toThrow(
      'calendar.days = 40, must be between 28 and 31',
    );
  });
});

test('a monthly fee is paid once, and its included volume is the free tier', () => {
  const cloudflare = findTariff('cloudflare-workers')!;
  const day = priced(cloudflare, { execution: [SECOND] }, { executions: 400_000, cpuMicros: 0 }, { span: DAY });
  const month = monthly(cloudflare, day, { days: 30, events: [] }, { freeTier: true });
  expect(month.metered).toBe('5.6'); // 2 of 12 million requests at 0.3 a million
});

test('the capacity of a month goes with its time', () => {
  const day = priced(
    lambda,
    { execution: [SECOND], lifetime: [DAY] },
    { podRequests: { cpu: 500, memory: 512 * MIB } },
    { span: DAY },
  );
  expect(day.capacity).toBe('0.576');
  expect(monthly(lambda, day, { days: 30, events: [] }).capacity).toBe('17.28');
});
