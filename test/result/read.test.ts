import { describe, expect, test } from 'vitest';
import { addressOf } from '../../src/result/address.js';
import { ALIASES, SERVICE_FIGURES } from '../../src/result/figures.js';
import { figuresOf, readFigure } from '../../src/result/read.js';
import { resultDocument } from './document.js';

const result = resultDocument();

describe('reading a figure', () => {
  test.each([
    ['totals.latency.p99', 0.4],
    ['p99', 0.4],
    ['latency.p50', 0.08],
    ['totals.p999', 0.9],
    ['coldStartRate', 0.008],
    ['errorRate', 0.009],
    ['podSeconds', 7650],
    ['services.cart.p99', 0.8],
    ['services.checkout.coldStarts.rate', 0.008],
    ['services.checkout.coldStarts.byCause.max-scale', 5],
    ['services.checkout.startup.phases.sandbox', 1.9],
    ['cost', 0.00193],
    ['cost.perMillionRequests', 1.93],
    ['bills.generic-100ms.capacity', 0.0102],
    ['bills.our.own.metered', 12.5],
    ['bills.generic-100ms.shares.rounding', 0.31],
    ['slo.checkout.latency.sli', 0.9985],
    ['slo.checkout.latency.budgetLeft', 0.7],
    ['slo.checkout.latency.exhaustedIn', 7200],
    ['slo.checkout.latency.pages', 1],
    ['slo.checkout.latency.tickets', 0],
    ['slo.totals.availability.burnRate', 1.5],
    ['nodes.base.meanNodes', 3.5],
  ])('%s is %d', (path, value) => {
    expect(readFigure(result, path)).toBe(value);
  });

  test('a cause that nothing had is zero', () => {
    expect(readFigure(result, 'coldStarts.byCause.scaled-to-zero')).toBe(0);
    expect(readFigure(result, 'failures.failed.out-of-memory')).toBe(0);
  });

  test.each([
    ['what was not observed', 'bills.our.own.perMillionRequests'],
    ['what the tariff does not meter', 'bills.generic-100ms.shares.idle'],
    ['a budget that was not declared', 'slo.totals.availability.budgetLeft'],
    ['a service that is not there', 'services.basket.p99'],
    ['a path that is none', 'latency.p98'],
    ['a property of objects', 'constructor'],
  ])('%s is null', (_what, path) => {
    expect(readFigure(result, path)).toBeNull();
  });

  test('every listed figure has an address of the same name, and a value or a reason to have none', () => {
    const all = figuresOf(result);
    expect(new Set(all.map(({ fullPath }) => fullPath)).size).toBe(all.length);
    for (const { fullPath } of all) {
      const found = addressOf(fullPath);
      expect(found.ok && found.address.path).toBe(fullPath);
    }
    expect(all.filter(({ fullPath }) => readFigure(result, fullPath) === null).map(({ fullPath }) => fullPath)).toEqual(
      expect.not.arrayContaining([expect.stringContaining('latency')]),
    );
  });

  test('every short form stands for a figure that exists', () => {
    const paths = SERVICE_FIGURES.map(({ path }) => path);
    expect(Object.values(ALIASES).filter((path) => !paths.includes(path))).toEqual([]);
  });
});
