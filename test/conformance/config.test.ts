import { expect, test } from 'vitest';
import { checkConfig } from '../../src/autoscaler/conformance/config.js';
import { golden } from './golden.js';

test('every recorded ConfigMap is accepted, refused and read as by the real code', () => {
  const outcome = checkConfig(golden('config'));
  expect(outcome.disagreements).toEqual([]);
  expect(outcome).toMatchObject({ total: 125, agreed: 125 });
});
