import type { ResultDocument, ThresholdResult } from './document.js';
import { formatJudged } from './shown.js';

/** One thing that was judged, as CI systems show it. */
export interface JunitCase {
  readonly name: string;
  readonly verdict: ThresholdResult['verdict'];
  /** What was found, in words. */
  readonly found: string;
}

/**
 * The thresholds as JUnit XML, which CI systems show as tests: a failed threshold is a failure, an inconclusive one is
 * skipped with its reason.
 */
export function junit(result: ResultDocument, name: string): string {
  const cases = result.thresholds.map((threshold) => ({
    name: threshold.expression,
    verdict: threshold.verdict,
    found: `${threshold.figure} = ${formatJudged(threshold, result)}`,
  }));
  return junitSuite(cases, name);
}

/** Any cases as one suite. */
export function junitSuite(cases: readonly JunitCase[], name: string): string {
  const count = (verdict: JunitCase['verdict']) => cases.filter((one) => one.verdict === verdict).length;
  const totals = `tests="${cases.length}" failures="${count('fail')}" errors="0" skipped="${count('inconclusive')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="headroom" ${totals}>`,
    `  <testsuite name="${escaped(name)}" ${totals}>`,
    ...cases.map((one) => testcase(one, name)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testcase({ name, verdict, found }: JunitCase, suite: string): string {
  const head = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}"`;
  if (verdict === 'pass') return `${head}/>`;
  const [element, message] = verdict === 'fail' ? ['failure', found] : ['skipped', `inconclusive: ${found}`];
  return `${head}>\n      <${element} message="${escaped(message)}"/>\n    </testcase>`;
}

/** Text as an attribute; characters that XML 1.0 does not have at all are dropped. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"'\t\n\r]/g, (character) => ESCAPES[character]);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
