import { describe, expect, it } from 'vitest';
import { judgeDelta, judgePlain, parseDelta } from '../../src/experiment/deltaThreshold.js';
import { differenceOf } from '../../src/experiment/difference.js';

const known = { tariffs: ['generic-100ms'], currencies: { 'generic-100ms': 'USD' } };

function threshold(text: string) {
  const parsed = parseDelta(text, known);
  if (!parsed.ok) throw new Error(`${parsed.rule} (${parsed.hint ?? ''})`);
  return parsed.threshold;
}

describe('parseDelta', () => {
  const cases = [
    ['delta.p99 < 5%', { figure: 'totals.latency.p99', op: '<', value: 0.05, relative: true }],
    ['delta.p99 <= 20ms', { figure: 'totals.latency.p99', op: '<=', value: 0.02, relative: false }],
    ['delta.coldStartRate < 0.5pp', { figure: 'totals.coldStarts.rate', value: 0.005, relative: false }],
    ['delta.coldStartRate < 5%', { figure: 'totals.coldStarts.rate', value: 0.05, relative: true }],
    ['delta.cost < -10%', { figure: 'bills.generic-100ms.metered', value: -0.1, relative: true }],
    ['delta.cost < 0.01 USD', { figure: 'bills.generic-100ms.metered', value: 0.01, relative: false }],
    ['delta.services.shop.pods.mean > - 2', { figure: 'services.shop.pods.mean', value: -2, relative: false }],
  ] as const;
  for (const [text, meant] of cases) it(`reads ${text}`, () => expect(threshold(text)).toMatchObject(meant));

  const refusals = [
    ['delta.p98 < 5%', 'must be the path of a figure'],
    ['delta.p99', 'must be delta.<figure> <op> <limit>'],
    ['delta.p99 < 5pp', 'must not have percentage points'],
    ['delta.p99 < 5', 'unit'],
    ['delta.p99 = 5%', 'must be delta.<figure> <op> <limit>'],
  ] as const;
  for (const [text, rule] of refusals)
    it(`refuses ${text}`, () => {
      const parsed = parseDelta(text, known);
      expect(parsed.ok ? 'ok' : `${parsed.rule} ${parsed.hint ?? ''}`).toContain(rule);
    });
});

describe('judgeDelta', () => {
  const difference = differenceOf('totals.latency.p99', [1, 1.1, 0.9, 1], [1.05, 1.17, 0.94, 1.06], 0.05);
  const judged = (text: string) => judgeDelta(threshold(text), difference, 'b').verdict;

  it('holds or fails only where the whole interval agrees', () => {
    expect(difference.relative!.low).toBeGreaterThan(0.03);
    expect(difference.relative!.high).toBeLessThan(0.08);
    expect(judged('delta.p99 < 10%')).toBe('pass');
    expect(judged('delta.p99 < 2%')).toBe('fail');
    expect(judged('delta.p99 < 5%')).toBe('inconclusive');
    expect(judged('delta.p99 > 2%')).toBe('pass');
    expect(judged('delta.p99 < 200ms')).toBe('pass');
    expect(judged('delta.p99 < 10ms')).toBe('fail');
  });

  it('is inconclusive without a difference, and holds where 0 stayed 0', () => {
    expect(judgeDelta(threshold('delta.p99 < 5%'), undefined, 'b')).toMatchObject({
      value: null,
      verdict: 'inconclusive',
    });
    const zero = differenceOf('totals.coldStarts.rate', [0, 0], [0, 0], 0.05);
    expect(judgeDelta(threshold('delta.coldStartRate < 5%'), zero, 'b').verdict).toBe('pass');
    const more = differenceOf('totals.coldStarts.rate', [0, 0], [0.1, 0.2], 0.05);
    expect(judgeDelta(threshold('delta.coldStartRate < 5%'), more, 'b').verdict).toBe('inconclusive');
    expect(judgeDelta(threshold('delta.coldStartRate < 50pp'), more, 'b').verdict).toBe('inconclusive');
  });
});

describe('judgePlain', () => {
  const plain = { expression: 'p99 < 500ms', figure: 'totals.latency.p99', op: '<', value: 0.5 } as const;
  const interval = (low: number, high: number) =>
    ({ mean: (low + high) / 2, halfWidth: (high - low) / 2, low, high, n: 5, method: 't' }) as const;

  it('judges a variant by the interval of its mean', () => {
    expect(judgePlain(plain, interval(0.3, 0.4), 'b').verdict).toBe('pass');
    expect(judgePlain(plain, interval(0.6, 0.7), 'b').verdict).toBe('fail');
    expect(judgePlain(plain, interval(0.4, 0.6), 'b').verdict).toBe('inconclusive');
    expect(judgePlain(plain, undefined, 'b').verdict).toBe('inconclusive');
  });
});
