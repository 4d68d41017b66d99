import { expect, test } from 'vitest';
import { checkDecider } from '../../src/autoscaler/conformance/decider.js';
import { golden } from './golden.js';

test('every recorded combination of settings resolves as in the real code', () => {
  const outcome = checkDecider(golden('decider'));
  expect(outcome.disagreements).toEqual([]);
  expect(outcome).toMatchObject({ total: 160, agreed: 160 });
});
