/** How the screen sets off words and marks. Without colour every function gives back what it got. */
import { COLOURS as SUMMARY_COLOURS, sgr } from '../cli/paint.js';
import { PLAIN, type Paint } from '../report/text.js';

export interface TuiPaint extends Paint {
  /** Ground and ink changed: what is selected. */
  readonly selected: (text: string) => string;
  /** A second line beside `accent`. */
  readonly second: (text: string) => string;
  readonly third: (text: string) => string;
}

export type Tone = Exclude<keyof TuiPaint, 'selected'> | 'plain';

const same = (text: string): string => text;

export const NO_PAINT: TuiPaint = { ...PLAIN, selected: same, second: same, third: same };

/** The terminal's own sixteen colours, so that the screen fits whatever theme it has. */
export const COLOURS: TuiPaint = { ...SUMMARY_COLOURS, second: sgr(35, 39), third: sgr(34, 39), selected: sgr(7, 27) };

/** One tone over a text; `plain` leaves it. */
export function toned(paint: TuiPaint, tone: Tone, text: string): string {
  return tone === 'plain' ? text : paint[tone](text);
}
