/** One result document out of those of several replications: every number the mean over them. */
import { divide, exact, fromNumber, sum, toText } from '../billing/decimal.js';
import type { ResultDocument } from '../result/document.js';
import { isBareNumber } from '../units/parsed.js';

/** Decimal places of mean amounts of money. */
const PLACES = 15;

/** What is told from the first replication alone: lists of single happenings have no mean. */
const OF_THE_FIRST = new Set([
  'scenario',
  'inputs',
  'assumptions',
  'decisions',
  'alerts',
  'notes',
  'thresholds',
  'latencyBands',
  'causes',
  'faults',
  'moment',
]);

/** Maps in which a missing key means that it never happened. */
const ZERO_WHERE_MISSING = new Set(['byCause', 'byPhase', 'refused', 'timedOut', 'failed']);

const SAID =
  'decisions, alerts, latency bands, causes over time, faults and notes of bills are those of the first replication';

/**
 * @param documents at least one, in the order of their replications
 * @param label what the first of them is called in the notes
 */
export function meanDocument(documents: readonly ResultDocument[]): ResultDocument {
  const [first] = documents;
  if (documents.length === 1) return first;
  const mean = meanOf('', documents) as ResultDocument;
  return { ...mean, assumptions: [...first.assumptions, { where: 'replications', text: SAID }] };
}

function meanOf(key: string, values: readonly unknown[]): unknown {
  const seen = values.filter((value) => value !== null && value !== undefined);
  if (seen.length === 0 || OF_THE_FIRST.has(key)) return values[0];
  if (seen.every((value) => typeof value === 'number'))
    return seen.reduce((all, value) => all + value, 0) / seen.length;
  if (seen.every((value) => typeof value === 'string')) return meanText(seen);
  if (seen.every((value) => typeof value === 'boolean'))
    return seen.every((value) => value === seen[0]) ? seen[0] : null;
  if (seen.every((value) => Array.isArray(value))) return key === 'series' ? meanSeries(seen) : meanList(key, seen);
  return meanMap(key, seen as readonly unknown[] as readonly Fields[]);
}

type Fields = Readonly<Record<string, unknown>>;

/** Money and quantities are decimal texts; any other text is the same in all. */
function meanText(texts: readonly string[]): string {
  if (texts.every((text) => text === texts[0]) || !texts.every(isBareNumber)) return texts[0];
  return toText(divide(sum(texts.map(exact)), fromNumber(texts.length), PLACES));
}

function meanList(key: string, lists: readonly (readonly unknown[])[]): readonly unknown[] {
  return lists[0].map((_, k) =>
    meanOf(
      key,
      lists.map((list) => list[k]),
    ),
  );
}

/** Which services have a series of their own may differ between replications: those of the first, where they are there. */
function meanSeries(lists: readonly (readonly unknown[])[]): readonly unknown[] {
  return (lists[0] as readonly Fields[]).map((series) =>
    meanOf(
      '',
      lists.flatMap((list) => (list as readonly Fields[]).filter(({ name }) => name === series['name'])),
    ),
  );
}

function meanMap(key: string, maps: readonly Fields[]): Fields {
  const keys = [...new Set(maps.flatMap((map) => Object.keys(map)))];
  const missing = ZERO_WHERE_MISSING.has(key) ? 0 : undefined;
  return Object.fromEntries(
    keys.map((inner) => [
      inner,
      meanOf(
        inner,
        maps.map((map) => (Object.hasOwn(map, inner) ? map[inner] : inner === 'restarts' ? 0 : missing)),
      ),
    ]),
  );
}
