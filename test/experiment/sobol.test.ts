import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SOBOL_DIMENSIONS, sobolPoints } from '../../src/experiment/sobol.js';

describe('Sobol points', () => {
  test('the first ten in three dimensions are those of Joe and Kuo', () => {
    // As in the example of https://web.maths.unsw.edu.au/~fkuo/sobol/, and scipy.stats.qmc.Sobol(3, scramble=False).
    expect(sobolPoints(10, 3)).toEqual([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
      [0.1875, 0.3125, 0.9375],
      [0.6875, 0.8125, 0.4375],
    ]);
  });

  test('of 2^k points every dimension has exactly one in each of its 2^k strips, whatever the shift', () => {
    const shift = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const shifts = fc.array(shift, { minLength: SOBOL_DIMENSIONS, maxLength: SOBOL_DIMENSIONS });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), shifts, (k, drawn) => {
        const n = 2 ** k;
        const points = sobolPoints(n, SOBOL_DIMENSIONS, drawn);
        for (let d = 0; d < SOBOL_DIMENSIONS; d++) {
          expect(new Set(points.map((point) => Math.floor(point[d] * n))).size).toBe(n);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('of 64 points the first two dimensions have one in every elementary box: a (0, 6, 2)-net', () => {
    const points = sobolPoints(64, 2, [0x9e3779b9, 0x7f4a7c15]);
    for (let a = 0; a <= 6; a++) {
      const [across, up] = [2 ** a, 2 ** (6 - a)];
      const boxes = new Set(points.map(([x, y]) => Math.floor(x * across) * up + Math.floor(y * up)));
      expect(boxes.size).toBe(64);
    }
  });

  test('all 21 dimensions integrate a product better than a Latin hypercube could hope for', () => {
    // Integral of prod (1 + (x - 1/2) / d) over the cube is 1; the spread of chance with 4,096 points is about 0.004.
    const points = sobolPoints(4096, SOBOL_DIMENSIONS);
    const mean =
      points.reduce((sum, point) => sum + point.reduce((all, x, d) => all * (1 + (x - 0.5) / (d + 1)), 1), 0) / 4096;
    expect(Math.abs(mean - 1)).toBeLessThan(0.0005);
  });

  test('more dimensions than there are numbers for are refused', () => {
    expect(() => sobolPoints(4, SOBOL_DIMENSIONS + 1)).toThrow('dimensions = 22, must be <= 21');
  });
});
