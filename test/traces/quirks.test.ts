import { expect, test } from 'vitest';
import { loadTraces, type LoadedTraces } from '../../src/traces/library.js';
import { readTrace } from '../../src/traces/read.js';
import { parseIso } from '../../src/traces/time.js';
import type { TraceRef } from '../../src/workload/recipe.js';

async function* whole(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const REF: TraceRef = { file: 'a.csv', sha256: '', format: 'auto', select: null };

const load = (text: string): Promise<LoadedTraces> => loadTraces([REF], () => whole(text));

const instantsOf = async (text: string): Promise<readonly number[]> => {
  const trace = (await load(text)).open(REF);
  if (trace.kind !== 'instants') throw new Error('must hold instants');
  const out = new Float64Array(trace.count);
  trace.open().read(out);
  return [...out];
};

test('a fraction of a second is exact to the microsecond, whatever a double makes of it', () => {
  const wrong = Array.from({ length: 142_857 }, (_, i) => 7 * i).filter(
    (micros) => parseIso(`1970-01-01T00:00:00.${String(micros).padStart(6, '0')}Z`) !== micros,
  );
  expect(wrong).toEqual([]);
  expect(parseIso('1970-01-01T00:00:00.0010199Z')).toBe(1019);
});

test.each([
  '2024-02-30T00:00:00Z',
  '2023-02-29',
  '1900-02-29',
  '2024-04-31',
  '2024-01-01T00:00:00+99:00',
  '2024-00-10',
])('%s is no date', (text) => {
  expect(parseIso(text)).toBeNaN();
});

test.each(['2024-02-29', '2000-02-29', '2024-12-31T23:59:60Z', '2024-01-01T00:00:00-0530'])('%s is a date', (text) => {
  expect(parseIso(text)).toBeGreaterThan(0);
});

test('a column of times that names its unit is read in it', async () => {
  expect(await instantsOf('time_ms\n0\n1500\n2000.25\n')).toEqual([0, 1_500_000, 2_000_250]);
  expect(await instantsOf('ts_us\n5\n7\n')).toEqual([5, 7]);
  expect(await instantsOf('timestamp_ms\n1700000000000\n1700000001500\n')).toEqual([0, 1_500_000]);
  expect(await instantsOf('time\n0\n1500\n')).toEqual([0, 1_500_000_000]);
});

test('a duration that is none makes its row bad, and an empty one is unknown', async () => {
  await expect(load('time,duration\n1,0.5\n2,-0.5\n')).rejects.toThrow(
    'a.csv:3: duration = "-0.5", must be a number of seconds >= 0',
  );
  await expect(load('time;duration\n1;0,5\n')).rejects.toThrow('duration = "0,5", must be');
  expect((await load('time,duration\n1,\n2,-\n3,NaN\n4\n')).reports[0]).toMatchObject({ rows: 4, bad: 0 });
});

test('columns that are not read are named', async () => {
  const { assumptions } = (await load('time,took_ms,user\n1,5,x\n')).reports[0]!;
  expect(assumptions).toContain('columns that are not read: "took_ms", "user"');
});

test.each([
  ['duration', 500_000],
  ['Duration_s', 500_000],
  ['duration_ms', 500],
  ['duration_us', 0.5],
  ['durationNs', 0.0005],
])('a column %s is read in its own unit', async (name, micros) => {
  const took: number[] = [];
  const none = (): null => null;
  const sink = { instant: (_: unknown, __: number, one: number) => (took.push(one), null), count: none, counts: none };
  await readTrace('a.csv', whole(`time,${name}\n1,0.5\n`), { ...sink, assumed: none, ignored: none });
  expect(took).toEqual([micros]);
});

test('lines that end with CR alone are told, not taken for one long header', async () => {
  await expect(load('time\r1\r2\r')).rejects.toThrow('a.csv: ends its lines with CR alone, must use LF or CRLF');
});

test('a point of Prometheus that is NaN is no traffic, counted apart; an infinite one is bad', async () => {
  const answer = (...values: string[]): string => {
    const points = values.map((value, i) => `[${i * 15},"${value}"]`).join(',');
    return `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[${points}]}]}}`;
  };
  const { reports } = await load(answer('2', 'NaN', '4'));
  expect(reports[0]).toMatchObject({ rows: 3, bad: 0, ignored: { 'points without a value (NaN)': 1 } });
  await expect(load(answer('2', '+Inf'))).rejects.toThrow('value = "+Inf", must be a number >= 0');
});
