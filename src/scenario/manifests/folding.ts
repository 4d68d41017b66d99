/** A scenario that takes up what manifests say, key by key. */
import type { Path, Problem } from '../problem.js';
import type { Note } from '../resolved.js';
import { placeOf, problemAt, Rewriting, valueAt, type Place, type Written } from '../written.js';

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
  readonly #rewriting: Rewriting;

  constructor(block: Written) {
    this.block = block;
    this.#rewriting = new Rewriting(block);
  }

  result(): Folded {
    return { written: this.#rewriting.result(), problems: this.problems, notes: this.#notes };
  }

  note({ file, line }: Place, text: string): void {
    this.#notes.push({ where: `${file}:${line}`, text });
  }

  /** What a manifest says there, where it says anything: `null` is nothing to Kubernetes, but for texts. */
  put(tree: Written, from: Path, to: Path): void {
    const value = valueAt(tree.value, from);
    if (value !== undefined && value !== null) this.putValue(value, placeOf(tree, from), to);
  }

  /** The same of annotations and of a ConfigMap's data, where Kubernetes refuses a `null`. */
  putText(tree: Written, from: Path, to: Path): void {
    this.putValue(valueAt(tree.value, from), placeOf(tree, from), to);
  }

  /** A key that the scenario has itself, or that another manifest has set, is refused. */
  putValue(value: unknown, place: Place, to: Path): void {
    if (valueAt(this.#rewriting.now.value, to) === undefined) this.#set(value, place, to);
    else this.#refuse(place, to);
  }

  /** The same, but of several manifests the last one counts. */
  replaceValue(value: unknown, place: Place, to: Path): void {
    if (valueAt(this.block.value, to) === undefined) this.#set(value, place, to);
    else this.#refuse(place, to);
  }

  /** An empty map, where there is none yet. */
  ensure(place: Place, to: Path): void {
    if (valueAt(this.#rewriting.now.value, to) === undefined) this.#set({}, place, to);
  }

  #set(value: unknown, place: Place, to: Path): void {
    this.#rewriting.set(to, value, place);
  }

  #refuse({ file, line }: Place, to: Path): void {
    const hint = 'keep one of the two; --set overrides both';
    this.problems.push(problemAt(this.#rewriting.now, to, `is also set in ${file}:${line}`, { hint }));
  }
}
