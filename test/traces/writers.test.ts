import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import type { Format } from '../../src/traces/format.js';
import { loadTraces } from '../../src/traces/library.js';
import { readTrace } from '../../src/traces/read.js';
import { CompactWriter, CsvWriter, type Emit } from '../../src/traces/writers.js';
import type { Distribution } from '../../src/random/distribution.js';
import type { Trace } from '../../src/workload/traceLibrary.js';

const FIXTURES = new URL('fixtures/', import.meta.url);

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function written(bytes: AsyncIterable<Uint8Array>, target: 'compact' | 'csv'): Promise<string> {
  let text = '';
  const emit: Emit = (piece) => (text += piece);
  let start: Format['start'] = 'zero';
  // The header of the compact format needs to know how the file counts time: it is read twice here.
  const kept: Uint8Array[] = [];
  for await (const piece of bytes) kept.push(piece);
  const all = Buffer.concat(kept);
  await readTrace('a', whole(all), new CsvWriter(() => undefined, null), {
    onFormat: (format) => (start = format.start),
  });
  const sink = target === 'csv' ? new CsvWriter(emit, null) : new CompactWriter(emit, null, start);
  await readTrace('a', whole(all), sink, { badShare: 1 });
  return text;
}

interface Contents {
  readonly kind: Trace['kind'];
  readonly values: readonly number[];
  readonly interval: number | null;
  readonly serviceTime: Distribution | null;
}

async function contents(bytes: Uint8Array, select: string | null = null): Promise<Contents> {
  const ref = { file: 'a', sha256: '', format: 'auto', select };
  const loaded = await loadTraces([ref], () => whole(bytes));
  const trace = loaded.open(ref);
  const serviceTime = loaded.serviceTime(ref);
  if (trace.kind === 'counts') {
    return { kind: 'counts', values: Array.from(trace.counts), interval: trace.interval, serviceTime };
  }
  const out = new Float64Array(trace.count);
  trace.open().read(out);
  return { kind: 'instants', values: [...out], interval: null, serviceTime };
}

/** The duration file holds no requests. */
const NAMES = readdirSync(FIXTURES).filter((name) => !name.includes('durations'));

test.each(NAMES)('%s in the compact format is the same trace: every instant, count and duration', async (name) => {
  const bytes = readFileSync(new URL(name, FIXTURES));
  const compact = await written(whole(bytes), 'compact');
  expect(compact.split('\n', 1)[0]).toMatch(/^headroom-trace 1 (zero|first-row|by-size)$/);
  expect(await contents(Buffer.from(compact))).toEqual(await contents(bytes));
});

test.each(NAMES)('%s as CSV has every request at its distance from the first', async (name) => {
  const bytes = readFileSync(new URL(name, FIXTURES));
  const [ours, theirs] = [await contents(Buffer.from(await written(whole(bytes), 'csv'))), await contents(bytes)];
  expect([ours.kind, ours.serviceTime]).toEqual([theirs.kind, theirs.serviceTime]);
  if (ours.kind === 'counts') expect([ours.values, ours.interval]).toEqual([theirs.values, theirs.interval]);
  else expect(ours.values.map((at) => at - ours.values[0])).toEqual(theirs.values.map((at) => at - theirs.values[0]));
});

it('keeps names, whatever is in them', async () => {
  const csv = 'time,duration,name,group\n1,0.5,"a, ""b""",g\n2,,c,\n';
  for (const target of ['compact', 'csv'] as const) {
    const text = Buffer.from(await written(whole(Buffer.from(csv)), target));
    expect((await contents(text, 'a, "b"')).values).toHaveLength(1);
    expect((await contents(text, 'g')).values).toHaveLength(1);
    expect((await contents(text, 'c')).serviceTime).toBeNull();
  }
});

it('writes runs of equal counts as one, and gaps instead of times', async () => {
  const counts = 'HashApp,HashFunction,1,2,3,4\nx,f,0,0,0,9\n';
  expect(await written(whole(Buffer.from(counts)), 'compact')).toBe(
    'headroom-trace 1 zero\ns 0 "f" "x"\nc 0 60000000 0*3 9\n',
  );
  const requests = 'app,func,end_timestamp,duration\na,f,10.5,0.25\na,f,11,0.5\n';
  expect(await written(whole(Buffer.from(requests)), 'compact')).toBe(
    'headroom-trace 1 zero\ns 0 "a/f" "a"\nr 0 10250000 250000\nr 0 250000 500000\n',
  );
});

it('keeps only what is selected', async () => {
  let text = '';
  const keep = ({ name }: { readonly name: string }): boolean => name === 'g';
  const sink = new CompactWriter((piece) => (text += piece), keep, 'zero');
  await readTrace('a', whole(Buffer.from('HashFunction,1\nf,1\ng,2\n')), sink);
  expect(text).toBe('headroom-trace 1 zero\ns 0 "g" ""\nc 0 60000000 2\n');
});

const SHARED = new URL('../../../shared/traces/azure-llm-2023/AzureLLMInferenceTrace_conv.csv', import.meta.url);
it.skipIf(!existsSync(SHARED))(
  'writes the real Azure LLM trace to the microsecond, in a quarter of its size',
  async () => {
    const bytes = readFileSync(SHARED);
    const compact = await written(createReadStream(SHARED) as AsyncIterable<Uint8Array>, 'compact');
    expect(await contents(Buffer.from(compact))).toEqual(await contents(bytes));
    expect(compact.length).toBeLessThan(bytes.length / 2.5);
  },
);

test.each([
  ['compact', new CompactWriter(() => undefined, null, 'zero')],
  ['CSV', new CsvWriter(() => undefined, null)],
])('what no reader takes is not written: %s', (_, writer) => {
  const series = { name: 'a', group: '' };
  const far = 2 ** 52;
  expect(writer.instant(series, far - 1, far - 1)).toBeNull();
  expect(writer.instant(series, far, -1)).toBe('time = 4503599627370496 µs, must be within 142 years');
  expect(writer.instant(series, 0, far + 1)).toBe('duration = 4503599627370497 µs, must be below 142 years');
  expect(writer.count(series, far, 1)).toBe('time = 4503599627370496 µs, must be within 142 years');
  expect(writer.count(series, 0, far)).toBe('count = 4503599627370496, must be below 2^52');
});
