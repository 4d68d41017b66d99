/** What the simulating thread said, taken into the state. Answers to older questions are dropped. */
import { closed, resumed, said } from './moves.js';
import type { FromSimulator } from './protocol.js';
import type { Answer, Sweep, TuiState } from './state.js';
import { bestPoint } from './sweeping.js';

export function heard(state: TuiState, message: FromSimulator): TuiState {
  if (state.sweep !== null && message.id === state.sweep.id) return ofSweep(state, state.sweep, message);
  if (state.work.kind !== 'running' || message.id !== state.work.id) return state;
  switch (message.kind) {
    case 'resolved': {
      const { name, horizon, seed, rows, sets } = message;
      const { changes, past, future } = state;
      const selected = state.selected === '' ? (rows.at(0)?.path ?? '') : state.selected;
      return { ...state, name, horizon, seed, rows, sets, selected, accepted: { changes, past, future } };
    }
    case 'refused':
      return refused(state, message.why);
    case 'progress':
      return { ...state, work: { ...state.work, reached: message.reached, arrived: message.arrived } };
    case 'answer':
      return answered(state, message);
    case 'failed':
      return { ...state, work: { kind: 'failed', why: message.why } };
    case 'point':
    case 'files':
      return state;
  }
}

function answered(state: TuiState, { result, cold, took }: Extract<FromSimulator, { kind: 'answer' }>): TuiState {
  const answer: Answer = { result, cold, took, changes: state.changes, sets: state.sets };
  if (result.stoppedAt !== null) return { ...state, answer };
  const baseline = state.baseline ?? { answer, label: 'the file' };
  return { ...state, answer, baseline, work: { kind: 'idle' } };
}

/** Back to what was valid; a value that was typed stays in its field, to be mended. */
function refused(state: TuiState, why: readonly string[]): TuiState {
  if (state.rows.length === 0) return { ...state, work: { kind: 'failed', why: why.join('\n') } };
  const change = state.changes.find((one) => !state.accepted.changes.includes(one));
  const refusal = { path: change?.path ?? state.selected, text: change?.text ?? '', why: why.join('; ') };
  const { typed } = state.panel.kind === 'turn' ? state.panel : { typed: false };
  const back = resumed({ ...state, ...state.accepted, work: { kind: 'idle' }, refusal });
  return typed ? { ...back, panel: { kind: 'edit', text: refusal.text } } : back;
}

function ofSweep(state: TuiState, sweep: Sweep, message: FromSimulator): TuiState {
  switch (message.kind) {
    case 'point': {
      const points = sweep.points.map((point, k) =>
        k === message.index ? { ...point, outcome: message.outcome } : point,
      );
      const now: Sweep = { ...sweep, points, reached: 0 };
      const best = bestPoint(now);
      const done = points.every(({ outcome }) => outcome !== null);
      const next = { ...state, sweep: { ...now, selected: done && best !== null ? best : message.index } };
      return done ? resumed(next) : next;
    }
    case 'progress':
      return { ...state, sweep: { ...sweep, reached: message.reached } };
    case 'failed':
      return resumed(closed(said({ ...state, sweep: null }, `the sweep failed: ${message.why}`, 'bad')));
    default:
      return state;
  }
}
