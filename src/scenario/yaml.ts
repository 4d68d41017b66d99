import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import type { Path, Problem } from './problem.js';
import { spotKey, type Place, type Spot, type Written } from './written.js';

/** What was read of a YAML text: one tree per document, and what is wrong with its syntax. */
export interface YamlText {
  readonly documents: readonly Written[];
  readonly problems: readonly Problem[];
}

/** Whether a number or boolean at this path is to be read as its source text ("1.0" stays "1.0"). */
export type IsVerbatim = (path: Path) => boolean;

/** Nodes that aliases repeat: one that holds itself, or aliases of aliases of aliases, would grow without end. */
const MAX_REPEATED = 100_000;
const MAX_DEPTH = 100;

/** Reads YAML (JSON included) with the place of every key and value; anchors, aliases and merge keys are unfolded. */
export function readYaml(file: string, text: string, isVerbatim: IsVerbatim): YamlText {
  const lineCounter = new LineCounter();
  // Tags beyond those of JSON would give values that no field takes (!!binary, !!timestamp): they stay texts.
  // The parser compares every key of a map with all before it: `unfoldMap` does that faster.
  const options = { merge: true, prettyErrors: false, resolveKnownTags: false, uniqueKeys: false } as const;
  const parsed = parseAllDocuments(text, { lineCounter, ...options });
  const places = placesIn(file, text, lineCounter);
  const documents = Array.isArray(parsed) ? parsed : [];
  const errors = documents.flatMap((document) => document.errors);
  const deep = errors.filter(isTooDeep);
  const problems = errors.filter((error) => !deep.includes(error, 1)).map((error) => syntaxProblem(error, places));
  const trees = documents.map((document) => unfold(document, places, isVerbatim, problems));
  return { documents: trees, problems };
}

type Places = (offset: number) => Place;

function placesIn(file: string, text: string, lineCounter: LineCounter): Places {
  const lines = text.split(/\r?\n/);
  return (offset) => {
    const { line, col } = lineCounter.linePos(offset);
    const source = lines[line - 1];
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), ...(source === undefined ? {} : { source }) };
  };
}

const INVALID = 'is not valid YAML: ';

/** Whether a problem is one of syntax: what stands behind it may only be a consequence. */
export const isOfSyntax = ({ rule }: Problem): boolean => rule.startsWith(INVALID);

function syntaxProblem(error: Document['errors'][number], places: Places): Problem {
  const rule = INVALID + (isTooDeep(error) ? 'is nested too deeply' : error.message);
  const hint = HINTS[error.code];
  return { ...places(error.pos[0]), path: '', value: undefined, rule, ...(hint !== undefined && { hint }) };
}

/** What a person does about the errors that are made most. */
const HINTS: Readonly<Partial<Record<string, string>>> = {
  BAD_INDENT: 'does the line begin in the same column as its neighbours?',
  TAB_AS_INDENT: 'indent with spaces',
};

/** The parser tells of its own exhausted stack, once for each level that it gives up. */
const isTooDeep = ({ message }: Error): boolean => message.includes('call stack');

interface Unfolding {
  /** What each alias stands for. */
  readonly anchored: () => ReadonlyMap<Alias, Node>;
  readonly places: Places;
  readonly isVerbatim: IsVerbatim;
  readonly spots: Map<string, Spot>;
  readonly problems: Problem[];
  /** How many aliases the node that is being unfolded stands within. */
  aliases: number;
  /** Nodes unfolded within aliases: those of the text itself are as many as it has. */
  repeated: number;
}

function unfold(document: Document, places: Places, isVerbatim: IsVerbatim, problems: Problem[]): Written {
  let found: ReadonlyMap<Alias, Node> | undefined;
  const anchored = (): ReadonlyMap<Alias, Node> => (found ??= anchorsIn(document));
  const state: Unfolding = { anchored, places, isVerbatim, spots: new Map(), problems, aliases: 0, repeated: 0 };
  const contents = document.contents as Node | null;
  const root = placeOfNode(contents, places);
  state.spots.set(spotKey([]), { key: null, value: root });
  try {
    return { value: unfoldNode(contents, [], state), spots: state.spots };
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    if (problems.length === 0) problems.push(invalid(root, 'aliases that hold themselves, or grow without end'));
    return { value: {}, spots: state.spots };
  }
}

const invalid = (place: Place, what: string): Problem => ({
  ...place,
  path: '',
  value: undefined,
  rule: INVALID + what,
});

class TooLarge extends Error {}

const placeOfNode = (node: Node | null, places: Places): Place => places(node?.range?.[0] ?? 0);

function unfoldNode(node: unknown, path: Path, state: Unfolding): unknown {
  if (path.length > MAX_DEPTH) throw new TooLarge();
  countRepeated(state);
  if (isAlias(node)) return withinAlias(state, () => unfoldNode(anchored(node, state), path, state));
  if (isMap(node)) return unfoldMap(node.items, path, state);
  if (isSeq(node)) return node.items.map((item, i) => unfoldChild(null, item as Node | null, [...path, i], state));
  return isScalar(node) ? scalarValue(node, state.isVerbatim(path)) : null;
}

function countRepeated(state: Unfolding): void {
  if (state.aliases > 0 && ++state.repeated > MAX_REPEATED) throw new TooLarge();
}

function withinAlias<T>(state: Unfolding, unfolded: () => T): T {
  if (++state.aliases > MAX_DEPTH) throw new TooLarge();
  const value = unfolded();
  state.aliases--;
  return value;
}

/** What an alias stands for: the last node before it that has its name. */
function anchored(alias: Alias, state: Unfolding): Node | null {
  const node = state.anchored().get(alias);
  if (node === undefined)
    state.problems.push(invalid(placeOfNode(alias, state.places), `no anchor before it is named &${alias.source}`));
  return node ?? null;
}

/** All of a document at once: the parser's own way looks through the document for each alias. */
function anchorsIn(document: Document): ReadonlyMap<Alias, Node> {
  const named = new Map<string, Node>();
  const found = new Map<Alias, Node>();
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node)) return void (node.anchor !== undefined && named.set(node.anchor, node));
      const meant = named.get(node.source);
      if (meant !== undefined) found.set(node, meant);
    },
  });
  return found;
}

function scalarValue(
  { value, source }: { readonly value: unknown; readonly source?: string },
  verbatim: boolean,
): unknown {
  if (verbatim && value !== null && typeof value !== 'string') return source ?? String(value);
  return typeof value === 'bigint' ? Number(value) : value;
}

function unfoldMap(items: readonly Pair[], path: Path, state: Unfolding): unknown {
  const map: Record<string, unknown> = {};
  const names = new Set<string>();
  for (const { key, value } of items) {
    const name = nameOf(key);
    if (names.has(name)) state.problems.push(twice(name, placeOfNode(key as Node, state.places)));
    names.add(name);
    if (name === MERGE) mergeInto(map, value as Node | null, path, state);
    else define(map, name, unfoldChild(key as Node, value as Node | null, [...path, name], state));
  }
  return map;
}

const twice = (name: string, place: Place): Problem => ({
  ...place,
  path: '',
  value: undefined,
  rule: `${/^[\w./-]+$/.test(name) ? `${name} stands twice: ` : ''}each key may stand once in a map`,
});

const MERGE = '<<';

/** The parser gives a merge key as a symbol, so that it is not taken for a text in quotes. */
function nameOf(key: unknown): string {
  if (!isScalar(key)) return String(key);
  return typeof key.value === 'symbol' ? (key.value.description ?? '') : String(key.value);
}

/** `__proto__` is a key like any other. */
function define(map: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(map, name, { value, enumerable: true, writable: true, configurable: true });
}

/** A merged key never replaces one that the map writes itself, before or after the merge. */
function mergeInto(map: Record<string, unknown>, from: Node | null, path: Path, state: Unfolding): void {
  if (!isAlias(from)) return mergeNode(map, from, path, state);
  const source = anchored(from, state);
  if (source !== null) withinAlias(state, () => mergeNode(map, source, path, state));
}

function mergeNode(map: Record<string, unknown>, source: Node | null, path: Path, state: Unfolding): void {
  countRepeated(state);
  if (isSeq(source)) return source.items.forEach((item) => mergeInto(map, item as Node | null, path, state));
  if (isMap(source)) return source.items.forEach((pair) => mergePair(map, pair, path, state));
  state.problems.push(invalid(placeOfNode(source, state.places), `${MERGE} takes a map, or a list of maps`));
}

function mergePair(map: Record<string, unknown>, { key, value }: Pair, path: Path, state: Unfolding): void {
  const name = nameOf(key);
  if (name === MERGE) mergeInto(map, value as Node | null, path, state);
  else if (!Object.hasOwn(map, name))
    define(map, name, unfoldChild(key as Node, value as Node | null, [...path, name], state));
}

function unfoldChild(key: Node | null, value: Node | null, path: Path, state: Unfolding): unknown {
  const keyPlace = key === null ? null : placeOfNode(key, state.places);
  const valuePlace = value?.range ? placeOfNode(value, state.places) : (keyPlace ?? placeOfNode(null, state.places));
  state.spots.set(spotKey(path), { key: keyPlace, value: valuePlace });
  return unfoldNode(value, path, state);
}
