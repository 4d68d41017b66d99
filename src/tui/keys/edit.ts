/** Keys while a value or the filter is typed. */
import { changed } from '../changes.js';
import { closed, turned } from '../moves.js';
import type { Key } from '../reduce.js';
import { selectedRow, visibleRows, type Panel, type TuiState } from '../state.js';
import { stepped } from '../steps.js';
import { typed } from './typing.js';

export function editKey(state: TuiState, panel: Extract<Panel, { kind: 'edit' }>, key: Key): TuiState {
  if (key === 'escape') return closed({ ...state, refusal: null });
  if (key === 'enter') return entered(state, panel.text.trim());
  if (key === 'up' || key === 'down') return { ...state, panel: { ...panel, text: beside(state, panel.text, key) } };
  const text = typed(panel.text, key);
  return text === null ? state : { ...state, refusal: null, panel: { ...panel, text } };
}

/** The next value from what stands in the field: for lists of choices above all. */
function beside(state: TuiState, text: string, key: 'up' | 'down'): string {
  const row = selectedRow(state);
  return (row === undefined ? null : stepped({ ...row, value: text }, key === 'up' ? 1 : -1)) ?? text;
}

/** An empty field is what the file has. */
function entered(state: TuiState, text: string): TuiState {
  const row = selectedRow(state);
  if (row === undefined) return closed(state);
  const open: TuiState = { ...state, panel: { kind: 'turn', typed: true } };
  if (text === (row.value ?? '') && state.refusal === null) return closed(state);
  const changes = changed(state.changes, row.path, text === '' ? null : text);
  return changes === state.changes ? closed(state) : turned(open, changes);
}

export function filterKey(state: TuiState, key: Key): TuiState {
  if (key === 'escape') return closed({ ...state, filter: '' });
  if (key === 'enter' || key === 'up' || key === 'down' || key === 'tab') return closed(onVisible(state));
  const filter = typed(state.filter, key);
  return filter === null ? state : onVisible({ ...state, filter });
}

/** The selected row is one that can be seen. */
function onVisible(state: TuiState): TuiState {
  const rows = visibleRows(state);
  const seen = rows.some(({ path }) => path === state.selected);
  return seen || rows.length === 0 ? state : { ...state, selected: rows[0].path };
}
