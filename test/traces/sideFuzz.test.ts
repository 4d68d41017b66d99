import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readDurations } from '../../src/traces/durations.js';
import type { TraceReport } from '../../src/traces/ledger.js';
import { readMemory, readSettings } from '../../src/traces/sidecars.js';
import { TraceError } from '../../src/traces/traceError.js';

const fixture = readFileSync(new URL('fixtures/azure-functions-2019-durations.csv', import.meta.url), 'utf8');
const MEMORY = 'HashOwner,HashApp,SampleCount,AverageAllocatedMb\no,a,7,200\no,b,1,12.5\n';
const SETTINGS = 'app,cpu_vcpu,memory_gb,container_concurrency,min_scale\nx,0.5,1,10,0\ny,2,8,100.0,3.0\n';

type Read = (bytes: AsyncIterable<Uint8Array>, badShare: number) => Promise<readonly [TraceReport, readonly unknown[]]>;

/** What each reader of a file beside a trace makes of it, with rows that must be sound. */
const READERS: readonly (readonly [string, string, Read])[] = [
  [
    'durations',
    fixture,
    async (bytes, badShare) => {
      const { functions, report } = await readDurations('side', bytes, { badShare });
      for (const { distribution, count } of functions) {
        expect(count).toBeGreaterThanOrEqual(0);
        const { value } = distribution as { readonly value: readonly number[] };
        expect(value.every((v, i) => v >= 0 && Number.isFinite(v) && (i === 0 || v >= value[i - 1]))).toBe(true);
      }
      return [report, functions];
    },
  ],
  [
    'memory',
    MEMORY,
    async (bytes, badShare) => {
      const { apps, report } = await readMemory('side', bytes, { badShare });
      expect(apps.every((app) => app.bytes >= 0 && Number.isFinite(app.bytes))).toBe(true);
      return [report, apps];
    },
  ],
  [
    'settings',
    SETTINGS,
    async (bytes, badShare) => {
      const { settings, report } = await readSettings('side', bytes, { badShare });
      expect(settings.every(({ cpu, memory, minScale }) => cpu > 0 && memory > 0 && minScale >= 0)).toBe(true);
      return [report, settings];
    },
  ],
];

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 31) yield bytes.subarray(at, at + 31);
}

const splice = (text: string, at: number, by: string): string => text.slice(0, at) + by + text.slice(at + 1);

const DAMAGES: Readonly<Record<string, (text: string, at: number, junk: Uint8Array) => Uint8Array>> = {
  'cut off': (text, at) => Buffer.from(text.slice(0, at)),
  binary: (text, at, junk) => Buffer.concat([Buffer.from(text.slice(0, at)), junk, Buffer.from(text.slice(at))]),
  'wrong delimiter': (text) => Buffer.from(text.replaceAll(',', ';')),
  'not a number': (text, at) => Buffer.from(splice(text, at, 'NaN')),
  negative: (text, at) => Buffer.from(splice(text, at, '-7')),
  'huge number': (text, at) => Buffer.from(splice(text, at, '9'.repeat(400))),
  'huge field': (text, at) => Buffer.from(splice(text, at, 'x'.repeat(100_000))),
  'open quote': (text, at) => Buffer.from(splice(text, at, '"')),
  'CRLF and a byte order mark': (text) => Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`),
  'gzip cut off': (text, at) => gzipSync(text).subarray(0, 10 + (at % 30)),
};

test.each(READERS)(
  'the reader of %s gives a clear error or counted bad rows, whatever is broken',
  async (_, text, read) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(DAMAGES)),
        fc.nat(),
        fc.uint8Array({ minLength: 1, maxLength: 30 }),
        fc.constantFrom(0.01, 1),
        async (damage, where, junk, badShare) => {
          try {
            const [report, rows] = await read(pieces(damage(text, where % text.length, junk)), badShare);
            expect(rows.length).toBe(report.rows - report.bad);
          } catch (error) {
            if (!(error instanceof TraceError)) throw error;
            expect(error.message).toMatch(/^side(:\d+)?: ./);
          }
        },
      ),
      { numRuns: 400 },
    );
  },
);

test.each(READERS)(
  'the reader of %s reads what is whole, with CRLF, a byte order mark and packed',
  async (_, text, read) => {
    const [, wanted] = await read(pieces(Buffer.from(text)), 0);
    for (const bytes of [Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`), gzipSync(text)]) {
      expect((await read(pieces(bytes), 0))[1]).toEqual(wanted);
    }
  },
);
