import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ResultDocument } from '../../src/result/document.js';
import { escaped, json, markup, named } from '../../src/report/page/html.js';
import { page } from '../../src/report/page/page.js';
import { worst } from '../../src/report/page/small.js';
import { billLine, replicationsOf } from '../result/document.js';
import { fleet, flashSale } from './fixture.js';
import { pageScript } from './script.js';

const HOSTILE = '</script><img src=x onerror=alert(1)> " \' & \u202e🚀' + 'x'.repeat(300);
const COMMAND = 'headroom run flash-sale.yaml --seed 7';
let script = '';
beforeAll(async () => {
  script = await pageScript();
});
const write = (result: ResultDocument): string => page(result, { script, command: COMMAND });

describe('markup', () => {
  test('what is inserted is text unless it is markup itself', () => {
    expect(markup`<p>${'<b>&"\''}</p>`.text).toBe('<p>&lt;b&gt;&amp;&quot;&#39;</p>');
    expect(markup`<p>${markup`<b>${1}</b>`}${['a', 'b']}${null}${undefined}${false}</p>`.text).toBe(
      '<p><b>1</b>ab</p>',
    );
    expect(named('<x>').text).toBe('<bdi>&lt;x&gt;</bdi>');
    expect(escaped("a'b")).toBe('a&#39;b');
  });

  test('JSON cannot end the script element it stands in, and reads back the same', () => {
    const value = { a: '</script><!--', b: '\u2028\u2029' };
    const { text } = json(value);
    expect(text).not.toMatch(/[<\u2028\u2029]/);
    expect(JSON.parse(text)).toEqual(value);
  });
});

describe('policy', () => {
  test('the page allows its own script and style by their digest, and nothing else', () => {
    const text = write(flashSale());
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(text)![1]!;
    const digest = (body: string): string => `'sha256-${createHash('sha256').update(body).digest('base64')}'`;
    const style = /<style>([\s\S]*?)<\/style>/.exec(text)![1]!;
    expect(policy).toBe(
      `default-src 'none'; script-src ${digest(script)}; style-src ${digest(style)}; base-uri 'none'; form-action 'none'`,
    );
    expect(policy).not.toMatch(/unsafe/);
  });

  test('nothing is fetched: no address outside the page', () => {
    const text = write(flashSale()).replace(script, '');
    expect(text).not.toMatch(/(?:src|href)=["']?(?:https?:|\/\/)/);
    expect(text).not.toMatch(/@import|url\(/);
  });
});

describe('size', () => {
  test('one service stays below 700 kB, also with the longest timeline and many decisions', () => {
    const base = flashSale();
    const long = (values: readonly (number | null)[]) =>
      Array.from({ length: 1440 }, (_, k) => (values[k % values.length] ?? 0) + k / 7919);
    const first = base.services[0]!.decisions.entries[0]!;
    const entries = Array.from({ length: 2000 }, (_, at) => ({
      ...first,
      at,
      reason: `${first.reason} ${'because '.repeat(30)}`,
    }));
    const result = {
      ...base,
      horizon: 14_400,
      scenario: { name: 'long', filler: 'y'.repeat(100_000) },
      services: [{ ...base.services[0]!, decisions: { omitted: 0, entries } }],
      slos: base.slos.map((slo) => ({ ...slo, burnRateByInterval: long(slo.burnRateByInterval) })),
      timeline: { interval: 10, series: base.timeline.series.map((one) => ({ ...one, values: long(one.values) })) },
    };
    expect(Buffer.byteLength(write(result))).toBeLessThan(700_000);
  });

  test('a thousand services stay below 700 kB, with a row for each', () => {
    const text = write(fleet(1000));
    expect(Buffer.byteLength(text)).toBeLessThan(700_000);
    for (const name of ['shop-000', 'shop-049', 'shop-050', 'shop-999']) expect(text).toContain(name);
  });
});

test('a hostile name is text everywhere', () => {
  const base = flashSale(HOSTILE);
  const text = write({
    ...base,
    scenario: { name: HOSTILE },
    assumptions: [{ where: HOSTILE, text: HOSTILE }],
  }).replace(script, '');
  expect(text).not.toContain('<img');
  expect(text.match(/<script/g)).toHaveLength(2);
  expect(text.match(/<\/script>/g)).toHaveLength(2);
  expect(text).toContain(`<h1 class="long"><bdi>${escaped(HOSTILE)}</bdi></h1>`);
});

test('it opens with the verdict in words and the three figures that matter', () => {
  const text = write(flashSale());
  expect(text).toContain('3 of 5 promises were broken: latency, warm and services.checkout.latency.p99 &lt; 500ms.');
  expect(text.match(/<dd class="value">[^<]+/g)).toEqual(
    ['0.85 %', '1.94 s', '0.0713 USD'].map((value) => `<dd class="value">${value}`),
  );
});

test('what is not counted and what is a mean is said before any figure', () => {
  const text = write({ ...flashSale(), warmup: 300, replications: replicationsOf() });
  expect(text).toContain('30m of traffic · counted after 5m · 1 service · seed 7 · means of 10 replications');
  expect(text).toContain('Those of the warm-up, the first 5m, are not counted.');
});

test('every request that came is said to be answered only where none is under way', () => {
  const base = flashSale();
  const withOpen = (inFlight: number) =>
    write({
      ...base,
      totals: { ...base.totals, unansweredShare: 0, requests: { ...base.totals.requests, inFlight } },
    });
  expect(withOpen(0)).toContain('requests arrived and every one was answered.');
  expect(withOpen(3)).toContain('requests arrived and every one that ended was answered.');
});

test('a burn rate is explained where there is one', () => {
  expect(write(flashSale())).toContain('At a burn rate of 1x');
  expect(write({ ...flashSale(), slos: [] })).not.toContain('A burn rate says');
});

test('a fleet says that it has no heat map', () => {
  expect(write(fleet())).toContain('Of 120 services no heat map of latencies is kept');
  expect(write(flashSale())).not.toContain('no heat map');
});

test('every chart has its numbers in words', () => {
  const text = write(flashSale());
  const plots = [...text.matchAll(/class="plot"[^>]*aria-label="([^"]*)"/g)].map((match) => match[1]!);
  expect(plots).toHaveLength(16);
  for (const words of plots) expect(words).toMatch(/\d/);
  expect(plots[0]).toContain('arrived: at most');
});

test('headings go down one level at a time', () => {
  const levels = [...write(fleet()).matchAll(/<h([1-6])/g)].map((match) => Number(match[1]));
  expect(levels[0]).toBe(1);
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  for (let k = 1; k < levels.length; k++) expect(levels[k]! - levels[k - 1]!).toBeLessThanOrEqual(1);
});

test('every link within the page has its place', () => {
  for (const result of [flashSale(), fleet()]) {
    const text = write(result).replace(script, '');
    for (const [, id] of text.matchAll(/href="#([^"]+)"/g)) expect(text).toContain(`id="${id}"`);
  }
});

test('it ends with what was run and how to run it again', () => {
  const text = write(flashSale());
  expect(text).toContain(`<pre tabindex="0">${COMMAND}</pre>`);
  expect(text).toContain('no image given: the pull takes no time');
  expect(text).toContain('&quot;containerConcurrency&quot;: 10');
});

test('the worst of a fleet are those without an answer, then the cold, then the slow', () => {
  const names = worst(fleet()).map(({ name }) => name);
  expect(names).toHaveLength(10);
  const rates = names.map((name) => fleet().services.find((service) => service.name === name)!.coldStarts.rate ?? 0);
  expect([...rates].sort((a, b) => b - a)).toEqual(rates);
});

test('a document without traffic, bills and promises still makes a page', () => {
  const base = flashSale();
  const nothing = {
    ...base,
    bills: [],
    slos: [],
    thresholds: [],
    services: [],
    timeline: { interval: 10, series: [] },
  };
  const text = write(nothing);
  expect(text).toContain('neither objectives nor thresholds');
  expect(text.replace(script, '')).not.toMatch(/\bNaN\b|\bundefined\b/);
});

test('the same result gives the same bytes', () => {
  expect(write(fleet())).toBe(write(fleet()));
});

test('bills show what is owed, every line of every part, and the month with what it is made of', () => {
  const base = flashSale();
  const month = {
    days: 30,
    metered: '19.11',
    capacity: null,
    lines: [billLine('monthly fee', '5')],
    credits: [billLine('SLA credit, checkout.warm', '7.5')],
    total: '26.61',
    parts: [
      { name: 'the rest of the run', seconds: 1320, times: 1960 },
      { name: '<sale>', seconds: 480, times: 4 },
    ],
  };
  const bills = [
    {
      ...base.bills[0]!,
      total: '0.2',
      credits: [billLine('SLA credit, checkout.latency', '0.1287')],
      capacityLines: [billLine('nodes base (spot)', '0.2041')],
      month,
    },
  ];
  const text = write({ ...base, bills });
  for (const words of [
    'with SLA credits',
    'SLA credit, checkout.latency',
    'nodes base (spot)',
    'monthly fee',
    '30 days',
    '30 days with SLA credits',
    'SLA credit, checkout.warm',
    '26.61 USD',
  ])
    expect(text).toContain(words);
  expect(text).toContain('A month of 30 days: the rest of the run (22m) 1,960 times, &lt;sale&gt; (8m) 4 times');
});
