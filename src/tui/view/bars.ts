/** The line at the top: what runs and how far it is; the line at the bottom: keys, or what there is to say. */
import { cut, harmless } from '../../report/text.js';
import { count, duration, percent } from '../../report/words.js';
import type { TuiPaint } from '../paint.js';
import { type Panel, type TuiState, type Work } from '../state.js';
import { row, widthOf, type Piece } from './row.js';

/** Columns that a scenario's name has at least. */
const NAME = 8;

/** Where there is no room for all of it, how far the run is and not how many requests it had. */
function within(pieces: readonly Piece[], columns: number): readonly Piece[] {
  return widthOf(pieces) <= columns ? pieces : pieces.slice(0, 1);
}

export function header(state: TuiState, columns: number, paint: TuiPaint): string {
  const right = within(status(state), columns - NAME - 1);
  const changed: readonly Piece[] = state.changes.length === 0 ? [] : [[` · ${state.changes.length} changed`, 'warn']];
  const facts: readonly Piece[] =
    state.horizon === 0 ? [] : [[`  ${duration(state.horizon)} · seed ${state.seed}`, 'dim']];
  const name: Piece = [harmless(state.name), 'bold'];
  const room = columns - widthOf(right) - 1;
  const fits = [
    [name, ...facts, ...changed],
    [name, ...changed],
  ].find((pieces) => widthOf(pieces) <= room);
  const short: readonly Piece[] = [[cut(name[0], Math.max(NAME, room - widthOf(changed))), 'bold'], ...changed];
  return row(paint, columns, fits ?? short, right);
}

type Running = Extract<Work, { kind: 'running' }>;

const BAR = 10;

/** `▕████░░░░░▏ 40 %`: without colour it reads the same. */
function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * BAR);
  return `▕${'█'.repeat(full)}${'░'.repeat(BAR - full)}▏`;
}

function status(state: TuiState): readonly Piece[] {
  const { work, sweep, answer, horizon } = state;
  if (sweep !== null && sweep.points.some(({ outcome }) => outcome === null)) {
    const done = sweep.points.filter(({ outcome }) => outcome !== null).length;
    const within = horizon > 0 ? sweep.reached / horizon : 0;
    return [[`sweep ${done}/${sweep.points.length} ${bar((done + within) / sweep.points.length)}`, 'accent']];
  }
  if (work.kind === 'failed') return [['✗ failed', 'bad']];
  if (work.kind === 'running') return underWay(state, work);
  if (answer === null) return [];
  const { arrived } = answer.result.totals.requests;
  return [
    ['● whole run', 'good'],
    [`, ${count(arrived)} requests in ${duration(answer.took / 1000)}`, 'dim'],
  ];
}

/** How far the run is; of which first part the figures are, where they are of one. */
function underWay({ answer, horizon }: TuiState, { reached }: Running): readonly Piece[] {
  const part = answer?.result.stoppedAt ?? 0;
  const share = horizon > 0 ? Math.max(part, reached) / horizon : 0;
  const what = part > 0 ? `first ${duration(Math.floor(part))}` : 'simulating';
  return [[`◐ ${what} ${bar(share)} ${percent(Math.floor(share * 100) / 100)}`, 'warn']];
}

/** Each key with what it does; as many as fit, help and quit always. */
const HINTS: Readonly<Record<Panel['kind'], readonly string[]>> = {
  turn: [
    '? help',
    'q quit',
    '↑↓ select',
    '←→ turn',
    '0-9 type',
    '/ filter',
    's sweep',
    'e explain',
    'b pin',
    'u undo',
    'w write',
    'r report',
    'tab group',
  ],
  edit: ['Enter take', 'Esc leave', '↑↓ next value', 'empty: as in the file'],
  filter: ['Enter keep', 'Esc clear', 'type any words'],
  explain: ['Esc back', '←→ move', 'PgUp/PgDn leap', 'n/N decision', 'c/C cold start', '? help', 'q quit'],
  sweepForm: ['Enter sweep', 'Esc leave', 'Tab next field'],
  sweep: ['Enter take value', 'Esc back', '←→ point', 'Tab figure', '? help', 'q quit'],
  write: ['Enter write', 'Esc leave', 'Tab scenario, manifests, report'],
  help: ['any key closes'],
};

export function footer(state: TuiState, columns: number, paint: TuiPaint): string {
  const { message } = state;
  if (message !== null) return row(paint, columns, [[` ${harmless(message.text)}`, message.tone]]);
  let used = 0;
  const pieces: Piece[] = [];
  for (const hint of HINTS[state.panel.kind]) {
    if (used + hint.length + 3 > columns) break;
    const [key = '', ...rest] = hint.split(' ');
    pieces.push(used === 0 ? ' ' : '  ', [key, 'bold'], [` ${rest.join(' ')}`, 'dim']);
    used += hint.length + 2;
  }
  return row(paint, columns, pieces);
}

/** What could not be simulated, and why, in the place of the charts. */
export function failure(why: string, columns: number, paint: TuiPaint): readonly string[] {
  const lines = why
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${Math.max(8, columns - 4)}}`, 'gu')) ?? []);
  return [
    row(paint, columns, [['✗ This cannot be simulated', 'bad']]),
    ...lines.map((line) => row(paint, columns, [`  ${harmless(line)}`])),
  ];
}
