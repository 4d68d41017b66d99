/** One step up or down from a value, to the next one that people use: `60s` to `90s`, `8` to `9`, `512Mi` to `768Mi`. */
import { amountOf, amountText, grainOf, type Amount } from '../scenario/quantity.js';
import { DAY, HOUR, MILLISECOND, MINUTE, SECOND } from '../units/quantities.js';
import type { Row } from './protocol.js';

export type Direction = 1 | -1;

type Steppable = Pick<Row, 'kind' | 'value' | 'default' | 'choices' | 'knative' | 'range' | 'path'>;

/** The text of the next value, or `null` where there is none (the end of a list, no quantity). */
export function stepped(row: Steppable, direction: Direction): string | null {
  if (row.choices.length > 0) return nextChoice(row, direction);
  const from = row.value ?? row.default;
  if (from === null) return startOf(row);
  const amount = amountOf(from, row.kind);
  if (amount === null) return row.value === null ? startOf(row) : null;
  if (direction === -1 && amount.value <= 0) return allowsMinusOne(row) && amount.value === 0 ? '-1' : null;
  const next = amount.value < 0 ? 0 : neighbour(amount, row, direction);
  return next === null ? null : written({ ...amount, value: next });
}

/** Below two minutes in seconds, as Knative's own settings are written. */
function written(amount: Amount): string {
  const inSeconds = amount.quantity === 'duration' && amount.value % SECOND === 0 && amount.value < 2 * MINUTE;
  return inSeconds ? `${amount.value / SECOND}s` : amountText(amount);
}

const allowsMinusOne = ({ range }: Steppable): boolean => range?.includes('-1') === true;

/** Choices go round: there is no end to run into. */
function nextChoice({ choices, value, default: standard }: Steppable, direction: Direction): string {
  const at = choices.indexOf(value ?? standard ?? '');
  if (at < 0) return choices[direction === 1 ? 0 : choices.length - 1];
  return choices[(at + direction + choices.length) % choices.length];
}

/** Something to begin with where neither a value nor a default is known. */
function startOf({ kind }: Steppable): string | null {
  const starts: Partial<Record<Row['kind'], string>> = {
    count: '1',
    number: '1',
    duration: '10s',
    rate: '1/s',
    share: '50%',
    size: '256Mi',
    cpu: '100m',
  };
  return starts[kind] ?? null;
}

function neighbour(amount: Amount, row: Steppable, direction: Direction): number | null {
  const grain = grainOf(amount, row.kind, row.knative);
  for (const value of ladder(amount, row, direction)) {
    const onGrain = grain === null || Math.abs(value / grain - Math.round(value / grain)) < 1e-9;
    if (onGrain && Math.sign(value - amount.value) === direction && !same(value, amount.value)) return value;
  }
  return null;
}

const same = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

/** Values in the direction of the step, the nearest first; some may lie on the wrong side. */
function ladder(amount: Amount, { kind }: Steppable, direction: Direction): readonly number[] {
  switch (amount.quantity) {
    case 'duration':
      return ordered(DURATIONS, direction);
    case 'size':
      return around(amount.value, BINARY, 2, direction);
    case 'cpu':
      return ordered(CPU, direction);
    case 'share':
      if (amount.value === 0) return [0.01];
      return amount.value >= 0.9 && amount.value < 1
        ? ordered(NINES, direction)
        : around(amount.value, ROUND, 10, direction);
    default:
      return kind === 'count' && amount.value < 10
        ? [amount.value + direction]
        : around(amount.value, ROUND, 10, direction);
  }
}

const ordered = (values: readonly number[], direction: Direction): readonly number[] =>
  direction === 1 ? values : [...values].reverse();

const ROUND = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9];
const BINARY = [1, 1.5];
const CPU = [
  10, 25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 600, 750, 1000, 1500, 2000, 3000, 4000, 6000, 8000, 12000, 16000,
];
const NINES = [
  0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99, 0.995, 0.999, 0.9995, 0.9999, 0.99995, 0.99999,
];

/** Mantissas in the decades of a value and of its neighbours, the base of them `base`. */
function around(value: number, mantissas: readonly number[], base: number, direction: Direction): readonly number[] {
  if (value <= 0) return [1];
  const decade = Math.floor(Math.log(value) / Math.log(base) + 1e-9);
  // A division keeps 0.3 at 0.3, where a product with 0.1 would not.
  const at = (power: number, m: number): number => (power < 0 ? m / base ** -power : m * base ** power);
  const values = [decade - 1, decade, decade + 1].flatMap((power) => mantissas.map((m) => at(power, m)));
  return ordered([0, ...values], direction);
}

const times = (unit: number, ...counts: readonly number[]): readonly number[] => counts.map((count) => count * unit);
const DURATIONS = [
  0,
  ...times(
    MILLISECOND,
    1,
    2,
    3,
    5,
    8,
    10,
    15,
    20,
    30,
    40,
    50,
    60,
    80,
    100,
    120,
    150,
    200,
    250,
    300,
    400,
    500,
    600,
    800,
  ),
  ...times(SECOND, 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 45, 60, 75, 90),
  ...times(MINUTE, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 40, 45, 60, 90),
  ...times(HOUR, 2, 3, 4, 6, 8, 12, 24, 36),
  ...times(DAY, 2, 3, 5, 7, 14, 28, 30, 90, 180, 365),
];
