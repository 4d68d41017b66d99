/** Keys in the form of a sweep and in its curve. */
import { closed, resumed, send, swept } from '../moves.js';
import type { Key } from '../reduce.js';
import { READING_KEYS } from '../figures.js';
import { SWEEP_FIELDS, selectedRow, type Panel, type Sweep, type TuiState } from '../state.js';
import { bestPoint, valuesOf } from '../sweeping.js';
import { taken } from './turn.js';
import { typed } from './typing.js';

type Form = Extract<Panel, { kind: 'sweepForm' }>;

export function sweepFormKey(state: TuiState, panel: Form, key: Key): TuiState {
  if (key === 'escape') return closed(state);
  if (key === 'enter') return entered(state, panel);
  const by = key === 'tab' || key === 'down' ? 1 : key === 'shift-tab' || key === 'up' ? -1 : 0;
  if (by !== 0) return { ...state, panel: { ...panel, active: next(SWEEP_FIELDS, panel.active, by) } };
  const text = typed(panel.fields[panel.active], key);
  if (text === null) return state;
  return { ...state, panel: { ...panel, problem: null, fields: { ...panel.fields, [panel.active]: text } } };
}

function next<T>(all: readonly T[], now: T, by: 1 | -1): T {
  return all[(all.indexOf(now) + by + all.length) % all.length];
}

function entered(state: TuiState, panel: Form): TuiState {
  const row = selectedRow(state);
  if (row === undefined) return closed(state);
  const read = valuesOf(panel.fields, row);
  return read.ok ? swept(state, row.path, row.name, read.values) : { ...state, panel: { ...panel, problem: read.why } };
}

export function sweepKey(state: TuiState, key: Key): TuiState {
  const { sweep } = state;
  if (sweep === null) return closed(state);
  if (key === 'q') return send(state, { kind: 'quit' });
  if (key === '?') return { ...state, panel: { kind: 'help' } };
  if (key === 'escape' || key === 's') return left(state, sweep);
  if (key === 'enter') return applied(state, sweep);
  if (key === 'tab' || key === 'shift-tab') {
    const figure = next(READING_KEYS, sweep.figure, key === 'tab' ? 1 : -1);
    const now = { ...sweep, figure };
    return { ...state, sweep: { ...now, selected: bestPoint(now) ?? sweep.selected } };
  }
  const by = MOVES[key] ?? 0;
  const selected = Math.min(sweep.points.length - 1, Math.max(0, sweep.selected + by));
  return { ...state, sweep: { ...sweep, selected } };
}

const MOVES: Readonly<Record<string, number>> = {
  up: -1,
  k: -1,
  left: -1,
  h: -1,
  down: 1,
  j: 1,
  right: 1,
  l: 1,
  home: -1e6,
  end: 1e6,
};

/** What was not simulated yet is not any more. */
function left(state: TuiState, sweep: Sweep): TuiState {
  const open = sweep.points.some(({ outcome }) => outcome === null);
  // A run asked for now ends the sweep in the simulating thread; a whole answer is asked for once more.
  return closed(open ? resumed({ ...state, sweep: null, answer: stale(state) }) : resumed({ ...state, sweep: null }));
}

/** An answer that counts as none for `resumed`, so that it asks again. */
function stale({ answer }: TuiState): TuiState['answer'] {
  return answer === null ? null : { ...answer, changes: [...answer.changes] };
}

function applied(state: TuiState, sweep: Sweep): TuiState {
  const point = sweep.points.at(sweep.selected);
  return point === undefined ? state : taken({ ...state, sweep: null }, sweep.path, point.value);
}
