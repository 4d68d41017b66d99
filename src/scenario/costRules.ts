/** Rules about tariffs and how bills are made: see rules.ts. */
import { METER_NAMES } from '../billing/tariff.js';
import { shippedTariffs } from '../billing/tariffs/index.js';
import { DAY, type Micros } from '../units/quantities.js';
import { DEFAULTS } from './defaults.js';
import { nameHint, type Path, type Problem } from './problem.js';
import { asList, asTree, isTree, problemAt, type Tree, type Written } from './written.js';
import { microsIn } from './writtenParts.js';

/** Tariffs are shipped ones, or of meters that there are; none stands twice. */
export function tariffsExist(written: Written): Problem[] {
  const names = shippedTariffs.map(({ name }) => name);
  const listed = asList(asTree(written.value)['tariffs']);
  const seen = new Set<unknown>();
  return listed.flatMap((tariff, i) => {
    const name = isTree(tariff) ? tariff['name'] : tariff;
    const twice = seen.has(name) ? [problemAt(written, ['tariffs', i], 'is listed twice')] : [];
    seen.add(name);
    return [...twice, ...(isTree(tariff) ? unknownMeters(written, tariff, i) : unknownTariff(written, name, i, names))];
  });
}

function unknownTariff(written: Written, name: unknown, i: number, names: readonly string[]): Problem[] {
  return typeof name === 'string' && !names.includes(name)
    ? [problemAt(written, ['tariffs', i], 'is not a shipped tariff', { hint: tariffHint(name, names) })]
    : [];
}

/** A name that is near, or those that begin with it, or where all of them are listed. */
function tariffHint(name: string, names: readonly string[]): string {
  const near = nameHint(name, names);
  if (near !== undefined) return near;
  const longer = names.filter((one) => one.startsWith(name)).slice(0, SUGGESTED);
  return longer.length > 0
    ? `did you mean ${longer.map((one) => `"${one}"`).join(' or ')}?`
    : '"headroom presets tariffs" lists them';
}

const SUGGESTED = 3;

/** Maps of a tariff whose keys are meters. */
const BY_METER = ['prices', 'free', 'tiers', 'unitFactors'] as const;

function unknownMeters(written: Written, tariff: Tree, i: number): Problem[] {
  return BY_METER.flatMap((field) =>
    Object.keys(asTree(tariff[field]))
      .filter((meter) => !(METER_NAMES as readonly string[]).includes(meter))
      .map((meter) =>
        problemAt(written, ['tariffs', i, field, meter], 'is not a known meter', {
          hint: nameHint(meter, METER_NAMES),
          at: 'key',
          showValue: false,
        }),
      ),
  );
}

/** Instances are kept ready of services that exist; those of a fleet have names that nobody wrote. */
export function readyServicesExist(written: Written): Problem[] {
  const root = asTree(written.value);
  if (root['fleet'] !== undefined) return [];
  const known = Object.keys(asTree(root['services']));
  return Object.keys(asTree(asTree(root['billing'])['alwaysReady']))
    .filter((name) => !known.includes(name))
    .map((name) =>
      problemAt(written, ['billing', 'alwaysReady', name], 'is not a service of this scenario', {
        hint: nameHint(name, known),
        at: 'key',
        showValue: false,
      }),
    );
}

interface Span {
  readonly from: Micros;
  readonly to: Micros;
  readonly perMonth: number;
  readonly path: Path;
}

const EVENTS: Path = ['billing', 'month', 'events'];

/** A month's events lie in the counted run, apart from each other, and leave time for the rest of both. */
export function monthAddsUp(written: Written): Problem[] {
  const root = asTree(written.value);
  const month = asTree(asTree(root['billing'])['month']);
  const spans = asList(month['events']).flatMap((event, i) => spanOf(asTree(event), [...EVENTS, i]));
  const [horizon, warmup = 0] = [microsIn(root['horizon']), microsIn(root['warmup']) ?? 0];
  if (horizon === null) return [];
  return [
    ...spans.flatMap((span) => outside(written, span, warmup, horizon)),
    ...spans.flatMap((span, i) => overlapping(written, span, spans.slice(0, i))),
    ...noRest(written, spans, horizon - warmup),
    ...tooLong(written, spans, month['days']),
  ];
}

function spanOf({ from, to, perMonth }: Tree, path: Path): readonly Span[] {
  const [start, end] = [microsIn(from), microsIn(to)];
  return start === null || end === null || typeof perMonth !== 'number'
    ? []
    : [{ from: start, to: end, perMonth, path }];
}

function outside(written: Written, { from, to, path }: Span, warmup: Micros, horizon: Micros): Problem[] {
  return [
    ...(from < warmup ? [problemAt(written, [...path, 'from'], 'must not lie in the warm-up')] : []),
    ...(to > horizon ? [problemAt(written, [...path, 'to'], 'must not be later than the horizon')] : []),
  ];
}

function overlapping(written: Written, { from, to, path }: Span, before: readonly Span[]): Problem[] {
  const clash = before.some((other) => from < other.to && other.from < to);
  return clash ? [problemAt(written, [...path, 'from'], 'must not overlap with another event')] : [];
}

const taken = (spans: readonly Span[]): Micros => spans.reduce((sum, { from, to }) => sum + to - from, 0);

function noRest(written: Written, spans: readonly Span[], counted: Micros): Problem[] {
  const hint = 'what is left of it stands for the rest of the month';
  return spans.length > 0 && taken(spans) >= counted
    ? [problemAt(written, EVENTS, 'must leave a part of the run', { hint, showValue: false })]
    : [];
}

function tooLong(written: Written, spans: readonly Span[], days: unknown = DEFAULTS.month.days): Problem[] {
  const inMonth = spans.reduce((sum, { from, to, perMonth }) => sum + (to - from) * perMonth, 0);
  return typeof days === 'number' && inMonth > days * DAY
    ? [problemAt(written, EVENTS, 'must not take longer than the month', { showValue: false })]
    : [];
}
