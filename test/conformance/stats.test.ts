import { expect, test } from 'vitest';
import { checkStats } from '../../src/autoscaler/conformance/stats.js';
import { golden } from './golden.js';

test('every recorded statistic of queue-proxy and activator is reproduced', () => {
  const outcome = checkStats(golden('stats'));
  expect(outcome.disagreements).toEqual([]);
  expect(outcome).toMatchObject({ total: 54, agreed: 54 });
});
