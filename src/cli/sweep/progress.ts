/** How far a sweep is, in a line. */
import type { SweepProgress } from '../../experiment/sweep.js';
import { said, sweepFigure } from '../../report/sweep/figures.js';
import { harmless } from '../../report/text.js';
import { count, duration, number } from '../../report/words.js';
import type { Plan } from '../../experiment/plan.js';

/** Milliseconds back that the rate looks: threads start slowly, and points are not alike. */
const LOOK_BACK = 20_000;

/** Runs per second of late. */
export class Pace {
  readonly #seen: { readonly at: number; readonly done: number }[] = [];

  /** Notes how many were done by now. @param at wall time in milliseconds */
  note(done: number, at: number): void {
    this.#seen.push({ at, done });
    while (this.#seen.length > 2 && this.#seen[1].at < at - LOOK_BACK) this.#seen.shift();
  }

  /** `null`: too early to say. */
  get perSecond(): number | null {
    const [first, last] = [this.#seen.at(0), this.#seen.at(-1)];
    if (first === undefined || last === undefined || last.done === first.done || last.at - first.at < 500) return null;
    return ((last.done - first.done) * 1000) / (last.at - first.at);
  }
}

/** `120 of 480 runs · 12/s · 30 s left · best p0007: 0.041 USD (stable-window=20s target=70)` */
export function sweepLine(progress: SweepProgress, plan: Plan, rate: number | null): string {
  const { done, total, failed, best } = progress;
  const parts = [`${count(done)} of ${count(total)} runs`];
  if (rate !== null) parts.push(rate >= 1 ? `${number(rate)}/s` : `${number(rate * 60)}/min`);
  if (rate !== null && done < total) parts.push(`${duration(Math.ceil((total - done) / rate))} left`);
  if (failed > 0) parts.push(`${count(failed)} failed`);
  if (best !== null) {
    const figure = sweepFigure(plan.front[0], plan.currencies);
    const values = Object.entries(best.parameters).map((pair) => pair.join('='));
    const value = said(figure, best.figures[figure.path]?.mean ?? null);
    parts.push(`best ${best.point}: ${value} (${harmless(values.join(' '))})`);
  }
  return parts.join(' · ');
}
