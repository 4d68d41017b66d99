import { describe, expect, it } from 'vitest';
import type { ComparedThreshold } from '../../../src/experiment/deltaThreshold.js';
import type { Difference } from '../../../src/experiment/difference.js';
import { compareJunit } from '../../../src/report/compare/junit.js';
import { compareMarkdown } from '../../../src/report/compare/markdown.js';
import { comparePage } from '../../../src/report/compare/page.js';
import { compareText } from '../../../src/report/compare/text.js';
import { judgedValue, sentences, verdictSentence } from '../../../src/report/compare/words.js';
import { comparison, DEARER, difference, LOWER, OPEN, span } from './fixture.js';

const said = (...differences: readonly Difference[]): string => {
  const one = comparison(differences);
  return sentences(one, one.pairs[0]).join(' ');
};

describe('sentences', () => {
  it('say what changed with its interval: times in their unit, money in percent', () => {
    expect(said(LOWER, DEARER)).toBe('p99 is 120 ms lower [95, 146]; cost +8 % [7, 9].');
  });

  it('say shares in percentage points, and that a small difference is small', () => {
    const rate = difference('totals.coldStarts.rate', {
      absolute: span(0.002, 0.001, 0.003),
      relative: span(0.02, 0.01, 0.03),
      verdict: 'higher',
    });
    expect(said(rate)).toBe('Cold-start rate is 0.2 points higher [0.1, 0.3] (less than the 5 % that matter).');
  });

  it('say what cannot be seen, and how many replications would settle it', () => {
    expect(said(OPEN)).toBe(
      'p99 (+2 % [−10, +14]): no difference of 5 % or more can be seen with 10 replications; about 60 would settle it.',
    );
  });

  it('say of an objective whether the variant keeps it, with its whole interval on one side', () => {
    const path = 'slo.checkout.latency.sli';
    const told = (low: number, high: number, verdict: 'higher' | 'same' = 'higher'): string => {
      const sli = difference(path, { b: (low + high) / 2, absolute: span(0.02, 0.01, 0.03), verdict });
      const base = comparison([sli]);
      const interval = { mean: (low + high) / 2, halfWidth: (high - low) / 2, low, high, n: 10, method: 't' } as const;
      const variants = base.variants.map((one) => ({
        ...one,
        objectives: { [path]: 0.99 },
        intervals: { [path]: interval },
      }));
      return compareText({ ...base, variants })
        .split('\n')
        .find((line) => line.includes('good requests'))!;
    };
    expect(told(0.991, 0.997)).toMatch(/ {2}better; keeps 99 %$/);
    expect(told(0.97, 0.98)).toMatch(/ {2}better; breaks 99 %$/);
    expect(told(0.985, 0.995)).toMatch(/ {2}better; may break 99 %$/);
    expect(told(0.97, 0.98, 'same')).toMatch(/ {2}breaks 99 %$/);
  });

  it('say in the table about how many runs an open figure needs', () => {
    const [one] = [OPEN].map((open) => ({ ...open, settledBy: 1500 }));
    const full = comparison([one!]);
    expect(compareText(full)).toContain('open: about 1,500 runs would tell');
  });

  it('say of several open figures what would settle each', () => {
    const rate = difference('totals.coldStarts.rate', {
      absolute: span(0, -0.1, 0.1),
      relative: span(0.1, -2, 2.2),
      verdict: 'open',
      settledBy: 1500,
    });
    expect(said(OPEN, rate)).toBe(
      'No difference of 5 % or more can be seen with 10 replications in p99 (+2 % [−10, +14]; about 60 would settle it) and cold-start rate (+10 % [−200, +220]; about 1,500 would settle it).',
    );
  });

  it('tell no difference that matters from no difference at all, and what came from nothing', () => {
    const within = difference('totals.latency.p99', {
      absolute: span(0.001, -0.01, 0.012),
      relative: span(0.002, -0.02, 0.024),
      verdict: 'equivalent',
    });
    const same = difference('totals.unansweredShare', {});
    const rare = difference('totals.coldStarts.rate', {
      a: 0,
      b: 0.001,
      absolute: span(0.001, -0.001, 0.003),
      verdict: 'open',
    });
    expect(said(within, same, rare)).toBe(
      'p99: no difference of 5 % or more. Share without a good answer is the same in every replication. ' +
        'Cold-start rate was 0 % and is 0.1 %: 10 replications cannot tell that from chance.',
    );
  });

  it('say that one pair says nothing of chance', () => {
    const one = comparison([{ ...OPEN, n: 1, absolute: null, relative: null }], {
      pairs: [{ a: 'old', b: 'new', count: 1, differences: [{ ...OPEN, n: 1, absolute: null, relative: null }] }],
    });
    expect(sentences(one, one.pairs[0])).toEqual([
      'One pair of replications says nothing of chance: ask for more with --replications.',
    ]);
  });
});

const threshold = (change: Partial<ComparedThreshold>): ComparedThreshold => ({
  expression: 'delta.p99 < 5%',
  variant: 'new',
  figure: 'totals.latency.p99',
  relative: true,
  value: -0.24,
  low: -0.29,
  high: -0.19,
  verdict: 'pass',
  ...change,
});

describe('thresholds', () => {
  it('are shown in the unit of what they compare', () => {
    const one = comparison([LOWER]);
    expect(judgedValue(threshold({}), one)).toBe('−24 % [−29, −19]');
    expect(
      judgedValue(
        threshold({ expression: 'delta.p99 < 5ms', relative: false, value: -0.12, low: -0.146, high: -0.095 }),
        one,
      ),
    ).toBe('−120 ms [−146, −95]');
    expect(
      judgedValue(threshold({ expression: 'p99 < 1s', relative: false, value: 0.4, low: 0.38, high: 0.42 }), one),
    ).toBe('400 ms [380, 420]');
    expect(judgedValue(threshold({ value: null, low: null, high: null }), one)).toBe('nothing to compare');
  });

  it('make the worst of them the verdict', () => {
    const of = (...verdicts: readonly ComparedThreshold['verdict'][]) =>
      verdictSentence(comparison([], { thresholds: verdicts.map((verdict) => threshold({ verdict })) }));
    expect(of()).toBe('');
    expect(of('pass')).toBe('The threshold held.');
    expect(of('pass', 'pass')).toBe('All 2 thresholds held.');
    expect(of('pass', 'inconclusive')).toBe('1 of 2 thresholds inconclusive: the intervals reach to both sides.');
    expect(of('inconclusive', 'fail', 'pass')).toBe('1 of 3 thresholds failed.');
  });
});

describe('a comparison as text, Markdown, JUnit and page', () => {
  const judged = [
    threshold({}),
    threshold({ expression: 'delta.cost < 5%', verdict: 'fail', value: 0.08, low: 0.07, high: 0.09 }),
  ];
  const full = comparison([LOWER, DEARER], { thresholds: judged });

  it('fits the terminal, without intervals where they do not', () => {
    const narrow = compareText(full, { columns: 80 });
    expect(Math.max(...narrow.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(narrow).not.toContain('[−146, −95] ms');
    expect(compareText(full, { columns: 140 })).toContain('[−146, −95] ms');
    expect(narrow).toContain('✗ delta.cost < 5% fails: +8 % [+7, +9]');
  });

  it('is one comment with its verdict on top, in which names are never markup', () => {
    const text = compareMarkdown({
      ...full,
      variants: full.variants.map((one) => ({ ...one, name: `<b>${one.name}|` })),
    });
    expect(text).toContain('## ❌ Headroom: \\<b\\>old\\| → \\<b\\>new\\|');
    expect(text).toContain('**1 of 2 thresholds failed.**');
    expect(text).toContain('| p99 latency | 500 ms | 400 ms | −120 ms (−24 %) | [−146, −95] ms | 🟢 better |');
    expect(text.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(1);
  });

  it('is named after what each variant is compared with, not after a chain of them', () => {
    const [old, one] = full.variants;
    const variants = [old!, one!, { ...one!, name: 'newer' }];
    expect(compareText({ ...full, variants }).split('\n')[0]).toBe('old → new or newer');
  });

  it('shows a failed threshold as a failed test', () => {
    const text = compareJunit(full);
    expect(text).toContain('<testsuite name="old → new" tests="2" failures="1" errors="0" skipped="0">');
    expect(text).toContain('<failure message="totals.latency.p99 +8 % [+7, +9]"/>');
  });

  it('is a page of its own, the same bytes each time', () => {
    const html = comparePage(full, { command: 'headroom compare a <b>' });
    expect(html).toBe(comparePage(full, { command: 'headroom compare a <b>' }));
    expect(html).toContain('p99 is 120\u00a0ms lower [95, 146]; cost +8\u00a0% [7, 9].');
    expect(html).toContain('headroom compare a &lt;b&gt;');
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
  });
});
