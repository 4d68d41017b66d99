/** How far a sweep is, in a line. */
import type { SweepProgress } from '../../experiment/sweep.js';
import { said, sweepFigure } from '../../report/sweep/figures.js';
import { harmless } from '../../report/text.js';
import { count, duration, number } from '../../report/words.js';
import type { Plan } from '../../experiment/plan.js';

/** `120 of 480 runs · 12/s · 30 s left · best p0007: 0.041 USD (stable-window=20s target=70)` */
export function sweepLine(progress: SweepProgress, plan: Plan, elapsedMs: number): string {
  const { done, total, before, failed, best } = progress;
  const rate = (done - before) / (elapsedMs / 1000);
  const parts = [`${count(done)} of ${count(total)} runs`];
  if (rate > 0) parts.push(rate >= 1 ? `${number(rate)}/s` : `${number(rate * 60)}/min`);
  if (rate > 0 && done < total) parts.push(`${duration(Math.ceil((total - done) / rate))} left`);
  if (failed > 0) parts.push(`${count(failed)} failed`);
  if (best !== null) {
    const figure = sweepFigure(plan.front[0], plan.currencies);
    const values = Object.entries(best.parameters).map((pair) => pair.join('='));
    const value = said(figure, best.figures[figure.path]?.mean ?? null);
    parts.push(`best ${best.point}: ${value} (${harmless(values.join(' '))})`);
  }
  return parts.join(' · ');
}
