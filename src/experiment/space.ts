/** What a sweep turns: parameters with their values, read from `--param NAME=VALUES`. */
import type { ParameterKind } from '../scenario/parameterFacts.js';
import { exp, ln } from '../stats/portable.js';
import { amountOf, amountText, grainOf, type Amount } from '../scenario/quantity.js';
import type { Refused } from '../units/parsed.js';

/** One parameter of a sweep. */
export interface Axis {
  /** As the person named it. */
  readonly name: string;
  /** Its full path in the scenario. */
  readonly path: string;
  readonly kind: ParameterKind;
  readonly values: Values;
}

export type Values =
  /** These texts, in this order: a list, or a range with a step or a count. */
  | { readonly kind: 'listed'; readonly texts: readonly string[] }
  /** Anything from `low` to `high`: only for samples. */
  | {
      readonly kind: 'between';
      readonly low: Amount;
      readonly high: Amount;
      readonly log: boolean;
      /** Drawn values are multiples of it; `null`: they have four significant digits. */
      readonly grain: number | null;
    };

export type ReadValues = { readonly ok: true; readonly values: Values } | Refused;

/** More values than this are a mistake in writing. */
const VALUES_AT_MOST = 10_000;

/** What is known of the parameter whose values are read. */
export interface ParameterNature {
  readonly kind: ParameterKind;
  /** A setting of Knative itself: its durations are whole seconds. */
  readonly knative: boolean;
}

/**
 * Reads values: `10s,30s,1m` (a list), `10s..120s/10s` (a range with a step), `1..64:7:log` (so many, evenly on a
 * logarithmic scale), `10s..120s` and `1..64:log` (anything between, for samples).
 */
export function readValues(text: string, nature: ParameterNature): ReadValues {
  const range = /^(.+?)\.\.(.+)$/.exec(text.trim());
  if (range !== null && !/[[{"']/.test(text)) return readRange(range[1], range[2], nature);
  const texts = listItems(text);
  if (texts.length === 0 || texts.includes('')) return { ok: false, rule: 'must be values such as 50,70,100' };
  const twice = texts.find((item, k) => texts.indexOf(item) < k);
  return twice === undefined
    ? { ok: true, values: { kind: 'listed', texts } }
    : { ok: false, rule: `names ${twice} twice` };
}

/** Split at commas outside of brackets and quotes. */
function listItems(text: string): readonly string[] {
  const items = [''];
  let depth = 0;
  let quote = '';
  for (const character of text) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if ('[{('.includes(character)) depth++;
    else if (')}]'.includes(character)) depth--;
    if (character === ',' && depth === 0 && quote === '') items.push('');
    else items[items.length - 1] += character;
  }
  return items.map((item) => item.trim());
}

const FORMS = 'such as 10s..120s/10s (step), 10s..120s:12 (count), 1..64:7:log, or 10s..120s with --sample';

function readRange(from: string, rest: string, nature: ParameterNature): ReadValues {
  const [span, ...options] = rest.split(':');
  const log = options.includes('log');
  const counts = options.filter((option) => option !== 'log');
  const low = amountOf(from, nature.kind);
  const { high, step } = ends(span, low, nature.kind);
  if (low === null || high === null) return { ok: false, rule: 'must be a range', hint: FORMS };
  if (!(low.value < high.value)) return { ok: false, rule: 'must be a range from low to high' };
  if (log && !(low.value > 0)) return { ok: false, rule: 'must begin above 0 on a logarithmic scale' };
  if (step !== null) {
    if (options.length > 0) return { ok: false, rule: 'must have a step or a count, not both', hint: FORMS };
    return listed(stepped(low, high, step.value));
  }
  const grain = grainOf(low, nature.kind, nature.knative);
  if (counts.length === 0) return { ok: true, values: { kind: 'between', low, high, log, grain } };
  const count = Number(counts[0]);
  if (counts.length > 1 || !Number.isSafeInteger(count) || count < 2)
    return { ok: false, rule: 'must have a count of at least 2 after its colon', hint: FORMS };
  if (count > VALUES_AT_MOST) return tooMany(count);
  const between = { kind: 'between', low, high, log, grain } as const;
  return listed(Array.from({ length: count }, (_, k) => drawn(between, k / (count - 1), 'ends')));
}

const tooMany = (count: number): ReadValues => ({
  ok: false,
  rule: `makes ${count} values, must be at most ${VALUES_AT_MOST}`,
});

function listed(texts: readonly string[] | null): ReadValues {
  if (texts === null) return { ok: false, rule: `must have a step above 0 and at most ${VALUES_AT_MOST} values` };
  return { ok: true, values: { kind: 'listed', texts: [...new Set(texts)] } };
}

/** The upper end and the step: a unit may itself hold a slash (`10/s..100/s/10/s`), so every slash is tried. */
function ends(
  span: string,
  low: Amount | null,
  kind: ParameterKind,
): { readonly high: Amount | null; readonly step: Amount | null } {
  const same = (text: string): Amount | null => {
    const found = amountOf(text, kind);
    return found !== null && found.quantity === low?.quantity && found.currency === low.currency ? found : null;
  };
  for (let at = span.indexOf('/'); at >= 0; at = span.indexOf('/', at + 1)) {
    const [high, step] = [same(span.slice(0, at)), same(span.slice(at + 1))];
    if (high !== null && step !== null) return { high, step };
  }
  return { high: same(span), step: null };
}

/** low, low + step, ... up to high, `null` for a step that gets nowhere. */
function stepped(low: Amount, high: Amount, step: number): readonly string[] | null {
  const count = Math.floor((high.value - low.value) / step + 1e-9) + 1;
  if (!(step > 0) || count > VALUES_AT_MOST) return null;
  return Array.from({ length: count }, (_, k) => amountText({ ...low, value: low.value + k * step }));
}

type Between = Extract<Values, { readonly kind: 'between' }>;

/**
 * The value at `u` in [0, 1] of a range. `ends`: 0 and 1 are its ends. `strips`: every value that can be drawn has an
 * equal strip (on the scale), as chance needs it.
 */
function drawn({ low, high, log, grain }: Between, u: number, at: 'ends' | 'strips'): string {
  const room = at === 'strips' && grain !== null ? grain : 0;
  const [from, to] = [low.value, high.value + room];
  const exact = log ? from * exp(u * ln(to / from)) : from + u * (to - from);
  const rounded = grain === null ? Number(exact.toPrecision(4)) : onGrain(exact, from, grain, at);
  return amountText({ ...low, value: Math.min(high.value, Math.max(low.value, rounded)) });
}

function onGrain(value: number, from: number, grain: number, at: 'ends' | 'strips'): number {
  const steps = (value - from) / grain;
  return from + (at === 'strips' ? Math.floor(steps) : Math.round(steps)) * grain;
}

/** The value that a coordinate in [0, 1) of a sample stands for. */
export function valueAt(values: Values, u: number): string {
  if (values.kind === 'between') return drawn(values, u, 'strips');
  return values.texts[Math.floor(u * values.texts.length)];
}

/** Every combination, the last axis turning fastest. */
export function grid(axes: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return axes.reduce<readonly (readonly string[])[]>(
    (rows, texts) => rows.flatMap((row) => texts.map((text) => [...row, text])),
    [[]],
  );
}
