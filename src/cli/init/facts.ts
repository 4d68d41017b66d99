/** What the command line of `headroom init` says of traffic, service time and promises; and what is assumed where not. */
import { listed } from '../../report/words.js';
import { parseDuration, writeDuration } from '../../units/duration.js';
import { significant } from '../../units/format.js';
import { accepted, type Parsed } from '../../units/parsed.js';
import { DAY, HOUR, MILLISECOND, MINUTE, type Micros, type PerSecond } from '../../units/quantities.js';
import { parsePercent, parseRate, writePercent, writeRate } from '../../units/rate.js';
import { UserError } from '../../units/userError.js';

export interface FactOptions {
  readonly rate?: string | undefined;
  readonly peak?: string | undefined;
  readonly peakAt?: string | undefined;
  readonly median?: string | undefined;
  readonly p99?: string | undefined;
  readonly promise?: readonly string[] | undefined;
}

/** A part of a scenario as it is written, with what of it was assumed; `null`: nothing. */
export interface Fact {
  readonly text: string;
  readonly assumed: string | null;
}

export interface Promised {
  readonly name: string;
  readonly text: string;
}

const RATE: PerSecond = 20;
const PEAK_TO_MEAN = 1.5;
const MEDIAN: Micros = 50 * MILLISECOND;
const P99_TO_MEDIAN = 3;
const NOON: Micros = 12 * HOUR;

/** Whether the traffic is a day's. */
export const isDay = ({ peak, peakAt }: FactOptions): boolean => peak !== undefined || peakAt !== undefined;

/** `arrivals` of each service. @throws UserError where an option is no rate or time, or the peak is no peak */
export function arrivalsOf(options: FactOptions): Fact {
  const { rate, peak, peakAt } = options;
  if (!isDay(options)) return rate === undefined ? { text: writeRate(RATE), assumed: 'the rate' } : steady(rate);
  const { mean, ratio, assumed } = heights(rate, peak);
  const at = peakAt === undefined ? NOON : timeOfDay(peakAt);
  const all = [...assumed, ...(peakAt === undefined ? ['a peak at noon'] : [])];
  const shape = `{ mean: ${writeRate(mean)}, peakToMean: ${significant(ratio)}, peakAt: ${writeDuration(at)} }`;
  return { text: `{ rate: { diurnal: ${shape} } }`, assumed: all.length === 0 ? null : listed(all) };
}

const steady = (rate: string): Fact => ({ text: writeRate(positive('--rate', rate, parseRate)), assumed: null });

/** Mean and peak of a day: one follows from the other where it is not said. */
function heights(
  rate: string | undefined,
  peak: string | undefined,
): { readonly mean: PerSecond; readonly ratio: number; readonly assumed: readonly string[] } {
  const assumedPeak = `a peak of ${PEAK_TO_MEAN} times the mean`;
  if (rate === undefined && peak === undefined)
    return { mean: RATE, ratio: PEAK_TO_MEAN, assumed: ['the rate', assumedPeak] };
  if (rate === undefined)
    return {
      mean: Number(significant(positive('--peak', peak!, parseRate) / PEAK_TO_MEAN)),
      ratio: PEAK_TO_MEAN,
      assumed: [`a mean of the peak over ${PEAK_TO_MEAN}`],
    };
  const mean = positive('--rate', rate, parseRate);
  return peak === undefined
    ? { mean, ratio: PEAK_TO_MEAN, assumed: [assumedPeak] }
    : { mean, ratio: peakToMean(peak, mean), assumed: [] };
}

function peakToMean(text: string, mean: PerSecond): number {
  const ratio = positive('--peak', text, parseRate) / mean;
  if (ratio >= 1 && ratio <= 2) return ratio;
  throw new UserError(
    `--peak = ${text}, must be from the average (${writeRate(mean)}) to twice as much, as a day's sine has it`,
    'for a sharper one, write a spike into the scenario: { rate: { spike: { base: 20/s, peak: 400/s, at: 12h, for: 10m } } }',
  );
}

/** `12h`, or `12:00`. */
function timeOfDay(text: string): Micros {
  const [, hours, minutes] = /^(\d{1,2}):([0-5]\d)$/.exec(text.trim()) ?? [];
  const length = parseDuration(text);
  const at = hours !== undefined ? Number(hours) * HOUR + Number(minutes) * MINUTE : length.ok ? length.value : DAY;
  if (at < DAY) return at;
  throw new UserError(`--peak-at = ${text}, must be a time of the day such as "12:00" or "12h"`);
}

/** `serviceTime` of each service. @throws UserError where an option is no length of time, or p99 is below the median */
export function serviceTimeOf({ median: half, p99: tail }: FactOptions): Fact {
  const median = half === undefined ? MEDIAN : positive('--median', half, parseDuration);
  const p99 = tail === undefined ? P99_TO_MEDIAN * median : positive('--p99', tail, parseDuration);
  if (p99 <= median)
    throw new UserError(
      `--p99 = ${writeDuration(p99)}, must be above the median, ${writeDuration(median)}${half === undefined ? ' (assumed)' : ''}`,
      half === undefined ? 'say that too: --median 20ms' : undefined,
    );
  return {
    text: `{ lognormal: { median: ${writeDuration(median)}, p99: ${writeDuration(p99)} } }`,
    assumed:
      half === undefined
        ? 'the service time'
        : tail === undefined
          ? `a p99 of ${P99_TO_MEDIAN} times the median`
          : null,
  };
}

/** @throws UserError where it cannot be read, or is 0 */
function positive(option: string, text: string, parse: (text: string) => Parsed<number>): number {
  const { value } = accepted(option, text, parse(text));
  if (value <= 0) throw new UserError(`${option} = ${text}, must be above 0`);
  return value;
}

const LOST = 'refused, timedOut, failed';

/** Objectives, each with a name of its own. @throws UserError where a text is no promise */
export function promisesOf(texts: readonly string[]): readonly Promised[] {
  const kinds = texts.map(promiseOf);
  return kinds.map(({ name, text }, i) => {
    const before = kinds.slice(0, i).filter((other) => other.name === name).length;
    return { name: before === 0 ? name : `${name}-${before + 1}`, text };
  });
}

function promiseOf(promise: string): Promised {
  const [, share, what] = /^\s*([\d.]+\s*%)\s*(.*?)\s*$/.exec(promise) ?? [];
  const objective = share === undefined ? null : parsePercent(share);
  if (objective === null || !objective.ok || what === undefined) throw notAPromise(promise);
  if (!(objective.value > 0 && objective.value < 1))
    throw new UserError(
      `--promise = ${promise}, must be above 0 % and below 100 %`,
      'a promise of 100 % has no error budget',
    );
  const { name, bad } = badOf(promise, what);
  return { name, text: `{ objective: ${writePercent(objective.value)}, over: 28d, bad: [${bad}] }` };
}

function badOf(promise: string, what: string): { readonly name: string; readonly bad: string } {
  if (/^(answered|available)$/i.test(what)) return { name: 'answered', bad: LOST };
  if (/^warm$/i.test(what)) return { name: 'warm', bad: 'cold' };
  const [, text] = /^(?:<=?|under|below|within|faster than)\s*(\S+)$/i.exec(what) ?? [];
  if (text === undefined) throw notAPromise(promise);
  const limit = positive(`--promise = ${promise}: the limit`, text, parseDuration);
  return { name: 'fast', bad: `${LOST}, slowerThan: ${writeDuration(limit)}` };
}

const notAPromise = (text: string): UserError =>
  new UserError(`--promise = ${text}, must be such as "99% < 300ms", "99.9% answered" or "99% warm"`);
