/** One result document out of those of several replications: every number the mean over them. */
import type { CauseSeries, ResultDocument, RevisionCauseSeries } from '../result/document.js';
import { add, divide } from '../units/arithmetic.js';
import { exact, fromNumber, toText, type Exact } from '../units/decimal.js';
import { isBareNumber } from '../units/parsed.js';
import { MeanBands, MeanCauses } from './meanCounts.js';

type Fields = Readonly<Record<string, unknown>>;

/** Decimal places of mean amounts of money. */
const PLACES = 15;

/** What is told from the first replication alone: lists of single happenings have no mean. */
const OF_THE_FIRST = new Set([
  'scenario',
  'inputs',
  'assumptions',
  'decisions',
  'alerts',
  'faults',
  'notes',
  'thresholds',
  // Their means are made beside the sums: what stands at one place of these lists differs between replications.
  'causes',
  'revisionCauses',
  'latencyBands',
]);

/** Maps in which a missing key means that it never happened. */
const ZERO_WHERE_MISSING = new Set(['byCause', 'byPhase', 'refused', 'timedOut', 'failed']);

/** Lists whose places are known by a name: which there are may differ between replications. */
const KEY_OF: Readonly<Record<string, (one: Fields) => string>> = {
  series: ({ name }) => String(name),
  revisionSeries: ({ name }) => String(name),
  // Of a bill: a tier that a replication does not reach, a promise that it keeps, has no line in it.
  lines: lineKey,
  credits: lineKey,
  capacityLines: lineKey,
};

/** Lists of lines of bills. */
const LINES = new Set(['lines', 'credits', 'capacityLines']);

/** Lists of series: each is the mean of those of its name. */
const SERIES = new Set(['series', 'revisionSeries']);

/** Of a line that a replication does not have, these are 0 there; its rate is what it is. */
const AMOUNTS = new Set(['quantity', 'amount']);

const SAID = 'decisions, alerts, faults and notes of bills are those of the first replication';

/** Takes documents one after the other, in the order of their replications, and keeps sums alone. */
export class MeanDocument {
  #first: ResultDocument | null = null;
  #count = 0;
  readonly #sum = new Sum('');
  readonly #causes = new MeanCauses<CauseSeries>();
  readonly #revisionCauses = new MeanCauses<RevisionCauseSeries>();
  readonly #bands = new MeanBands();

  add(document: ResultDocument): void {
    this.#first ??= document;
    this.#count++;
    this.#sum.add(document);
    this.#causes.add(document.causes ?? []);
    this.#revisionCauses.add(document.revisionCauses ?? []);
    if (document.latencyBands !== undefined) this.#bands.add(document.latencyBands);
  }

  /** @throws RangeError before the first document */
  mean(): ResultDocument {
    const first = this.#first;
    if (first === null) throw new RangeError('documents = 0, must be at least one');
    if (this.#count === 1) return first;
    const mean = this.#sum.mean() as ResultDocument;
    return { ...mean, ...this.#counted(), assumptions: [...first.assumptions, { where: 'replications', text: SAID }] };
  }

  #counted(): Pick<ResultDocument, 'causes' | 'revisionCauses' | 'latencyBands'> {
    const causes = this.#causes.mean(this.#count);
    const revisionCauses = this.#revisionCauses.mean(this.#count);
    const latencyBands = this.#bands.mean(this.#count);
    return {
      ...(causes.length === 0 ? {} : { causes }),
      ...(revisionCauses.length === 0 ? {} : { revisionCauses }),
      ...(latencyBands === undefined ? {} : { latencyBands }),
    };
  }
}

/** One place of the document over all replications. What it holds is seen at the first value that is not null. */
class Sum {
  readonly #key: string;
  #first: unknown = undefined;
  #seen = 0;
  #total = 0;
  #exact: Exact | null = null;
  /** Whether all values were the same so far. */
  #same = true;
  /** Made where there is something inside: most places are numbers. */
  #inner: Map<string, Sum> | null = null;
  readonly #places: string[] = [];

  constructor(key: string) {
    this.#key = key;
  }

  add(value: unknown): void {
    if (value === null || value === undefined) {
      if (this.#first === undefined) this.#first = value;
      return;
    }
    if (this.#seen++ === 0) this.#first = value;
    if (OF_THE_FIRST.has(this.#key)) return;
    if (typeof value === 'number') this.#total += value;
    else if (typeof value === 'string') this.#addText(value);
    else if (typeof value === 'boolean') this.#same &&= value === this.#first;
    else this.#addInner(value);
  }

  /** Money and quantities are decimal texts; any other text is the same in all. */
  #addText(text: string): void {
    this.#same &&= text === this.#first;
    if (!isBareNumber(text)) return;
    this.#exact = this.#exact === null ? exact(text) : add(this.#exact, exact(text));
  }

  #addInner(value: object): void {
    const keyOf = KEY_OF[this.#key];
    const named: Fields = keyOf === undefined ? (value as Fields) : byKey(value as readonly Fields[], keyOf);
    const keys = Object.keys(named);
    const places = (this.#inner ??= new Map<string, Sum>());
    if (this.#seen === 1) this.#places.push(...keys);
    keys.forEach((key, k) => {
      const known = places.get(key);
      // Series that the first replication does not have stay out.
      if (known === undefined && SERIES.has(this.#key) && this.#seen > 1) return;
      if (known === undefined && LINES.has(this.#key)) this.#placeBehind(keys[k - 1], key);
      const inner = known ?? new Sum(Array.isArray(value) ? '' : key);
      places.set(key, inner);
      inner.add(named[key]);
    });
  }

  /** A place that the first replication did not have, behind the one it follows in this one. */
  #placeBehind(before: string | undefined, key: string): void {
    if (this.#seen === 1) return;
    this.#places.splice(before === undefined ? 0 : this.#places.indexOf(before) + 1, 0, key);
  }

  /** @param all documents in which the map around it was there, where a missing key counts as 0 */
  mean(all: number | null = null): unknown {
    const first = this.#first;
    if (first === null || first === undefined || OF_THE_FIRST.has(this.#key)) return first;
    if (typeof first === 'number') return this.#total / (all ?? this.#seen);
    if (typeof first === 'string') return this.#meanText(first, all ?? this.#seen);
    if (typeof first === 'boolean') return this.#same ? first : null;
    return this.#meanInner(Array.isArray(first), all);
  }

  #meanText(first: string, count: number): string {
    if (this.#exact === null || (this.#same && count === this.#seen)) return first;
    return toText(divide(this.#exact, fromNumber(count), PLACES));
  }

  /** @param lines how many lists there were with or without this line of a bill; `null`: it is none */
  #meanInner(isList: boolean, lines: number | null): unknown {
    const inner = this.#inner ?? new Map<string, Sum>();
    const all = ZERO_WHERE_MISSING.has(this.#key) ? this.#seen : null;
    if (isList) return this.#places.map((key) => inner.get(key)?.mean(LINES.has(this.#key) ? this.#seen : null));
    return Object.fromEntries([...inner].map(([key, one]) => [key, one.mean(AMOUNTS.has(key) ? lines : all)]));
  }
}

function lineKey({ meter, name, kind }: Fields): string {
  return [meter, name, kind].join('/');
}

/** By key, of several with one key by the order in which they stand too. */
function byKey(list: readonly Fields[], keyOf: (one: Fields) => string): Fields {
  const named = new Map<string, Fields>();
  for (const one of list) {
    let key = keyOf(one);
    while (named.has(key)) key += "'";
    named.set(key, one);
  }
  return Object.fromEntries(named);
}
