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

const countsOf = async (text: string): Promise<{ readonly interval: number; readonly counts: readonly number[] }> => {
  const trace = (await load(text)).open(REF);
  if (trace.kind !== 'counts') throw new Error('must hold counts');
  return { interval: trace.interval / 1e6, counts: Array.from(trace.counts) };
};

const answer = (name: string, values: readonly (readonly [number, string])[]): string =>
  JSON.stringify({
    status: 'success',
    data: { resultType: 'matrix', result: [{ metric: { __name__: name }, values }] },
  });

test('the growth of a counter over a gap is spread over the steps that are missing', async () => {
  const points: [number, string][] = [
    [1000, '0'],
    [1015, '30'],
    [1075, '70'],
    [1090, '5'],
  ];
  expect(await countsOf(answer('hits_total', points))).toEqual({ interval: 15, counts: [30, 10, 10, 10, 10, 5] });
});

test('two points of a Prometheus series at one time are told: their distance would be no time at all', async () => {
  const points: [number, string][] = [
    [100, '5'],
    [160, '5'],
    [160, '5'],
    [220, '5'],
  ];
  for (const name of ['rate', 'hits_total'])
    await expect(load(answer(name, points))).rejects.toThrow(
      'result[0].values[2]: must not have the time of another point',
    );
});

test('a bad time of Huawei requests is told of the column that holds it', async () => {
  await expect(load('time_worker,time_frontend,funcName\n10,-5,f\n')).rejects.toThrow(
    'time_frontend = "-5", must be a number of seconds >= 0',
  );
  await expect(load('time_worker,time_frontend,funcName\nx,NaN,f\n')).rejects.toThrow('time_worker = "x", must be');
});

test('a gap of more steps than Prometheus answers is read in bounded time', async () => {
  const points: [number, string][] = [
    [0, '0'],
    [0.001, '1'],
    [1e6, '11001'],
  ];
  await expect(load(answer('hits_total', points))).resolves.toBeDefined();
});

test('parts of histograms count no requests and are refused', async () => {
  for (const name of ['http_request_duration_seconds_bucket', 'http_request_duration_seconds_sum'])
    await expect(load(answer(name, [[0, '1']]))).rejects.toThrow(
      `result[0]: ${name} is a part of a histogram, must be its _count, or a rate of it`,
    );
});

test('one row out of line does not make all intervals as short as its own', async () => {
  const rows = 'time,count\n0,60\n60,60\n120,60\n180,60\n197,17\n';
  expect(await countsOf(rows)).toEqual({ interval: 60, counts: [60, 60, 60, 77] });
  expect(await countsOf('time,count\n0,1\n180,2\n240,3\n')).toEqual({ interval: 60, counts: [1, 0, 0, 2, 3] });
});

test("Istio's access log is read as Envoy's", async () => {
  const line = (second: number, details: string): string =>
    `[2024-05-01T12:00:0${second}.000Z] "GET /pay HTTP/1.1" 200 - ${details}0 135 4 3 "-" "curl" "id" "shop:80" "10.0.0.1:80" outbound|80||shop - 10.0.0.2:80 10.0.0.3:5 - default\n`;
  const text = line(0, 'via_upstream - "-" ') + line(1, '- - "-" ') + line(2, '"-" "a b" ') + line(4, '');
  const loaded = await load(text);
  expect(loaded.reports[0]).toMatchObject({ format: 'envoy', rows: 4, bad: 0 });
  expect(await instantsOf(text)).toEqual([0, 1_000_000, 2_000_000, 4_000_000]);
  expect(loaded.serviceTime(REF)).toMatchObject({ kind: 'quantiles', value: expect.arrayContaining([4000]) });
});

test('a log of times and latencies that is not of vegeta is not taken for one', async () => {
  const line = '{"timestamp":"2024-05-01T12:00:00Z","latency":12,"path":"/"}\n';
  await expect(load(line)).rejects.toThrow('a.csv:1: format is not recognised');
});

test('samples of a metric are not taken for one request each', async () => {
  const rate = 'must call it "count" if it counts requests';
  await expect(load('Time,"sum(rate(hits[1m]))"\n2024-05-01 12:00:00,5.5\n')).rejects.toThrow(rate);
  await expect(load('Time,requests per second\n2024-05-01 12:00:00,5.5\n')).rejects.toThrow(rate);
  await expect(load('Time,shop\n0,5.5\n60,5.7\n120,5.9\n180,4\n')).rejects.toThrow(
    'a.csv:4: rows stand 60 s apart, must be a request each: call "shop" "count" if it counts requests',
  );
  expect(await instantsOf('time,tokens\n0,5\n1,7\n2.5,8\n3,4\n')).toEqual([0, 1_000_000, 2_500_000, 3_000_000]);
  expect(await instantsOf('time,latency (ms)\n0.5,80\n')).toEqual([500_000]);
  expect(await instantsOf('time,user\n0,a\n1,b\n2,c\n3,d\n')).toEqual([0, 1_000_000, 2_000_000, 3_000_000]);
});
