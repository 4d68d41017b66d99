import { describe, expect, test } from 'vitest';
import { junit } from '../../src/result/junit.js';
import { markdown } from '../../src/result/markdown.js';
import { resultDocument, sloOf } from './document.js';

const thresholds = [
  { expression: 'p99 < 500ms', figure: 'totals.latency.p99', value: 0.4, verdict: 'pass' as const },
  { expression: 'coldStartRate < 0.1%', figure: 'totals.coldStarts.rate', value: 0.008, verdict: 'fail' as const },
  { expression: 'cost < 1 USD', figure: 'bills.generic-100ms.metered', value: null, verdict: 'inconclusive' as const },
];
const result = resultDocument({ thresholds });

describe('JUnit', () => {
  test('a threshold is a test case: failed, skipped with its reason, or passed', () => {
    expect(junit(result, 'flash-sale')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="headroom" tests="3" failures="1" errors="0" skipped="1">
  <testsuite name="flash-sale" tests="3" failures="1" errors="0" skipped="1">
    <testcase classname="flash-sale" name="p99 &lt; 500ms"/>
    <testcase classname="flash-sale" name="coldStartRate &lt; 0.1%">
      <failure message="totals.coldStarts.rate = 0.8 %"/>
    </testcase>
    <testcase classname="flash-sale" name="cost &lt; 1 USD">
      <skipped message="inconclusive: bills.generic-100ms.metered = nothing observed"/>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  test('names are text, never markup, and characters that XML lacks are dropped', () => {
    expect(junit(resultDocument(), `a"<&>'\u0000\ud800b\nc`)).toContain(
      '<testsuite name="a&quot;&lt;&amp;&gt;&apos;b&#10;c"',
    );
  });
});

describe('Markdown', () => {
  const page = markdown(result, 'flash-sale');

  test('the verdict comes first', () => {
    expect(page.split('\n')[0]).toBe('# flash-sale: 1 of 3 thresholds failed');
    expect(markdown(resultDocument({ thresholds: thresholds.slice(0, 1) }), 'x')).toContain(
      '# x: all 1 thresholds passed',
    );
    expect(markdown(resultDocument({ thresholds: thresholds.slice(2) }), 'x')).toContain(
      '# x: 1 of 1 thresholds inconclusive',
    );
    expect(markdown(resultDocument(), 'x')).toContain('# x: no thresholds');
  });

  test.each([
    '| `coldStartRate < 0.1%` | 0.8 % | ❌ fail |',
    '| checkout | 1,000 | 0.8 % | 80 ms | 400 ms | 0.9 % | 4.25 / 9 |',
    '| cart | 1,000 | 0.8 % | 160 ms | 800 ms | 0.9 % | 4.25 / 9 |',
    '| generic-100ms | 0.00193 USD | 0.0102 USD | 1.93 USD | 0.00386 USD | 40 % | - | - | 31 % |',
    '| our.own | 12.50 EUR | 0.0102 EUR | - | 0.00386 EUR | 40 % | - | - | 31 % |',
    '| checkout: latency | 99.85 % | 99.9 % | ❌ no | 1.5x | 70 % | page (1h) |',
    '| all services: availability | 99.85 % | 99.9 % | ❌ no | 1.5x | - | page (1h) |',
  ])('has the row %s', (row) => {
    expect(page.split('\n')).toContain(row);
  });

  test('alerts that no window of the run allowed are not evaluated, silent ones none', () => {
    const [page1, ticket] = sloOf('a', 'b').alerts;
    const slos = [sloOf('a', 'b', { alerts: [ticket] }), sloOf('a', 'c', { alerts: [{ ...page1, firings: [] }] })];
    const rows = markdown(resultDocument({ slos }), 'x')
      .split('\n')
      .filter((line) => line.startsWith('| a: '));
    expect(rows.map((row) => row.split(' | ').at(-1))).toEqual(['not evaluated |', 'none |']);
  });

  test('a stopped run with a warm-up says both', () => {
    expect(markdown(resultDocument({ stoppedAt: 600, warmup: 300 }), 'x')).toContain(
      'Simulated 10m of 30m (stopped), counted after 5m, seed 7, Headroom 0.1.0.',
    );
  });

  test('a name with a pipe or a line break stays in its cell', () => {
    const [service] = resultDocument().services;
    const odd = markdown(resultDocument({ services: [{ ...service, name: 'a|b\nc' }] }), 'x');
    expect(odd).toContain('| a\\|b c | 1,000 |');
  });
});
