/**
 * Inputs that are not known: `median: [40ms, 60ms]` wherever one quantity may stand. A single run takes the middle; over
 * replications each one draws its own value, every value of the range as likely as any other.
 */
import { pathText, type Path, type Problem } from './problem.js';
import { amountOf, amountText, type Amount } from './quantity.js';
import { asList, asTree, placeOf, problemAt, Rewriting, type Written } from './written.js';

/** One input given as a range. */
export interface InputRange {
  readonly path: Path;
  readonly low: Amount;
  readonly high: Amount;
  /** Both ends are whole: so is what lies between. */
  readonly whole: boolean;
  /** Both ends are numbers, not texts. */
  readonly bare: boolean;
}

/** Lists that may hold two quantities and mean both of them. */
export const LISTS_OF_QUANTITIES: ReadonlySet<string> = new Set(['sum', 'merge', 'layers']);

/** Every range in what was written. */
export function rangesIn(written: Written): readonly InputRange[] {
  return within(written.value, []);
}

function within(value: unknown, path: Path): readonly InputRange[] {
  if (Array.isArray(value)) {
    const range = rangeOf(value, path);
    return range !== null ? [range] : asList(value).flatMap((item, k) => within(item, [...path, k]));
  }
  return Object.entries(asTree(value)).flatMap(([key, inner]) => within(inner, [...path, key]));
}

function rangeOf(items: readonly unknown[], path: Path): InputRange | null {
  const key = String(path.at(-1));
  // How long to run and from which seed are decisions, not inputs.
  if (items.length !== 2 || path.length < 2 || LISTS_OF_QUANTITIES.has(key)) return null;
  const [low, high] = items.map((item) => endOf(item, key));
  if (low === null || high === null) return null;
  const bare = items.every((item) => typeof item === 'number');
  const whole = items.every((item) => /^\d+$/.test(String(item).trim()));
  return { path, low, high, whole, bare };
}

function endOf(item: unknown, key: string): Amount | null {
  if (typeof item !== 'string' && typeof item !== 'number') return null;
  return amountOf(String(item), key === 'cpu' ? 'cpu' : 'text');
}

/** Ranges that say nothing: ends of two kinds, or the wrong way round. */
export function rangeProblems(written: Written): Problem[] {
  return rangesIn(written).flatMap(({ path, low, high }) => {
    const rule =
      low.quantity !== high.quantity || low.currency !== high.currency
        ? 'the ends of a range must have the same unit'
        : low.value > high.value
          ? 'a range must begin with its lower end'
          : null;
    return rule === null ? [] : [problemAt(written, path, rule)];
  });
}

/** The value at a share of the way from the lower end to the upper one, as it would be written. */
export function valueIn({ low, high, whole, bare }: InputRange, share: number): string | number {
  const span = high.value - low.value;
  const value = whole ? Math.min(high.value, low.value + Math.floor(share * (span + 1))) : low.value + share * span;
  return bare ? value : amountText({ ...low, value });
}

/** The same with a value instead of every range. @param shareOf where in a range, 0..1, by its path */
export function withoutRanges(written: Written, shareOf: (path: string) => number): Written {
  const rewriting = new Rewriting(written);
  for (const range of rangesIn(written)) {
    const value = valueIn(range, shareOf(pathText(range.path)));
    rewriting.set(range.path, value, placeOf(written, range.path), placeOf(written, range.path, 'key'));
  }
  return rewriting.result();
}
