import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MaxWindow } from '../../../src/autoscaler/knative/maxWindow.js';
import { SECOND } from '../../../src/units/quantities.js';

test('two records of one slice keep the larger, and a slice leaves when the length has passed', () => {
  const window = new MaxWindow(4 * SECOND, 2 * SECOND);
  window.record(0, 5);
  window.record(1 * SECOND, 3);
  expect(window.current).toBe(5);
  window.record(2 * SECOND, 1);
  expect(window.current).toBe(5);
  window.record(4 * SECOND, 2);
  expect(window.current).toBe(2);
});

test('knows nothing before the first record', () => {
  expect(new MaxWindow(SECOND, SECOND).current).toBe(0);
});

test('property: it is the maximum over the slices within its length', () => {
  const steps = fc.array(fc.record({ ahead: fc.integer({ min: 0, max: 7 }), value: fc.integer({ min: 0, max: 20 }) }));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), steps, (length, list) => {
      const window = new MaxWindow(length * SECOND, 2 * SECOND);
      const slices: { slice: number; value: number }[] = [];
      let now = 0;
      for (const { ahead, value } of list) {
        now += ahead;
        const slice = Math.floor(now / 2);
        slices.push({ slice, value });
        window.record(now * SECOND, value);
        const kept = slices.filter((entry) => entry.slice > slice - Math.ceil(length / 2));
        expect(window.current).toBe(Math.max(...kept.map((entry) => entry.value)));
      }
    }),
  );
});

test('it grows with a long descent, and wraps around as before', () => {
  const window = new MaxWindow(200 * SECOND, SECOND);
  for (let t = 0; t < 700; t++) {
    window.record(t * SECOND, 1000 - t);
    expect(window.current).toBe(1000 - Math.max(0, t - 199));
  }
  window.record(700 * SECOND, 2000);
  expect(window.holdsOnly(2000)).toBe(true);
});
