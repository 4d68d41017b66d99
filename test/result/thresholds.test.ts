import { describe, expect, test } from 'vitest';
import { formatJudged } from '../../src/result/shown.js';
import { judge, parseThreshold, type Threshold } from '../../src/result/thresholds.js';
import { billOf, figures, resultDocument } from './document.js';

const known = {
  services: ['checkout', 'cart'],
  tariffs: ['generic-100ms', 'our.own'],
  slos: ['checkout.latency', 'totals.availability'],
  nodeGroups: ['base'],
  currencies: { 'generic-100ms': 'USD', 'our.own': 'EUR' },
};

function threshold(text: string): Threshold {
  const parsed = parseThreshold(text, known);
  if (!parsed.ok) throw new Error(parsed.rule);
  return parsed.threshold;
}

describe('reading a threshold', () => {
  test.each([
    ['services.checkout.p99 < 500ms', 'services.checkout.latency.p99', '<', 0.5],
    ['  p99<=1m30s ', 'totals.latency.p99', '<=', 90],
    ['coldStartRate < 1%', 'totals.coldStarts.rate', '<', 0.01],
    ['cost.perMillionRequests < 2 USD', 'bills.generic-100ms.perMillionRequests', '<', 2],
    ['cost < 0.05 USD', 'bills.generic-100ms.metered', '<', 0.05],
    ['bills.our.own.metered < 12 EUR', 'bills.our.own.metered', '<', 12],
    ['slo.checkout.latency.budgetLeft > 20%', 'slo.checkout.latency.budgetLeft', '>', 0.2],
    ['slo.totals.availability.burnRate < 14.4x', 'slo.totals.availability.burnRate', '<', 14.4],
    ['slo.checkout.latency.exhaustedIn >= 28d', 'slo.checkout.latency.exhaustedIn', '>=', 2_419_200],
    ['totals.requests.refused <= 0', 'totals.requests.refused', '<=', 0],
    ['nodes.base.maxNodes < 10', 'nodes.base.maxNodes', '<', 10],
    ['services.checkout.revisions.v2.p99 < 1s', 'services.checkout.revisions.v2.latency.p99', '<', 1],
  ])('%s', (text, figure, op, value) => {
    expect(threshold(text)).toMatchObject({ figure, op, value });
  });

  test('without names, paths are taken as they are', () => {
    expect(parseThreshold('bills.my.own.tariff.metered < 1 USD')).toMatchObject({
      threshold: { figure: 'bills.my.own.tariff.metered' },
    });
    expect(parseThreshold('cost < 1 USD')).toMatchObject({ threshold: { figure: 'cost.metered' } });
    expect(parseThreshold('slo.a.b.budgetLeft > 1%')).toMatchObject({ threshold: { figure: 'slo.a.b.budgetLeft' } });
  });

  test('an expression keeps its words, on single spaces', () => {
    expect(threshold('  p99   <  500ms ').expression).toBe('p99 < 500ms');
  });

  test.each([
    ['p99', 'must be <figure> <op> <value>', 'for example "services.checkout.p99 < 500ms"'],
    ['p99 <', 'must be <figure> <op> <value>', 'for example "services.checkout.p99 < 500ms"'],
    ['p99 = 500ms', 'must compare with <, <=, > or >=', 'did you mean "p99 <= 500ms"?'],
    ['p99 => 500ms', 'must compare with <, <=, > or >=', 'did you mean "p99 >= 500ms"?'],
    ['p98 < 500ms', 'must be the path of a figure', 'did you mean "p90"?'],
    [
      'pods < 5',
      'must be the path of a figure',
      'one of pods.started, pods.mean, pods.max, pods.podSeconds, pods.busySeconds',
    ],
    ['delta.p99 < 5%', 'must be the path of a figure', 'differences are those of "headroom compare"'],
    ['coldstartrate < 1%', 'must be the path of a figure', 'did you mean "coldStartRate"?'],
    [
      'speed < 1%',
      'must be the path of a figure',
      'such as p99, coldStartRate, services.<name>.latency.p99, bills.<tariff>.perMillionRequests',
    ],
    [
      'services.chekout.p99 < 500ms',
      'must name a service that exists: there is no "chekout"',
      'did you mean "checkout"?',
    ],
    [
      'services.payments.p99 < 500ms',
      'must name a service that exists: there is no "payments"',
      'one of checkout, cart',
    ],
    [
      'services.checkout.latncy.p99 < 1s',
      'must be a figure that exists: services.checkout has no "latncy.p99"',
      'did you mean "services.checkout.latency.p99"?',
    ],
    [
      'services.checkout.latency < 1s',
      'must be a figure that exists: services.checkout has no "latency"',
      'one of latency.mean, latency.p50, latency.p90, latency.p95, latency.p99, latency.p999, latency.max',
    ],
    [
      'bills.generic-10ms.metered < 1 USD',
      'must name a tariff that exists: there is no "generic-10ms"',
      'did you mean "generic-100ms"?',
    ],
    [
      'cost.perMilionRequests < 1 USD',
      'must be a figure that exists: bills.generic-100ms has no "perMilionRequests"',
      'did you mean "cost.perMillionRequests"?',
    ],
    [
      'slo.checkout.latncy.budgetLeft > 1%',
      'must name an objective that exists: there is no "checkout.latncy"',
      'did you mean "checkout.latency"?',
    ],
    ['p99 < 500', 'must be a duration with its unit', 'did you mean "500s" or "500ms"?'],
    ['p99 < 1%', 'must be a duration such as "90s", "1h30m" or "250ms"', undefined],
    ['coldStartRate < 0.01', 'must be a percentage with its sign', 'did you mean "1%"?'],
    ['cost < 2', 'must be an amount with its currency', 'did you mean "2 USD"?'],
    ['cost < 2 EUR', 'must be in the currency of the bill, USD', undefined],
    ['pods.max < 10 pods', 'must be a number without a unit such as "10"', undefined],
    [
      'constructor < 1',
      'must be the path of a figure',
      'such as p99, coldStartRate, services.<name>.latency.p99, bills.<tariff>.perMillionRequests',
    ],
  ])('%s is refused', (text, rule, hint) => {
    expect(parseThreshold(text, known)).toEqual(hint === undefined ? { ok: false, rule } : { ok: false, rule, hint });
  });
});

describe('judging', () => {
  const judged = (text: string, document = resultDocument(), intervals = {}) =>
    judge([threshold(text)], document, intervals)[0];

  test.each([
    ['p99 < 500ms', 'pass'],
    ['p99 < 300ms', 'fail'],
    ['p99 < 401ms', 'inconclusive'], // 0.4 s, known to 0.5 %: 398 to 402 ms
    ['p99 < 399ms', 'inconclusive'],
    ['p99 > 390ms', 'pass'],
    ['latency.max < 2001ms', 'pass'], // a maximum is exact
    ['latency.max < 2s', 'fail'],
    ['latency.max <= 2s', 'pass'],
    ['coldStartRate < 1%', 'pass'],
    ['coldStartRate < 0.8%', 'fail'],
    ['coldStartRate <= 0.8%', 'pass'],
    ['cost.perMillionRequests < 2 USD', 'pass'],
    ['slo.checkout.latency.budgetLeft > 20%', 'pass'],
    ['slo.checkout.latency.pages <= 0', 'fail'],
    ['bills.our.own.perMillionRequests < 2 EUR', 'inconclusive'],
  ] as const)('%s: %s', (text, verdict) => {
    expect(judged(text).verdict).toBe(verdict);
  });

  test('a verdict names its expression, figure and value', () => {
    expect(judged('services.cart.p99 < 500ms')).toEqual({
      expression: 'services.cart.p99 < 500ms',
      figure: 'services.cart.latency.p99',
      value: 0.8,
      verdict: 'fail',
    });
  });

  test('over replications both ends of the interval must agree', () => {
    const intervals = { 'totals.coldStarts.rate': { low: 0.004, high: 0.012 } };
    expect(judged('coldStartRate < 1%', resultDocument(), intervals).verdict).toBe('inconclusive');
    expect(judged('coldStartRate < 2%', resultDocument(), intervals).verdict).toBe('pass');
    expect(judged('coldStartRate < 0.4%', resultDocument(), intervals).verdict).toBe('fail');
  });

  test('nothing observed is no verdict', () => {
    const silent = { ...figures().latency, p99: null };
    expect(judged('p99 < 500ms', resultDocument({ totals: figures({ latency: silent }) }))).toMatchObject({
      value: null,
      verdict: 'inconclusive',
    });
  });

  test('values are printed in their unit', () => {
    const document = resultDocument({
      bills: [billOf('generic-100ms'), billOf('our.own', { currency: 'EUR', metered: '12.5' })],
    });
    const printed = (text: string) => formatJudged(judged(text, document), document);
    expect(printed('p99 < 1s')).toBe('400 ms');
    expect(printed('coldStartRate < 1%')).toBe('0.8 %');
    expect(printed('bills.our.own.metered < 1 EUR')).toBe('12.50 EUR');
    expect(printed('requests.arrived > 1')).toBe('1,000');
    expect(printed('slo.checkout.latency.burnRate < 1')).toBe('1.5');
    expect(printed('slo.totals.availability.budgetLeft > 1%')).toBe('nothing observed');
  });

  test('has as many digits as it takes to see on which side of the limit it lies', () => {
    const printed = (expression: string, value: number) => {
      const { figure } = threshold(expression);
      return formatJudged({ expression, figure, value, verdict: 'fail' }, resultDocument({}));
    };
    expect(printed('slo.checkout.latency.sli > 99.9%', 0.99899)).toBe('99.899 %');
    expect(printed('unansweredShare < 0.05%', 0.0005001)).toBe('0.05001 %');
    expect(printed('p99 < 500ms', 0.5004)).toBe('500.4 ms');
    expect(printed('p99 < 90s', 90.2)).toBe('90.2 s');
    expect(printed('cost < 2 USD', 2.001)).toBe('2.001 USD');
    expect(printed('pods.mean < 4', 4.0001)).toBe('4.0001');
    expect(printed('p99 < 500ms', 0.5)).toBe('500 ms');
    expect(printed('coldStartRate < 1%', 0.00085)).toBe('0.085 %');
  });
});
