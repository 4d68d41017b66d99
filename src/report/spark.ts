/** A series as a row of block characters, for a terminal. */
import type { Values } from './series.js';

const BLOCKS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * The values as `columns` blocks from zero to `top`. A column shows the highest value that falls into it, so that a
 * short spike is not lost; what is above zero is never drawn as nothing, and a column without observations is a dot.
 */
export function spark(values: Values, columns: number, top: number): string {
  return columned(values, columns)
    .map((value) => (value === null ? '·' : block(value, top)))
    .join('');
}

function block(value: number, top: number): string {
  if (value <= 0 || top <= 0) return BLOCKS[0];
  const height = Math.round((value / top) * (BLOCKS.length - 1));
  return BLOCKS[Math.min(BLOCKS.length - 1, Math.max(1, height))]!;
}

/** Whether something held in each column, drawn as a bar under the chart. */
export function marks(values: Values, columns: number, mark = '▔'): string {
  return columned(values, columns)
    .map((value) => (value !== null && value > 0 ? mark : ' '))
    .join('')
    .trimEnd();
}

function columned(values: Values, columns: number): Values {
  if (values.length === 0) return new Array<null>(columns).fill(null);
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * values.length) / columns));
    const seen = values.slice(from, to).filter((value): value is number => value !== null);
    return seen.length === 0 ? null : Math.max(...seen);
  });
}
