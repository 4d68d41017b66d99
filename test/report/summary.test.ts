import { expect, test } from 'vitest';
import type { ResultDocument } from '../../src/result/document.js';
import type { Paint } from '../../src/report/text.js';
import { width } from '../../src/report/text.js';
import { scenarioName, summary } from '../../src/report/summary.js';
import { billLine, replicationsOf } from '../result/document.js';
import { fleet, flashSale } from './fixture.js';

const HOSTILE = '\u001b]0;owned\u0007</script><img src=x onerror=alert(1)>\u202e' + 'x'.repeat(300);

for (const columns of [60, 80, 120]) {
  test(`no line is wider than ${columns} columns`, () => {
    for (const result of [flashSale(), fleet(), flashSale(HOSTILE)]) {
      for (const line of summary(result, { columns }).split('\n'))
        expect(width(line), line).toBeLessThanOrEqual(columns);
    }
  });
}

test('it says what happened, what it cost, what was promised and what to look at, in that order', () => {
  const text = summary(flashSale());
  const places = ['What happened', 'What it cost', 'What was promised', 'What to look at'].map((heading) =>
    text.indexOf(heading),
  );
  expect(places.every((place) => place > 0)).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  expect(text).toContain('3 of 5 promises were broken');
  expect(text).toContain('✗ latency broken: 97.1 % good, 99 % promised');
  expect(text).toContain('✓ availability kept');
  expect(text).toContain('0.0713 USD');
});

/** The flash sale with everything that a bill can have. */
function owing(): ResultDocument {
  const base = flashSale();
  const line = billLine('SLA credit, checkout.latency', '0.1');
  const month = { days: 30, metered: '19.11', capacity: null, lines: [], parts: [] };
  return { ...base, bills: base.bills.map((bill) => ({ ...bill, total: '0.1713', credits: [line], month })) };
}

test('metered and capacity cost stand side by side; credits and the month beside them where they are known and fit', () => {
  const heading = (result: ResultDocument, columns: number) =>
    summary(result, { columns })
      .split('\n')
      .find((line) => line.includes('metered  '))
      ?.trim()
      .split(/ {2,}/);
  expect(heading(flashSale(), 60)).toEqual(['metered', 'capacity', 'per million']);
  expect(heading(owing(), 80)).toEqual(['metered', 'capacity', '+ credits', '30 days']);
  expect(heading(owing(), 120)).toEqual(['metered', 'capacity', '+ credits', '30 days', 'per million']);
  const owingMonth = (): ResultDocument => {
    const bills = owing().bills.map((bill) => ({
      ...bill,
      month: { ...bill.month!, credits: bill.credits, total: '0.3377' },
    }));
    return { ...owing(), bills };
  };
  expect(heading(owingMonth(), 120)).toEqual([
    'metered',
    'capacity',
    '+ credits',
    '30 days',
    '30 d total',
    'per million',
  ]);
  expect(summary(owingMonth(), { columns: 120 })).toContain('0.338 USD');
  for (const columns of [60, 80, 120]) {
    const text = summary(owing(), { columns });
    expect(text).toContain('0.0713 USD');
    expect(text).toContain('0.204 USD');
    for (const line of text.split('\n')) expect(width(line), line).toBeLessThanOrEqual(columns);
  }
});

test('the most pods are told from the ready ones, and from a sum of what need not have been at one time', () => {
  const flat = (result: ResultDocument): string => summary(result).replace(/\s+/g, ' ');
  const one = flashSale();
  expect(flat(one)).toContain('at most 17 (starting and draining ones included), 4.2 on average');
  const revisions = one.services.map((service) => ({ ...service, revisions: ['old', 'new'] }));
  expect(flat({ ...one, services: revisions })).toContain('at most 17 (the highest of each revision added up)');
  expect(flat(fleet())).toContain('(the highest of each service added up)');
});

test('what Knative ignores stands at the top', () => {
  const note = (key: string) => ({ where: `s.yaml:7 annotations["${key}"]`, text: 'Knative ignores this annotation' });
  const text = (keys: readonly string[]) => summary({ ...flashSale(), assumptions: keys.map(note) });
  expect(text(['taget'])).toContain('! s.yaml:7 annotations["taget"]: Knative ignores this annotation');
  expect(text(['a', 'b', 'c', 'd', 'e', 'f'])).toContain('! … and 2 more, in the report');
  expect(summary(flashSale())).not.toContain('! ');
});

test('a run with a warm-up says from when on it counts', () => {
  expect(summary({ ...flashSale(), warmup: 300 }).split('\n')[0]).toContain('30m, counted after 5m');
});

test('a burn rate too small to matter has no digits', () => {
  const [slo] = flashSale().slos;
  const text = summary({ ...flashSale(), slos: [{ ...slo!, burnRate: 0.00463 }] });
  expect(text).toContain('burn rate < 0.01x');
});

test('a budget says when it is gone at this pace, in days where that is long', () => {
  const base = flashSale();
  const left = (exhaustedIn: number | null) => {
    const [first, ...rest] = base.slos;
    const slos = [{ ...first!, budget: { ...first!.budget!, exhaustedIn } }, ...rest];
    return summary({ ...base, slos }, { columns: 120 }).replace(/\s+/g, ' ');
  };
  expect(left(5_000_000)).toContain('97.9 % of the error budget left; at this pace it is gone in 57.9 days');
  expect(left(5_400)).toContain('at this pace it is gone in 1h30m');
  expect(left(null)).not.toContain('at this pace');
});

test('an alert whose window is longer than the run is said not to be evaluated', () => {
  const base = flashSale();
  const alerts = base.slos[0]!.alerts.map((alert, k) => ({ ...alert, evaluated: k === 0 }));
  const text = summary({ ...base, slos: [{ ...base.slos[0]!, alerts }] }, { columns: 120 }).replace(/\s+/g, ' ');
  expect(text).toContain('no alert (for those over 6h and 3 days the run is too short)');
  const unseen = base.slos.map((slo) => ({ ...slo, alerts: alerts.map((alert) => ({ ...alert, evaluated: false })) }));
  const none = summary({ ...base, slos: unseen }).replace(/\s+/g, ' ');
  expect(none.match(/too short/g)).toHaveLength(1);
  expect(none).toContain('The run is too short for alerts.');
});

test('where nothing came there is nothing to tell of latency', () => {
  const base = flashSale();
  const none = { mean: null, p50: null, p90: null, p95: null, p99: null, p999: null, max: null };
  expect(summary({ ...base, totals: { ...base.totals, latency: none } })).toContain('  Latency   no request ended\n');
});

test('the times under the charts of a short run differ from each other', () => {
  expect(summary({ ...flashSale(), horizon: 1 })).toMatch(/\n +0 s +500 ms +1 s\n/);
});

test('rates are told in the unit in which they can be read', () => {
  const base = flashSale();
  const series = base.timeline.series.map((one) =>
    one.name.endsWith('.arrivals') ? { ...one, values: one.values.map(() => 1 / 60) } : one,
  );
  expect(summary({ ...base, timeline: { ...base.timeline, series } })).toContain('peak 1/min');
});

test('a threshold that could not be judged says why', () => {
  const base = flashSale();
  const open = {
    expression: 'slo.checkout.latency.budgetLeft > 20%',
    figure: 'slo.checkout.latency.budgetLeft',
    value: null,
  };
  const why = 'the objective has no budget without requestsExpected';
  const text = summary({ ...base, thresholds: [{ ...open, verdict: 'inconclusive', why }] }).replace(/\s+/g, ' ');
  expect(text).toContain(`not known: ${why}`);
});

test('a threshold that lies within the interval of its figure shows the interval', () => {
  const figure = 'services.checkout.latency.p99';
  const base = flashSale();
  const interval = { mean: 0.824, halfWidth: 0.216, low: 0.608, high: 1.04, n: 5, method: 't' } as const;
  const replications = replicationsOf({ count: 5 });
  const thresholds = [
    { expression: `${figure} < 1s`, figure, value: 0.824, verdict: 'inconclusive', why: 'within the error' },
  ] as const;
  const text = summary({ ...base, replications, thresholds, intervals: { [figure]: interval } }).replace(/\s+/g, ' ');
  expect(text).toContain('was 824 ms; its 95 % interval, 608 ms to 1.04 s, reaches over the limit');
});

test('verdicts carry a symbol and a word, so that colour says nothing alone', () => {
  const tag = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
  const paint: Paint = {
    bold: tag('b'),
    dim: tag('d'),
    good: tag('g'),
    bad: tag('x'),
    warn: tag('w'),
    accent: tag('a'),
  };
  const text = summary(flashSale(), { paint });
  expect(text).toContain('<x>✗</x> latency broken');
  expect(text.replace(/<\/?[bdgxwa]>/g, '')).toBe(summary(flashSale()));
});

test('a hostile name cannot reach the terminal as a command', () => {
  const text = summary(flashSale(HOSTILE));
  expect(text).not.toMatch(/[\u001b\u0007\u202e]/);
});

test('a run without traffic, tariffs and promises is told without inventing figures', () => {
  const base = flashSale();
  const none = { mean: null, p50: null, p90: null, p95: null, p99: null, p999: null, max: null };
  const counts = { arrived: 0, completed: 0, refused: 0, timedOut: 0, failed: 0, inFlight: 0 };
  const totals = {
    ...base.totals,
    requests: counts,
    coldStarts: { requests: 0, rate: null, byCause: {}, byPhase: {}, queuedDuringScaleUp: 0 },
    latency: none,
    unansweredShare: null,
  };
  const text = summary({
    ...base,
    totals,
    bills: [],
    slos: [],
    thresholds: [],
    timeline: { interval: 10, series: [] },
  });
  expect(text).toContain('No promise was declared');
  expect(text).toContain('no request was completed');
  expect(text).not.toContain('What it cost');
  expect(text).not.toContain('NaN');
});

test('a run that was stopped says so first', () => {
  const text = summary({ ...flashSale(), stoppedAt: 700 });
  expect(text.split('\n')[0]).toContain('11m40s of 30m');
  expect(text).toContain('1. The run was stopped after 11m40s of 30m');
});

test('a scenario without a name is called a scenario', () => {
  expect([scenarioName({ ...flashSale(), scenario: {} }), scenarioName({ ...flashSale(), scenario: null })]).toEqual([
    'scenario',
    'scenario',
  ]);
});

test('the same result gives the same text', () => {
  expect(summary(fleet(), { columns: 97 })).toBe(summary(fleet(), { columns: 97 }));
});
