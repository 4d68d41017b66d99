/** What the isolation check found, in words. */
import type { ResultDocument } from '../result/document.js';
import { ALIASES, SERVICE_FIGURES } from '../result/figures.js';
import type { FigureDifference, ServiceIsolation } from '../result/isolation.js';
import { faultTitle } from './causes.js';
import { harmless, hanging } from './text.js';
import { duration, listed, number, percent } from './words.js';

/** Figures that tell a difference best, in this order; others are counted. */
const TELLING = ['latency.p99', 'unansweredShare', 'coldStarts.rate', 'pods.mean', 'latency.mean'];
const MOST = 3;

/** A line for each service; empty where nobody asked for the check. */
export function isolationLines({ isolation }: ResultDocument, wide: number): readonly string[] {
  return (isolation?.services ?? []).flatMap((service) =>
    hanging(`  ${isKept(service) ? '✓' : '✗'} `, harmless(isolationSentence(service)), wide),
  );
}

/** Whether a service that no fault hit is what it is without them. One that was hit may be anything. */
export function isKept({ hitBy, differences }: ServiceIsolation): boolean {
  return hitBy.length > 0 || differences.length === 0;
}

/** `idle: hit by nothing, and every figure is what it is without the faults`. */
export function isolationSentence({ name, hitBy, differences }: ServiceIsolation): string {
  const hit = hitBy.length === 0 ? 'hit by nothing' : `hit (${listed(hitBy.map(faultTitle))})`;
  if (differences.length === 0) return `${name}: ${hit}, and every figure is what it is without the faults`;
  // Differences that cannot be seen in so many digits would read as none.
  const seen = differences.filter((one) => wordsOf(one, one.with) !== wordsOf(one, one.without));
  const told = seen.sort((a, b) => weight(a) - weight(b)).slice(0, MOST);
  if (told.length === 0) return `${name}: ${hit}; figures differ by less than is shown`;
  const rest = differences.length - told.length;
  const more = rest > 0 ? `, and ${number(rest)} more` : '';
  return `${name}: ${hit}; ${told.map(differenceWords).join(', ')}${more}`;
}

function weight({ figure }: FigureDifference): number {
  const at = TELLING.indexOf(figure);
  return at < 0 ? TELLING.length : at;
}

function wordsOf({ figure }: FigureDifference, value: number | null): string {
  const unit = SERVICE_FIGURES.find(({ path }) => path === figure)?.unit;
  return (unit === 's' ? duration : unit === 'share' ? percent : number)(value);
}

function differenceWords(one: FigureDifference): string {
  const name = Object.entries(ALIASES).find(([, path]) => path === one.figure)?.[0] ?? one.figure;
  return `${name} ${wordsOf(one, one.with)} instead of ${wordsOf(one, one.without)}`;
}
