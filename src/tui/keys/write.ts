/** Keys in the field that names what is written. */
import { reportPath } from '../../cli/paths.js';
import { closed, send } from '../moves.js';
import type { Key } from '../reduce.js';
import { isWhole, WRITE_AS, type Panel, type TuiState, type WriteAs } from '../state.js';
import { typed } from './typing.js';

type Write = Extract<Panel, { kind: 'write' }>;

/** The field, with a path beside the scenario's own; reports go where `headroom run` puts them. */
export function writePanel({ file, name }: TuiState, as: WriteAs): Write {
  const base = file.replace(/\.(ya?ml|json)$/i, '');
  const paths: Readonly<Record<WriteAs, string>> = {
    scenario: `${base}-changed.yaml`,
    manifests: `${base}-manifests`,
    report: reportPath(undefined, name),
  };
  return { kind: 'write', as, path: paths[as], exists: false, problem: null };
}

export function writeKey(state: TuiState, panel: Write, key: Key): TuiState {
  if (key === 'escape') return closed(state);
  if (key === 'enter') return entered(state, panel);
  if (key === 'tab' || key === 'shift-tab') {
    const as = WRITE_AS[(WRITE_AS.indexOf(panel.as) + (key === 'tab' ? 1 : WRITE_AS.length - 1)) % WRITE_AS.length];
    return { ...state, panel: writePanel(state, as) };
  }
  const path = typed(panel.path, key);
  return path === null ? state : { ...state, panel: { ...panel, path, exists: false, problem: null } };
}

function entered(state: TuiState, panel: Write): TuiState {
  const path = panel.path.trim();
  const wrong = (problem: string): TuiState => ({ ...state, panel: { ...panel, problem } });
  if (path === '') return wrong('must name a file');
  if (panel.as !== 'report')
    return send(state, { kind: 'save', as: panel.as, path, changes: state.changes, overwrite: panel.exists });
  if (!/\.html?$/i.test(path)) return wrong('a report ends in .html');
  if (state.answer === null || !isWhole(state.answer)) return wrong('the run is not finished yet');
  return send(state, { kind: 'report', path, answer: state.answer });
}
