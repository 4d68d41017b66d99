/**
 * A grid of terminal cells to draw on with dots: two beside and four above each other in every cell, as braille has
 * them. A cell has one tone: that of the mark that was drawn last with the highest weight.
 */
import { toned, type Tone, type TuiPaint } from '../paint.js';

const BRAILLE = 0x2800;
/** Bits of the dots of a cell: by row from the top, left and right. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

export class Canvas {
  readonly #bits: Uint8Array;
  readonly #tones: (Tone | null)[];
  readonly #weights: Uint8Array;
  readonly #texts: (string | null)[];

  constructor(
    readonly columns: number,
    readonly rows: number,
  ) {
    const cells = columns * rows;
    this.#bits = new Uint8Array(cells);
    this.#tones = new Array<Tone | null>(cells).fill(null);
    this.#weights = new Uint8Array(cells);
    this.#texts = new Array<string | null>(cells).fill(null);
  }

  get dotColumns(): number {
    return this.columns * 2;
  }

  get dotRows(): number {
    return this.rows * 4;
  }

  /** Sets one dot, (0, 0) at the bottom left; what lies outside is dropped. */
  dot(x: number, y: number, tone: Tone, weight = 1): void {
    if (x < 0 || y < 0 || x >= this.dotColumns || y >= this.dotRows) return;
    const fromTop = this.dotRows - 1 - y;
    const cell = Math.floor(fromTop / 4) * this.columns + Math.floor(x / 2);
    this.#bits[cell] |= DOTS[fromTop % 4][x % 2];
    this.#colour(cell, tone, weight);
  }

  /** Puts a character where it stands, over any dots. (0, 0) is the top left cell. */
  text(column: number, row: number, character: string, tone: Tone): void {
    if (column < 0 || row < 0 || column >= this.columns || row >= this.rows) return;
    const cell = row * this.columns + column;
    this.#texts[cell] = character;
    this.#tones[cell] = tone;
    this.#weights[cell] = 255;
  }

  /** A character only where nothing is drawn yet. */
  under(column: number, row: number, character: string, tone: Tone): void {
    const cell = row * this.columns + column;
    if (this.#bits[cell] === 0 && this.#texts[cell] === null) this.text(column, row, character, tone);
  }

  #colour(cell: number, tone: Tone, weight: number): void {
    if (weight < this.#weights[cell]) return;
    this.#weights[cell] = weight;
    this.#tones[cell] = tone;
  }

  /** One text per row, neighbours of one tone painted together. `marked` is a column shown as selected. */
  lines(paint: TuiPaint, marked: number | null = null): readonly string[] {
    return Array.from({ length: this.rows }, (_, row) => this.#line(row, paint, marked));
  }

  #line(row: number, paint: TuiPaint, marked: number | null): string {
    let line = '';
    let run = '';
    let tone: Tone = 'plain';
    const flush = (): void => {
      line += toned(paint, tone, run);
      run = '';
    };
    for (let column = 0; column < this.columns; column++) {
      const cell = row * this.columns + column;
      const character = this.#character(cell);
      const own = this.#tones[cell] ?? 'plain';
      if (column === marked) {
        flush();
        line += character === ' ' ? paint.accent('│') : paint.selected(character);
        continue;
      }
      if (own !== tone && character !== ' ') {
        flush();
        tone = own;
      }
      run += character;
    }
    flush();
    return line;
  }

  #character(cell: number): string {
    const text = this.#texts[cell];
    if (text !== null) return text;
    return this.#bits[cell] === 0 ? ' ' : String.fromCodePoint(BRAILLE + this.#bits[cell]);
  }
}
