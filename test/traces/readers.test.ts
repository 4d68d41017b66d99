import { existsSync, createReadStream, readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { readDurations } from '../../src/traces/durations.js';
import { loadTraces, type LoadedTraces, type LoadOptions } from '../../src/traces/library.js';
import type { TraceRef } from '../../src/workload/recipe.js';
import type { Trace } from '../../src/workload/traceLibrary.js';

const FIXTURES = new URL('fixtures/', import.meta.url);
const SHARED = new URL('../../../shared/traces/', import.meta.url);

async function* pieces(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const refTo = (file: string, select: string | null = null, format = 'auto'): TraceRef => ({
  file,
  sha256: '',
  format,
  select,
});

const loadText = (
  text: string | Uint8Array,
  options: LoadOptions & { format?: string; select?: string; size?: number } = {},
) => {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return loadTraces(
    [refTo('a.csv', options.select ?? null, options.format)],
    () => pieces(bytes, options.size),
    options,
  );
};

const loadFixture = (file: string, select: string | null = null, size?: number): Promise<LoadedTraces> =>
  loadTraces([refTo(file, select)], (name) => pieces(readFileSync(new URL(name, FIXTURES)), size));

/** Counts with their interval in seconds, or instants in microseconds. */
function contents(trace: Trace): unknown {
  if (trace.kind === 'counts') return { every: trace.interval / 1e6, counts: [...(trace.counts as Float64Array)] };
  const out = new Float64Array(trace.count + 1);
  const n = trace.open().read(out);
  return [...out.subarray(0, n)];
}

const minutes = (...counts: number[]) => ({ every: 60, counts });

/** File, what is selected, the format it must be taken for, what must be in it. Worked out by hand. */
const CASES: readonly (readonly [string, string | null, string, unknown])[] = [
  ['compact.trace', null, 'compact', [0, 150_000, 250_000]],
  ['compact.trace', 'shop', 'compact', [0, 150_000]],
  ['compact.trace', 'a "quoted" name', 'compact', [0]],
  ['compact-counts.trace', null, 'compact', minutes(5, 0, 7, 1, 1)],
  ['compact-counts.trace', 'f-one', 'compact', minutes(0, 0, 7, 1, 1)],
  ['azure-functions-2019.csv', null, 'azure-functions-2019', minutes(1, 3, 1, 12, 702)],
  ['azure-functions-2019.csv', 'f-one', 'azure-functions-2019', minutes(0, 3, 0, 12, 1)],
  ['azure-functions-2019.csv', 'app-a', 'azure-functions-2019', minutes(1, 3, 1, 12, 2)],
  ['azure-functions-2019.csv', 'g', 'azure-functions-2019', minutes(0, 0, 0, 0, 700)],
  ['azure-functions-2019-other-order.csv', null, 'azure-functions-2019', minutes(6, 2, 3)],
  ['azure-functions-2021.csv', null, 'azure-functions-2021', [125_000, 250_000, 1_750_000, 2_000_000]],
  ['azure-functions-2021.csv', 'a1/f1', 'azure-functions-2021', [125_000, 250_000]],
  ['azure-functions-2021.csv', 'a1', 'azure-functions-2021', [125_000, 250_000, 1_750_000]],
  ['azure-llm.csv', null, 'azure-llm', [0, 750_000, 750_000, 4_000_000]],
  ['huawei-2023.csv', null, 'huawei-2023', minutes(818, 1, 7)],
  ['huawei-2023.csv', '28', 'huawei-2023', minutes(816, 0, 4)],
  ['huawei-2025-cold-starts.csv', null, 'huawei-2025-cold-starts', [0, 1_500_000]],
  ['huawei-2025-requests.csv', 'f1', 'huawei-2025-requests', [0, 750_000]],
  ['ibm-code-engine.csv', null, 'ibm-code-engine', [17_999_500_000, 18_000_000_000, 18_001_000_000, 18_002_250_000]],
  ['k6.csv', null, 'k6-csv', [0, 1_749_500]],
  ['k6.ndjson', null, 'k6-json', [0, 1_000_000]],
  ['k6.ndjson', 'cart', 'k6-json', [0]],
  ['hey.csv', null, 'hey', [1500, 1600, 252_000]],
  ['vegeta.csv', null, 'vegeta-csv', [0, 100_000]],
  ['vegeta.ndjson', null, 'vegeta-json', [0, 999_999]],
  ['prometheus.json', null, 'prometheus', { every: 15, counts: [90, 67.5, 0, 0] }],
  ['prometheus.json', 'checkout', 'prometheus', { every: 15, counts: [30, 67.5, 0, 0] }],
  ['prometheus-counter.json', null, 'prometheus', minutes(60, 20, 30)],
  ['envoy.log', null, 'envoy', [0, 25_000, 1_900_000]],
  ['envoy.log', '/pay', 'envoy', [0]],
  ['nginx.log', null, 'nginx', [0, 750_000, 1_250_000]],
  ['cloudwatch.csv', null, 'cloudwatch', minutes(6, 2, 7)],
  ['timestamps.csv', null, 'csv', [500_000, 1_250_000, 3_000_000, 10_000_000]],
  ['counts.csv', null, 'csv', minutes(4, 0, 0, 6)],
  ['counts-named.csv', null, 'csv', { every: 10, counts: [10, 20] }],
];

describe.each(CASES)('%s, series %s', (file, select, format, wanted) => {
  it(`is recognised as ${format} and read`, async () => {
    const loaded = await loadFixture(file, select);
    expect(loaded.reports[0]).toMatchObject({ format, bad: 0 });
    expect(contents(loaded.open(refTo(file, select)))).toEqual(wanted);
  });

  it('reads the same in pieces of 7 bytes, packed once or twice, with CRLF and a byte order mark', async () => {
    const bytes = readFileSync(new URL(file, FIXTURES));
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    const crlf = Buffer.from(bytes.toString().replaceAll(/\r?\n/g, '\r\n'));
    for (const variant of [bytes, gzipSync(bytes), gzipSync(gzipSync(bytes)), marked, crlf]) {
      const loaded = await loadTraces([refTo(file, select)], () => pieces(variant, 7));
      expect(loaded.reports[0].bad).toBe(0);
      expect(contents(loaded.open(refTo(file, select)))).toEqual(wanted);
    }
  });
});

describe('durations', () => {
  test('of single requests become a distribution from the least to the longest', async () => {
    const loaded = await loadFixture('hey.csv');
    const distribution = loaded.serviceTime(refTo('hey.csv'));
    expect(distribution).toMatchObject({ kind: 'quantiles' });
    if (distribution?.kind !== 'quantiles') return;
    expect([distribution.value[0], distribution.value.at(-1)]).toEqual([100_000, 300_000]);
    expect(Math.abs(distribution.value[distribution.p.indexOf(0.5)] / 250_000 - 1)).toBeLessThan(0.005);
  });

  test.each([
    ['k6.csv', [250_000, 500_500]],
    ['vegeta.csv', [1500, 2500]],
    ['azure-functions-2021.csv', [0, 60_000_000]],
    ['ibm-code-engine.csv', [5000, 30_500]],
    ['nginx.log', [250_000, 500_000]],
    ['envoy.log', [0, 37_000]],
  ])('of %s are in microseconds', async (file, [least, longest]) => {
    const distribution = (await loadFixture(file)).serviceTime(refTo(file));
    expect(distribution?.kind === 'quantiles' && [distribution.value[0], distribution.value.at(-1)]).toEqual([
      least,
      longest,
    ]);
  });

  test('where there are none are not made up', async () => {
    expect((await loadFixture('azure-llm.csv')).serviceTime(refTo('azure-llm.csv'))).toBeNull();
    expect((await loadFixture('counts.csv')).serviceTime(refTo('counts.csv'))).toBeNull();
  });

  test('from percentiles, whatever the order of columns, with what was assumed', async () => {
    const file = 'azure-functions-2019-durations.csv';
    const { functions, report } = await readDurations(file, pieces(readFileSync(new URL(file, FIXTURES))));
    expect(functions[0]).toEqual({
      app: 'app-a',
      name: 'f-one',
      count: 10,
      mean: 25_000,
      distribution: {
        kind: 'quantiles',
        p: [0, 0.01, 0.25, 0.5, 0.75, 0.99, 1],
        // The mean of the lines up to p99 is above 25 ms: the last one adds nothing beyond p99.
        value: [1000, 5000, 10_000, 20_500, 40_000, 80_000, 80_000],
      },
    });
    expect(functions).toHaveLength(2);
    expect(report.assumptions[0]).toContain('30-second averages');
  });

  test('that fall are a bad row, and a file of invocations is not one of durations', async () => {
    const text =
      'HashFunction,Count,percentile_Average_0,percentile_Average_1,percentile_Average_25,percentile_Average_50,percentile_Average_75,percentile_Average_99,percentile_Average_100\nf,1,1,2,3,2,5,6,7\n';
    await expect(readDurations('d.csv', pieces(Buffer.from(text)))).rejects.toThrow(
      'd.csv:2: percentile_average_50 = "2", must not be below percentile_average_25',
    );
    await expect(readDurations('i.csv', pieces(Buffer.from('HashFunction,1\nf,1\n')))).rejects.toThrow(
      'header has no column count, percentile_average_0',
    );
  });
});

describe('bad rows', () => {
  const rows = (n: number, bad: number): string =>
    Array.from({ length: n }, (_, i) => (i < bad ? 'never' : i)).join('\n');

  it('are counted and reported with their line as long as they are few', async () => {
    const loaded = await loadText(`timestamp\n${rows(200, 2)}\n`);
    expect(loaded.reports[0]).toMatchObject({ rows: 200, bad: 2 });
    expect(loaded.reports[0].problems[1]).toEqual({
      line: 3,
      rule: 'time = "never", must be a number >= 0 or an ISO 8601 time',
    });
    expect(loaded.open(refTo('a.csv'))).toMatchObject({ count: 198 });
  });

  it('above the share allowed stop with the first of them', async () => {
    await expect(loadText(`timestamp\n${rows(200, 3)}\n`)).rejects.toThrow(
      'a.csv:2: time = "never", must be a number >= 0 or an ISO 8601 time; 3 of 200 rows are bad, must be at most 1',
    );
    await expect(loadText(`timestamp\n${rows(200, 3)}\n`, { badShare: 0.02 })).resolves.toBeDefined();
    await expect(loadText(`timestamp\n${rows(200, 1)}\n`, { badShare: 0 })).rejects.toThrow('a.csv:2');
  });

  it('stop a hopeless file before its end', async () => {
    let pulled = 0;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('timestamp\n');
      for (; pulled < 100_000; pulled++) yield Buffer.from('what is this?\n'.repeat(1000));
    };
    await expect(loadTraces([refTo('a.csv')], endless)).rejects.toThrow('rows are bad');
    expect(pulled).toBeLessThan(1000);
  });

  test.each([
    ['azure-functions-2019', 'HashFunction,1,2\nf,1,-2\n', 'a.csv:2: column 3 = "-2", must be a number >= 0'],
    ['azure-functions-2019', 'HashFunction,1,2\nf,1\n', 'a.csv:2: row has 2 columns, must have 3'],
    ['azure-functions-2019', 'HashFunction,1,2\nf,1,2,3\n', 'a.csv:2: row has more than 3 columns'],
    ['azure-functions-2019', 'HashFunction,1,2\nf,1,NaN\n', 'a.csv:2: column 3 = "NaN"'],
    ['azure-functions-2019', 'HashFunction,1,2\nf,1.5,1\n', 'a.csv:2: count = 1.5, must be a whole number'],
    [
      'auto',
      'HashFunction,HashApp,percentile_Average_0\nf,a,1\n',
      'holds durations or memory, name the file of invocations',
    ],
    [
      'auto',
      'app,func,end_timestamp,duration\na,f,-1,2\n',
      'a.csv:2: end_timestamp = "-1", must be a number of seconds >= 0',
    ],
    [
      'auto',
      'TIMESTAMP,ContextTokens,GeneratedTokens\n2024-13-01 00:00:00,1,1\n',
      'a.csv:2: TIMESTAMP = "2024-13-01 00:00:00"',
    ],
    ['auto', 'response-time,DNS+dialup\n0.1,0\n', 'header has no column offset: this fork of hey does not say'],
    ['auto', '{"status":"error","error":"bad query"}', 'query failed: "bad query"'],
    [
      'auto',
      '{"status":"success","data":{"resultType":"vector","result":[]}}',
      'resultType = "vector", must be "matrix"',
    ],
    ['auto', '{"status":"success","data":{"resultType":"matrix","res', 'is no JSON document'],
    ['auto', '', 'a.csv: is empty, must hold at least one row'],
    ['auto', 'HashFunction,1\n', 'a.csv: has no rows'],
    ['auto', 'what,is,this\n1,2,3\n', 'a.csv:1: format is not recognised'],
    ['nonsense', 'x\n', 'format = nonsense, must be one of compact, azure-functions-2019'],
    ['csv', 'time,rps\n1,2\n', 'header has rps, must be a count per row'],
    [
      'auto',
      'headroom-trace 2 zero\n',
      'a.csv:1: first line = "headroom-trace 2 zero", must be "headroom-trace 1" and',
    ],
    ['auto', 'headroom-trace 1 zero\nr 0 5\n', 'a.csv:2: series = "0", must be the number of a series named before'],
    ['auto', 'headroom-trace 1 zero\ns 1 "a" ""\n', 'a.csv:2: series = 1, must be 0: they count up'],
    ['auto', 'headroom-trace 1 zero\ns 0 "a" ""\nc 0 60 1*0\n', 'a.csv:3: times = "0", must be a whole number > 0'],
    ['auto', 'headroom-trace 1 zero\ns 0 "a" ""\nc 0 60 1*99999999\n', 'a.csv:3: row has 99999999 counts'],
    ['auto', 'headroom-trace 1 zero\ns 0 "a" ""\nc 0 60 1\nc 0 30 1\n', 'a.csv:4: interval = "30", must be 60'],
    ['auto', 'headroom-trace 1 zero\ns 0 "a" ""\nx 0 1\n', 'a.csv:3: line = "x 0 1", must begin with s, c, n or r'],
    ['csv', 'time,count\n0,1\n1,1\n900000000,1\n', 'intervals of 1000000 µs, must be at most'],
  ])('%s: %o', async (format, text, message) => {
    await expect(loadText(text, { format })).rejects.toThrow(message);
  });

  test.each([
    ['f', 'select = f, must name one series; 2 begin like this: f-one, f-two'],
    ['zzz', 'select = zzz, must name one series; there are f-one, f-two, g-one'],
  ])('a selection of %s is refused', async (select, message) => {
    await expect(loadFixture('azure-functions-2019.csv', select)).rejects.toThrow(message);
  });

  test('damaged gzip and UTF-16 are told as such', async () => {
    const packed = gzipSync(readFileSync(new URL('hey.csv', FIXTURES)));
    await expect(loadText(packed.subarray(0, packed.length - 9))).rejects.toThrow('a.csv: is damaged gzip');
    await expect(loadText(Buffer.from('\ufefftime\n1\n', 'utf16le'))).rejects.toThrow('is UTF-16, must be UTF-8');
  });

  test('rows of other metrics are ignored, not bad, and counted', async () => {
    const { reports } = await loadFixture('k6.csv');
    expect(reports[0]).toMatchObject({
      rows: 4,
      bad: 0,
      ignored: { 'rows of other metrics than http_req_duration': 2 },
    });
    expect(reports[0].assumptions.join()).toContain('timestamps are whole seconds');
  });

  test('a field in quotes may hold delimiters and line ends; one that is not closed is one bad row', async () => {
    const good = 'time,duration,name\n1,0.5,"a, ""b""\nc"\n"2",1,plain\n3,1,in"side\n';
    const loaded = await loadText(good, { badShare: 0 });
    expect(loaded.reports[0]).toMatchObject({ rows: 3, bad: 0 });
    expect((await loadText(good, { select: 'a, "b"\nc' })).open(refTo('a.csv', 'a, "b"\nc'))).toMatchObject({
      count: 1,
    });
    expect((await loadText(good, { select: 'in"side' })).open(refTo('a.csv', 'in"side'))).toMatchObject({ count: 1 });
    const open = await loadText('time\n1\n2\n"3\n4\n5\n', { badShare: 0.5 });
    expect(open.reports[0]).toMatchObject({
      rows: 3,
      bad: 1,
      problems: [{ line: 4, rule: 'row has a quote that is not closed: 3 lines are part of it' }],
    });
  });

  test('lines that are split where they stand are what csv-parse makes of them', async () => {
    const { parse } = await import('csv-parse/sync');
    const text = 'time,duration,name\n1,,x\n 2 ,0.5,\n3,1,é€\n,,\n';
    const rows = parse(text, { relax_column_count: true, relax_quotes: true }) as string[][];
    expect(rows).toEqual(
      text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(',')),
    );
  });

  test('a function named twice is added together, and that is said', async () => {
    const loaded = await loadText('HashFunction,1\nf,1\nf,2\n');
    expect(contents(loaded.open(refTo('a.csv')))).toEqual(minutes(3));
    expect(loaded.reports[0].assumptions).toEqual(['rows of the same function are added together']);
  });
});

test('a file is read once for all that is selected from it, with progress by bytes', async () => {
  const file = 'azure-functions-2019.csv';
  const bytes = readFileSync(new URL(file, FIXTURES));
  let opened = 0;
  const read: number[] = [];
  const refs = [refTo(file, 'f-one'), refTo(file, 'f-two'), refTo(file)];
  const open = (): AsyncGenerator<Uint8Array> => {
    opened++;
    return pieces(bytes, 50);
  };
  const loaded = await loadTraces(refs, open, { onBytes: (name, n) => name === file && read.push(n) });
  expect(opened).toBe(1);
  expect(read.at(-1)).toBe(bytes.length);
  expect(refs.map((ref) => contents(loaded.open(ref)))).toEqual([
    minutes(0, 3, 0, 12, 1),
    minutes(1, 0, 1, 0, 1),
    minutes(1, 3, 1, 12, 702),
  ]);
  expect(() => loaded.open(refTo('other.csv'))).toThrow('trace.file = other.csv, must have been read before the run');
});

test('every format has a fixture', async () => {
  const { FORMATS } = await import('../../src/traces/formats/all.js');
  const covered = new Set(CASES.map(([, , format]) => format));
  expect(FORMATS.map((format) => format.name).filter((name) => !covered.has(name))).toEqual([]);
  expect(readdirSync(FIXTURES).length).toBeGreaterThanOrEqual(FORMATS.length);
});

/** Real files beside the project: totals as an independent reading gives them. */
const REAL: readonly (readonly [string, string, number, number])[] = [
  ['azure-functions-2019-10/invocations.csv', 'azure-functions-2019', 10, 13_037_064],
  ['azure-functions-2019-100/100_inv.csv', 'azure-functions-2019', 100, 621_128],
  ['invitro-example/invocations.csv', 'azure-functions-2019', 4, 4525],
  ['azure-functions-2021-sample/Azure2021_200.csv', 'azure-functions-2021', 199, 199],
  ['azure-llm-2023/AzureLLMInferenceTrace_conv.csv', 'azure-llm', 19_366, 19_366],
];

describe.each(REAL)('the real %s', (file, format, rows, total) => {
  it.skipIf(!existsSync(new URL(file, SHARED)))('is read to the last invocation', async () => {
    const loaded = await loadTraces([refTo(file)], (name) => createReadStream(new URL(name, SHARED)));
    const trace = loaded.open(refTo(file));
    expect(loaded.reports[0]).toMatchObject({ format, rows, bad: 0 });
    expect(trace.kind === 'counts' ? Array.from(trace.counts).reduce((a, b) => a + b) : trace.count).toBe(total);
  });
});

describe.each([
  ['azure-functions-2019-10/durations.csv', 10],
  ['azure-functions-2019-100/100_run.csv', 100],
  ['invitro-example/durations.csv', 4],
])('the real %s', (file, rows) => {
  it.skipIf(!existsSync(new URL(file, SHARED)))('has a distribution for each function', async () => {
    const { functions, report } = await readDurations(file, createReadStream(new URL(file, SHARED)));
    expect([functions.length, report.bad]).toEqual([rows, 0]);
  });
});
