/**
 * The script of a sweep's page: draws its charts with Vega under the page's policy, and draws again what is chosen.
 */
import { View, Warn, parse } from 'vega';
import type { Spec as VegaSpec } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import type { SweepPayload } from '../../src/report/sweep/payload.js';
import { axisUnit, firstChoice, meanText, sweepRows } from '../../src/report/sweep/rows.js';
import type { Choice } from '../../src/report/sweep/rows.js';
import { capitalised } from '../../src/report/words.js';
import { cell, sortable, tip, tooltip } from './parts.js';

const { data, config, charts } = JSON.parse(document.getElementById('payload')!.textContent!) as SweepPayload;

let choice: Choice = data.points.length > 0 ? firstChoice(data) : { figure: 0, x: 0, y: 0, held: 0 };
let rows = data.points.length > 0 ? sweepRows(data, choice) : {};

interface Drawn {
  readonly id: string;
  readonly source: string;
  readonly element: HTMLElement;
  readonly view: View;
}

const drawn: Drawn[] = [];

async function draw({ id, source, spec }: SweepPayload['charts'][number]): Promise<void> {
  const element = document.querySelector<HTMLElement>(`.plot[data-chart="${id}"]`);
  if (element === null) return;
  const view = new View(parse(spec as unknown as VegaSpec, config, { ast: true }), {
    renderer: 'svg',
    container: element,
    hover: false,
    logLevel: Warn,
    expr: expressionInterpreter,
    tooltip: (_, event, __, value: unknown) => tooltip(event as MouseEvent, value),
  } as ConstructorParameters<typeof View>[1]);
  const one = { id, source, element, view };
  drawn.push(one);
  await fill(one);
  // The element's own label speaks for the chart; its parts would be read out one by one.
  element.querySelector('svg')?.setAttribute('aria-hidden', 'true');
}

async function fill({ id, source, element, view }: Drawn): Promise<void> {
  const own = rows[source] ?? [];
  const note = element.parentElement?.querySelector<HTMLElement>('.empty');
  element.hidden = own.length === 0;
  if (note) note.hidden = own.length > 0;
  // Without rows there is nothing to scale axes by: the note stands there instead.
  if (own.length === 0) return;
  if (id.startsWith('curve')) view.signal('unit', axisUnit(data.figures[choice.figure]!));
  view.data(
    source,
    own.map((row) => ({ ...row })),
  );
  await view.resize().runAsync();
}

/** The charts that follow what is chosen say what they show. */
function label(): void {
  const { title } = data.figures[choice.figure]!;
  const names = data.parameters.map(({ name }) => name);
  const set = (id: string, text: string): void => {
    const heading = document.querySelector(`#chart-${id} h3`);
    if (heading !== null) heading.textContent = capitalised(text);
    document.querySelector(`.plot[data-chart="${id}"]`)?.setAttribute('aria-label', `${text}. ${spokenOf(id)}`);
  };
  set('heat', `${title} by ${names[choice.x] ?? ''} and ${names[choice.y] ?? ''}`);
  names.forEach((name, k) => set(`curve${k}`, `${title} along ${name}`));
}

/** The rows of a chosen chart in words. */
function spokenOf(id: string): string {
  const own = rows[id] ?? [];
  const name = (row: (typeof own)[number]): string => String(row['label'] ?? `${row['x'] ?? ''}, ${row['y'] ?? ''}`);
  return own
    .slice(0, 60)
    .map((row) => `${name(row)}: ${row['text'] ?? ''}`)
    .join('; ');
}

function choose(change: Partial<Choice>): void {
  choice = { ...choice, ...change };
  rows = sweepRows(data, choice);
  for (const one of drawn) if (/^(heat|curve)/.test(one.id)) void fill(one);
  label();
}

function follow(id: string, key: keyof Choice): void {
  const select = document.getElementById(id) as HTMLSelectElement | null;
  select?.addEventListener('change', () => choose({ [key]: Number(select.value) }));
}

/** All settings, each a row. */
function tableOfAll(): HTMLTableElement {
  const table = document.createElement('table');
  table.className = 'sortable';
  const head = table.createTHead().insertRow();
  const heads = ['setting', ...data.parameters.map(({ name }) => name), ...data.figures.map(({ title }) => title)];
  heads.forEach((title, k) => {
    const made = cell('th', '', k, 'col');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sort';
    button.textContent = title;
    made.append(button);
    head.append(made);
  });
  const body = table.createTBody();
  data.points.forEach((point, k) => {
    const mark = k === data.best ? ' (best)' : point.front ? ' (front)' : '';
    const parameters = data.parameters.map(({ texts, numbers }, p) => {
      const made = cell('td', texts[point.at[p]!]!, p + 1, null);
      made.dataset['value'] = String(numbers?.[point.at[p]!] ?? point.at[p]!);
      return made;
    });
    const figures = data.figures.map((_, f) => {
      const made = cell('td', meanText(data, point, f), f + 1, null);
      made.dataset['value'] = point.mean[f] === null ? '' : String(point.mean[f]);
      return made;
    });
    body.insertRow().append(cell('th', point.id + mark, 0, 'row'), ...parameters, ...figures);
  });
  sortable(table);
  return table;
}

for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable')) sortable(table);
document.getElementById('all')?.replaceChildren(tableOfAll());
const bar = document.getElementById('bar');
if (bar !== null) bar.hidden = false;
follow('choose-figure', 'figure');
follow('choose-x', 'x');
follow('choose-y', 'y');
follow('choose-held', 'held');
window.addEventListener('scroll', () => (tip.hidden = true), { passive: true });

await Promise.all(charts.map(draw));
if (data.points.length > 0) label();
document.documentElement.dataset['drawn'] = String(drawn.length);
