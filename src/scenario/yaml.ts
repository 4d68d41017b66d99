import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
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

/** An alias that holds itself, or aliases of aliases of aliases, would grow without end. */
const MAX_NODES = 100_000;
const MAX_DEPTH = 100;

/** Reads YAML (JSON included) with the place of every key and value; anchors, aliases and merge keys are unfolded. */
export function readYaml(file: string, text: string, isVerbatim: IsVerbatim): YamlText {
  const lineCounter = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter, merge: true, prettyErrors: false });
  const places = placesIn(file, text, lineCounter);
  const documents = Array.isArray(parsed) ? parsed : [];
  const problems = documents.flatMap(({ errors }) => errors.map((error) => syntaxProblem(error, places)));
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

function syntaxProblem(error: Document['errors'][number], places: Places): Problem {
  const rule =
    error.code === 'DUPLICATE_KEY' ? 'each key may stand once in a map' : `is not valid YAML: ${error.message}`;
  return { ...places(error.pos[0]), path: '', value: undefined, rule };
}

interface Unfolding {
  readonly document: Document;
  readonly places: Places;
  readonly isVerbatim: IsVerbatim;
  readonly spots: Map<string, Spot>;
  count: number;
}

function unfold(document: Document, places: Places, isVerbatim: IsVerbatim, problems: Problem[]): Written {
  const state: Unfolding = { document, places, isVerbatim, spots: new Map(), count: 0 };
  const contents = document.contents as Node | null;
  const root = placeOfNode(contents, places);
  state.spots.set(spotKey([]), { key: null, value: root });
  try {
    return { value: unfoldNode(contents, [], state), spots: state.spots };
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    problems.push({
      ...root,
      path: '',
      value: undefined,
      rule: 'is not valid YAML: aliases that hold themselves, or grow without end',
    });
    return { value: {}, spots: state.spots };
  }
}

class TooLarge extends Error {}

const placeOfNode = (node: Node | null, places: Places): Place => places(node?.range?.[0] ?? 0);

function unfoldNode(node: unknown, path: Path, state: Unfolding): unknown {
  if (++state.count > MAX_NODES || path.length > MAX_DEPTH) throw new TooLarge();
  if (isAlias(node)) return unfoldNode(node.resolve(state.document) ?? null, path, state);
  if (isMap(node)) return unfoldMap(node.items, path, state);
  if (isSeq(node)) return node.items.map((item, i) => unfoldChild(null, item as Node | null, [...path, i], state));
  return isScalar(node) ? scalarValue(node, state.isVerbatim(path)) : null;
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
  for (const { key, value } of items) {
    const name = isScalar(key) ? String(key.value) : String(key);
    if (name === '<<') mergeInto(map, value, path, state);
    else define(map, name, unfoldChild(key as Node, value as Node | null, [...path, name], state));
  }
  return map;
}

/** `__proto__` is a key like any other. */
function define(map: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(map, name, { value, enumerable: true, writable: true, configurable: true });
}

/** A merged key never replaces one that the map writes itself, before or after the merge. */
function mergeInto(map: Record<string, unknown>, from: unknown, path: Path, state: Unfolding): void {
  const source = isAlias(from) ? from.resolve(state.document) : from;
  if (isSeq(source)) return source.items.forEach((item) => mergeInto(map, item, path, state));
  if (!isMap(source)) return;
  for (const { key, value } of source.items) {
    const name = isScalar(key) ? String(key.value) : String(key);
    if (name === '<<') mergeInto(map, value, path, state);
    else if (!Object.hasOwn(map, name))
      define(map, name, unfoldChild(key as Node, value as Node | null, [...path, name], state));
  }
}

function unfoldChild(key: Node | null, value: Node | null, path: Path, state: Unfolding): unknown {
  const keyPlace = key === null ? null : placeOfNode(key, state.places);
  const valuePlace = value?.range ? placeOfNode(value, state.places) : (keyPlace ?? placeOfNode(null, state.places));
  state.spots.set(spotKey(path), { key: keyPlace, value: valuePlace });
  return unfoldNode(value, path, state);
}
