import { expect, test } from 'vitest';
import { isolationSentence } from '../../src/report/isolation.js';

const p99 = { figure: 'latency.p99', with: 0.8, without: 0.4 };
const mean = { figure: 'latency.mean', with: 0.23901, without: 0.23902 };

test('differences that would be written alike are not told as differences', () => {
  expect(isolationSentence({ name: 'shop', hitBy: ['zoneLoss'], differences: [mean, p99] })).toMatch(
    /^shop: hit \(.+\); p99 800 ms instead of 400 ms, and 1 more$/,
  );
  expect(isolationSentence({ name: 'shop', hitBy: ['zoneLoss'], differences: [mean] })).toMatch(
    /^shop: hit \(.+\); figures differ by less than is shown$/,
  );
});
