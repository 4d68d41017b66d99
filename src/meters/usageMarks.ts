import { usageWithout } from '../billing/difference.js';
import type { MonthRecipe } from '../billing/recipe.js';
import type { RunUsage } from '../billing/usage.js';
import type { Micros } from '../units/quantities.js';

/** What a run had used at some instants, so that spans of it can be billed on their own. */
export class UsageMarks {
  readonly #ahead: Micros[];
  readonly #seen = new Map<Micros, RunUsage>();

  constructor(month: MonthRecipe | null) {
    const instants = (month?.events ?? []).flatMap(({ from, to }) => [from, to]);
    this.#ahead = [...new Set(instants)].sort((a, b) => a - b);
  }

  /** The next instant to be looked at; Infinity: none. */
  get next(): Micros {
    return this.#ahead.length > 0 ? this.#ahead[0] : Infinity;
  }

  /** Everything before `now` has happened. */
  reach(now: Micros, usage: () => RunUsage): void {
    if (this.next > now) return;
    this.#seen.set(now, usage());
    while (this.next <= now) this.#ahead.shift();
  }

  /** What was used in a span; `null`: the run did not get to its end. */
  between(from: Micros, to: Micros): RunUsage | null {
    const [before, after] = [this.#seen.get(from), this.#seen.get(to)];
    return before === undefined || after === undefined ? null : usageWithout(after, before);
  }
}
