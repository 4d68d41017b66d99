import { expect, test } from 'vitest';
import { checkAnnotations } from '../../src/autoscaler/conformance/annotations.js';
import { golden } from './golden.js';

test('every recorded set of annotations is accepted or refused as by the real code', () => {
  const outcome = checkAnnotations(golden('annotations'));
  expect(outcome.disagreements).toEqual([]);
  expect(outcome).toMatchObject({ total: 125, agreed: 125 });
});
