/** Bills of whole runs: what a scenario says about them, from its text to the result. */
import { describe, expect, test } from 'vitest';
import type { BillResult, ResultDocument } from '../../src/result/document.js';
import { open } from '../../src/simulate.js';
import { problems, resolved } from '../scenario/reading.js';

/** Ten requests of 37 ms a second for ten minutes, from two pods that always stand. */
const steady = (top: string, service = ''): string => `headroom: 1
horizon: 10m
services:
  a:
    revision:
      containerConcurrency: 1
      annotations: { autoscaling.knative.dev/min-scale: "2" }
      resources: { limits: { cpu: "1", memory: 1Gi } }
    arrivals: { process: regular, rate: 10/s }
    serviceTime: 37ms
${service}${top}`;

function ran(text: string, set: readonly string[] = [], until = Infinity): ResultDocument {
  const run = open(resolved(text, { set }));
  run.advance(Math.min(until, run.horizon));
  return run.result();
}
const billOf = (result: ResultDocument, tariff: string): BillResult =>
  result.bills.find((one) => one.tariff === tariff)!;
const quantity = (bill: BillResult, name: string): string | undefined =>
  bill.lines.find((line) => line.name === name)?.quantity;

describe('tiers', () => {
  const text = steady('tariffs: [aws-lambda-x86, alibaba-fc-3]\n');

  test('are off, and on by a switch in the scenario or on the command line', () => {
    const off = billOf(ran(text), 'aws-lambda-x86');
    expect(off.lines.every(({ amount }) => Number(amount) >= 0)).toBe(true);
    for (const on of [ran(`${text}billing: { freeTier: true }\n`), ran(text, ['billing.freeTier=true'])]) {
      const bill = billOf(on, 'aws-lambda-x86');
      // ten minutes of a month of 730 h give 228 of a million free requests
      expect(quantity(bill, 'free tier, requests')).toBe('-228.310502283');
      expect(Number(bill.metered)).toBeLessThan(Number(off.metered));
    }
    const tiers = billOf(ran(text, ['billing.volumeTiers=true']), 'alibaba-fc-3');
    expect(tiers.lines.map(({ name }) => name)).toEqual(['compute units, up to 100000000 a month']);
  });
});

describe('instances kept ready', () => {
  const text = steady('tariffs: [aws-lambda-provisioned-concurrency, gcp-cloud-run-request, azure-functions-flex]\n');

  test('are the least scale of the service where nothing else is said', () => {
    const result = ran(text);
    // two pods of 1 GiB for ten minutes; Lambda rounds to five, so ten
    expect(quantity(billOf(result, 'aws-lambda-provisioned-concurrency'), 'memory kept ready')).toBe('1200');
    const run = billOf(result, 'gcp-cloud-run-request');
    const [busy, idle] = [Number(quantity(run, 'memory')), Number(quantity(run, 'idle memory'))];
    expect(busy + idle).toBeCloseTo(1200, 6);
    expect(run.shares.idle).toBeGreaterThan(0);
    expect(run.notes).toContain('Kept ready, and billed so: 2 of a.');
  });

  test('can be set, to none too', () => {
    const one = ran(text, ['billing.alwaysReady.a=1']);
    expect(quantity(billOf(one, 'aws-lambda-provisioned-concurrency'), 'memory kept ready')).toBe('600');
    const none = ran(text, ['billing.alwaysReady.a=0']);
    expect(quantity(billOf(none, 'gcp-cloud-run-request'), 'idle memory')).toBe('0');
    expect(billOf(none, 'gcp-cloud-run-request').notes).toContain('No instance is kept ready.');
  });
});

describe('a month', () => {
  const calendar = 'billing: { month: { days: 30, events: [{ name: sale, from: 2m, to: 4m, perMonth: 720 }] } }\n';
  const text = steady(`tariffs: [generic-100ms, knative-eks-ec2]\n${calendar}`);

  test('is its events, and the rest of the run for the rest of it', () => {
    const { month } = billOf(ran(text), 'generic-100ms');
    // a day of sales, and 29 days of the other eight minutes
    expect(month?.parts).toEqual([
      { name: 'the rest of the run', seconds: 480, times: (29 * 86_400) / 480 },
      { name: 'sale', seconds: 120, times: 720 },
    ]);
    // 10 a second for 30 days, up to the requests that were under way where a part begins or ends
    expect(Number(month?.lines.find(({ name }) => name === 'requests')?.quantity) / (10 * 30 * 86_400)).toBeCloseTo(
      1,
      2,
    );
    const sum = month?.lines.reduce((total, { amount }) => total + Number(amount), 0);
    expect(sum).toBeCloseTo(Number(month?.metered), 9);
    expect(Number(month?.capacity)).toBeGreaterThan(0);
  });

  test('is the run repeated where it has no events, with the fee of each hour', () => {
    const repeated = ran(steady('tariffs: [knative-eks-ec2]\nbilling: { month: { days: 28 } }\n'));
    const { month } = billOf(repeated, 'knative-eks-ec2');
    expect(month?.parts).toEqual([{ name: 'the run', seconds: 600, times: 28 * 144 }]);
    expect(Number(month?.lines.find(({ name }) => name === 'cluster fee')?.quantity)).toBeCloseTo(28 * 24, 3);
  });

  test('is the same however the run is sliced, and not there without a calendar', () => {
    const run = open(resolved(text));
    for (let slice = 1; run.now < run.horizon; slice++) run.advance(run.now + slice * 977_777);
    expect(run.result().bills).toEqual(ran(text).bills);
    expect(billOf(ran(steady('')), 'generic-100ms').month).toBeUndefined();
  });

  test('is not made up from a run that was stopped before its events', () => {
    const bill = billOf(ran(text, [], 180_000_000), 'generic-100ms');
    expect(bill.month).toBeUndefined();
    expect(bill.notes).toContain('Nothing is said about a month: the run was stopped before its events.');
  });

  test('can be held against a threshold', () => {
    const judged = (top: string) => ran(steady(top + 'thresholds: [cost.month.metered < 1000 USD]\n')).thresholds[0];
    expect(judged(calendar)).toMatchObject({ figure: 'bills.generic-100ms.month.metered', verdict: 'pass' });
    expect(judged('')).toMatchObject({
      verdict: 'inconclusive',
      why: 'the scenario does not say what a month is made of (billing.month)',
    });
  });

  test.each([
    ['{ from: 2m, to: 11m, perMonth: 1 }', 'must not be later than the horizon'],
    ['{ from: 4m, to: 2m, perMonth: 1 }', 'must be later than from'],
    ['{ from: 0s, to: 10m, perMonth: 1 }', 'must leave a part of the run'],
    ['{ from: 0s, to: 9m, perMonth: 9999 }', 'must not take longer than the month'],
    ['{ from: 0s, to: 2m, perMonth: 1 }, { from: 1m, to: 3m, perMonth: 1 }', 'must not overlap with another event'],
  ])('refuses %s: %s', (events, rule) => {
    const found = problems(steady(`billing: { month: { events: [${events}] } }\n`));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(rule);
  });

  test('refuses events in the warm-up, months of 40 days, and services that are not there', () => {
    const event = '{ from: 1m, to: 3m, perMonth: 1 }';
    expect(problems(steady(`warmup: 2m\nbilling: { month: { days: 40, events: [${event}] } }\n`))).toEqual([
      expect.stringContaining('month.days = 40, must be a whole number from 28 to 31'),
      expect.stringContaining('events[0].from = 1m, must not lie in the warm-up'),
    ]);
    expect(problems(steady('billing: { alwaysReady: { b: 1 } }\n'))[0]).toContain('is not a service of this scenario');
  });
});

describe('nodes', () => {
  const text = `headroom: 1
horizon: 30m
services:
  a:
    revision:
      containerConcurrency: 1
      resources: { limits: { cpu: "1", memory: 1Gi } }
    arrivals: { rate: { step: { from: 2/s, to: 20/s, at: 10m } } }
    serviceTime: 200ms
    startup: 2s
cluster:
  autoscaler: { scanInterval: 10s, provisioning: 40s, removeIdleAfter: 2m }
  nodeGroups:
    base: { kind: reserved, nodes: 1, cpu: "4", memory: 16Gi, price: 0.2 USD/h }
    extra: { kind: spot, nodes: 0, maxNodes: 5, cpu: "4", memory: 16Gi }
tariffs: [generic-100ms, knative-eks-ec2]
billing: { month: { days: 30, events: [{ from: 10m, to: 20m, perMonth: 30 }] } }
`;

  test('are billed life by life at the rate they are bought at, allocated by requests, and only what may leave is marginal', () => {
    const result = ran(text);
    const eks = billOf(result, 'knative-eks-ec2');
    const [base, extra] = result.nodes;
    // Half an hour of a reserved node at its own price, and a spot rate for nodes without one.
    expect(eks.lines.slice(0, 2).map(({ name, rate }) => [name, rate])).toEqual([
      ['nodes base (reserved)', '0.2'],
      ['nodes extra (spot)', '0.0288'],
    ]);
    expect(Number(quantity(eks, 'nodes base (reserved)'))).toBeCloseTo(base.nodeSeconds / 3600, 6);
    const spotHours = Number(quantity(eks, 'nodes extra (spot)'));
    expect(spotHours).toBeGreaterThanOrEqual(extra.nodeSeconds / 3600 - 1e-9);
    expect(spotHours).toBeLessThan(extra.nodeSeconds / 3600 + 10 / 3600);
    expect(Number(eks.capacityMarginal)).toBeCloseTo((extra.nodeSeconds / 3600) * 0.0288, 6);
    expect(Number(eks.capacityAllocated)).toBeGreaterThan(0);
    expect(Number(eks.capacityAllocated)).toBeLessThan(Number(eks.capacity) - 0.05); // the cluster's fee is nobody's
    const shares = Object.values(eks.shares).reduce<number>((sum, share) => sum + (share ?? 0), 0);
    expect(shares).toBeCloseTo(1 - 0.05 / Number(eks.metered), 6);
  });

  test('without a price are free under a tariff that sells none, and that is said', () => {
    const generic = billOf(ran(text), 'generic-100ms');
    expect(generic.capacity).toBe('0.1');
    expect(generic.notes).toContain('Nodes without a price are taken to be free: extra.');
  });

  test('of a month stand all month long as far as they always stand', () => {
    const { month } = billOf(ran(text), 'knative-eks-ec2');
    const hours = (name: string) => Number(month?.lines.find((line) => line.name === name)?.quantity);
    expect(hours('nodes base (reserved)')).toBeCloseTo(720, 3);
    expect(hours('nodes extra (spot)')).toBeGreaterThan(0);
  });
});

describe('SLA credits', () => {
  const slos = `    slos: { warm: { objective: 90%, over: 100m, bad: [{ slowerThan: 10ms }] } }\n`;
  const sla = (of: string) =>
    `    sla: [{ slo: warm, ${of}credits: [{ below: 90%, credit: 10% }, { below: 50%, credit: 25% }] }]\n`;

  test('are priced into the total, as a share of the bill', () => {
    const [bill] = ran(steady('', slos + sla(''))).bills;
    expect(bill.credits).toMatchObject([{ name: 'SLA credit, a.warm', quantity: '0.25', unit: 'of the metered bill' }]);
    expect(Number(bill.total)).toBeCloseTo(Number(bill.metered) * 1.25, 9);
  });

  test('or of what customers pay, in proportion to the part of the window that was run', () => {
    const [bill] = ran(steady('', slos + sla('of: 3000 USD, '))).bills;
    expect(bill.credits?.[0]).toMatchObject({ rate: '300', amount: '75' }); // a tenth of the window, a quarter of it
    expect(Number(bill.total)).toBeCloseTo(Number(bill.metered) + 75, 9);
  });

  test('in another currency are left out, and that is said', () => {
    const [bill] = ran(steady('', slos + sla('of: 3000 EUR, '))).bills;
    expect(bill.total).toBe(bill.metered);
    expect(bill.notes).toContain('The SLA credit of a.warm is in EUR, not in USD: left out of the total.');
  });

  test('of one service among several are a share of its own part of the bill', () => {
    const other = '  b: { arrivals: { process: regular, rate: 30/s }, serviceTime: 37ms }\n';
    const [bill] = ran(steady(other, slos + sla(''))).bills;
    expect(bill.credits?.[0].unit).toBe('of the metered bill of a');
    const share = Number(bill.credits?.[0].rate) / Number(bill.metered);
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.9);
  });
});

describe('SLA credits of a month', () => {
  /** Two minutes of sale in which nearly everything is slow, in a run of ten; kept outside of it. */
  const text = (perMonth: number, of = '', top = ''): string => `headroom: 1
horizon: 10m
services:
  a:
    revision:
      containerConcurrency: 1
      annotations: { autoscaling.knative.dev/min-scale: "1", autoscaling.knative.dev/max-scale: "1" }
    arrivals: { process: regular, rate: { chain: [{ rate: 1/s, for: 2m }, { rate: 40/s, for: 1m }, { rate: 1/s }] } }
    serviceTime: 37ms
    client: { timeout: 1s }
    slos: { quick: { objective: 99%, over: 15d, bad: [refused, timedOut, failed] } }
    sla: [{ slo: quick, ${of}credits: [{ below: 99%, credit: 10% }, { below: 50%, credit: 25% }] }]
tariffs: [generic-100ms]
billing: { month: { days: 30, events: [{ name: sale, from: 2m, to: 4m, perMonth: ${perMonth} }] } }
${top}`;
  const month = (perMonth: number, of = '') => billOf(ran(text(perMonth, of)), 'generic-100ms').month!;

  test('are due for what the month keeps, not for what the run does', () => {
    const [slo] = ran(text(1)).slos;
    expect(slo.credit).toBeGreaterThan(0); // the sale is a fifth of the run
    expect(month(1)).toMatchObject({ credits: [], total: month(1).metered }); // and a moment of the month
    const busy = month(5000);
    expect(busy.credits).toMatchObject([{ name: 'SLA credit, a.quick', unit: "of the month's metered bill" }]);
    expect(Number(busy.total)).toBeCloseTo(Number(busy.metered) * (1 + Number(busy.credits![0].quantity)), 9);
  });

  test('or a share of what customers pay in a month, whatever the window of the promise', () => {
    const [credit] = month(5000, 'of: 1500 USD, ').credits!;
    expect(credit).toMatchObject({ rate: '3000', unit: 'of what customers pay in 30 days (1500 USD in 15d)' });
  });

  test('are shares of the one service among several that owes them', () => {
    const both = text(5000).replace(
      'tariffs:',
      '  b: { arrivals: { process: regular, rate: 30/s }, serviceTime: 37ms }\ntariffs:',
    );
    const { metered, credits } = billOf(ran(both), 'generic-100ms').month!;
    expect(credits![0].unit).toBe("of the month's metered bill of a");
    const part = Number(credits![0].rate) / Number(metered);
    expect(part).toBeGreaterThan(0.05);
    expect(part).toBeLessThan(0.9);
  });

  test('can be held against a threshold, and a month without a price says why not', () => {
    const judged = (scenario: string) => ran(`${scenario}thresholds: [cost.month.total < 1000 USD]\n`).thresholds[0];
    expect(judged(text(5000))).toMatchObject({ verdict: 'pass' });
    expect(judged(text(5000).replace(/ +sla:.*\n/, ''))).toMatchObject({
      verdict: 'inconclusive',
      why: 'no promise has a price (sla): month.metered is all there is',
    });
  });
});

describe('objectives', () => {
  test('among cold requests judge those alone: their rate of slow ones is the SLI', () => {
    const text = `headroom: 1
horizon: 30m
seed: 3
services:
  a:
    arrivals: 1/min
    serviceTime: 80ms
    startup: { applicationStart: { uniform: { min: 1s, max: 3s } } }
    slos:
      swift: { objective: 50%, over: 28d, among: cold, bad: [{ slowerThan: 2s }], requestsExpected: 1000 }
      all: { objective: 50%, over: 28d, bad: [{ slowerThan: 2s }] }
      warm: { objective: 50%, over: 28d, bad: [cold] }
`;
    const { slos, totals } = ran(text);
    const [swift, all, warm] = slos;
    expect(totals.coldStarts.requests).toBeGreaterThan(3);
    expect(swift.valid).toBe(totals.coldStarts.requests);
    expect(warm.bad).toBe(totals.coldStarts.requests);
    expect(all.valid).toBe(totals.requests.completed);
    expect(swift.bad).toBe(all.bad); // nothing but a cold start takes two seconds here
    expect(swift.bad).toBeGreaterThan(0);
    expect(swift.bad).toBeLessThan(swift.valid);
    expect(swift.budget?.spent).toBeCloseTo(swift.bad / 500, 12);
  });

  test('of windows judge windows, and their budget needs no declared traffic', () => {
    const text = steady(
      '',
      `    slos: { minutes: { objective: 80%, over: 100m, bad: [{ slowerThan: 10ms }], windows: { every: 1m, goodShare: 50% } } }\n`,
    );
    const [slo] = ran(text).slos;
    // every request is slower than 10 ms: all ten minutes are bad; 100 minutes may have 20
    expect(slo).toMatchObject({ valid: 10, bad: 10, sli: 0, met: false, budget: { events: 20, spent: 0.5 } });
  });

  test('say where a window is no whole number of the intervals that are counted', () => {
    const windows = (every: string) =>
      `    slos: { up: { objective: 80%, over: 28d, bad: [failed], windows: { every: ${every}, goodShare: 50% } } }\n`;
    // ten minutes are counted by the second
    expect(
      ran(steady('', windows('61s')))
        .assumptions.map(({ text }) => text)
        .join(),
    ).not.toContain('are counted');
    expect(ran(steady('', windows('500ms'))).assumptions).toContainEqual({
      where: 'slo.a.up',
      text: 'requests are counted every 1 s: a window of 0.5 s is taken as 1 s',
    });
  });

  test('without declared traffic say so where their budget is held against a threshold', () => {
    const slos = `    slos: { fast: { objective: 99%, over: 28d, bad: [{ slowerThan: 1s }] } }\n`;
    const text = steady('thresholds: [slo.a.fast.budgetLeft > 20%]\n', slos);
    expect(ran(text).thresholds[0]).toMatchObject({
      value: null,
      verdict: 'inconclusive',
      why: 'the objective has no budget without requestsExpected',
    });
    const declared = text.replace('over: 28d', 'over: 28d, requestsExpected: 1000000');
    expect(ran(declared).thresholds[0]).toMatchObject({ value: 1, verdict: 'pass' });
    const never = declared.replace('budgetLeft > 20%', 'exhaustedIn > 7d');
    expect(ran(never).thresholds[0]).toMatchObject({ value: null, verdict: 'pass' });
  });
});

describe('pods that are billed for their lives', () => {
  /** One node of 4.1 CPU, where pods that ask for one (and 25m for the queue-proxy) fit four times: six are wanted. */
  const crowded = (tariff: string): string => `headroom: 1
horizon: 10m
services:
  a:
    revision: { resources: { requests: { cpu: "1", memory: 1Gi } } }
    arrivals: { process: regular, rate: 1/s }
    serviceTime: 37ms
    startup: 0s
    autoscaler: { policy: fixed, pods: 6 }
cluster: { nodeGroups: { one: { nodes: 1, cpu: 4100m, memory: 16Gi, price: 1 USD/h } } }
tariffs: [${tariff}]
`;
  const pods =
    '{ name: own, model: instance-lifetime, minimum: 1m, prices: { gibSecond: 1 USD }, source: test, asOf: 2026-01-01 }';

  test('cost nothing while they wait for room', () => {
    const bill = billOf(ran(crowded(pods)), 'own');
    expect(quantity(bill, 'memory')).toBe('2400'); // four pods of 1 GiB for ten minutes
    expect(bill.shares.rounding).toBe(0);
  });

  test('begin to cost when they have room, and are not busy before', () => {
    // The two that wait get a node after five minutes: 4 x 600 s + 2 x 300 s, less the scan at which it was asked for.
    const late = `${crowded(pods).replace('price:', 'maxNodes: 2, price:')}`.replace(
      'cluster: {',
      'cluster: { autoscaler: { scanInterval: 10s, provisioning: 5m },',
    );
    const billed = Number(quantity(billOf(ran(late), 'own'), 'memory'));
    expect(billed).toBeGreaterThan(2400 + 2 * 289);
    expect(billed).toBeLessThanOrEqual(2400 + 2 * 300);
  });

  test('cost what generic pods of a warm pool take too', () => {
    const generic =
      '    autoscaler: { policy: fixed, pods: 2 }\n    startup: { preset: node-container, warmPool: 3 }\n';
    const text = steady(`tariffs: [${pods}]\n`, generic).replace(/ +annotations: .*\n/, '');
    expect(quantity(billOf(ran(text), 'own'), 'memory')).toBe('3000'); // two of its own and three generic ones
  });
});
