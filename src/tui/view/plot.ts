/** Draws series on a canvas: areas, lines, bars; and the scales they need. */
import type { Tone } from '../paint.js';
import type { Values } from '../../report/series.js';
import type { Canvas } from './canvas.js';

/** From a value to a height in dots; `null`: cannot be shown on this scale. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
}

/** From zero to a round number at or above the highest value. */
export function linear(values: readonly Values[], least = 1): Scale {
  const top = values.flat().reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  return { low: 0, high: roundUp(Math.max(top, least)), log: false };
}

/** From 1, 2 or 5 of a decade to another, around what was observed; linear where that spans less than a factor of 20. */
export function logarithmic(values: readonly Values[], least: number): Scale {
  const seen = values.flat().filter((value): value is number => value !== null && value > 0);
  const [low, high] = seen.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, 0]);
  if (!(high > 20 * low)) return linear(values, least);
  return { low: 1 / oneTwoFive(1 / low), high: oneTwoFive(high), log: true };
}

/** The next 1, 2, 5, 10, ... at or above a value. */
function oneTwoFive(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const mantissa = [1, 2, 5].find((step) => step * decade >= value * (1 - 1e-9)) ?? 10;
  return Number((mantissa * decade).toPrecision(3));
}

/** 1, 1.5, 2, 3, 4, 5, 6, 8, 10 and their decades. */
function roundUp(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  const mantissa = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * decade >= value * (1 - 1e-9));
  return Number(((mantissa ?? 10) * decade).toPrecision(3));
}

/** Height of a value, 0 to `dots` - 1. */
export function heightOf(value: number, { low, high, log }: Scale, dots: number): number {
  const share = log ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.round(Math.min(1, Math.max(0, share)) * (dots - 1));
}

/**
 * One value per dot column. Where several intervals fall into one, the highest stays, so that a short spike is not
 * lost; where one covers several, each shows it. What lies after the last value is `null`. `points`: how many values
 * the whole axis has.
 */
export function sampled(values: Values, points: number, columns: number): Values {
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * points) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * points) / columns));
    let most: number | null = null;
    for (let k = from; k < Math.min(to, values.length); k++) {
      const value = values[k];
      if (value !== null && (most === null || value > most)) most = value;
    }
    return most;
  });
}

/** The sum of what falls into each column: of counts. Where one interval covers several columns, it is in the first. */
export function summed(values: Values, points: number, columns: number): Values {
  const sums = new Array<number | null>(columns).fill(null);
  values.forEach((value, k) => {
    const column = Math.floor((k * columns) / points);
    if (value !== null && column < columns) sums[column] = (sums[column] ?? 0) + value;
  });
  return sums;
}

/** A line; neighbours far apart are joined upright, so that it never tears. */
export function line(canvas: Canvas, values: Values, scale: Scale, tone: Tone, weight: number): void {
  let before: number | null = null;
  values.forEach((value, x) => {
    if (value === null) {
      before = null;
      return;
    }
    const y = heightOf(value, scale, canvas.dotRows);
    const from = before === null ? y : y > before ? before + 1 : y < before ? before - 1 : y;
    for (let dot = Math.min(from, y); dot <= Math.max(from, y); dot++) canvas.dot(x, dot, tone, weight);
    before = y;
  });
}

/** The area below a series, every second dot of it, so that lines in it stay visible without colour. */
export function area(canvas: Canvas, values: Values, scale: Scale, tone: Tone): void {
  values.forEach((value, x) => {
    if (value === null || value <= 0) return;
    const top = heightOf(value, scale, canvas.dotRows);
    for (let y = 0; y <= top; y++) if ((x + y) % 2 === 0 || y === top) canvas.dot(x, y, tone, 1);
  });
}

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Bars of whole columns; what is above zero is never drawn as nothing. */
export function bars(canvas: Canvas, values: Values, scale: Scale, tone: Tone): void {
  values.forEach((value, column) => {
    if (value === null || value <= 0) return;
    const eighths = Math.max(1, Math.round((value / scale.high) * canvas.rows * 8));
    for (let row = 0; row < canvas.rows; row++) {
      const filled = Math.min(8, eighths - row * 8);
      if (filled > 0) canvas.text(column, canvas.rows - 1 - row, BLOCKS[filled - 1], tone);
    }
  });
}
