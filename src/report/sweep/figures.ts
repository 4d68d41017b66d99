/** The figures of a sweep in words: what a path is called, and its values with their units. */
import { addressOf, type Address } from '../../result/address.js';
import type { FigureInterval } from '../../result/document.js';
import type { FigureUnit } from '../../result/figures.js';
import { NOTHING, capitalised, count, duration, money, number, percent } from '../words.js';

export interface SweepFigure {
  readonly path: string;
  /** `p99 latency`, `checkout: p99 latency`, `capacity cost`. */
  readonly title: string;
  readonly unit: FigureUnit;
  readonly better: 'lower' | 'higher' | null;
  /** Only of money. */
  readonly currency: string | null;
}

export interface Named {
  readonly figures: readonly string[];
  readonly currencies: Readonly<Record<string, string>>;
}

/** The figures of a sweep's table, in its order. */
export function sweepFigures({ figures, currencies }: Named): readonly SweepFigure[] {
  return figures.map((path) => sweepFigure(path, currencies));
}

export function sweepFigure(path: string, currencies: Readonly<Record<string, string>>): SweepFigure {
  const found = addressOf(path, { currencies, tariffs: Object.keys(currencies) });
  if (!found.ok) return { path, title: path, unit: 'ratio', better: null, currency: null };
  const { scope, figure } = found.address;
  const tariff = scope.kind === 'bill' ? (scope.tariff ?? Object.keys(currencies)[0]) : null;
  return {
    path,
    title: titleOf(found.address, Object.keys(currencies).length > 1),
    unit: figure.unit,
    better: figure.better,
    currency: tariff === null ? null : (currencies[tariff] ?? 'USD'),
  };
}

function titleOf({ scope, figure }: Address, severalBills: boolean): string {
  switch (scope.kind) {
    case 'totals':
      return figure.title;
    case 'service':
      return `${scope.revision ?? scope.name}: ${figure.title}`;
    case 'bill':
      return severalBills && scope.tariff !== null ? `${figure.title} (${scope.tariff})` : figure.title;
    case 'slo':
      return `${figure.title} of ${scope.service === 'totals' ? '' : `${scope.service}.`}${scope.name}`;
    case 'nodes':
      return `${scope.group}: ${figure.title}`;
  }
}

/** A value with its unit. */
export function said({ unit, currency }: Pick<SweepFigure, 'unit' | 'currency'>, value: number | null): string {
  if (value === null) return NOTHING;
  switch (unit) {
    case 's':
      return duration(value);
    case 'share':
      return percent(value);
    case 'money':
      return money(value, currency ?? 'USD');
    case 'count':
      return Number.isInteger(value) ? count(value) : number(value);
    case 'ratio':
      return number(value);
  }
}

/** `1.94 s ± 120 ms`; without a half-width, or where every run gave the same, the mean alone. */
export function saidInterval(figure: SweepFigure, interval: FigureInterval | undefined): string {
  if (interval === undefined) return NOTHING;
  const mean = said(figure, interval.mean);
  return interval.halfWidth === null || interval.halfWidth === 0
    ? mean
    : `${mean} ± ${said(figure, interval.halfWidth)}`;
}

/** As the unit stands in the header of a table. */
export function unitText({ unit, currency }: SweepFigure): string {
  if (unit === 'money') return currency ?? 'USD';
  return unit === 's' ? 's' : unit === 'share' ? 'share' : unit === 'count' ? 'count' : 'number';
}

export const heading = ({ title }: SweepFigure): string => capitalised(title);
