/** Keys while knobs are turned. */
import { changed } from '../changes.js';
import { redone, said, send, swept, turned, undone } from '../moves.js';
import type { Row } from '../protocol.js';
import type { Key, Room } from '../reduce.js';
import { isWhole, selectedRow, visibleRows, type TuiState } from '../state.js';
import { stepped, type Direction } from '../steps.js';
import { formFor } from '../sweeping.js';
import { firstMoment } from './explain.js';
import { writePanel } from './write.js';

export function turnKey(state: TuiState, key: Key, room: Room): TuiState {
  const settled: TuiState = { ...state, panel: { kind: 'turn', typed: false } };
  const move = MOVES[key];
  if (move !== undefined) return moved(settled, move(room));
  const command = COMMANDS[key];
  if (command !== undefined) return command(settled);
  return /^[\d.]$/.test(key) ? edit(settled, key) : settled;
}

/** A step in the list; to another group where `groups` is set. */
interface Move {
  readonly rows: number;
  readonly groups?: Direction;
}

const rows = (count: number) => (): Move => ({ rows: count });
const END = 1e9;

const MOVES: Readonly<Record<string, (room: Room) => Move>> = {
  up: rows(-1),
  k: rows(-1),
  down: rows(1),
  j: rows(1),
  pageup: ({ list }) => ({ rows: -list }),
  pagedown: ({ list }) => ({ rows: list }),
  home: rows(-END),
  g: rows(-END),
  end: rows(END),
  G: rows(END),
  tab: () => ({ rows: 0, groups: 1 }),
  'shift-tab': () => ({ rows: 0, groups: -1 }),
};

const COMMANDS: Readonly<Record<string, (state: TuiState) => TuiState>> = {
  left: (state) => step(state, -1),
  h: (state) => step(state, -1),
  '-': (state) => step(state, -1),
  right: (state) => step(state, 1),
  l: (state) => step(state, 1),
  '+': (state) => step(state, 1),
  '=': (state) => step(state, 1),
  enter: (state) => edit(state, null),
  backspace: reset,
  delete: reset,
  '/': (state) => ({ ...state, panel: { kind: 'filter' } }),
  escape: (state) => ({ ...state, filter: '', refusal: null }),
  b: pinned,
  u: undone,
  U: redone,
  'ctrl-r': redone,
  s: sweep,
  e: explain,
  w: (state) => ({ ...state, panel: writePanel(state, 'scenario') }),
  r: (state) => ({ ...state, panel: writePanel(state, 'report') }),
  '?': (state) => ({ ...state, panel: { kind: 'help' } }),
  q: (state) => send(state, { kind: 'quit' }),
};

function moved(state: TuiState, { rows: by, groups }: Move): TuiState {
  const all = visibleRows(state);
  const at = Math.max(
    0,
    all.findIndex(({ path }) => path === state.selected),
  );
  const to = groups === undefined ? Math.min(all.length - 1, Math.max(0, at + by)) : ofGroup(all, at, groups);
  return all.length === 0 ? state : { ...state, selected: all[to].path, refusal: null };
}

/** The first row of the next group, or of this one and then of the one before. */
function ofGroup(all: readonly Row[], at: number, direction: Direction): number {
  const starts = all.map((row, k) => (k === 0 || all[k - 1].group !== row.group ? k : -1)).filter((k) => k >= 0);
  if (direction === 1) return starts.find((k) => k > at) ?? starts[0];
  return [...starts].reverse().find((k) => k < at) ?? starts[starts.length - 1];
}

function onRow(state: TuiState, act: (row: Row) => TuiState): TuiState {
  const row = selectedRow(state);
  if (row !== undefined) return act(row);
  return said(
    state,
    state.rows.length === 0
      ? 'one moment: the scenario is being read'
      : 'no parameter is selected: Esc clears the filter',
  );
}

function step(state: TuiState, direction: Direction): TuiState {
  return onRow(state, (row) => {
    const pending = state.changes.find(({ path }) => path === row.path)?.text ?? row.value;
    const text = stepped({ ...row, value: pending }, direction);
    if (text === null) return said(state, `${row.name}: no further step; Enter types a value`);
    return turned({ ...state, selected: row.path }, changed(state.changes, row.path, text));
  });
}

function edit(state: TuiState, first: string | null): TuiState {
  return onRow(state, (row) => ({
    ...state,
    selected: row.path,
    refusal: null,
    panel: { kind: 'edit', text: first ?? row.value ?? '' },
  }));
}

/** Back to what the file says. */
function reset(state: TuiState): TuiState {
  return onRow(state, ({ path, name }) =>
    state.changes.some((change) => change.path === path)
      ? turned(state, changed(state.changes, path, null))
      : said(state, `${name} is as the file has it`),
  );
}

function pinned(state: TuiState): TuiState {
  const { answer } = state;
  if (answer === null || !isWhole(answer)) return said(state, 'the run is not finished: pin it when it is');
  const label = answer.changes.length === 0 ? 'the file' : `the pinned run (${answer.changes.length} changed)`;
  return said({ ...state, baseline: { answer, label } }, 'pinned: changes are shown against this run', 'good');
}

function sweep(state: TuiState): TuiState {
  return onRow(state, (row) => {
    const at = { ...state, selected: row.path };
    if (row.choices.length > 0) return swept(at, row.path, row.name, row.choices);
    return { ...at, panel: formFor(row) };
  });
}

function explain(state: TuiState): TuiState {
  if (state.answer === null) return said(state, 'nothing is simulated yet');
  return { ...state, panel: { kind: 'explain', at: firstMoment(state.answer) } };
}

/** Leaves whatever is open and runs again; used where a value is taken over. */
export function taken(state: TuiState, path: string, text: string): TuiState {
  const changes = changed(state.changes, path, text);
  return turned({ ...state, panel: { kind: 'turn', typed: false } }, changes);
}
