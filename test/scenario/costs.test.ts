/** Tariffs of one's own, and how bills are made: what is read, refused and written back. */
import { describe, expect, test } from 'vitest';
import { shippedTariffs } from '../../src/billing/tariffs/index.js';
import { print } from '../../src/scenario/print/print.js';
import { writtenTariff } from '../../src/scenario/print/tariffs.js';
import { problems, resolved, small } from './reading.js';

const own = (fields: string): string =>
  small('', `tariffs: [{ name: ours, model: event, source: contract, asOf: "2026", ${fields} }]\n`);

describe("a tariff of one's own", () => {
  test.each(shippedTariffs.map((tariff) => [tariff.name, tariff] as const))(
    'can be everything that %s is',
    (_name, shipped) => {
      // Under another name it is written out in full; what is read back differs in nothing but the notes on single fields.
      const copy = { ...shipped, name: 'copy' };
      const [read] = resolved(small('', `tariffs: [${JSON.stringify(writtenTariff(copy))}]\n`)).tariffs;
      const { fields: _fields, ...provenance } = shipped.provenance;
      expect(read).toEqual({ ...copy, provenance });
    },
  );

  test.each([
    ['prices: { gibSecnd: 1 USD }', 'tariffs[0].prices.gibSecnd, is not a known meter (did you mean "gibSecond"?)'],
    ['prices: { request: 1 USD }, free: { reqest: 5 }', 'tariffs[0].free.reqest, is not a known meter'],
    ['prices: { request: 1 USD }, tiers: { cpu: [{ rate: 1 USD }] }', 'tariffs[0].tiers.cpu, is not a known meter'],
    ['prices: { request: 1 USD, gibSecond: 1 EUR }', 'must be in one currency, and not empty'],
    ['prices: { request: 1 USD }, tiers: { request: [{ rate: 1 EUR }] }', 'must be in one currency, and not empty'],
    [
      'prices: { request: 1 USD }, node: { name: n, cpu: "1", memory: 1Gi, price: 1 EUR/h }',
      'must be in one currency, and not empty',
    ],
    ['prices: {}', 'must be in one currency, and not empty'],
    ['prices: { request: 1 USD }, free: { request: -3 }', 'must be a number of units of the meter, 0 or more'],
    ['prices: { request: 1 USD }, tiers: { request: [] }', 'must not be empty'],
    ['prices: { request: 1 USD }, memory: { sizes: [] }', 'must not be empty'],
  ])('refuses %s', (fields, rule) => {
    const found = problems(own(fields));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(rule);
  });

  test('may have a machine alone, without a meter', () => {
    const text = own('prices: {}, node: { name: n, cpu: "4", memory: 16Gi, price: 0.2 EUR/h, reserved: 0.1 EUR/h }');
    const [tariff] = resolved(text.replace('model: event', 'model: node-hours')).tariffs;
    expect(tariff).toMatchObject({ currency: 'EUR', node: { pricePerHour: '0.2', rates: { reserved: '0.1' } } });
  });
});

describe('how bills are made', () => {
  test('is said with its defaults, and not at all where nothing is written', () => {
    expect(resolved(small()).billing).toBeUndefined();
    expect(resolved(small('', 'billing: { month: {} }\n')).billing).toEqual({
      freeTier: false,
      volumeTiers: false,
      alwaysReady: {},
      month: { days: 30, events: [] },
    });
    expect(print(resolved(small()))).not.toContain('billing');
  });

  test('takes a switch on the command line where the file says nothing', () => {
    expect(resolved(small(), { set: ['billing.freeTier=true'] }).billing).toMatchObject({ freeTier: true });
  });

  test('names events that have no name', () => {
    const text = small('', 'billing: { month: { events: [{ from: 1m, to: 2m, perMonth: 0.5 }] } }\n');
    expect(resolved(text).billing?.month?.events).toEqual([
      { name: 'event 1', from: 60_000_000, to: 120_000_000, perMonth: 0.5 },
    ]);
  });

  test.each([
    ['billing: { freeTier: 1 }\n', 'must be true or false'],
    ['billing: { freeTeir: true }\n', 'is not a known field (did you mean "freeTier"?)'],
    ['billing: { month: { events: [{ from: 1m, to: 1m, perMonth: 1 }] } }\n', 'must be later than from'],
    ['billing: { month: { events: [{ from: 1m, to: 2m, perMonth: 0 }] } }\n', 'must be above zero'],
    ['billing: { alwaysReady: { a: -1 } }\n', 'must be a whole number of at least 0'],
  ])('refuses %s', (top, rule) => {
    expect(problems(small('', top)).join()).toContain(rule);
  });
});

describe('what an objective adds', () => {
  test('is read, and written only where it is not the default', () => {
    const slo = (extra: string) =>
      resolved(small(`slos: { x: { objective: 99%, over: 28d, bad: [cold]${extra} } }\n`)).objectives[0];
    expect(slo(', among: all')).toEqual(slo(''));
    expect(slo(', among: cold')).toEqual({ ...slo(''), among: 'cold' });
    expect(slo(', windows: { every: 1m, goodShare: 95% }').windows).toEqual({ every: 60_000_000, goodShare: 0.95 });
  });

  test('credits may be of what customers pay', () => {
    const text = small(
      'slos: { x: { objective: 99%, over: 28d, bad: [cold] } }\nsla: [{ slo: x, of: 3000 USD, credits: [{ below: 99%, credit: 10% }] }]\n',
    );
    expect(resolved(text).objectives[0].creditsOf).toEqual({ amount: '3000', currency: 'USD' });
    expect(problems(text.replace('3000 USD', '3000'))[0]).toContain('did you mean "3000 USD"?');
  });
});
