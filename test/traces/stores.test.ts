import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Collector, type Found } from '../../src/traces/collector.js';
import { CountStore } from '../../src/traces/countStore.js';
import { InstantStore } from '../../src/traces/instantStore.js';
import { parseEpoch, parseIso, parseLogTime, parseNumber } from '../../src/traces/time.js';

describe('instants in memory', () => {
  const anInstant = fc.oneof(fc.nat(300), fc.nat(1e9), fc.integer({ min: 0, max: 2 ** 51 }));

  it('come back sorted, whatever the order and the distances, in pieces of any size', () => {
    fc.assert(
      fc.property(
        fc.array(anInstant, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        (instants, size) => {
          const store = new InstantStore();
          instants.forEach((at) => store.add(at));
          const sorted = instants.toSorted((a, b) => a - b);
          const trace = store.trace(null);
          const reader = trace.open();
          const out = new Float64Array(size);
          const read: number[] = [];
          for (let n = reader.read(out); n > 0; n = reader.read(out)) read.push(...out.subarray(0, n));
          expect(read).toEqual(sorted.map((at) => at - sorted[0]));
          expect([trace.count, trace.span]).toEqual([instants.length, sorted[sorted.length - 1] - sorted[0] + 1]);
        },
      ),
    );
  });

  it('take 2 to 4 bytes each when they come in order, and can be read again', () => {
    const store = new InstantStore();
    for (let i = 0; i < 200_000; i++) store.add(i * 20_000 + ((i * 7919) % 5000));
    expect(store.late).toBe(0);
    expect(store.bytes / 200_000).toBeLessThan(3.4);
    const trace = store.trace(0);
    const out = new Float64Array(200_001);
    for (let again = 0; again < 2; again++) {
      expect(trace.open().read(out)).toBe(200_000);
      expect([out[0], out[1], out[199_999]]).toEqual([0, 22_919, 199_999 * 20_000 + ((199_999 * 7919) % 5000)]);
    }
  });

  it('before the zero of their file are moved to it', () => {
    const store = new InstantStore();
    [-5, 3, -7].forEach((at) => store.add(at));
    const out = new Float64Array(4);
    expect(store.trace(0).open().read(out)).toBe(3);
    expect([...out]).toEqual([0, 0, 3, 0]);
  });
});

describe('counts in memory', () => {
  it('with times have the least distance as interval, and 0 where nothing was said', () => {
    const store = new CountStore();
    [
      [90, 1],
      [30, 2],
      [60, 3],
      [30, 4],
    ].forEach(([at, count]) => store.addOne(at, count));
    store.addOne(180, 5);
    expect(store.trace(null)).toEqual({ kind: 'counts', interval: 30, counts: Float64Array.of(6, 3, 1, 0, 0, 5) });
    expect(store.total).toBe(15);
  });

  it('that are rows are added up, also of different lengths', () => {
    const store = new CountStore();
    store.addRow(Float64Array.of(1, 2), 60);
    store.addRow(Float64Array.of(1, 2, 3), 60);
    expect(store.trace(null)).toEqual({ kind: 'counts', interval: 60, counts: Float64Array.of(2, 4, 3) });
  });
});

describe('times', () => {
  it('agree with the ISO parser of this machine on every day of two centuries', () => {
    const texts = Array.from({ length: 75_000 }, (_, day) =>
      new Date((day - 25_000) * 86_400_000 + 12_345_678).toISOString(),
    );
    expect(texts.filter((text) => parseIso(text) !== Date.parse(text) * 1000)).toEqual([]);
  });

  test.each([
    ['2023-11-16 18:15:46.6805900', Date.UTC(2023, 10, 16, 18, 15, 46) * 1000 + 680_590],
    ['2024-05-01T12:00:00.000001999Z', Date.UTC(2024, 4, 1, 12) * 1000 + 1],
    ['2024-05-01T12:00:00+02:00', Date.UTC(2024, 4, 1, 10) * 1000],
    ['2024-05-01 12:00:00 -0530', Date.UTC(2024, 4, 1, 17, 30) * 1000],
    ['2024-05-01T12:00', Date.UTC(2024, 4, 1, 12) * 1000],
    ['2024-05-01', Date.UTC(2024, 4, 1) * 1000],
    ['2024-5-1', NaN],
    ['2024-13-01', NaN],
    ['2024-01-01T25:00:00Z', NaN],
    ['', NaN],
  ])('%s is %s', (text, micros) => {
    expect(parseIso(text)).toBe(micros);
  });

  test('of logs have a month in letters and an offset', () => {
    expect(parseLogTime('10/Oct/2000:13:55:36 -0700')).toBe(Date.UTC(2000, 9, 10, 20, 55, 36) * 1000);
    expect(parseLogTime('10/Okt/2000:13:55:36 -0700')).toBeNaN();
  });

  test('since 1970 are in the unit their size says', () => {
    const texts = ['1700000000', '1700000000.5', '1700000000500', '1700000000500000', '1700000000500000000'];
    expect(texts.map(parseEpoch)).toEqual([1.7e15, 1.7e15 + 5e5, 1.7e15 + 5e5, 1.7e15 + 5e5, 1.7e15 + 5e5]);
    expect(parseEpoch('-1')).toBeNaN();
  });

  test.each([
    [' 12.5 ', 12.5],
    ['1e3', 1000],
    ['.5', 0.5],
    ['', NaN],
    ['0x10', NaN],
    ['Infinity', NaN],
    ['1e999', NaN],
    ['1,5', NaN],
  ])('the number %o is %s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });
});

describe('a file of two kinds', () => {
  const checkout = { name: 'checkout', group: '' };
  const mail = { name: 'mail', group: '' };

  it('is refused where requests stand beside counts, and read where a series of one kind is chosen', () => {
    const collector = new Collector([null, 'checkout', 'mail']);
    collector.counts(mail, Float64Array.of(1, 2), 60_000_000);
    collector.instant(checkout, 1500, -1);
    const traceOf = (select: string | null) => (collector.result(select) as Found).trace('zero');
    expect(traceOf(null)).toMatch(/^holds single requests beside counts/);
    expect(traceOf('checkout')).toMatchObject({ kind: 'instants', count: 1 });
    expect(traceOf('mail')).toMatchObject({ kind: 'counts', counts: Float64Array.of(1, 2) });
  });

  it('is refused where counts of consecutive intervals stand beside counts with times', () => {
    const store = new CountStore();
    store.addRow(Float64Array.of(1, 2), 60_000_000);
    store.addOne(0, 17);
    expect(store.trace(0)).toMatch(/^holds counts of consecutive intervals beside counts with times/);
  });
});
