import { expect, test } from 'vitest';
import { reportConformance, type Verdict } from '../../../src/autoscaler/conformance/report.js';

function report(files: Readonly<Record<string, string>>): {
  readonly verdict: Verdict;
  readonly lines: readonly string[];
} {
  const lines: string[] = [];
  const verdict = reportConformance(
    (name) => files[name] ?? null,
    (text) => lines.push(text.trimEnd()),
  );
  return { verdict, lines };
}

test('one line for each file, in a fixed order, and one for each that is missing', () => {
  const { verdict, lines } = report({ samplesize: '{"sampleSizeByPods":[0,1,2,3,4]}' });
  expect(verdict).toBe('agrees');
  expect(lines).toHaveLength(9);
  expect(lines[2]).toBe('samplesize: 5 of 5 agree');
  expect(lines[0]).toBe('scale: skipped, neither scale.json nor scale.json.gz is there');
});

test('the first three disagreements are shown below their file, and one file is enough to disagree', () => {
  const { verdict, lines } = report({
    samplesize: '{"sampleSizeByPods":[0,9,9,9,9]}',
    config: '{"cases":[{"data":{"min-scale":"x"},"error":"no","config":null}]}',
  });
  expect(verdict).toBe('disagrees');
  expect(lines.slice(2, 6)).toEqual([
    'samplesize: 1 of 5 agree',
    '  sample of 1 pods: recorded 9, computed 1',
    '  sample of 2 pods: recorded 9, computed 2',
    '  sample of 3 pods: recorded 9, computed 3',
  ]);
  expect(lines).toContain('config: 1 of 1 agree');
});

test('a file that is none cannot be used, whatever the others do; a folder without any is said to hold nothing', () => {
  const { verdict, lines } = report({ samplesize: '{"sampleSizeByPods":[9]}', stats: '{', kpa: '{}' });
  expect(verdict).toBe('unusable');
  expect(lines.at(-1)).toMatch(/^stats: must be a JSON file that can be read: /);
  expect(lines.at(-2)).toMatch(/^kpa: must have the format of test\/conformance\/golden\/kpa.json: /);
  expect(report({}).verdict).toBe('nothing');
});
