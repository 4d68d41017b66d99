/** What a person wrote, as plain values that know their places: one tree, whichever files it came from. */
import type { Path, Problem } from './problem.js';
import { pathText, valueText } from './problem.js';

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly source?: string;
}

/** The places of one node: of its key (where it has one) and of its value. */
export interface Spot {
  readonly key: Place | null;
  readonly value: Place;
}

export interface Written {
  /** Maps, lists and scalars as JSON has them. */
  readonly value: unknown;
  /** By {@link spotKey}. */
  readonly spots: ReadonlyMap<string, Spot>;
}

export type Tree = Readonly<Record<string, unknown>>;

/** The key of a path among the spots. */
export const spotKey = (path: Path): string => JSON.stringify(path);

/** The place of a value, or of the nearest thing around it that was written. */
export function placeOf(written: Written, path: Path, at: 'key' | 'value' = 'value'): Place {
  for (let length = path.length; length >= 0; length--) {
    const spot = written.spots.get(spotKey(path.slice(0, length)));
    if (spot !== undefined) return length < path.length || at === 'key' ? (spot.key ?? spot.value) : spot.value;
  }
  return { file: '', line: 0, column: 0 };
}

/** A problem of the value at `path`. `at: 'key'` points at the key: for unknown and misplaced fields. */
export function problemAt(
  written: Written,
  path: Path,
  rule: string,
  {
    hint,
    at = 'value',
    showValue = true,
  }: { readonly hint?: string | undefined; readonly at?: 'key' | 'value'; readonly showValue?: boolean } = {},
): Problem {
  const { file, line, column, source } = placeOf(written, path, at);
  const value = showValue ? valueText(valueAt(written.value, path)) : undefined;
  const base = { file, line, column, path: pathText(path), value, rule };
  return { ...base, ...(hint === undefined ? {} : { hint }), ...(source === undefined ? {} : { source }) };
}

/** The value at a path; `undefined` where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((within, step) => {
    if (Array.isArray(within)) return typeof step === 'number' ? (within as readonly unknown[])[step] : undefined;
    const tree = asTree(within);
    return Object.hasOwn(tree, step) ? tree[step] : undefined;
  }, value);
}

/** A map as it is, anything else as an empty one: for rules that look at what may be wrong elsewhere. */
export function asTree(value: unknown): Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {};
}

/** A list as it is, anything else as an empty one. */
export const asList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];

export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same with `value` at `path`, all of it from one `place`. Maps on the way are created, nothing is changed in place. */
export function withValue(written: Written, path: Path, value: unknown, place: Place): Written {
  const rewriting = new Rewriting(written);
  rewriting.set(path, value, place);
  return rewriting.result();
}

/** Any number of changes of one tree: what was given stays as it is, and each change costs no more than what it touches. */
export class Rewriting {
  readonly #spots: Map<string, Spot>;
  /** Maps and lists that were made here, and may be changed. */
  readonly #own = new Set<unknown>();
  #value: unknown;

  constructor(written: Written) {
    this.#spots = new Map(written.spots);
    this.#value = written.value;
  }

  /** What is written by now; a view that later changes are seen through. */
  get now(): Written {
    return { value: this.#value, spots: this.#spots };
  }

  /** @see withValue. `key`: where its key stands, if elsewhere. */
  set(path: Path, value: unknown, place: Place, key: Place = place): void {
    this.#forget(valueAt(this.#value, path), path);
    this.#spots.set(spotKey(path), { key, value: place });
    this.#value = this.#replaced(this.#value, path, value);
  }

  /** What became of it. Changes after that would be seen in it. */
  result(): Written {
    return this.now;
  }

  /** The places of what is replaced. */
  #forget(value: unknown, path: Path): void {
    for (const [step, child] of childrenOf(value)) {
      this.#spots.delete(spotKey([...path, step]));
      this.#forget(child, [...path, step]);
    }
  }

  #replaced(within: unknown, path: Path, value: unknown): unknown {
    if (path.length === 0) return value;
    const [step, ...rest] = path;
    const own = (typeof step === 'number' ? this.#ownList(within) : this.#ownTree(within)) as Record<string, unknown>;
    own[step] = this.#replaced(Object.hasOwn(own, step) ? own[step] : undefined, rest, value);
    return own;
  }

  #ownList(list: unknown): unknown {
    return this.#own.has(list) && Array.isArray(list) ? list : this.#made([...asList(list)]);
  }

  #ownTree(tree: unknown): unknown {
    return this.#own.has(tree) && isTree(tree) ? tree : this.#made({ ...asTree(tree) });
  }

  #made(node: unknown): unknown {
    this.#own.add(node);
    return node;
  }
}

function childrenOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  return Array.isArray(value) ? value.map((child, i) => [i, child] as const) : Object.entries(asTree(value));
}

/** Whether a spot's key is the path itself or below it. */
function isWithin(key: string, path: Path): boolean {
  const open = spotKey(path).slice(0, -1);
  return path.length === 0 || (key.startsWith(open) && (key[open.length] === ',' || key[open.length] === ']'));
}

/** One part of it, as a tree of its own. */
export function partOf(written: Written, path: Path): Written {
  const spots = new Map<string, Spot>();
  for (const [key, spot] of written.spots) {
    if (isWithin(key, path)) spots.set(spotKey((JSON.parse(key) as Path).slice(path.length)), spot);
  }
  return { value: valueAt(written.value, path), spots };
}

/** Every item of a list, as trees of their own; all of them in one pass, because a list may be long. */
export function itemsAt(written: Written, path: Path): readonly Written[] {
  const items = asList(valueAt(written.value, path)).map((value) => ({ value, spots: new Map<string, Spot>() }));
  for (const [key, spot] of written.spots) {
    if (!isWithin(key, path)) continue;
    const at = JSON.parse(key) as Path;
    items[Number(at[path.length])]?.spots.set(spotKey(at.slice(path.length + 1)), spot);
  }
  return items;
}
