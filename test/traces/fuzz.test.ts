import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it, test } from 'vitest';
import { loadTraces } from '../../src/traces/library.js';
import { TraceError } from '../../src/traces/traceError.js';

const FIXTURES = new URL('fixtures/', import.meta.url);
const FILES = readdirSync(FIXTURES).map((name) => ({ name, bytes: readFileSync(new URL(name, FIXTURES)) }));
/** The format each fixture has, so that damage cannot hide behind "not recognised". */
const FORMATS = new Map<string, string>();

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Reads, and wants either a trace whose every arrival is sound, or an error that names the file. */
async function survives(bytes: Uint8Array, format: string, badShare: number): Promise<'read' | 'refused'> {
  const ref = { file: 'broken', sha256: '', format, select: null };
  try {
    const loaded = await loadTraces([ref], () => pieces(bytes, 97), { badShare });
    const trace = loaded.open(ref);
    const [report] = loaded.reports;
    expect(report.problems.length).toBe(Math.min(20, report.bad));
    if (trace.kind === 'counts') {
      expect(Array.from(trace.counts).every((count) => count >= 0 && count < Infinity)).toBe(true);
    } else {
      const out = new Float64Array(trace.count + 1);
      const n = trace.open().read(out);
      expect(n).toBe(trace.count);
      expect(
        out
          .subarray(0, n)
          .every((t, i) => Number.isInteger(t) && t >= 0 && t < trace.span && (i === 0 || t >= out[i - 1])),
      ).toBe(true);
    }
    return 'read';
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    expect(error.message).toMatch(/^broken(:\d+)?: ./);
    return 'refused';
  }
}

async function formatOf(name: string, bytes: Uint8Array): Promise<string> {
  const known = FORMATS.get(name);
  if (known !== undefined) return known;
  const ref = { file: name, sha256: '', format: 'auto', select: null };
  const format = await loadTraces([ref], () => pieces(bytes, 1000)).then(
    (loaded) => loaded.reports[0].format,
    () => 'azure-functions-2019',
  );
  FORMATS.set(name, format);
  return format;
}

type Damage = (bytes: Buffer, at: number, junk: Uint8Array) => Buffer;

const splice = (bytes: Buffer, at: number, remove: number, insert: Uint8Array | string): Buffer =>
  Buffer.concat([bytes.subarray(0, at), Buffer.from(insert), bytes.subarray(at + remove)]);

/** A number somewhere at or after `at` replaced. */
const number = (bytes: Buffer, at: number, by: string): Buffer => {
  const text = bytes.toString('latin1');
  const found = /\d+(\.\d+)?/.exec(text.slice(at));
  return found === null ? bytes : splice(bytes, at + found.index, found[0].length, by);
};

const DAMAGES: Readonly<Record<string, Damage>> = {
  'cut off': (bytes, at) => bytes.subarray(0, at),
  'beginning cut off': (bytes, at) => bytes.subarray(at),
  'binary put in': (bytes, at, junk) => splice(bytes, at, 0, junk),
  'binary over it': (bytes, at, junk) => splice(bytes, at, junk.length, junk),
  'wrong delimiter': (bytes) => Buffer.from(bytes.toString('latin1').replaceAll(',', '|'), 'latin1'),
  'not a number': (bytes, at) => number(bytes, at, 'NaN'),
  negative: (bytes, at) => number(bytes, at, '-17'),
  'huge number': (bytes, at) => number(bytes, at, '9'.repeat(400)),
  'huge exponent': (bytes, at) => number(bytes, at, '1e308'),
  'huge field': (bytes, at) => splice(bytes, at, 0, 'x'.repeat(300_000)),
  'open quote': (bytes, at) => splice(bytes, at, 0, '"'),
  'many quotes': (bytes, at) => splice(bytes, at, 0, '"\n,""'.repeat(50)),
  'only old Mac line ends': (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r'), 'latin1'),
  'CRLF and a byte order mark': (bytes) => Buffer.from(`\ufeff${bytes.toString().replaceAll('\n', '\r\n')}`),
  'zeros at the end': (bytes) => Buffer.concat([bytes, Buffer.alloc(5000)]),
  'gzip cut off': (bytes, at) => gzipSync(bytes).subarray(0, 12 + (at % 40)),
  'twice in a row': (bytes) => Buffer.concat([bytes, bytes]),
};

test.each(Object.entries(DAMAGES))(
  '%s: every reader gives a clear error or counted bad rows',
  async (_, damage) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...FILES),
        fc.nat(),
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.constantFrom(0.01, 1),
        fc.boolean(),
        async ({ name, bytes }, where, junk, badShare, byName) => {
          const format = byName ? await formatOf(name, bytes) : 'auto';
          await survives(damage(bytes, where % bytes.length, junk), format, badShare);
        },
      ),
      { numRuns: 120 },
    );
  },
  60_000,
);

it('reads nothing into noise', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
      // A lone digit would be a timestamp: noise begins with something that is not.
      expect(await survives(Buffer.from([1, ...bytes]), 'auto', 0.01)).toBe('refused');
    }),
    { numRuns: 200, examples: [[new Uint8Array(5000)], [new Uint8Array([0x1f, 0x8b])], [new Uint8Array([34])]] },
  );
});

it('finds no request in any format where there is only noise', async () => {
  for (const { name, bytes } of FILES) {
    const format = await formatOf(name, bytes);
    await survives(Buffer.from('\u0000\u0001,\u0002\n"\n,,,,\n{}\n[]\n'), format, 1);
  }
});
