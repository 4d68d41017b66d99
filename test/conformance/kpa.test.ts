import { expect, test } from 'vitest';
import { checkKpa } from '../../src/autoscaler/conformance/kpa.js';
import { golden } from './golden.js';

test('every recorded look of the reconciler is reproduced', () => {
  const outcome = checkKpa(golden('kpa'));
  expect(outcome.disagreements).toEqual([]);
  expect(outcome).toMatchObject({ total: 1361, agreed: 1361 });
});
