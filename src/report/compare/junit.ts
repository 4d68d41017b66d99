import type { Comparison } from '../../experiment/compare.js';
import { junitSuite } from '../../result/junit.js';
import { judgedValue, titleOf } from './words.js';

/** The thresholds of a comparison as JUnit XML: inconclusive ones are skipped, with their reason. */
export function compareJunit(comparison: Comparison): string {
  const several = comparison.pairs.length > 1;
  const cases = comparison.thresholds.map((one) => ({
    name: several ? `${one.variant}: ${one.expression}` : one.expression,
    verdict: one.verdict,
    found: `${one.figure} ${judgedValue(one, comparison)}`,
  }));
  return junitSuite(cases, titleOf(comparison));
}
