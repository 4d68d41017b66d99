/** Pass or fail: `services.checkout.p99 < 500ms`, read once and judged on a result. */
import { parseDuration } from '../units/duration.js';
import { parseMoney } from '../units/money.js';
import { isBareNumber, refused, type Parsed, type Refused } from '../units/parsed.js';
import { SECOND } from '../units/quantities.js';
import { parsePercent } from '../units/rate.js';
import { addressOf, namesIn, type Address, type KnownNames } from './address.js';
import type { ResultDocument, ThresholdResult } from './document.js';
import { readAddress, sloOf } from './read.js';

/** Parsed once, against the figures that there are, in the figure's own unit. */
export interface Threshold {
  /** As written. */
  readonly expression: string;
  /** The full path. */
  readonly figure: string;
  readonly op: '<' | '<=' | '>' | '>=';
  /** In the figure's own unit. */
  readonly value: number;
}

export type ParsedThreshold = { readonly ok: true; readonly threshold: Threshold } | Refused;

const FORM = /^(.*?)\s*(<=|>=|=<|=>|==|!=|<|>|=)\s*(.*)$/;

/** Reads `<figure> <op> <value with its unit>`. */
export function parseThreshold(text: string, known: KnownNames = {}): ParsedThreshold {
  const expression = text.trim().replace(/\s+/g, ' ');
  const match = FORM.exec(expression);
  if (match === null || match[1] === '' || match[3] === '') {
    return refused('must be <figure> <op> <value>', 'for example "services.checkout.p99 < 500ms"');
  }
  const [, path, op, limit] = match;
  if (!isOp(op)) return refused('must compare with <, <=, > or >=', opHint(path, op, limit));
  const found = addressOf(path, known);
  if (!found.ok) return found;
  const value = parseLimit(limit, found.address, known);
  return value.ok ? { ok: true, threshold: { expression, figure: found.address.path, op, value: value.value } } : value;
}

const isOp = (op: string): op is Threshold['op'] => ['<', '<=', '>', '>='].includes(op);

function opHint(path: string, op: string, limit: string): string {
  const meant = op === '=>' ? '>=' : '<=';
  return `did you mean "${path} ${meant} ${limit}"?`;
}

/** A limit is written with the unit of its figure; a bare number is refused where there is one. */
function parseLimit(text: string, address: Address, known: KnownNames): Parsed<number> {
  switch (address.figure.unit) {
    case 's':
      return seconds(text);
    case 'share':
      return parsePercent(text);
    case 'money':
      return money(text, address, known);
    case 'count':
    case 'ratio':
      return bare(text, address.figure.unit);
  }
}

function seconds(text: string): Parsed<number> {
  const micros = parseDuration(text);
  return micros.ok ? { ok: true, value: micros.value / SECOND } : micros;
}

function money(text: string, { scope }: Address, { currencies }: KnownNames): Parsed<number> {
  const amount = parseMoney(text);
  if (!amount.ok) return amount;
  const currency = scope.kind === 'bill' && scope.tariff !== null ? currencies?.[scope.tariff] : undefined;
  if (currency !== undefined && currency !== amount.value.currency) {
    return refused(`must be in the currency of the bill, ${currency}`);
  }
  return { ok: true, value: Number(amount.value.amount) };
}

function bare(text: string, unit: 'count' | 'ratio'): Parsed<number> {
  const number = unit === 'ratio' ? text.replace(/\s*x$/, '') : text;
  if (isBareNumber(number)) return { ok: true, value: Number(number) };
  return refused(
    `must be a ${unit === 'count' ? 'number without a unit' : 'number'} such as "${unit === 'count' ? 10 : 14.4}"`,
  );
}

/** Bounds of a figure over replications: a verdict holds only when both ends agree. */
export type Intervals = Readonly<Record<string, { readonly low: number; readonly high: number }>>;

/**
 * Judges thresholds on a result. A value is inconclusive when the limit lies within its own error (the bucket width
 * of a quantile, the interval of a mean over replications), or when nothing was observed.
 */
export function judge(
  thresholds: readonly Threshold[],
  result: ResultDocument,
  intervals: Intervals = {},
): readonly ThresholdResult[] {
  const known = namesIn(result);
  return thresholds.map((threshold) => {
    const { expression, figure } = threshold;
    const found = addressOf(figure, known);
    const value = found.ok ? readAddress(result, found.address) : null;
    const error = found.ok ? found.address.figure.error : 0;
    const judged = { expression, figure, value };
    if (value === null) return { ...judged, ...withoutValue(threshold, result, found) };
    const { low, high } = intervals[figure] ?? { low: value * (1 - error), high: value * (1 + error) };
    const verdict = verdictBetween(threshold, low, high);
    return verdict === 'inconclusive' ? { ...judged, verdict, why: WITHIN_ERROR } : { ...judged, verdict };
  });
}

const WITHIN_ERROR = 'the limit lies within the error of the value';

/** A figure without a value, as far as its objective or its bill says why. "Never" is later than any limit. */
function withoutValue(
  threshold: Threshold,
  result: ResultDocument,
  found: ReturnType<typeof addressOf>,
): Pick<ThresholdResult, 'verdict' | 'why'> {
  const open = (why: string) => ({ verdict: 'inconclusive', why }) as const;
  if (!found.ok) return open('there is no such figure');
  const { scope, figure } = found.address;
  if (scope.kind === 'bill' && figure.path.startsWith('month.')) return open(whyNoMonth(result));
  if (scope.kind !== 'slo' || !OF_BUDGET.has(figure.path)) return open('nothing was observed');
  const slo = sloOf(result, scope);
  if (slo === undefined || slo.budget === null) return open('the objective has no budget without requestsExpected');
  const never = 'at this pace the budget is never gone';
  return { verdict: holdsAt(threshold, Infinity) ? 'pass' : 'fail', why: never };
}

/** A month's total without a price on any promise is what is metered: it is not said twice. */
function whyNoMonth({ bills }: ResultDocument): string {
  return bills.some(({ month }) => month !== undefined)
    ? 'no promise has a price (sla): month.metered is all there is'
    : 'the scenario does not say what a month is made of (billing.month)';
}

const OF_BUDGET: ReadonlySet<string> = new Set(['budgetSpent', 'budgetLeft', 'exhaustedIn']);

/** Holds or fails where everything from `low` to `high` does; otherwise it is open. */
export function verdictBetween(threshold: Threshold, low: number, high: number): ThresholdResult['verdict'] {
  const holds = holdsAt(threshold, low);
  if (holds !== holdsAt(threshold, high)) return 'inconclusive';
  return holds ? 'pass' : 'fail';
}

/** Whether a value is on the right side of the limit. */
export function holdsAt({ op, value }: Threshold, observed: number): boolean {
  switch (op) {
    case '<':
      return observed < value;
    case '<=':
      return observed <= value;
    case '>':
      return observed > value;
    case '>=':
      return observed >= value;
  }
}
