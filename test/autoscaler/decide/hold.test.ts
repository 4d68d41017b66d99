import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hold, type Sample } from '../../../src/autoscaler/decide/hold.js';
import { SECOND } from '../../../src/units/quantities.js';

const at = (seconds: number, value: number): Sample => ({ at: Math.round(seconds * SECOND), value });
const every = (step: number, ...values: readonly number[]): Sample[] => values.map((value, i) => at(i * step, value));
const plain = (samples: readonly Sample[]): [number, number][] => samples.map((s) => [s.at / SECOND, s.value]);

describe('samples become one record a second', () => {
  test('a second apart they are taken as they are', () => {
    const samples = [at(0.3, 5), at(1.3, 6), at(2.3, 7)];
    expect(hold(samples, 'gauge')).toEqual({ records: samples, step: SECOND, notes: [] });
    expect(hold(samples, 'average').records).toEqual(samples);
  });

  test('a coarse level is held from its instant on', () => {
    const { records, notes } = hold(every(3, 10, 4), 'gauge');
    expect(plain(records)).toEqual([
      [0, 10],
      [1, 10],
      [2, 10],
      [3, 4],
      [4, 4],
      [5, 4],
    ]);
    expect(notes).toEqual(['samples are 3 s apart: each is held over that time, one record a second']);
  });

  test('a coarse average is held over the time before it', () => {
    expect(plain(hold(every(3, 10, 4), 'average').records)).toEqual([
      [-2, 10],
      [-1, 10],
      [0, 10],
      [1, 4],
      [2, 4],
      [3, 4],
    ]);
  });

  test('a counter becomes a rate, and a fall is a start from zero', () => {
    const { records, notes } = hold(every(2, 100, 130, 6), 'counter');
    expect(plain(records)).toEqual([
      [1, 15],
      [2, 15],
      [3, 3],
      [4, 3],
    ]);
    expect(notes).toContain('the counter falls 1 time: taken as a start from zero');
  });

  test('finer samples are averaged within each second', () => {
    const { records, notes } = hold(every(0.25, 4, 4, 0, 0, 8, 8, 8, 8), 'gauge');
    expect(plain(records)).toEqual([
      [0, 2],
      [1, 8],
    ]);
    expect(notes).toEqual(['samples are 0.25 s apart: they are averaged within each second']);
  });

  test('a gap stays a gap, except in a counter', () => {
    const gappy = [at(0, 1), at(2, 1), at(4, 1), at(20, 1)];
    expect(plain(hold(gappy, 'gauge').records).map(([t]) => t)).toEqual([0, 1, 2, 3, 4, 5, 20, 21]);
    const counter = [at(0, 0), at(2, 2), at(4, 4), at(20, 20)];
    expect(hold(counter, 'counter').records).toHaveLength(20);
  });

  test('a single sample is taken as it is, none as none', () => {
    expect(hold([at(7, 3)], 'gauge').records).toEqual([at(7, 3)]);
    expect(hold([], 'counter').records).toEqual([]);
  });

  test('time must increase', () => {
    expect(() => hold([at(2, 1), at(2, 1)], 'gauge')).toThrow('time = 2, must be later than the sample before it (2)');
  });

  test('property: a coarse counter keeps its total, in whole seconds', () => {
    const growth = fc.array(fc.nat(1000), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(growth, fc.integer({ min: 2, max: 30 }), (list, step) => {
        let total = 0;
        const samples = [0, ...list].map((more, i) => at(i * step, (total += more)));
        const sum = hold(samples, 'counter').records.reduce((all, record) => all + record.value, 0);
        expect(sum).toBeCloseTo(total, 6);
      }),
    );
  });
});
