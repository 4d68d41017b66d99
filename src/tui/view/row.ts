/** Lines of a known width, put together from toned pieces: cut and padded before they are painted. */
import { cut, width } from '../../report/text.js';
import { toned, type Tone, type TuiPaint } from '../paint.js';

export type Piece = string | readonly [text: string, tone: Tone];

const textOf = (piece: Piece): string => (typeof piece === 'string' ? piece : piece[0]);

export function widthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + width(textOf(piece)), 0);
}

/** Exactly `columns` wide: `left` cut where it is too long, `right` against the right edge as long as both fit. */
export function row(paint: TuiPaint, columns: number, left: readonly Piece[], right: readonly Piece[] = []): string {
  const ends = widthOf(right);
  const room = ends > 0 && widthOf(left) + ends + 1 <= columns ? columns - ends : columns;
  const shown = room === columns ? '' : painted(paint, right);
  return fitted(paint, room, left) + shown;
}

function fitted(paint: TuiPaint, columns: number, pieces: readonly Piece[]): string {
  let used = 0;
  let line = '';
  for (const piece of pieces) {
    const text = cut(textOf(piece), columns - used);
    if (columns - used <= 0) break;
    line += typeof piece === 'string' ? text : toned(paint, piece[1], text);
    used += width(text);
  }
  return line + ' '.repeat(Math.max(0, columns - used));
}

function painted(paint: TuiPaint, pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : toned(paint, piece[1], piece[0]))).join('');
}

/** Exactly `rows` lines: what is too much is dropped, what is missing is empty. */
export function filled(lines: readonly string[], rows: number, columns: number): readonly string[] {
  const empty = ' '.repeat(columns);
  return Array.from({ length: rows }, (_, k) => lines[k] ?? empty);
}

/** A part of the screen: exactly `rows` lines, each put together from its pieces. */
export function pane(
  lines: readonly (readonly Piece[])[],
  { columns, rows, paint }: { readonly columns: number; readonly rows: number; readonly paint: TuiPaint },
): readonly string[] {
  return filled(
    lines.map((pieces) => row(paint, columns, pieces)),
    rows,
    columns,
  );
}
