import { describe, expect, test } from 'vitest';
import { barCharts } from '../../src/report/barCharts.js';
import { sourceOf } from '../../src/report/chart.js';
import { chartData } from '../../src/report/chartData.js';
import { datasets } from '../../src/report/datasets.js';
import { barNumbers, spoken, timeNumbers } from '../../src/report/readout.js';
import { compiled, svgs } from '../../src/report/svg.js';
import { CSS, DARK, LIGHT } from '../../src/report/theme.js';
import type { Palette } from '../../src/report/theme.js';
import { timeCharts } from '../../src/report/timeCharts.js';
import { billLine } from '../result/document.js';
import { fleet, flashSale } from './fixture.js';

const LOOK = { palette: CSS, width: 'container' } as const;
const ALL = [
  'traffic',
  'load',
  'pods',
  'latency',
  'heat',
  'cold',
  'burn',
  'budget',
  'alerts',
  'causes',
  'phases',
  'failures',
  'startup',
  'bills',
  'lines',
  'shares',
];

function chartsOf(result = flashSale()) {
  const data = chartData(result);
  return { data, charts: [...timeCharts(data, LOOK), ...barCharts(data, LOOK)] };
}

test('a full document has every chart, and each compiles without a warning', () => {
  const { charts } = chartsOf();
  expect(charts.map(({ id }) => id)).toEqual(ALL);
  for (const chart of charts) expect(() => compiled(chart), chart.id).not.toThrow();
});

test('an empty document has no chart that would show nothing', () => {
  const base = flashSale();
  const coldStarts = { requests: 0, rate: null, byCause: {}, byPhase: {}, queuedDuringScaleUp: 0 };
  const figures = {
    coldStarts,
    failures: { refused: {}, timedOut: {}, failed: {} },
    startup: { ...base.totals.startup, phases: {} },
  };
  const services = [{ ...base.services[0]!, ...figures }];
  const empty = {
    ...base,
    services,
    totals: { ...base.totals, ...figures },
    bills: [],
    slos: [],
    timeline: { interval: 10, series: [] },
  };
  expect(chartsOf(empty).charts).toEqual([]);
});

test('pods that start or drain stand beside the ready ones where the document has them', () => {
  const base = flashSale();
  const pods = { name: 'checkout.pods', unit: 'pods', kind: 'level', values: [1, 2] } as const;
  const timeline = { ...base.timeline, series: [...base.timeline.series, pods] };
  const labels = (result: typeof base) =>
    chartsOf(result)
      .charts.find(({ id }) => id === 'pods')
      ?.readout.map(({ label }) => label);
  expect(labels({ ...base, timeline })).toContain('all');
  expect(labels(base)).not.toContain('all');
});

test('axes of amounts start at zero; the one that does not is named a log scale', () => {
  for (const chart of chartsOf().charts) {
    const scales = compiled(chart)['scales'] as readonly {
      name: string;
      type: string;
      zero?: boolean;
      domain: unknown;
      domainMin?: number;
    }[];
    for (const scale of scales.filter(({ type }) => type === 'linear' || type === 'log')) {
      const fromZero = scale.zero === true || scale.domainMin === 0 || JSON.stringify(scale.domain).startsWith('[0,');
      if (scale.type === 'log') expect(chart.title).toContain('log scale');
      else expect(fromZero, `${chart.id} ${scale.name}`).toBe(true);
    }
  }
});

test('a value between two gaps is seen: its line has round ends', async () => {
  const base = flashSale();
  const lone = base.timeline.series.map((series) =>
    series.kind === 'quantile' ? { ...series, values: series.values.map((_, k) => (k === 60 ? 2 : null)) } : series,
  );
  const svg = (await svgs({ ...base, timeline: { ...base.timeline, series: lone } })).get('latency')!;
  expect(/<path[^>]*d="M[\d.,]+Z"[^>]*stroke-linecap="round"/.test(svg)).toBe(true);
});

/** The texts of a chart of the flash sale with other values. */
async function textsOf(id: string, changed: (value: number) => number): Promise<readonly string[]> {
  const base = flashSale();
  const series = base.timeline.series.map((one) => ({
    ...one,
    values: one.values.map((value) => (value === null ? null : changed(value))),
  }));
  const svg = (await svgs({ ...base, timeline: { ...base.timeline, series } })).get(id)!;
  return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map((found) => found[1]!);
}

test('a series of nothing but zeros has one label, zero', async () => {
  const texts = await textsOf('traffic', () => 0);
  expect(texts).toContain('0');
  expect(texts.filter((text) => /^0\.0/.test(text))).toEqual([]);
});

test('pods are counted in whole ones', async () => {
  const texts = await textsOf('pods', (value) => Math.min(1, value));
  expect(texts).toContain('1');
  expect(texts.filter((text) => /^0\.\d/.test(text))).toEqual([]);
});

test('a chart of nothing but unobserved values is not written as a file', async () => {
  const written = await svgs(fleet());
  expect(written.has('traffic')).toBe(true);
  expect(written.has('latency')).toBe(false);
});

test('a run of an hour ends at 60:00 and one of a day at 24:00', async () => {
  for (const [horizon, end] of [
    [3600, '60:00'],
    [86_400, '24:00'],
  ] as const) {
    const svg = (await svgs({ ...flashSale(), horizon })).get('traffic')!;
    expect(svg).toContain(`>${end}</text>`);
  }
});

test('latencies that fit one linear axis get one', () => {
  const base = flashSale();
  const calm = base.timeline.series.map((one) =>
    one.kind === 'quantile' ? { ...one, values: one.values.map(() => 0.1) } : one,
  );
  const latency = chartsOf({ ...base, timeline: { ...base.timeline, series: calm } }).charts.find(
    ({ id }) => id === 'latency',
  );
  expect(latency?.title).toBe('Latency');
});

test('the rows of a chart are the series of its scope, in milliseconds from the start', () => {
  const { data } = chartsOf();
  const rows = datasets(data, 'checkout');
  expect(rows['timeline']).toHaveLength(180);
  expect(rows['timeline']![62]).toMatchObject({ t: 620_000, t2: 630_000 });
  expect(rows['decisions']!.every(({ reason }) => typeof reason === 'string' && reason !== '')).toBe(true);
  const lost = rows['timeline']!.reduce((sum, row) => sum + Number(row['lost']) * data.interval, 0);
  expect(lost).toBeCloseTo(18, 6);
});

test('every chart reads a data source that the rows have', () => {
  const { data, charts } = chartsOf();
  const rows = datasets(data, data.main);
  for (const chart of charts) expect(rows[sourceOf(chart)]?.length, chart.id).toBeGreaterThan(0);
});

describe('bounded size', () => {
  test('a fleet is made coarser until its points fit', () => {
    const data = chartData(fleet());
    const values = data.scopes.reduce(
      (sum, { columns }) => sum + Object.values(columns).reduce((all, column) => all + column.length, 0),
      0,
    );
    expect(values).toBeLessThanOrEqual(13_000);
    expect(data.scopes).toHaveLength(11);
    expect(data.coarser).toBeGreaterThan(1);
    expect(data.interval).toBe(10 * data.coarser);
  });

  test('many decisions are thinned and the last one stays', () => {
    const base = flashSale();
    const first = base.services[0]!.decisions.entries[0]!;
    const entries = Array.from({ length: 2000 }, (_, at) => ({ ...first, at, desired: at }));
    const data = chartData({ ...base, services: [{ ...base.services[0]!, decisions: { omitted: 0, entries } }] });
    expect(data.scopes[0]!.decisions.length).toBeLessThanOrEqual(301);
    expect(data.scopes[0]!.decisions.at(-1)![0]).toBe(1999);
  });
});

describe('the heat map', () => {
  test('has a row for each band in which something ended, in seconds and requests per second', () => {
    const { data } = chartsOf();
    const rows = datasets(data, data.main)['heat']!;
    expect(rows[0]).toEqual({ t: 0, t2: 10_000, low: 0.032, high: 0.042, open: 0, count: 5, rate: 0.5 });
    expect(rows.every(({ count }) => Number(count) > 0)).toBe(true);
    expect(rows.some(({ open }) => open === 1)).toBe(true);
    const bands = flashSale().latencyBands!.scopes[0]!.counts.flat();
    expect(rows.reduce((sum, { count }) => sum + Number(count), 0)).toBe(bands.reduce((a, b) => a + b, 0));
  });

  test('keeps every request where columns are joined so that many scopes fit', () => {
    const base = flashSale();
    const wide = base.latencyBands!.scopes[0]!.counts.map((column) =>
      Array.from({ length: 9 * 15 }, (_, k) => column[k % 9]!),
    );
    const data = chartData({
      ...base,
      latencyBands: { ...base.latencyBands!, scopes: [{ name: 'checkout', counts: wide }] },
    });
    expect(data.bands!.interval).toBe(20);
    expect(data.scopes[0]!.heat).toHaveLength(90);
    expect(data.scopes[0]!.heat.flat().reduce((a, b) => a + b, 0)).toBe(wide.flat().reduce((a, b) => a + b, 0));
  });

  test('says its bands in words, the slowest first', () => {
    const { data } = chartsOf();
    const { head, rows } = barNumbers('heat', datasets(data, data.main)['heat']!, data.horizon);
    expect(head).toEqual(['latency', 'requests', 'share']);
    expect(rows[0]![0]).toBe('over 1.8 s');
    expect(rows.at(-1)![0]).toBe('32 ms to 42 ms');
  });
});

test('the lines of a bill add up to what is owed, free tiers taken off and credits added', () => {
  const base = flashSale();
  const bill = {
    ...base.bills[0]!,
    lines: [
      billLine('memory, up to 100 a month', '2'),
      billLine('memory, beyond', '3'),
      billLine('free tier, memory', '-1'),
    ],
    credits: [billLine('SLA credit, checkout.latency', '0.5')],
  };
  const { data } = chartsOf({ ...base, bills: [bill] });
  expect(datasets(data, data.main)['lines']).toEqual([
    { tariff: 'generic-100ms', currency: 'USD', line: 'memory', amount: 4 },
    { tariff: 'generic-100ms', currency: 'USD', line: 'SLA credits', amount: 0.5 },
  ]);
});

test('what is left of a budget stands at the end of each interval', () => {
  const { data } = chartsOf();
  const rows = datasets(data, data.main)['budget']!;
  expect(rows[0]).toEqual({ t: 10_000, objective: 'availability', left: 0.9999 });
  expect(rows.at(-1)).toEqual({ t: 1_800_000, objective: 'availability', left: 0.979 });
});

test('a waterfall has each phase start where the one before it ended', () => {
  const { data } = chartsOf();
  const steps = data.scopes[0]!.startup;
  expect(steps[0]!.from).toBe(0);
  for (let k = 1; k < steps.length; k++) expect(steps[k]!.from).toBe(steps[k - 1]!.to);
  expect(steps.at(-1)!.to).toBeCloseTo(1.9, 9);
});

test('the numbers of a chart over time keep its peak', () => {
  const { data, charts } = chartsOf();
  const chart = charts.find(({ id }) => id === 'traffic')!;
  const rows = datasets(data, data.main)['timeline']!;
  const { head, rows: lines } = timeNumbers(chart.readout, rows, data.horizon);
  const peak = Math.max(...rows.map((row) => Number(row['arrivals'])));
  expect(head).toEqual(['time', 'arrived', 'without a good answer']);
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(lines.map((line) => line[1])).toContain(spoken(peak, 'rate'));
});

test('the numbers of burn rates have a column for each promise', () => {
  const { data, charts } = chartsOf();
  const chart = charts.find(({ id }) => id === 'burn')!;
  const { head, rows } = timeNumbers(chart.readout, datasets(data, data.main)['burn']!, data.horizon);
  expect(head).toEqual(['time', 'latency', 'warm', 'availability']);
  expect(rows.every((row) => row.length === 4)).toBe(true);
});

test('the numbers of bars are those of their rows', () => {
  const { data } = chartsOf();
  const { head, rows } = barNumbers('causes', datasets(data, data.main)['causes']!, data.horizon);
  expect(head).toEqual(['what', 'requests', 'share']);
  expect(rows[0]).toEqual(['burst inside the window', '221', '62 %']);
});

test('every chart is drawn to SVG, in the colours asked for, and the same each time', async () => {
  const light = await svgs(flashSale());
  const dark = await svgs(flashSale(), { palette: DARK, width: 500 });
  expect([...light.keys()]).toEqual(ALL);
  for (const [id, text] of light) {
    expect(text, id).toMatch(/^<svg/);
    expect(text, id).toContain(LIGHT.paper);
    expect(text.match(/<path/g)?.length, id).toBeGreaterThan(3);
    expect(dark.get(id), id).toContain(DARK.paper);
  }
  const again = await svgs(flashSale());
  for (const [id, text] of light) expect(again.get(id) === text, id).toBe(true);
});

test('names are text in an SVG', async () => {
  const texts = await svgs(flashSale('</text><script>alert(1)</script>'));
  for (const text of texts.values()) expect(text).not.toContain('<script>');
});

/** Relative luminance and contrast as WCAG 2 defines them. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const [r, g, blue] = [1, 3, 5]
      .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * blue!;
  };
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

for (const [name, palette] of [
  ['light', LIGHT],
  ['dark', DARK],
] as readonly (readonly [string, Palette])[]) {
  test(`text and lines stand out from the paper, ${name}`, () => {
    for (const colour of [
      palette.ink,
      palette.muted,
      palette.load,
      palette.serve,
      palette.ask,
      palette.alarm,
      palette.cold,
    ]) {
      expect(contrast(colour, palette.paper), colour).toBeGreaterThan(4.5);
    }
    expect(contrast(palette.quiet, palette.paper)).toBeGreaterThan(3);
  });
}
