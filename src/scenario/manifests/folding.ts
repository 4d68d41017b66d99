/** A scenario that takes up what manifests say, key by key. */
import type { Path, Problem } from '../problem.js';
import type { Note } from '../resolved.js';
import { placeOf, problemAt, valueAt, withValue, type Place, type Written } from '../written.js';

export interface Folded {
  readonly written: Written;
  readonly problems: readonly Problem[];
  readonly notes: readonly Note[];
}

export class Folding {
  /** What the person wrote beside the manifests: one key in both is an error. */
  readonly block: Written;
  readonly problems: Problem[] = [];
  readonly #notes: Note[] = [];
  #written: Written;

  constructor(block: Written) {
    this.block = block;
    this.#written = block;
  }

  result(): Folded {
    return { written: this.#written, problems: this.problems, notes: this.#notes };
  }

  note({ file, line }: Place, text: string): void {
    this.#notes.push({ where: `${file}:${line}`, text });
  }

  /** What a manifest says there, where it says anything. */
  put(tree: Written, from: Path, to: Path): void {
    const value = valueAt(tree.value, from);
    if (value !== undefined) this.putValue(value, placeOf(tree, from), to);
  }

  /** A key that the scenario has itself, or that another manifest has set, is refused. */
  putValue(value: unknown, place: Place, to: Path): void {
    if (valueAt(this.#written.value, to) === undefined) this.#set(value, place, to);
    else this.#refuse(place, to);
  }

  /** The same, but of several manifests the last one counts. */
  replaceValue(value: unknown, place: Place, to: Path): void {
    if (valueAt(this.block.value, to) === undefined) this.#set(value, place, to);
    else this.#refuse(place, to);
  }

  /** An empty map, where there is none yet. */
  ensure(place: Place, to: Path): void {
    if (valueAt(this.#written.value, to) === undefined) this.#set({}, place, to);
  }

  #set(value: unknown, place: Place, to: Path): void {
    this.#written = withValue(this.#written, to, value, place);
  }

  #refuse({ file, line }: Place, to: Path): void {
    const hint = 'keep one of the two; --set overrides both';
    this.problems.push(problemAt(this.#written, to, `is also set in ${file}:${line}`, { hint }));
  }
}
