import { sampleSize } from '../knative/sampleSize.js';
import type { Outcome } from './outcome.js';
import { Comparison } from './outcome.js';

/** `samplesize.json`: pods asked for statistics, by ready pods. */
export interface SampleSizeFile {
  readonly sampleSizeByPods: readonly number[];
}

export function checkSampleSize(file: SampleSizeFile): Outcome {
  const comparison = new Comparison();
  file.sampleSizeByPods.forEach((size, pods) => {
    comparison.expect(
      () => `sample of ${pods} pods`,
      size,
      () => sampleSize(pods),
    );
  });
  return comparison.outcome();
}
