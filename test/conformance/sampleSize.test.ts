import { expect, test } from 'vitest';
import { checkSampleSize } from '../../src/autoscaler/conformance/sampleSize.js';
import { golden } from './golden.js';

test('the scraper samples as many pods as the real one', () => {
  const outcome = checkSampleSize(golden('samplesize'));
  expect(outcome.disagreements).toEqual([]);
  expect(outcome).toMatchObject({ total: 501, agreed: 501 });
});
