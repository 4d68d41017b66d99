import { describe, expect, it } from 'vitest';
import { stepped } from '../../src/tui/steps.js';
import { formFor, valuesOf } from '../../src/tui/sweeping.js';
import { row } from './fixture.js';

describe('the next value up and down', () => {
  it.each<[Parameters<typeof row>[1], string | null, string | null]>([
    [{ kind: 'duration', value: '60s' }, '75s', '45s'],
    [{ kind: 'duration', value: '1h' }, '1h30m', '45m'],
    [{ kind: 'duration', value: '6s' }, '8s', '5s'],
    [{ kind: 'duration', value: '1s' }, '2s', '0s'],
    [{ kind: 'duration', value: '1.2s', knative: false }, '1.5s', '1s'],
    [{ kind: 'duration', value: '45ms', knative: false }, '50ms', '40ms'],
    [{ kind: 'count', value: '9' }, '10', '8'],
    [{ kind: 'count', value: '50' }, '60', '40'],
    [{ kind: 'count', value: '0' }, '1', null],
    [{ kind: 'number', value: '70' }, '80', '60'],
    [{ kind: 'number', value: '10.0' }, '12', '9'],
    [{ kind: 'number', value: '1' }, '1.2', '0.9'],
    [{ kind: 'number', value: '211', range: '0 and more, or -1' }, '250', '200'],
    [{ kind: 'number', value: '0', range: '0 and more, or -1' }, '1', '-1'],
    [{ kind: 'number', value: '-1', range: '0 and more, or -1' }, '0', null],
    [{ kind: 'rate', value: '100/s' }, '120/s', '90/s'],
    [{ kind: 'share', value: '99.9%' }, '99.95%', '99.5%'],
    [{ kind: 'share', value: '20%' }, '25%', '15%'],
    [{ kind: 'size', value: '512Mi' }, '768Mi', '384Mi'],
    [{ kind: 'cpu', value: '500m' }, '600m', '400m'],
    [{ kind: 'cpu', value: '1' }, '1500m', '750m'],
    [{ kind: 'count', value: null, default: null }, '1', '1'],
    [{ kind: 'count', value: null, default: '100' }, '120', '90'],
    [{ kind: 'text', value: 'b', choices: ['a', 'b', 'c'] }, 'c', 'a'],
    [{ kind: 'text', value: 'c', choices: ['a', 'b', 'c'] }, 'a', 'b'],
    [{ kind: 'text', value: 'anything' }, null, null],
  ])('of %o is %s and %s', (change, up, down) => {
    expect([stepped(row('x', change), 1), stepped(row('x', change), -1)]).toEqual([up, down]);
  });

  it('goes up and comes back down to values that people use, from anywhere', () => {
    for (const [kind, from] of [
      ['duration', '7s'],
      ['number', '3.7'],
      ['count', '13'],
      ['rate', '0.3/s'],
      ['size', '100Mi'],
    ] as const) {
      const up = stepped(row('x', { kind, value: from }), 1);
      const again = stepped(row('x', { kind, value: up }), 1);
      expect([from, up, stepped(row('x', { kind, value: again }), -1)]).toEqual([from, up, up]);
    }
  });
});

describe('the values of a sweep', () => {
  const window = row('x', { kind: 'duration', value: '60s' });

  it('are even between near ends, of equal ratio between far ones', () => {
    const texts = (from: string, to: string, steps: string) => {
      const read = valuesOf({ from, to, steps }, window);
      return read.ok ? read.values : read.why;
    };
    expect(texts('10s', '40s', '4')).toEqual(['10s', '20s', '30s', '40s']);
    expect(texts('10s', '160s', '5')).toEqual(['10s', '20s', '40s', '1m20s', '2m40s']);
    expect(texts('40s', '10s', '4')).toBe('40s to 10s, must be a range from low to high');
    expect(texts('10s', '20', '4')).toBe('10s to 20, must be a range');
  });

  it('begin within what is valid', () => {
    const fields = (change: Parameters<typeof row>[1]) => formFor(row('x', change)).fields;
    expect(fields({ kind: 'duration', value: '10s', range: '6s to 1h, whole seconds' })).toMatchObject({ from: '6s' });
    expect(fields({ kind: 'number', value: '70', range: 'above 0, at most 100' })).toMatchObject({ to: '100' });
    expect(fields({ kind: 'count', value: '0', range: '0 (any number) and more' })).toMatchObject({
      from: '0',
      to: '10',
    });
    expect(fields({ kind: 'count', value: '2', range: '1 to 1000' })).toMatchObject({ from: '1', to: '8' });
  });
});
