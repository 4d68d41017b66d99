import { expect, test } from 'vitest';
import { checkScale } from '../../src/autoscaler/conformance/scale.js';
import { golden } from './golden.js';

test('every recorded decision of the real autoscaler is reproduced', () => {
  const outcome = checkScale(golden('scale'));
  expect(outcome.disagreements).toEqual([]);
  expect(outcome.agreed).toBe(outcome.total);
  expect(outcome.total).toBe(50074);
});
