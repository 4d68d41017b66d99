/** The figures of a comparison that people look at, with their units and words. */
import type { ComparedPair, Comparison } from '../../experiment/compare.js';
import type { Difference, Span } from '../../experiment/difference.js';
import { addressOf } from '../../result/address.js';
import type { Figure, FigureUnit } from '../../result/figures.js';
import { formatFigure } from '../../result/shown.js';
import { significant } from '../../units/format.js';
import { titleOf } from '../certainty.js';
import { firstFigures } from '../firstFigures.js';
import { count, percent } from '../words.js';

/** One figure of one pair of variants. */
export interface Shown {
  readonly title: string;
  readonly unit: FigureUnit;
  readonly currency: string;
  readonly better: Figure['better'];
  readonly difference: Difference;
  /** Of an objective's SLI: what the variant promises, and its interval. */
  readonly promised?: { readonly target: number; readonly low: number; readonly high: number };
}

/** Key figures of all services, of each where there are few, of bills and objectives; then those asked for. */
export function shownFigures(
  comparison: Comparison,
  pair: ComparedPair,
  more: readonly string[] = [],
): readonly Shown[] {
  const all = pair.differences.map(({ figure }) => figure);
  const services = new Set(all.flatMap((path) => /^services\.(.+)\.latency\.p99$/.exec(path)?.[1] ?? []));
  const paths = [
    ...firstFigures([...services]),
    ...all.filter((path) => /^bills\..+\.(metered|capacity)$/.test(path)),
    ...all.filter((path) => /^slo\..+\.sli$/.test(path)),
    ...more,
  ];
  return [...new Set(paths)].flatMap((path) => shown(comparison, pair, path) ?? []);
}

export function shown({ variants }: Comparison, { b, differences }: ComparedPair, path: string): Shown | null {
  const difference = differences.find(({ figure }) => figure === path);
  const found = addressOf(path);
  if (difference === undefined || !found.ok) return null;
  const { figure, scope } = found.address;
  const currency = (scope.kind === 'bill' && scope.tariff !== null && variants[0].currencies[scope.tariff]) || 'USD';
  const variant = variants.find(({ name }) => name === b);
  const target = variant?.objectives[path];
  const { low, high } = variant?.intervals[path] ?? { low: null, high: null };
  return {
    title: titleOf(path, figure.title),
    unit: figure.unit,
    currency,
    better: figure.better,
    difference,
    ...(target === undefined ? {} : { promised: { target, low: low ?? difference.b, high: high ?? difference.b } }),
  };
}

/** `412 ms`, `0.8 %`. */
export const valueOf = (one: Shown, value: number): string => formatFigure(value, one.unit, one.currency);

/** Money, counts and ratios change by a percentage; times and shares by so much, because that is what is promised. */
const isRelative = ({ unit, difference: { relative } }: Shown): boolean =>
  relative !== null && unit !== 's' && unit !== 'share';

/** `−120 ms (−15 %)`, `+8 %`; shares in percentage points. */
export function changeOf(one: Shown): string {
  const { absolute, relative, verdict, a, b } = one.difference;
  if (verdict === 'same') return 'none';
  if (isRelative(one)) return signedPercent(relative!.estimate);
  const own = inUnit(one, absolute?.estimate ?? b - a);
  return relative === null || one.unit === 'share' ? own : `${own} (${signedPercent(relative.estimate)})`;
}

/** `[−146, −95] ms`, `[+7, +9] %`. */
export function intervalOf(one: Shown): string {
  const { absolute, relative, verdict } = one.difference;
  if (verdict === 'same') return '';
  if (absolute === null) return 'not known from one pair';
  const span = isRelative(one) ? relative! : absolute;
  const { factor, name } = isRelative(one) ? { factor: 100, name: '%' } : scaleOf(one, largestOf(absolute));
  return `[${signedNumber(span.low * factor)}, ${signedNumber(span.high * factor)}] ${name}`.trimEnd();
}

const largestOf = ({ estimate, low, high }: Span): number => Math.max(...[estimate, low, high].map(Math.abs));

function inUnit(one: Shown, value: number): string {
  const { factor, name } = scaleOf(one, Math.abs(value));
  return `${signedNumber(value * factor)} ${name}`.trimEnd();
}

/** The unit in which a difference of this size reads best. */
export function scaleOf(
  { unit, currency }: Pick<Shown, 'unit' | 'currency'>,
  size: number,
): { readonly factor: number; readonly name: string } {
  switch (unit) {
    case 's':
      if (size >= 1) return { factor: 1, name: 's' };
      return size >= 0.001 ? { factor: 1000, name: 'ms' } : { factor: 1e6, name: 'µs' };
    case 'share':
      return { factor: 100, name: 'points' };
    case 'money':
      return { factor: 1, name: currency };
    case 'count':
    case 'ratio':
      return { factor: 1, name: '' };
  }
}

/** With a real minus, and a plus. */
export function signedNumber(value: number): string {
  const text = significant(Math.abs(value));
  return text === '0' ? '0' : `${value < 0 ? '−' : '+'}${text}`;
}

export const signedPercent = (share: number): string =>
  share === 0 ? '0 %' : `${share < 0 ? '−' : '+'}${percent(Math.abs(share))}`;

/** What a difference means to whoever has to decide. */
export type Meaning = 'better' | 'worse' | 'changed' | 'same' | 'equivalent' | 'open';

export function meaningOf({ better, difference: { verdict } }: Pick<Shown, 'better' | 'difference'>): Meaning {
  if (verdict !== 'lower' && verdict !== 'higher') return verdict;
  return better === null ? 'changed' : better === verdict ? 'better' : 'worse';
}

/** Seen, but surely smaller than what matters. */
export function isSmall({ difference: { relative } }: Shown, smallest: number): boolean {
  return relative !== null && Math.max(Math.abs(relative.low), Math.abs(relative.high)) < smallest;
}

/** In a word or two; of an objective also whether the variant keeps it. */
export function meaningWords(one: Shown, smallest: number): string {
  if (one.promised === undefined) return changeWords(one, smallest);
  const promise = promiseWords(one.promised);
  return meaningOf(one) === 'same' ? promise : `${changeWords(one, smallest)}; ${promise}`;
}

/** `keeps 99 %`, `breaks 99 %`; open where the interval reaches to both sides. */
function promiseWords({ target, low, high }: NonNullable<Shown['promised']>): string {
  const kept = Math.min(low, high) >= target ? 'keeps' : Math.max(low, high) < target ? 'breaks' : 'may break';
  return `${kept} ${percent(target)}`;
}

function changeWords(one: Shown, smallest: number): string {
  const { settledBy } = one.difference;
  const small = isSmall(one, smallest) ? `, by less than ${percent(smallest)}` : '';
  switch (meaningOf(one)) {
    case 'better':
      return `better${small}`;
    case 'worse':
      return `worse${small}`;
    case 'changed':
      return `changed${small}`;
    case 'same':
      return 'the same every time';
    case 'equivalent':
      return `no difference of ${percent(smallest)}`;
    case 'open':
      return settledBy === null ? 'open' : `open: about ${count(settledBy)} runs would tell`;
  }
}
