/** Which of the recorded series are shown to the autoscaler, as what, and which are compared with what it answers. */
import { outputOf, type Output } from '../../autoscaler/decide/compare.js';
import { hold, type Sample, type SeriesKind } from '../../autoscaler/decide/hold.js';
import type { ObservedMetrics, ObservedSeries } from '../../traces/observations.js';
import { isPodCount } from '../../traces/observedTable.js';
import { UserError } from '../../units/userError.js';
import { timeText } from './rows.js';

/** What the user says about the series. */
export interface Declared {
  /** `gauge`, or `name=gauge` for one of them. */
  readonly as?: readonly string[] | undefined;
  /** Names of those that make up the metric; several add up, as the reports of several pods do. */
  readonly value?: readonly string[] | undefined;
  /** The one that counts ready pods, if it has another name than "ready". */
  readonly ready?: string | undefined;
}

export interface Shown {
  /** What the autoscaler is told, in time order. */
  readonly records: readonly Sample[];
  readonly ready: readonly Sample[] | null;
  /** Recorded answers of the real autoscaler. */
  readonly outputs: readonly { readonly name: string; readonly output: Output; readonly samples: readonly Sample[] }[];
  readonly notes: readonly string[];
}

/**
 * Sorts the series out.
 *
 * @param metric - what the revision scales on: a column of that name needs not be pointed at
 * @throws UserError for what is not there, not declared, or no input
 */
export function shownSeries(observed: ObservedMetrics, metric: string, declared: Declared, file: string): Shown {
  const kinds = kindsOf(declared.as ?? []);
  refuseOutputs([...(declared.value ?? []), ...kinds.keys()]);
  const outputs = observed.series.flatMap(({ name, samples }) => {
    const output = outputOf(name);
    return output === null ? [] : [{ name, output, samples }];
  });
  const ready = readyIn(observed, declared.ready);
  refuseParts(ready ?? [], declared.ready ?? 'ready', file);
  const others = observed.series.filter((series) => outputOf(series.name) === null && series.samples !== ready);
  const inputs = inputsOf(others, metric, declared, kinds, { file, onlyOutputs: outputs.map(({ name }) => name) });
  inputs.forEach((series) => refuseNegative(series, file));
  const held = inputs.map((series) => ({ name: series.name, ...heldSeries(series, kinds) }));
  const unused = others.filter((series) => !inputs.includes(series)).map(({ name }) => name);
  return {
    records: held.flatMap(({ records }) => records).sort((a, b) => a.at - b.at),
    ready,
    outputs,
    notes: [
      ...held.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`)),
      ...(inputs.length > 1 ? [`${inputs.length} series add up: ${inputs.map(({ name }) => name).join(', ')}`] : []),
      ...(unused.length > 0 ? [`not used: ${unused.join(', ')}`] : []),
    ],
  };
}

/** The kinds by name; the empty name stands for all that are not named. */
function kindsOf(texts: readonly string[]): ReadonlyMap<string, SeriesKind> {
  const kinds = new Map<string, SeriesKind>();
  for (const text of texts) {
    const at = text.lastIndexOf('=');
    const name = text.slice(0, Math.max(0, at));
    if (kinds.has(name)) throw new UserError(`--as = ${text}, must be said once for each series`);
    kinds.set(name, kindOf(text.slice(at + 1), text));
  }
  return kinds;
}

function kindOf(kind: string, text: string): SeriesKind {
  if (kind === 'gauge' || kind === 'counter' || kind === 'average') return kind;
  const rule = 'must be gauge, counter or average, after the name of a series and "="';
  throw new UserError(`--as = ${text}, ${rule}`, '--as gauge, or --as concurrency=gauge');
}

function refuseOutputs(names: readonly string[]): void {
  const output = names.find((name) => outputOf(name) !== null);
  if (output === undefined) return;
  throw new UserError(
    `${output}, is what the autoscaler made of its observations, must not be its input`,
    'windows have averaged it already; leave it undeclared and it is compared with what comes out',
  );
}

const plain = (name: string): string => name.replace(/\{.*$/, '');
const isNamed =
  (wanted: string) =>
  ({ name }: ObservedSeries): boolean =>
    name === wanted || plain(name) === wanted;

function readyIn(observed: ObservedMetrics, name: string | undefined): readonly Sample[] | null {
  if (name === undefined) return observed.ready;
  if (name === 'ready' && observed.ready !== null) return observed.ready;
  return named(observed.series, name, '--ready')[0]!.samples;
}

/** The autoscaler counts pods: there are no half ones, and no fewer than none. */
function refuseParts(ready: readonly Sample[], name: string, file: string): void {
  const wrong = ready.find(({ value }) => !isPodCount(value));
  if (wrong === undefined) return;
  throw new UserError(
    `${file}: ${name} = ${wrong.value} at ${timeText(wrong.at)}, must be a whole number of pods`,
    'the count itself, not an average of it',
  );
}

/** Neither requests under way nor requests so far can be fewer than none. */
function refuseNegative({ name, samples }: ObservedSeries, file: string): void {
  const wrong = samples.find(({ value }) => !(value >= 0 && value < Infinity));
  if (wrong === undefined) return;
  throw new UserError(`${file}: ${name} = ${wrong.value} at ${timeText(wrong.at)}, must be a number of at least 0`);
}

function named(all: readonly ObservedSeries[], name: string, option: string): readonly ObservedSeries[] {
  const found = all.filter(isNamed(name));
  if (found.length === 0)
    throw new UserError(
      `${option} = ${name}, is not recorded`,
      `there are: ${all.map((each) => each.name).join(', ')}`,
    );
  return found;
}

function inputsOf(
  all: readonly ObservedSeries[],
  metric: string,
  { value }: Declared,
  kinds: ReadonlyMap<string, SeriesKind>,
  { file, onlyOutputs }: { readonly file: string; readonly onlyOutputs: readonly string[] },
): readonly ObservedSeries[] {
  if (value !== undefined) return [...new Set(value.flatMap((name) => named(all, name, '--value')))];
  const declared = [...kinds.keys()].filter((name) => name !== '');
  if (declared.length > 0) return [...new Set(declared.flatMap((name) => named(all, name, '--as')))];
  if (all.length === 0) refuseOutputs(onlyOutputs);
  if (all.length === 0) throw new UserError(`${file}, must hold a series beside time and ready pods`);
  if (new Set(all.map(({ name }) => plain(name))).size === 1) return all;
  const usual = all.filter((series) => isNamed(metric)(series) || isNamed('value')(series));
  if (usual.length === 1) return usual;
  throw new UserError(
    `${file}, holds several series: ${all.map(({ name }) => name).join(', ')}`,
    `say which is the metric: --value ${all[0]!.name}`,
  );
}

function heldSeries(
  { name, samples }: ObservedSeries,
  kinds: ReadonlyMap<string, SeriesKind>,
): ReturnType<typeof hold> {
  const kind = kinds.get(name) ?? kinds.get(plain(name)) ?? kinds.get('');
  if (kind === undefined)
    throw new UserError(
      `series ${name}, must be declared gauge, counter or average`,
      `gauge: the level at that moment; counter: a total; average: since the sample before. E.g. --as ${name}=gauge`,
    );
  try {
    return hold(samples, kind);
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`${name}: ${error.message}`);
    throw error;
  }
}
