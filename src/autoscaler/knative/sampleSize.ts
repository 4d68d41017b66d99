/**
 * Squared z-value of 95 % confidence over four times the squared margin of error (25 %): 1.96^2 x 0.5^2 / 0.25^2, as
 * Knative writes it out.
 */
const SAMPLE_SIZE_CONSTANT = 15.3664;

/** How many of `readyPods` pods the scraper asks for statistics; their sum is then scaled up to all of them. */
export function sampleSize(readyPods: number): number {
  if (readyPods <= 3) return readyPods;
  return Math.ceil((readyPods * SAMPLE_SIZE_CONSTANT) / (readyPods + SAMPLE_SIZE_CONSTANT - 1));
}
