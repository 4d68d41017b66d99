import { PLAIN } from '../report/text.js';
import type { Paint } from '../report/text.js';
import type { Io, Output } from './io.js';

/** A function that sets a text off by a terminal's own sequence. */
export const sgr =
  (open: number, close: number) =>
  (text: string): string =>
    text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`;

export const COLOURS: Paint = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  good: sgr(32, 39),
  bad: sgr(31, 39),
  warn: sgr(33, 39),
  accent: sgr(36, 39),
};

/** Colour only on a terminal that can show it, and never where `NO_COLOR` is set (no-color.org). */
export function paintFor(stream: Output, env: Io['env']): Paint {
  const refused = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return stream.isTTY && !refused ? COLOURS : PLAIN;
}
