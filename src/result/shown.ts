/** The values of figures as people read them. */
import { formatCount, formatMoney, formatSeconds, formatShare, significant } from '../units/format.js';
import { addressOf, namesIn } from './address.js';
import type { ResultDocument, ThresholdResult } from './document.js';
import type { FigureUnit } from './figures.js';
import { parseThreshold } from './thresholds.js';

/** A figure's value for people: "412 ms", "0.8 %", "1.93 USD"; "nothing observed". */
export function formatFigure(value: number | null, unit: FigureUnit, currency = 'USD'): string {
  if (value === null) return 'nothing observed';
  switch (unit) {
    case 's':
      return formatSeconds(value);
    case 'share':
      return formatShare(value);
    case 'money':
      return formatMoney(value, currency);
    case 'count':
      return formatCount(value);
    case 'ratio':
      return significant(value);
  }
}

/** The value of a judged threshold with its unit, and with as many digits as it takes to see on which side it lies. */
export function formatJudged(judged: ThresholdResult, result: ResultDocument): string {
  const known = namesIn(result);
  const found = addressOf(judged.figure, known);
  if (!found.ok) return formatFigure(null, 'ratio');
  const { scope, figure } = found.address;
  const currency = scope.kind === 'bill' && scope.tariff !== null ? known.currencies?.[scope.tariff] : undefined;
  const plain = formatFigure(judged.value, figure.unit, currency);
  const parsed = parseThreshold(judged.expression, known);
  if (judged.value === null || !parsed.ok) return plain;
  const limit = parsed.threshold.value;
  if (judged.value === limit || plain !== formatFigure(limit, figure.unit, currency)) return plain;
  return besides(judged.value, limit, figure.unit, currency) ?? plain;
}

/** Digits that are tried where the usual three do not tell a value from its limit. */
const MORE_DIGITS = [4, 5, 6, 7, 8, 9, 10, 12, 14];

function besides(value: number, limit: number, unit: FigureUnit, currency?: string): string | undefined {
  return MORE_DIGITS.map((digits) => [value, limit].map((one) => exactly(one, limit, digits, unit, currency))).find(
    ([own, other]) => own !== other,
  )?.[0];
}

/** A figure with so many significant digits; a time in the unit that its limit has. */
function exactly(value: number, limit: number, digits: number, unit: FigureUnit, currency = 'USD'): string {
  switch (unit) {
    case 's':
      return limit < 1 ? `${significant(value * 1000, digits)} ms` : `${significant(value, digits)} s`;
    case 'share':
      return `${significant(value * 100, digits)} %`;
    case 'money':
      return `${significant(value, digits)} ${currency}`;
    case 'count':
    case 'ratio':
      return significant(value, digits);
  }
}
