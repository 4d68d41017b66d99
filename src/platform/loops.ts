import type { Micros } from '../units/quantities.js';
import { SECOND } from '../units/quantities.js';

/** How often activators report, the autoscaler scrapes, and decides (knative/serving 1.23). */
export const REPORT_EVERY: Micros = SECOND;
export const SCRAPE_EVERY: Micros = SECOND;
export const TICK_EVERY: Micros = 2 * SECOND;

/** The first time of a loop after `now`. */
export function nextOf(phase: Micros, period: Micros, now: Micros): Micros {
  return phase + (Math.floor((now - phase) / period) + 1) * period;
}
