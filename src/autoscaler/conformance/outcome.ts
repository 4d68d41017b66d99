/** How recorded answers compare with this project's: counts, and the first disagreements in words. */
export interface Outcome {
  readonly total: number;
  readonly agreed: number;
  readonly disagreements: readonly string[];
}

/** How many disagreements are kept to be shown. */
const SHOWN = 3;

/** Counts comparisons of recorded answers with computed ones. */
export class Comparison {
  #total = 0;
  #agreed = 0;
  readonly #disagreements: string[] = [];

  /**
   * One recorded answer against a computed one; an answer that cannot be computed disagrees. `where` is only called for a
   * disagreement that will be shown.
   */
  expect(where: () => string, recorded: unknown, compute: () => unknown, same: Same = sameValue): void {
    const computed = attempt(compute);
    this.#total++;
    if (same(recorded, computed)) this.#agreed++;
    else if (this.#disagreements.length < SHOWN) {
      this.#disagreements.push(`${where()}: recorded ${print(recorded)}, computed ${print(computed)}`);
    }
  }

  outcome(): Outcome {
    return { total: this.#total, agreed: this.#agreed, disagreements: this.#disagreements };
  }
}

export type Same = (recorded: unknown, computed: unknown) => boolean;

/** Exact equality of plain values, objects and arrays compared member by member; `-0` equals `0`. */
export function sameValue(a: unknown, b: unknown): boolean {
  return compare(a, b, 0);
}

/** The same with a relative tolerance on numbers (absolute below 1). */
export function within(tolerance: number): Same {
  return (a, b) => compare(a, b, tolerance);
}

function compare(a: unknown, b: unknown, tolerance: number): boolean {
  if (typeof a === 'number' && typeof b === 'number') return near(a, b, tolerance);
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  return sameMembers(a as Members, b as Members, tolerance);
}

type Members = Readonly<Record<string, unknown>>;

function sameMembers(a: Members, b: Members, tolerance: number): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => key in b && compare(a[key], b[key], tolerance));
}

function near(a: number, b: number, tolerance: number): boolean {
  if (a === b) return true;
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
}

function attempt(compute: () => unknown): unknown {
  try {
    return compute();
  } catch (error) {
    return String(error);
  }
}

function print(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}

/** JSON has no NaN and no infinities: the recorded files hold them as text. */
export function recordable(value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : `${value > 0 ? '+' : '-'}Inf`;
}
