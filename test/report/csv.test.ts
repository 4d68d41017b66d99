import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvFiles, decisionsCsv, timelineCsv } from '../../src/report/csv.js';
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

test('decisions have a file only where anything was decided', () => {
  const base = flashSale();
  const silent = { ...base, services: [{ ...base.services[0]!, decisions: { omitted: 0, entries: [] } }] };
  expect([...csvFiles(base).keys()]).toEqual(['timeline.csv', 'decisions.csv']);
  expect([...csvFiles(silent).keys()]).toEqual(['timeline.csv']);
});
