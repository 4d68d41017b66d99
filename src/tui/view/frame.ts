/** The whole screen as text: what goes where on a terminal of a given size. */
import { wrap } from '../../report/text.js';
import type { TuiPaint } from '../paint.js';
import type { Room } from '../reduce.js';
import type { TuiState } from '../state.js';
import { failure, footer, header } from './bars.js';
import { charts, plotColumns } from './charts.js';
import { explained } from './explain.js';
import { figures } from './figures.js';
import { help, sweepForm, writeForm } from './forms.js';
import { listRows, parameters, type PaneProps } from './parameters.js';
import { filled, row } from './row.js';
import { sweepView } from './sweep.js';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A terminal smaller than this has no room to turn anything. Its last row stays free: a full screen would scroll. */
export const LEAST: Size = { columns: 40, rows: 14 };
/** From here on knobs and charts stand side by side. */
const WIDE = 80;
/** Header, figures with the line above them, footer. */
const BARS = 6;

interface Panes {
  /** Side by side, or one above the other. */
  readonly beside: boolean;
  readonly left: Size;
  readonly right: Size;
}

function panesOf({ columns, rows }: Size): Panes {
  const body = rows - BARS;
  if (columns < WIDE) {
    const top = Math.max(4, Math.floor(body * 0.5));
    return { beside: false, left: { columns, rows: top }, right: { columns, rows: Math.max(0, body - top) } };
  }
  const left = columns < 110 ? Math.max(40, Math.floor(columns * 0.44)) : Math.min(96, Math.floor(columns * 0.53));
  return { beside: true, left: { columns: left, rows: body }, right: { columns: columns - left - 2, rows: body } };
}

/** What keys that move by a page or a column need to know. */
export function roomOf(size: Size): Room {
  const { left, right } = panesOf(size);
  return { list: listRows(left.rows), plot: plotColumns(right.columns) };
}

const tooSmall = ({ columns, rows }: Size): boolean => columns < LEAST.columns || rows + 1 < LEAST.rows;

/** The parts of the screen, each of a known size; together they fill it. */
export interface Screen {
  readonly header: readonly string[];
  readonly beside: boolean;
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly footer: readonly string[];
}

export function screen(state: TuiState, size: Size, paint: TuiPaint): Screen {
  const { columns } = size;
  if (tooSmall(size)) return { header: small(size), beside: false, left: [], right: [], footer: [] };
  const { beside, left, right } = panesOf(size);
  const bottom = [divider(state, columns, paint), ...figures(state, columns, paint), footer(state, columns, paint)];
  const top = [header(state, columns, paint)];
  if (state.panel.kind === 'help') {
    const own = help({ state, paint, columns, rows: size.rows - BARS });
    return { header: top, beside: false, left: own, right: [], footer: bottom };
  }
  return {
    header: top,
    beside,
    left: leftPane({ state, paint, ...left }),
    right: rightPane({ state, paint, ...right }),
    footer: bottom,
  };
}

/** The line above the figures says what they are compared with. */
function divider({ baseline, answer }: TuiState, columns: number, paint: TuiPaint): string {
  const text = baseline === null || baseline.answer === answer ? '' : ` change against ${baseline.label} `;
  return paint.dim(`──${text}${'─'.repeat(Math.max(0, columns - text.length - 2))}`);
}

function small({ columns, rows }: Size): readonly string[] {
  const text = `The terminal is ${columns}x${rows + 1}; this needs ${LEAST.columns}x${LEAST.rows}. Make it larger, or q and use: headroom run`;
  return wrap(text, Math.max(1, columns)).slice(0, Math.max(1, rows - 1));
}

function leftPane(props: PaneProps): readonly string[] {
  const { panel, answer } = props.state;
  switch (panel.kind) {
    case 'explain':
      return answer === null ? parameters(props) : explained(answer, panel.at, props);
    case 'sweepForm':
      return sweepForm(panel, props);
    case 'write':
      return writeForm(panel, props);
    default:
      return parameters(props);
  }
}

function rightPane(props: PaneProps): readonly string[] {
  const { state, columns, rows, paint } = props;
  const { panel, sweep, answer, work } = state;
  if (rows < 2) return filled([], rows, columns);
  if (panel.kind === 'sweep' && sweep !== null) return sweepView({ sweep, state, columns, rows, paint });
  if (work.kind === 'failed') return filled(failure(work.why, columns, paint), rows, columns);
  if (answer === null) return filled([row(paint, columns, [['simulating …', 'dim']])], rows, columns);
  const cursor = panel.kind === 'explain' ? panel.at : null;
  return charts({ result: answer.result, columns, rows, cursor, paint });
}
