/** The left side: every knob in its group with its value, Knative's default and the valid range; below, the selected one. */
import { cut, harmless, hanging, padEnd, padStart, width, wrap } from '../../report/text.js';
import type { TuiPaint } from '../paint.js';
import type { Row } from '../protocol.js';
import { selectedRow, visibleRows, type TuiState } from '../state.js';
import { filled, row, type Piece } from './row.js';

export interface PaneProps {
  readonly state: TuiState;
  readonly columns: number;
  readonly rows: number;
  readonly paint: TuiPaint;
}

/** Lines for what is known of the selected parameter. */
const DETAIL = 5;

/** Rows of the list itself, in a pane of so many. */
export const listRows = (rows: number): number => Math.max(1, rows - 1 - (rows >= 10 ? DETAIL : 0));

/** Widths of the columns: value, default, range; what is 0 has no room. */
interface Columns {
  readonly name: number;
  readonly value: number;
  readonly standard: number;
  readonly range: number;
}

function columnsFor(columns: number): Columns {
  const room = columns - 2;
  if (room < 34) return { name: room - 10, value: 9, standard: 0, range: 0 };
  if (room < 56) return { name: room - 18, value: 9, standard: 8, range: 0 };
  if (room < 74)
    return { name: room - 19 - Math.floor(room * 0.35), value: 10, standard: 9, range: Math.floor(room * 0.35) };
  const range = Math.floor(room * 0.3);
  return { name: room - 30 - range, value: 15, standard: 15, range };
}

/** Exactly `rows` lines of `columns` columns. */
export function parameters(props: PaneProps): readonly string[] {
  const { rows, columns } = props;
  const list = listRows(rows);
  const lines = [heading(props), ...filled(listed(props, list), list, columns), ...detail(props)];
  return filled(lines, rows, columns);
}

function heading({ state, columns, paint }: PaneProps): string {
  const all = visibleRows(state);
  const at = all.findIndex(({ path }) => path === selectedRow(state)?.path) + 1;
  const { name, value, standard, range } = columnsFor(columns);
  const typing = state.panel.kind === 'filter';
  const filter: readonly Piece[] =
    typing || state.filter !== ''
      ? [
          [`/${state.filter}${typing ? '▏' : ''}`, 'accent'],
          [`  ${all.length} of ${state.rows.length}`, 'dim'],
        ]
      : [
          ['Parameters', 'bold'],
          [` ${at}/${all.length}`, 'dim'],
        ];
  const titles = [
    padStart('value', value - 1),
    standard > 0 ? padStart('default', standard) : '',
    range > 0 ? '  range' : '',
  ].join('');
  const left = row(paint, name + 2, filter);
  return left + row(paint, columns - name - 2, [[` ${titles}`, 'dim']]);
}

/** A line of the list: the title of a group, or a row. */
type Entry = { readonly kind: 'group'; readonly title: string } | { readonly kind: 'row'; readonly row: Row };

/** Group titles and rows, scrolled so that the selected row can be seen. */
function listed(props: PaneProps, most: number): readonly string[] {
  const { state } = props;
  const all = visibleRows(state);
  if (all.length === 0) {
    const why = state.rows.length === 0 ? 'reading the scenario …' : 'nothing has these words; Esc clears';
    return [row(props.paint, props.columns, [[`  ${why}`, 'dim']])];
  }
  const current = selectedRow(state);
  const entries = all.flatMap((one, k): readonly Entry[] => {
    const own: Entry = { kind: 'row', row: one };
    return k === 0 || all[k - 1].group !== one.group ? [{ kind: 'group', title: one.group }, own] : [own];
  });
  const at = entries.findIndex((entry) => entry.kind === 'row' && entry.row === current);
  const from = Math.max(0, Math.min(at - Math.floor(most / 2), entries.length - most));
  return entries
    .slice(from, from + most)
    .map((entry) =>
      entry.kind === 'group' ? groupLine(entry.title, props) : parameterLine(entry.row, entry.row === current, props),
    );
}

function groupLine(group: string, { columns, paint }: PaneProps): string {
  return row(paint, columns, [[harmless(group), 'accent']]);
}

/** The value as it was asked for, also while it is being checked. */
export function valueOf(state: TuiState, one: Row): string | null {
  return state.changes.find(({ path }) => path === one.path)?.text ?? one.value;
}

function parameterLine(one: Row, selected: boolean, { state, columns, paint }: PaneProps): string {
  const { name, value, standard, range } = columnsFor(columns);
  const isChanged = state.changes.some(({ path }) => path === one.path);
  const editing = selected && state.panel.kind === 'edit';
  const bad = selected && state.refusal !== null;
  const text = valueOf(state, one);
  const mark = selected ? '▸' : isChanged ? '*' : ' ';
  const label = middle(harmless(one.name), name);
  const shown = editing ? fieldText(state, value) : cut(harmless(text ?? '·'), value - 1);
  const field = ` ${padStart(shown, value - 1)}`;
  const tone = editing ? 'accent' : bad ? 'bad' : isChanged ? 'warn' : text === null ? 'dim' : 'plain';
  const rest = [
    standard > 0 ? padStart(cut(one.default ?? '–', standard - 1), standard) : '',
    range > 0 ? `  ${cut(one.range ?? '', range - 1)}` : '',
  ].join('');
  const start = `${mark}${isChanged && selected ? '*' : ' '}`;
  const pieces: readonly Piece[] = [
    [`${start}${padEnd(label, name)}`, isChanged ? 'warn' : 'plain'],
    [field, tone],
    [rest, 'dim'],
  ];
  return selected && !editing
    ? paint.selected(row(paint, columns, [`${start}${padEnd(label, name)}${field}${rest}`]))
    : row(paint, columns, pieces);
}

/** What is typed, its end in sight. */
function fieldText({ panel }: TuiState, columns: number): string {
  const text = panel.kind === 'edit' ? harmless(panel.text) : '';
  const most = columns - 2;
  return `${[...text].slice(-most).join('')}▏`;
}

/** Long names differ at both ends. */
function middle(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  const characters = [...text];
  const head = Math.ceil((columns - 1) / 2);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (columns - 1 - head)).join('')}`;
}

/** The selected parameter in full: its path, what it does, its default and range; or why it was refused. */
function detail({ state, columns, rows, paint }: PaneProps): readonly string[] {
  const one = selectedRow(state);
  if (rows < 10 || one === undefined) return [];
  const rule = paint.dim('─'.repeat(columns - 1)) + ' ';
  const lines = state.refusal !== null ? refusedLines(state, columns) : factLines(state, one, columns);
  const painted = lines.map((line) => row(paint, columns, [line]));
  return [rule, ...filled(painted, DETAIL - 1, columns)];
}

function refusedLines({ refusal }: TuiState, columns: number): readonly Piece[] {
  if (refusal === null) return [];
  const lines = hanging('✗ ', harmless(`${refusal.text}: ${refusal.why}`), columns - 1);
  return lines.slice(0, DETAIL - 1).map((line): Piece => [line, 'bad']);
}

function factLines(state: TuiState, one: Row, columns: number): readonly Piece[] {
  const room = columns - 1;
  const standard = one.default === null ? inherited(one) : `default ${one.default}${one.knative ? ' (Knative)' : ''}`;
  const facts = [standard, ...(one.range === null ? [] : [`valid: ${one.range}`])].join(' · ');
  const long = valueOf(state, one);
  const value = long !== null && width(long) > 10 ? [`= ${long}`] : [];
  const what = one.what === '' ? harmless(one.path) : one.what;
  const left = DETAIL - 2 - value.length;
  const said = wrapped(what, room, Math.max(1, left - wrap(facts, room).length));
  return [
    [cut(harmless(one.name), room), 'bold'],
    ...value.map((text): Piece => [cut(harmless(text), room), 'plain']),
    ...said.map((line): Piece => [line, 'plain']),
    ...wrapped(facts, room, left - said.length).map((line): Piece => [line, 'dim']),
  ];
}

/** At most so many lines; the last one is as long as there is room, and says when there is more. */
function wrapped(text: string, columns: number, most: number): readonly string[] {
  const lines = wrap(text, columns);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(' '), columns)];
}

/** An annotation that is not set takes the ConfigMap's key. */
function inherited({ knative, path }: Row): string {
  return knative && path.includes('annotations') ? 'unset: config-autoscaler holds' : 'no default';
}
