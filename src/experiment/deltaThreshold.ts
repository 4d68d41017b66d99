/** Thresholds of a comparison: `delta.p99 < 5%` for a difference, `p99 < 500ms` for each variant itself. */
import { addressOf, type KnownNames } from '../result/address.js';
import type { FigureInterval, ThresholdResult } from '../result/document.js';
import { parseThreshold, verdictBetween, type Threshold } from '../result/thresholds.js';
import { refused, type Refused } from '../units/parsed.js';
import { parsePercent } from '../units/rate.js';
import type { Difference } from './difference.js';

/** What must hold of the difference between a variant and the first one. */
export interface DeltaThreshold extends Threshold {
  /** Of the first variant's value, or in the figure's own unit. */
  readonly relative: boolean;
}

/** One threshold on one variant. */
export interface ComparedThreshold {
  readonly expression: string;
  readonly variant: string;
  readonly figure: string;
  /** Whether the values below are shares of the first variant's. */
  readonly relative: boolean;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: ThresholdResult['verdict'];
}

type Parsed = { readonly ok: true; readonly threshold: DeltaThreshold } | Refused;

/** Whether an expression is about a difference. */
export const isDelta = (expression: string): boolean => /^\s*delta\./.test(expression);

const FORM = /^delta\.(.+?)\s*(<=|>=|<|>)\s*([+-]?)\s*(.*)$/;

/**
 * Reads `delta.<figure> <op> <limit>`: a percentage is relative to the first variant, anything else is in the figure's own
 * unit; shares take percentage points (`delta.coldStartRate < 0.5pp`). Limits may be negative (`delta.cost < -10%`).
 */
export function parseDelta(text: string, known: KnownNames = {}): Parsed {
  const expression = text.trim().replace(/\s+/g, ' ');
  const match = FORM.exec(expression);
  if (match === null) return refused('must be delta.<figure> <op> <limit>', 'for example "delta.p99 < 5%"');
  const [, path, op, sign, limit] = match;
  const factor = sign === '-' ? -1 : 1;
  if (/%$/.test(limit)) return relativeLimit(expression, path, op as Threshold['op'], limit, factor, known);
  const points = /^(.*?)\s*pp$/.exec(limit);
  const found = addressOf(path, known);
  if (points !== null && found.ok && found.address.figure.unit !== 'share')
    return refused('must not have percentage points: the figure is no share', 'write its own unit, or "5%"');
  const own = parseThreshold(`${path} ${op} ${points === null ? limit : `${points[1]}%`}`, known);
  if (!own.ok) return own;
  return {
    ok: true,
    threshold: { ...own.threshold, expression, value: factor * own.threshold.value, relative: false },
  };
}

function relativeLimit(
  expression: string,
  path: string,
  op: Threshold['op'],
  limit: string,
  factor: number,
  known: KnownNames,
): Parsed {
  const found = addressOf(path, known);
  if (!found.ok) return found;
  const value = parsePercent(limit);
  if (!value.ok) return value;
  return {
    ok: true,
    threshold: { expression, figure: found.address.path, op, value: factor * value.value, relative: true },
  };
}

/** Holds, or does not, when all of the interval says so; otherwise it is inconclusive. */
export function judgeDelta(
  threshold: DeltaThreshold,
  difference: Difference | undefined,
  variant: string,
): ComparedThreshold {
  const { expression, figure, relative } = threshold;
  const asked = { expression, variant, figure, relative };
  const span = difference === undefined ? null : relative ? relativeOf(difference) : difference.absolute;
  if (span === null) return { ...asked, value: null, low: null, high: null, verdict: 'inconclusive' };
  return {
    ...asked,
    value: span.estimate,
    low: span.low,
    high: span.high,
    verdict: verdictBetween(threshold, span.low, span.high),
  };
}

/** What was 0 and stayed 0 did not change, though 0 has no percentage. */
function relativeOf({ verdict, relative }: Difference): Difference['relative'] {
  return verdict === 'same' ? { estimate: 0, low: 0, high: 0 } : relative;
}

/** Judges a plain threshold on one variant: it holds or fails where the whole interval says so. */
export function judgePlain(
  threshold: Threshold,
  interval: FigureInterval | undefined,
  variant: string,
): ComparedThreshold {
  const { expression, figure } = threshold;
  const { mean = null, low = null, high = null } = interval ?? {};
  const verdict = low === null || high === null ? 'inconclusive' : verdictBetween(threshold, low, high);
  return { expression, variant, figure, relative: false, value: mean, low, high, verdict };
}
