import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Column } from '../../src/meters/column.js';

const step = fc.oneof(
  fc.record({ push: fc.oneof(fc.constant(0), fc.double()) }),
  fc.record({ repeat: fc.nat({ max: 300 }) }),
);

describe('a column of numbers', () => {
  it('holds what an array would hold, whatever it has room for', () => {
    fc.assert(
      fc.property(fc.array(step), fc.nat({ max: 100 }), (steps, room) => {
        const column = new Column(room);
        const array: number[] = [];
        for (const one of steps) {
          if ('push' in one) {
            column.push(one.push);
            array.push(one.push);
          } else {
            column.repeat(one.repeat);
            array.push(...new Array<number>(one.repeat).fill(array.at(-1) ?? 0));
          }
        }
        expect(Array.from(column.values, (value) => value + 0)).toEqual(array.map((value) => value + 0));
      }),
    );
  });

  it('can be looked at on the way', () => {
    const column = new Column(1);
    column.repeat(3);
    expect([...column.values]).toEqual([0, 0, 0]);
    column.push(2);
    column.repeat(2);
    expect([...column.values]).toEqual([0, 0, 0, 2, 2, 2]);
  });
});
