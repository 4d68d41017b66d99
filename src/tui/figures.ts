/** The figures below the charts, and how each differs from the pinned baseline. */
import type { ResultDocument, SloResult } from '../result/document.js';
import { duration, money, number, percent, times } from '../report/words.js';
import { significant } from '../units/format.js';

type Unit = 's' | 'share' | 'money' | 'ratio';

/** One figure with what it takes to show and to compare it. */
export interface Reading {
  readonly key: ReadingKey;
  readonly label: string;
  readonly value: number | null;
  readonly unit: Unit;
  readonly currency: string;
  readonly better: 'lower' | 'higher';
  /** Of what it is the figure (a tariff, an objective): only the same can be compared. */
  readonly of: string;
}

export const READING_KEYS = ['cold', 'p50', 'p95', 'p99', 'cost', 'budget', 'lost', 'capacity'] as const;
export type ReadingKey = (typeof READING_KEYS)[number];

/** All of them, in the order in which they are given room. */
export function readings(result: ResultDocument): readonly Reading[] {
  const { coldStarts, latency, unansweredShare } = result.totals;
  const bill = result.bills.at(0);
  const currency = bill?.currency ?? '';
  const of = bill?.tariff ?? '';
  const amount = (text: string | null | undefined): number | null =>
    text === null || text === undefined ? null : Number(text);
  return [
    reading('cold', 'cold starts', coldStarts.rate, 'share'),
    reading('p50', 'p50', latency.p50, 's'),
    reading('p95', 'p95', latency.p95, 's'),
    reading('p99', 'p99', latency.p99, 's'),
    { ...reading('cost', 'cost', amount(bill?.metered), 'money'), currency, of },
    budget(result.slos),
    reading('lost', 'not answered', unansweredShare, 'share'),
    { ...reading('capacity', 'capacity', amount(bill?.capacity), 'money'), currency, of },
  ];
}

function reading(key: ReadingKey, label: string, value: number | null, unit: Unit): Reading {
  return { key, label, value, unit, currency: '', better: 'lower', of: '' };
}

/** The objective that is worst off: least budget left, or (where no window's traffic is declared) the highest burn rate. */
function budget(slos: readonly SloResult[]): Reading {
  const left = slos.filter((slo) => slo.budget !== null).sort((a, b) => (a.budget?.left ?? 0) - (b.budget?.left ?? 0));
  const worst = left.at(0);
  if (worst !== undefined)
    return {
      ...reading('budget', 'budget left', worst.budget?.left ?? null, 'share'),
      better: 'higher',
      of: worst.name,
    };
  const burning = [...slos].sort((a, b) => (b.burnRate ?? -1) - (a.burnRate ?? -1)).at(0);
  if (burning === undefined) return reading('budget', 'budget left', null, 'share');
  return { ...reading('budget', 'burn rate', burning.burnRate, 'ratio'), of: burning.name };
}

export function shown({ value, unit, currency }: Pick<Reading, 'value' | 'unit' | 'currency'>): string {
  switch (unit) {
    case 's':
      return duration(value);
    case 'share':
      return value !== null && value < 0 ? `-${percent(-value)}` : percent(value);
    case 'money':
      return money(value, currency);
    case 'ratio':
      return times(value);
  }
}

/** How a figure moved. `better` and `worse` are marked with a sign of their own, not by colour alone. */
export interface Difference {
  readonly verdict: 'better' | 'worse' | 'same';
  /** `-120 ms`, `+0.2 pp`, `same`. */
  readonly text: string;
}

/** Smaller than this, relative to the figure, nobody can tell them apart. */
const SAME = 0.0005;

/** `null`: there is nothing to compare with. */
export function difference(now: Reading, before: Reading | undefined): Difference | null {
  if (before === undefined || now.value === null || before.value === null) return null;
  if (now.of !== before.of || now.currency !== before.currency || now.unit !== before.unit) return null;
  const delta = now.value - before.value;
  const scale = Math.max(Math.abs(now.value), Math.abs(before.value));
  if (Math.abs(delta) <= scale * SAME) return { verdict: 'same', text: 'same' };
  const verdict = delta < 0 === (now.better === 'lower') ? 'better' : 'worse';
  return { verdict, text: `${delta < 0 ? '-' : '+'}${amount(Math.abs(delta), now)}`.trim() };
}

function amount(delta: number, { unit }: Reading): string {
  // Shares differ by points, and a point has no digits to spare near 100 %.
  if (unit === 'share') return `${delta < 0.1 ? significant(delta * 100, 2) : number(delta * 100)} pp`;
  return shown({ value: delta, unit, currency: '' });
}

export const MARKS: Readonly<Record<Difference['verdict'], string>> = { better: '✓', worse: '✗', same: '=' };
