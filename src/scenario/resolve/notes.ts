import { pathText, type Path } from '../problem.js';
import type { Note } from '../resolved.js';
import { placeOf, type Written } from '../written.js';

/** Collects what was assumed, each once, with its place. */
export class Notes {
  readonly #written: Written;
  readonly #notes: Note[] = [];
  readonly #said = new Set<string>();

  constructor(written: Written, carried: readonly Note[] = []) {
    this.#written = written;
    this.#notes.push(...carried);
    for (const note of carried) this.#said.add(keyOf(note));
  }

  add(path: Path, text: string): void {
    const { file, line } = placeOf(this.#written, path, 'key');
    this.addAt(`${line === 0 ? file : `${file}:${line}`} ${pathText(path)}`.trim(), text);
  }

  addAt(where: string, text: string): void {
    const note = { where, text };
    if (this.#said.has(keyOf(note))) return;
    this.#said.add(keyOf(note));
    this.#notes.push(note);
  }

  all(): readonly Note[] {
    return [...this.#notes];
  }
}

const keyOf = ({ where, text }: Note): string => JSON.stringify([where, text]);
