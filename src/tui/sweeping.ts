/** Sweeps: which values to try, and which of them was best. */
import { amountOf, amountText, grainOf, type Amount } from '../scenario/quantity.js';
import { readValues } from '../experiment/space.js';
import { readings, type Reading } from './figures.js';
import type { Row } from './protocol.js';
import type { Panel, Sweep, SweepField, SweepPoint } from './state.js';

const STEPS = 9;
const STEPS_AT_MOST = 60;
/** A first guess goes from a quarter of the value to four times it. */
const REACH = 4;

/** The form for a sweep of a row, filled in around its value and within its range; empty where it has no value. */
export function formFor(row: Row): Extract<Panel, { kind: 'sweepForm' }> {
  const amount = amountOf(row.value ?? row.default ?? '', row.kind);
  if (amount === null)
    return { kind: 'sweepForm', fields: { from: '', to: '', steps: String(STEPS) }, active: 'from', problem: null };
  const { low, high } = bounds(row, amount);
  const [from, to] = amount.value > 0 ? [amount.value / REACH, amount.value * REACH] : [0, startAt(amount)];
  const text = (value: number): string => amountText({ ...amount, value: rounded(value, amount, row) });
  const fields = { from: text(Math.max(low, from)), to: text(Math.min(high, to)), steps: String(STEPS) };
  return { kind: 'sweepForm', fields, active: 'from', problem: null };
}

/** From nothing, as far as is worth a look: ten, a minute, one second's worth. */
function startAt({ quantity }: Amount): number {
  return quantity === 'duration' ? 60_000_000 : quantity === 'share' ? 1 : 10;
}

function rounded(value: number, amount: Amount, row: Row): number {
  const grain = grainOf(amount, row.kind, row.knative);
  return grain === null
    ? Number(value.toPrecision(3))
    : Math.max(value > 0 ? grain : 0, Math.round(value / grain) * grain);
}

/** What a range in words (`6s to 1h`, `above 0, at most 100`, `1 and more`) says about the ends. */
function bounds({ range, kind }: Row, { quantity }: Amount): { readonly low: number; readonly high: number } {
  const read = (text: string | undefined): number | null => {
    const found = text === undefined ? null : amountOf(text.replace(/,$/, ''), kind);
    return found?.quantity === quantity ? found.value : null;
  };
  const words = range ?? '';
  const span = /(\S+)(?: \([^)]*\))? to (\S+)/.exec(words);
  const low = read(span?.[1]) ?? read(/(\S+) and more/.exec(words)?.[1]);
  const high = read(span?.[2]) ?? read(/at most (\S+)/.exec(words)?.[1]);
  return { low: low ?? 0, high: high ?? Infinity };
}

type SweepValues =
  { readonly ok: true; readonly values: readonly string[] } | { readonly ok: false; readonly why: string };

/** The values of a filled-in form: even steps, and steps of equal ratio where the ends are a factor of 10 apart. */
export function valuesOf(fields: Readonly<Record<SweepField, string>>, row: Row): SweepValues {
  const steps = Number(fields.steps);
  if (!Number.isSafeInteger(steps) || steps < 2 || steps > STEPS_AT_MOST)
    return { ok: false, why: `steps = ${fields.steps}, must be a whole number from 2 to ${STEPS_AT_MOST}` };
  const [low, high] = [amountOf(fields.from, row.kind), amountOf(fields.to, row.kind)];
  for (const [name, amount] of [
    ['from', low],
    ['to', high],
  ] as const)
    if (amount === null)
      return {
        ok: false,
        why: `${name} = ${fields[name]}, must be a value such as ${row.value ?? row.default ?? '10'}`,
      };
  const log = low !== null && high !== null && low.value > 0 && high.value / low.value >= 10;
  const read = readValues(`${fields.from}..${fields.to}:${steps}${log ? ':log' : ''}`, row);
  if (!read.ok) return { ok: false, why: `${fields.from} to ${fields.to}, ${read.rule}` };
  return read.values.kind === 'listed'
    ? { ok: true, values: round(read.values.texts, row) }
    : { ok: false, why: `${fields.from} to ${fields.to}, must be a range with steps` };
}

/** Two digits are enough between the ends, as long as the values stay apart. */
function round(texts: readonly string[], row: Row): readonly string[] {
  const rounded = texts.map((text, k) => {
    const amount = k === 0 || k === texts.length - 1 ? null : amountOf(text, row.kind);
    if (amount === null || amount.quantity === 'size') return text;
    return amountText({ ...amount, value: Number(amount.value.toPrecision(2)) });
  });
  return new Set(rounded).size === texts.length ? rounded : texts;
}

/** The figure of a sweep's curve at one of its points. */
export function readingAt(point: SweepPoint, figure: Reading['key']): Reading | null {
  if (point.outcome?.kind !== 'answered') return null;
  return readings(point.outcome.result).find(({ key }) => key === figure) ?? null;
}

/** Index of the best point for the sweep's figure, the first of equals; `null`: none has an answer. */
export function bestPoint({ points, figure }: Pick<Sweep, 'points' | 'figure'>): number | null {
  let best: { readonly index: number; readonly value: number } | null = null;
  for (const [index, point] of points.entries()) {
    const reading = readingAt(point, figure);
    if (reading === null || reading.value === null) continue;
    const value = reading.better === 'lower' ? reading.value : -reading.value;
    if (best === null || value < best.value) best = { index, value };
  }
  return best?.index ?? null;
}
