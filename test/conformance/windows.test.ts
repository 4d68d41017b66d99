import { expect, test } from 'vitest';
import { checkWindows } from '../../src/autoscaler/conformance/windows.js';
import { golden } from './golden.js';

test('every recorded window, coefficient and maximum is reproduced', () => {
  const outcome = checkWindows(golden('windows'));
  expect(outcome.disagreements).toEqual([]);
  expect(outcome).toMatchObject({ total: 702, agreed: 702 });
});
