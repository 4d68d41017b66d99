import { describe, expect, it } from 'vitest';
import { NO_PAINT } from '../../../src/tui/paint.js';
import { Canvas } from '../../../src/tui/view/canvas.js';
import { area, bars, heightOf, line, linear, logarithmic, sampled, summed } from '../../../src/tui/view/plot.js';

const drawn = (columns: number, rows: number, draw: (canvas: Canvas) => void): readonly string[] => {
  const canvas = new Canvas(columns, rows);
  draw(canvas);
  return canvas.lines(NO_PAINT);
};

describe('the canvas', () => {
  it('sets one dot of a cell, counted from the bottom left', () => {
    expect(drawn(1, 1, (canvas) => canvas.dot(0, 0, 'plain'))).toEqual(['⡀']);
    expect(drawn(1, 1, (canvas) => canvas.dot(1, 3, 'plain'))).toEqual(['⠈']);
    expect(drawn(2, 2, (canvas) => canvas.dot(3, 7, 'plain'))).toEqual([' ⠈', '  ']);
  });

  it('drops what lies outside', () => {
    expect(drawn(1, 1, (canvas) => [-1, 2].forEach((x) => canvas.dot(x, 0, 'plain')))).toEqual([' ']);
    expect(drawn(1, 1, (canvas) => canvas.dot(0, 4, 'plain'))).toEqual([' ']);
  });

  it('shows the moment looked at as a bar where nothing is drawn', () => {
    const canvas = new Canvas(3, 1);
    canvas.dot(0, 0, 'plain');
    expect(canvas.lines(NO_PAINT, 1)).toEqual(['⡀│ ']);
  });
});

describe('scales', () => {
  it('end at a round number at or above the highest value', () => {
    expect(linear([[3, 117, null]]).high).toBe(150);
    expect(linear([[1.5]]).high).toBe(1.5);
    expect(linear([[0.00042]], 1e-9).high).toBe(0.0005);
    expect(linear([[null]]).high).toBe(1);
  });

  it('are logarithmic where values span more than a factor of 20, from 1, 2 or 5 to another', () => {
    expect(logarithmic([[0.06, 2.3]], 0.01)).toEqual({ low: 0.05, high: 5, log: true });
    expect(logarithmic([[0.1, 1.9]], 0.01)).toEqual({ low: 0, high: 2, log: false });
    expect(logarithmic([[null]], 0.01).log).toBe(false);
  });

  it('put the ends at the ends and keep what is outside in', () => {
    const scale = { low: 0.1, high: 10, log: true };
    expect([0.01, 0.1, 1, 10, 99].map((value) => heightOf(value, scale, 9))).toEqual([0, 0, 4, 8, 8]);
  });
});

describe('series', () => {
  it('keep a short spike when many intervals fall into one column', () => {
    expect(sampled([1, 9, 1, 1, 2, 2], 6, 3)).toEqual([9, 1, 2]);
  });

  it('show an interval in each column that it covers, and nothing after the last', () => {
    expect(sampled([1, 2], 4, 8)).toEqual([1, 1, 2, 2, null, null, null, null]);
  });

  it('add up counts, whatever the number of columns', () => {
    expect(summed([1, 2, 3, null], 4, 2)).toEqual([3, 3]);
    const many = Array.from({ length: 97 }, (_, k) => k);
    for (const columns of [1, 7, 50, 97, 200]) {
      const sums = summed(many, 97, columns);
      expect(sums.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(48 * 97);
    }
  });
});

describe('marks', () => {
  const scale = { low: 0, high: 7, log: false };

  it('a line joins neighbours upright and breaks where nothing was observed', () => {
    expect(drawn(2, 2, (canvas) => line(canvas, [0, 7, null, 0], scale, 'plain', 1))).toEqual(['⢸ ', '⡸⢀']);
  });

  it('an area is half filled, so that a line in it can be seen without colour', () => {
    const [upper, lower] = drawn(1, 2, (canvas) => area(canvas, [5, 5], scale, 'plain'));
    const dots = [...upper, ...lower]
      .map((cell) => cell.codePointAt(0) ?? 0)
      .map((code) => (code - 0x2800).toString(2));
    const set = dots.join('').replace(/0/g, '').length;
    expect(set).toBeGreaterThan(6);
    expect(set).toBeLessThan(12);
  });

  it('a bar is never nothing where there was something, and full at the top', () => {
    expect(drawn(3, 2, (canvas) => bars(canvas, [0.01, 3.5, 7], scale, 'plain'))).toEqual(['  █', '▁██']);
  });
});
