import { pathText, type Path } from '../problem.js';
import type { Note } from '../resolved.js';
import { placeOf, type Written } from '../written.js';

/** Collects what was assumed, each once, with its place. */
export class Notes {
  readonly #written: Written;
  readonly #notes: Note[] = [];

  constructor(written: Written, carried: readonly Note[] = []) {
    this.#written = written;
    this.#notes.push(...carried);
  }

  add(path: Path, text: string): void {
    const { file, line } = placeOf(this.#written, path, 'key');
    this.addAt(`${line === 0 ? file : `${file}:${line}`} ${pathText(path)}`.trim(), text);
  }

  addAt(where: string, text: string): void {
    if (!this.#notes.some((note) => note.where === where && note.text === text)) this.#notes.push({ where, text });
  }

  all(): readonly Note[] {
    return [...this.#notes];
  }
}
