/** One state to the next: by a key, by what the simulating thread said, by what an errand came to. */
import { heard } from './heard.js';
import { editKey, filterKey } from './keys/edit.js';
import { explainKey } from './keys/explain.js';
import { sweepFormKey, sweepKey } from './keys/sweep.js';
import { turnKey } from './keys/turn.js';
import { writeKey } from './keys/write.js';
import { closed, said, send } from './moves.js';
import type { FromSimulator } from './protocol.js';
import type { TuiState } from './state.js';

export type Action =
  | { readonly kind: 'key'; readonly key: Key; readonly room: Room }
  | { readonly kind: 'heard'; readonly message: FromSimulator }
  /** An errand was carried out: what to tell. */
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'trouble'; readonly text: string }
  /** What was to be written is there already. */
  | { readonly kind: 'exists' };

/** `up`, `enter`, `ctrl-c`, or the character that was typed. */
export type Key = string;

/** What the screen has room for: keys that move by a page or by a column depend on it. */
export interface Room {
  /** Rows of the list of parameters. */
  readonly list: number;
  /** Columns of the charts. */
  readonly plot: number;
}

export function reduce(state: TuiState, action: Action): TuiState {
  switch (action.kind) {
    case 'key':
      return keyed({ ...state, message: null }, action.key, action.room);
    case 'heard':
      return heard(state, action.message);
    case 'done':
      return closed(said(state, action.text, 'good'));
    case 'trouble':
      return said(state, action.text, 'bad');
    case 'exists':
      return state.panel.kind === 'write' ? { ...state, panel: { ...state.panel, exists: true } } : state;
  }
}

function keyed(state: TuiState, key: Key, room: Room): TuiState {
  if (key === 'ctrl-c') return send(state, { kind: 'quit' });
  if (key === 'ctrl-z') return send(state, { kind: 'suspend' });
  const { panel } = state;
  switch (panel.kind) {
    case 'turn':
      return turnKey(state, key, room);
    case 'edit':
      return editKey(state, panel, key);
    case 'filter':
      return filterKey(state, key);
    case 'explain':
      return explainKey(state, panel, key, room);
    case 'sweepForm':
      return sweepFormKey(state, panel, key);
    case 'sweep':
      return sweepKey(state, key);
    case 'write':
      return writeKey(state, panel, key);
    case 'help':
      return closed(state);
  }
}
