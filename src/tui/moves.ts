/** Steps from one state to another that several keys share. */
import type { Change, ToSimulator } from './protocol.js';
import { isWhole, type Errand, type TuiState } from './state.js';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** Errands that were carried out long ago are forgotten. */
const KEPT = 8;

/** One more errand, with a number of its own. */
export function send(state: TuiState, errand: WithoutId<Errand>): TuiState {
  const id = state.count + 1;
  return { ...state, count: id, errands: [...state.errands.slice(-KEPT), { ...errand, id } as Errand] };
}

function ask(state: TuiState, message: WithoutId<ToSimulator>): TuiState {
  const id = state.count + 1;
  return send(state, { kind: 'ask', message: { ...message, id } as ToSimulator });
}

/** Asks for a run with the changes as they are. */
export function rerun(state: TuiState): TuiState {
  const asked = ask(state, { kind: 'run', changes: state.changes });
  return { ...asked, work: { kind: 'running', id: asked.count, reached: 0, arrived: 0 } };
}

/** Runs again only where no whole answer to the present changes is there. */
export function resumed(state: TuiState): TuiState {
  return isWhole(state.answer) && state.answer?.changes === state.changes ? state : rerun(state);
}

/** Other changes, which undo takes back. */
export function turned(state: TuiState, changes: readonly Change[]): TuiState {
  return rerun({ ...state, changes, past: [...state.past, state.changes], future: [], refusal: null });
}

export function undone(state: TuiState): TuiState {
  const before = state.past.at(-1);
  if (before === undefined) return said(state, 'nothing to undo');
  const past = state.past.slice(0, -1);
  return rerun({ ...state, changes: before, past, future: [state.changes, ...state.future], refusal: null });
}

export function redone(state: TuiState): TuiState {
  const after = state.future.at(0);
  if (after === undefined) return said(state, 'nothing to redo');
  const past = [...state.past, state.changes];
  return rerun({ ...state, changes: after, past, future: state.future.slice(1), refusal: null });
}

/** Starts a sweep; what was simulated until now is kept. */
export function swept(state: TuiState, path: string, name: string, values: readonly string[]): TuiState {
  const asked = ask(state, { kind: 'sweep', changes: state.changes, path, values });
  const points = values.map((value) => ({ value, outcome: null }));
  return {
    ...asked,
    work: { kind: 'idle' },
    panel: { kind: 'sweep' },
    sweep: {
      id: asked.count,
      path,
      name,
      points,
      figure: state.sweep?.figure ?? 'p99',
      selected: 0,
      reached: 0,
    },
  };
}

export function said(state: TuiState, text: string, tone: 'good' | 'bad' | 'plain' = 'plain'): TuiState {
  return { ...state, message: { text, tone } };
}

/** Back to turning knobs. */
export function closed(state: TuiState): TuiState {
  return { ...state, panel: { kind: 'turn', typed: false } };
}
