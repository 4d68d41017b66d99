import { expect, test } from 'vitest';
import { MOST_PODS, Pods } from '../../src/platform/pods.js';

test('there are never more pods at once than Kubernetes has in a cluster', () => {
  const pods = new Pods(MOST_PODS - 1);
  for (let k = 0; k < MOST_PODS; k++) pods.take();
  expect(pods.capacity).toBe(MOST_PODS);
  expect(() => pods.take()).toThrow('more than 150000 pods at once');
});
