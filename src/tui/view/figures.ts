/** The figures below the charts, each with its change against the pinned run. */
import { cut, harmless, padEnd } from '../../report/text.js';
import { difference, MARKS, readings, shown, type Difference, type Reading } from '../figures.js';
import type { Tone, TuiPaint } from '../paint.js';
import { isWhole, type TuiState } from '../state.js';
import { row, type Piece } from './row.js';

/** Narrower than this a figure cannot be read. */
const CELL = 13;
const TONES: Readonly<Record<Difference['verdict'], Tone>> = { better: 'good', worse: 'bad', same: 'dim' };

/** Three lines: what it is, its value, and how that differs. */
export function figures(state: TuiState, columns: number, paint: TuiPaint): readonly string[] {
  const { answer, baseline } = state;
  const empty = row(paint, columns, []);
  if (answer === null) return [empty, row(paint, columns, [['  simulating …', 'dim']]), empty];
  const all = readings(answer.result);
  const cells = Math.max(1, Math.min(all.length, Math.floor(columns / CELL)));
  const cell = Math.floor(columns / cells);
  const before = baseline === null ? [] : readings(baseline.answer.result);
  const shownHere = all.slice(0, cells);
  const text = (value: string, most = cell - 2): string => ` ${padEnd(cut(harmless(value), most), cell - 1)}`;
  // The first part of a run is no match for a whole one: a difference between them would say nothing.
  const comparable = isWhole(answer) && baseline !== null && baseline.answer !== answer;
  const labels = shownHere.map((one): Piece => [text(labelOf(one), cell - 1), 'dim']);
  const values = shownHere.map((reading): Piece => [text(brief(reading)), 'bold']);
  const changes = shownHere.map((reading): Piece => {
    const found = comparable
      ? difference(
          reading,
          before.find(({ key }) => key === reading.key),
        )
      : null;
    return found === null ? text('') : [text(`${MARKS[found.verdict]} ${found.text}`), TONES[found.verdict]];
  });
  return [row(paint, columns, labels), row(paint, columns, values), row(paint, columns, compared(changes, state))];
}

/** The currency and the objective stand in the label, where the digits have the room. */
function labelOf({ key, label, currency, unit, of }: Reading): string {
  if (key === 'budget' && of !== '') return `${of} ${unit === 'ratio' ? 'burn' : 'budget'}`;
  return currency === '' ? label : `${label} ${currency}`;
}

const brief = (reading: Reading): string => shown({ ...reading, currency: '' }).trim();

/** Where there is nothing to compare, the line says why. */
function compared(changes: readonly Piece[], { answer, baseline }: TuiState): readonly Piece[] {
  if (answer !== null && !isWhole(answer)) return [[' the first part of the run only: no comparison yet', 'warn']];
  if (baseline === null || baseline.answer === answer)
    return [[' this run is the baseline; turn a knob to see what changes', 'dim']];
  return changes;
}
