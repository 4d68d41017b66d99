/** Text in columns of a terminal: width, padding, cutting, wrapping; and text from outside made harmless. */

/** How a terminal (or nothing) sets off words. Every function returns the text it was given, decorated. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly accent: (text: string) => string;
}

const same = (text: string): string => text;

/** No decoration at all. */
export const PLAIN: Paint = { bold: same, dim: same, good: same, bad: same, warn: same, accent: same };

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|^\p{Emoji_Presentation}|^[\u{20000}-\u{3fffd}]|\ufe0f/u;
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** Characters of one column each, which are nearly all that is ever shown: no need to look for graphemes. */
const NARROW = /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u00ff\u2010-\u2022\u2026\u2190-\u2193\u2500-\u259f\u2800-\u28ff]*$/;

/** Columns a text takes: two for East Asian wide characters and emoji, none for marks. */
export function width(text: string): number {
  if (NARROW.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of graphemes.segment(text))
    columns += INVISIBLE.test(segment) ? 0 : WIDE.test(segment) ? 2 : 1;
  return columns;
}

/** Control characters and changes of direction. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A name from a scenario, safe to print: no escape sequences, no change of direction, one line. */
export function harmless(text: string): string {
  return text.replace(UNSAFE, '\ufffd');
}

/** The same of a text of several lines, such as a message that quotes what a file holds. */
export function harmlessLines(text: string): string {
  return text.split('\n').map(harmless).join('\n');
}

/** Cut to a number of columns, an ellipsis marking the cut. */
export function cut(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = width(segment);
    if (used + next > columns - 1) break;
    kept += segment;
    used += next;
  }
  return `${kept}…`;
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - width(text))) + text;
}

/** Lines of at most `columns`, broken at spaces; a word that is longer is cut. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').map((part) => cut(part, columns))) {
    if (line !== '' && width(line) + 1 + width(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** Wrapped text whose first line starts with `mark` and whose others are indented to its width. */
export function hanging(mark: string, text: string, columns: number): readonly string[] {
  const indent = width(mark);
  return wrap(text, columns - indent).map((line, index) => (index === 0 ? mark : ' '.repeat(indent)) + line);
}

/** Columns aligned by content: the first to the left, the others to the right. */
export function columns(rows: readonly (readonly string[])[], gap = 2): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? padEnd(cell, widths[0]!) : padStart(cell, widths[column]!)))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}
