import { expect, test } from 'vitest';
import { checkLoadBalancing } from '../../src/autoscaler/conformance/loadBalancing.js';
import { golden } from './golden.js';

test('every recorded choice of the activator is reproduced', () => {
  const outcome = checkLoadBalancing(golden('lb'));
  expect(outcome.disagreements).toEqual([]);
  expect(outcome).toMatchObject({ total: 841, agreed: 841 });
});
