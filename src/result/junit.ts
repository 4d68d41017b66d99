import type { ResultDocument, ThresholdResult } from './document.js';
import { formatJudged } from './thresholds.js';

/**
 * The thresholds as JUnit XML, which CI systems show as tests: a failed threshold is a failure, an inconclusive one is
 * skipped with its reason.
 */
export function junit(result: ResultDocument, name: string): string {
  const { thresholds } = result;
  const count = (verdict: ThresholdResult['verdict']) => thresholds.filter((t) => t.verdict === verdict).length;
  const totals = `tests="${thresholds.length}" failures="${count('fail')}" errors="0" skipped="${count('inconclusive')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="headroom" ${totals}>`,
    `  <testsuite name="${escaped(name)}" ${totals}>`,
    ...thresholds.map((threshold) => testcase(threshold, result, name)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testcase(threshold: ThresholdResult, result: ResultDocument, name: string): string {
  const head = `    <testcase classname="${escaped(name)}" name="${escaped(threshold.expression)}"`;
  const found = escaped(`${threshold.figure} = ${formatJudged(threshold, result)}`);
  if (threshold.verdict === 'pass') return `${head}/>`;
  const why = threshold.why === undefined ? '' : `: ${escaped(threshold.why)}`;
  const [element, message] =
    threshold.verdict === 'fail' ? ['failure', found + why] : ['skipped', `inconclusive: ${found}${why}`];
  return `${head}>\n      <${element} message="${message}"/>\n    </testcase>`;
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
