import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latinHypercube } from '../../src/experiment/latin.js';
import { openSource } from '../../src/random/streams.js';

const open = (seed: number) => (dimension: number) => openSource(`${seed}/${dimension}`);

describe('a Latin hypercube', () => {
  test('has exactly one point in each strip of each dimension', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 6 }),
        fc.nat(1000),
        (n, dimensions, seed) => {
          const points = latinHypercube(n, dimensions, open(seed));
          for (let d = 0; d < dimensions; d++) {
            expect(points.map((point) => Math.floor(point[d] * n)).sort((a, b) => a - b)).toEqual(
              Array.from({ length: n }, (_, k) => k),
            );
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test('does not line its dimensions up with each other', () => {
    const points = latinHypercube(400, 2, open(1));
    const correlation =
      points.reduce((sum, [x, y]) => sum + (x - 0.5) * (y - 0.5), 0) /
      points.reduce((sum, [x]) => sum + (x - 0.5) ** 2, 0);
    expect(Math.abs(correlation)).toBeLessThan(0.15); // three standard errors of 400 independent pairs
  });

  test('one more dimension leaves the others as they are', () => {
    const two = latinHypercube(10, 2, open(5));
    expect(latinHypercube(10, 3, open(5)).map(([x, y]) => [x, y])).toEqual(two);
  });
});
