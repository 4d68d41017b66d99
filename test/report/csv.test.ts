import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { bandsCsv, billsCsv, csvFiles, decisionsCsv, objectivesCsv, timelineCsv } from '../../src/report/csv.js';
import { billLine } from '../result/document.js';
import { flashSale } from './fixture.js';

test('a CSV reader gets every value of every series back', () => {
  const result = flashSale();
  const rows: Record<string, string>[] = parse(timelineCsv(result), { columns: true });
  expect(rows).toHaveLength(180);
  for (const { name, unit, values } of result.timeline.series) {
    expect(rows.map((row) => (row[`${name} [${unit}]`] === '' ? null : Number(row[`${name} [${unit}]`])))).toEqual(
      values,
    );
  }
  expect(rows[62]!['time [s]']).toBe('620');
});

test('names and reasons with commas, quotes and line breaks survive, and no cell is a formula', () => {
  const base = flashSale('=HYPERLINK("x")');
  const entries = base.services[0]!.decisions.entries.map((entry) => ({ ...entry, reason: 'a, "b"\nc' }));
  const result = { ...base, services: [{ ...base.services[0]!, decisions: { omitted: 0, entries } }] };
  const rows: Record<string, string>[] = parse(decisionsCsv(result), { columns: true });
  expect(rows).toHaveLength(entries.length);
  expect(rows[0]).toMatchObject({ service: '\'=HYPERLINK("x")', reason: 'a, "b"\nc' });
});

test('every file is there only where the result has something for it', () => {
  const base = flashSale();
  const { latencyBands: _bands, ...rest } = base;
  const services = [{ ...base.services[0]!, decisions: { omitted: 0, entries: [] } }];
  expect([...csvFiles(base).keys()]).toEqual([
    'timeline.csv',
    'decisions.csv',
    'objectives.csv',
    'latency.csv',
    'bills.csv',
  ]);
  expect([...csvFiles({ ...rest, services, slos: [], bills: [] }).keys()]).toEqual(['timeline.csv']);
});

test('objectives have their burn rate and what is left of their budget, latency its bands', () => {
  const base = flashSale();
  const slos: Record<string, string>[] = parse(objectivesCsv(base), { columns: true });
  expect(slos.map((row) => Number(row['checkout.availability.budgetLeft [share]']))).toEqual(
    base.slos[0]!.budgetLeftByInterval,
  );
  expect(Object.keys(slos[0]!)).not.toContain('checkout.latency.budgetLeft [share]');
  const bands: Record<string, string>[] = parse(bandsCsv(base.latencyBands!), { columns: true });
  expect(bands[0]).toEqual({
    'time [s]': '0',
    service: 'checkout',
    'from [s]': '0.032',
    'to [s]': '0.042',
    requests: '5',
  });
  const all = base.latencyBands!.scopes[0]!.counts.flat().reduce((sum, count) => sum + count, 0);
  expect(bands.reduce((sum, row) => sum + Number(row['requests']), 0)).toBe(all);
  expect(bands.some((row) => row['to [s]'] === '')).toBe(true);
});

test('bills have every line of every part with its exact amounts', () => {
  const base = flashSale();
  const line = billLine('free tier, requests', '-0.0000006', { quantity: '-3', unit: 'requests', rate: '0.0000002' });
  const month = { days: 30, metered: '1', capacity: null, parts: [], lines: [{ ...line, name: 'memory' }] };
  const bills = [{ ...base.bills[0]!, lines: [line], credits: [], capacityLines: [line], month }];
  const rows: Record<string, string>[] = parse(billsCsv({ ...base, bills }), { columns: true });
  expect(rows.map(({ part, line: name }) => [part, name])).toEqual([
    ['metered', 'free tier, requests'],
    ['capacity', 'free tier, requests'],
    ['month', 'memory'],
  ]);
  // A negative amount is a number, not a text that begins like a formula.
  expect(rows[0]).toMatchObject({ tariff: 'generic-100ms', quantity: '-3', amount: '-0.0000006', currency: 'USD' });
});
