/**
 * The script of the report page: draws the charts with Vega under a strict Content-Security-Policy (its expressions are
 * interpreted, never compiled), and gives all charts over time one zoom and one cursor. Bundled with Vega by
 * `build/bundle.mjs`; text reaches the document as text nodes only.
 */
import { View, Warn, parse } from 'vega';
import type { Spec as VegaSpec } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { hasValues } from '../../src/report/chart.js';
import { datasets } from '../../src/report/datasets.js';
import type { Datasets, Row } from '../../src/report/rows.js';
import type { PageChart, Payload } from '../../src/report/page/payload.js';
import { bandNumbers, barNumbers, spoken, timeNumbers } from '../../src/report/readout.js';
import { SERVICE_COLUMNS } from '../../src/report/serviceRows.js';
import { NOTHING, clock } from '../../src/report/words.js';
import { cell, fillTip, place, sortable, tip, tooltip } from './parts.js';

const payload = JSON.parse(document.getElementById('payload')!.textContent!) as Payload;
const end = payload.data.horizon * 1000;

interface Drawn {
  readonly chart: PageChart;
  readonly element: HTMLElement;
  readonly view: View;
}

const drawn: Drawn[] = [];
let scope = payload.data.main;
let rows: Datasets = datasets(payload.data, scope);
let from = 0;
let to = end;
let cursor = -1;

// ---- drawing ----

/** Without values there is nothing to scale axes by: the chart waits, and a line says so, until there are some. */
async function draw(chart: PageChart): Promise<void> {
  const element = document.querySelector<HTMLElement>(`.plot[data-chart="${chart.id}"]`);
  if (element === null) return;
  renumber(chart);
  blank(element, isEmpty(chart));
  if (isEmpty(chart)) return;
  const view = new View(parse(chart.spec as unknown as VegaSpec, payload.config, { ast: true }), {
    renderer: 'svg',
    container: element,
    hover: false,
    logLevel: Warn,
    expr: expressionInterpreter,
    tooltip: (_, event, __, value: unknown) => pointAt(element, event as MouseEvent, value),
  } as ConstructorParameters<typeof View>[1]);
  const one = { chart, element, view };
  drawn.push(one);
  fill(view, chart);
  if (chart.kind === 'time') view.signal('from', from).signal('to', to);
  await view.runAsync();
  // The element's own label speaks for the chart; its parts would be read out one by one.
  element.querySelector('svg')?.setAttribute('aria-hidden', 'true');
  keepRoom(element, view);
  if (chart.kind === 'time') attend(one);
}

/**
 * How many columns a legend has depends on the width, known once the page is laid out: then room is made for its rows.
 * Vega lays a chart out anew whenever the window changes, if only in height (the bar of a phone's browser), and forgets
 * that room.
 */
function keepRoom(element: HTMLElement, view: View): void {
  let width = -1;
  const makeRoom = (): void => {
    width = element.clientWidth;
    if (!element.hidden) void view.runAsync().then(() => view.resize().runAsync());
  };
  new ResizeObserver(() => {
    if (element.clientWidth !== width) makeRoom();
  }).observe(element);
  window.addEventListener('resize', makeRoom);
}

function fill(view: View, chart: PageChart): void {
  view.data(
    chart.source,
    (rows[chart.source] ?? []).map((row) => ({ ...row })),
  );
}

const isEmpty = (chart: PageChart): boolean => !hasValues(chart, rows[chart.source] ?? []);

function blank(element: HTMLElement, on: boolean): void {
  element.hidden = on;
  const [plain, ofAll = plain] = element.parentElement!.querySelectorAll<HTMLElement>('.empty');
  const said = scope === 'totals' ? ofAll : plain;
  for (const note of [plain, ofAll]) if (note !== undefined) note.hidden = !on || note !== said;
}

// ---- one zoom ----

function zoom(start: number, stop: number): void {
  const least = Math.min(end, payload.data.interval * 4000);
  from = Math.max(0, Math.min(start, end - least));
  to = Math.min(end, Math.max(stop, from + least));
  each((view) => view.signal('from', from).signal('to', to).signal('bandFrom', -1).signal('bandTo', -1));
  for (const [id, value] of [
    ['zoom-from', from],
    ['zoom-to', to],
  ] as const) {
    const input = document.getElementById(id) as HTMLInputElement;
    input.value = String(Math.round((value / end) * 1000));
    input.setAttribute('aria-valuetext', clock(value / 1000, payload.data.horizon));
  }
  document.getElementById('zoom-shown')!.textContent =
    `${clock(from / 1000, payload.data.horizon)} to ${clock(to / 1000, payload.data.horizon)}`;
  (document.getElementById('zoom-reset') as HTMLButtonElement).disabled = from === 0 && to === end;
}

function each(change: (view: View) => void): void {
  for (const { chart, view } of drawn) {
    if (chart.kind !== 'time') continue;
    change(view);
    if (!isEmpty(chart)) void view.runAsync();
  }
}

// ---- one cursor ----

function moveCursor(at: number): void {
  cursor = at;
  each((view) => view.signal('cursor', at));
}

function rowAt(source: string, t: number): Row | undefined {
  const all = rows[source] ?? [];
  let found: Row | undefined;
  for (const row of all) if (Number(row['t']) <= t) found = row;
  return found;
}

function readoutAt({ chart }: Drawn, t: number): readonly (readonly [string, string])[] {
  const [first] = chart.readout;
  if (first !== undefined && (chart.source === 'burn' || chart.source === 'budget')) {
    const all = rows[chart.source] ?? [];
    const names = [...new Set(all.map((row) => String(row['objective'])))];
    return names.map((name) => {
      const own = all.filter((row) => row['objective'] === name && Number(row['t']) <= t);
      return [name, spoken(own[own.length - 1]?.[first.field], first.unit)];
    });
  }
  if (chart.source === 'heat') return bandsAt(t);
  const row = rowAt(chart.source, t);
  return chart.readout.flatMap(({ field, label, unit }) => {
    const value = unit === 'reason' ? rowAt('decisions', t)?.['reason'] : row?.[field];
    return value === undefined || (field === 'panic' && value === 0) ? [] : [[label, spoken(value, unit)] as const];
  });
}

/** The bands that hold most of the requests under the cursor, slowest first. */
function bandsAt(t: number): readonly (readonly [string, string])[] {
  const under = (rows['heat'] ?? []).filter((row) => Number(row['t']) <= t && t < Number(row['t2']));
  const most = [...under].sort((a, b) => Number(b['count']) - Number(a['count'])).slice(0, 6);
  const all = under.reduce((sum, row) => sum + Number(row['count']), 0);
  return [
    ['requests', spoken(all, 'count')],
    ...bandNumbers(most).rows.map(([band = '', requests = '']) => [band, requests] as const),
  ];
}

function attend(one: Drawn): void {
  const { element, view } = one;
  let pressed = -1;
  const instant = (event: PointerEvent): number => {
    const left = element.querySelector('svg')!.getBoundingClientRect().left;
    const x = event.clientX - left - view.origin()[0]!;
    return Math.max(from, Math.min(to, Number((view.scale('x') as { invert(x: number): unknown }).invert(x))));
  };
  element.addEventListener('pointermove', (event) => {
    const t = instant(event);
    moveCursor(t);
    show(one, t);
    if (pressed >= 0)
      each((other) => other.signal('bandFrom', Math.min(pressed, t)).signal('bandTo', Math.max(pressed, t)));
  });
  element.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch' || event.button !== 0) return;
    pressed = instant(event);
    element.setPointerCapture(event.pointerId);
    event.preventDefault();
    element.focus({ preventScroll: true });
  });
  element.addEventListener('pointerup', (event) => {
    const t = instant(event);
    if (pressed >= 0 && Math.abs(t - pressed) > (to - from) / 100) zoom(Math.min(pressed, t), Math.max(pressed, t));
    pressed = -1;
  });
  element.addEventListener('pointerleave', () => {
    if (pressed < 0) leave();
  });
  element.addEventListener('dblclick', () => zoom(0, end));
  element.addEventListener('blur', leave);
  element.addEventListener('keydown', (event) => keyed(one, event));
}

function leave(): void {
  moveCursor(-1);
  tip.hidden = true;
}

function keyed(one: Drawn, event: KeyboardEvent): void {
  const step = Math.max(payload.data.interval * 1000, (to - from) / 120);
  const middle = cursor < 0 ? (from + to) / 2 : cursor;
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => moveCursor(Math.max(from, middle - step)),
    ArrowRight: () => moveCursor(Math.min(to, middle + step)),
    Home: () => moveCursor(from),
    End: () => moveCursor(to),
    '+': () => zoom(middle - (to - from) / 4, middle + (to - from) / 4),
    '-': () => zoom(middle - (to - from), middle + (to - from)),
    '0': () => zoom(0, end),
  };
  const act = actions[event.key === '=' ? '+' : event.key];
  if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  act();
  event.preventDefault();
  if (cursor < 0) moveCursor(middle);
  show(one, cursor);
  spokenAloud.textContent = [
    clock(cursor / 1000, payload.data.horizon),
    ...readoutAt(one, cursor).map((pair) => pair.join(' ')),
  ].join(', ');
}

// ---- what is read out ----

const spokenAloud = document.getElementById('spoken')!;

function show(one: Drawn, t: number): void {
  const lines = readoutAt(one, t);
  if (lines.length === 0) {
    tip.hidden = true;
    return;
  }
  fillTip(clock(t / 1000, payload.data.horizon), lines);
  const box = one.element.querySelector('svg')!.getBoundingClientRect();
  const x = box.left + one.view.origin()[0]! + Number((one.view.scale('x') as (at: number) => number)(t));
  place(x, box.top + 8);
}

/** Vega's own tooltips, of the charts of bars. */
function pointAt(element: HTMLElement, event: MouseEvent, value: unknown): void {
  if (element.dataset['kind'] !== 'time') tooltip(event, value);
}

// ---- which service ----

function choose(chosen: string): void {
  scope = chosen;
  rows = datasets(payload.data, scope);
  for (const chart of payload.charts) {
    const one = drawn.find((other) => other.chart === chart);
    if (one === undefined) void draw(chart);
    else refill(one);
  }
  for (const name of document.querySelectorAll('[data-scope-name]'))
    name.textContent = scope === 'totals' ? 'all services' : scope;
}

function refill({ chart, element, view }: Drawn): void {
  renumber(chart);
  blank(element, isEmpty(chart));
  if (isEmpty(chart)) return;
  fill(view, chart);
  void view.resize().runAsync();
}

function renumber(chart: PageChart): void {
  const place = document.querySelector(`[data-numbers="${chart.id}"] .scroll`);
  if (place === null) return;
  const source = rows[chart.source] ?? [];
  const { horizon } = payload.data;
  const timed = chart.kind === 'time' && chart.readout.length > 0;
  const numbers = timed ? timeNumbers(chart.readout, source, horizon) : barNumbers(chart.source, source, horizon);
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  head.append(...numbers.head.map((text, index) => cell('th', text, index, 'col')));
  const body = table.createTBody();
  for (const row of numbers.rows) {
    body
      .insertRow()
      .append(...row.map((text, index) => cell(index === 0 ? 'th' : 'td', text, index, index === 0 ? 'row' : null)));
  }
  place.replaceChildren(table);
}

// ---- tables ----

/** The services that are not written into the page. A page without them has no rows to add. */
function addServices(): void {
  const body = document.querySelector<HTMLTableSectionElement>('#services table.sortable tbody');
  if (body === null) return;
  for (const [name, ...figures] of payload.services) {
    const line = body.insertRow();
    const isolated = document.createElement('bdi');
    isolated.textContent = name;
    const head = cell('th', '', 0, 'row');
    head.append(isolated);
    const cells = figures.map((value, index) => {
      const made = cell('td', value === null ? NOTHING : SERVICE_COLUMNS[index]!.words(value), index + 1, null);
      made.dataset['value'] = value === null ? '' : String(value);
      return made;
    });
    line.append(head, ...cells);
  }
}

// ---- start ----

addServices();

for (const tableElement of document.querySelectorAll<HTMLTableElement>('table.sortable')) sortable(tableElement);
document.getElementById('bar')!.hidden = false;
const fromInput = document.getElementById('zoom-from') as HTMLInputElement;
const toInput = document.getElementById('zoom-to') as HTMLInputElement;
const asInstant = (input: HTMLInputElement): number => (Number(input.value) / 1000) * end;
fromInput.addEventListener('input', () => zoom(Math.min(asInstant(fromInput), to - 1), to));
toInput.addEventListener('input', () =>
  zoom(Math.min(from, asInstant(toInput) - payload.data.interval * 4000), asInstant(toInput)),
);
document.getElementById('zoom-reset')!.addEventListener('click', () => zoom(0, end));
document
  .getElementById('scope')
  ?.addEventListener('change', (event) => choose((event.target as HTMLSelectElement).value));
for (const link of document.querySelectorAll<HTMLElement>('[data-choose]')) {
  link.addEventListener('click', () => {
    const select = document.getElementById('scope') as HTMLSelectElement | null;
    if (select !== null) select.value = link.dataset['choose']!;
    choose(link.dataset['choose']!);
  });
}
window.addEventListener('scroll', () => (tip.hidden = true), { passive: true });

await Promise.all(payload.charts.map(draw));
zoom(0, end);
document.documentElement.dataset['drawn'] = String(drawn.length);
