import type { Micros } from '../../units/quantities.js';
import { SECOND } from '../../units/quantities.js';

/** A value at an instant. */
export interface Sample {
  readonly at: Micros;
  readonly value: number;
}

/**
 * What a sample stands for: the level at its instant (`gauge`), a total since some start that is turned into a rate per
 * second (`counter`), or the average since the sample before it (`average`).
 */
export type SeriesKind = 'gauge' | 'counter' | 'average';

/** A series as the autoscaler would have recorded it. */
export interface HeldSeries {
  /** In time order, at most one for each second. */
  readonly records: readonly Sample[];
  /** The usual distance of two samples. */
  readonly step: Micros;
  /** What was done to the samples, in words. */
  readonly notes: readonly string[];
}

/** A stretch of time with one value. */
interface Stretch {
  readonly from: Micros;
  readonly to: Micros;
  readonly value: number;
}

/**
 * Turns samples into one record a second, as Knative's reports come. Samples a second apart are taken as they are. Coarser
 * ones are held over their step: put into single seconds they would be averaged with the empty ones between (one value of
 * 10 every 15 s would look like 0.67). Finer ones are averaged within each second. A gap longer than the step stays a gap,
 * except in a counter, which tells what happened in it.
 *
 * @param samples - in strictly increasing time order
 * @throws RangeError if they are not
 */
export function hold(samples: readonly Sample[], kind: SeriesKind): HeldSeries {
  mustIncrease(samples);
  const step = usualStep(samples);
  const told = kind === 'counter' ? rates(samples) : { samples, resets: 0 };
  const direct = step <= SECOND && onePerSecond(told.samples);
  const records = direct ? told.samples : perSecond(stretches(samples, told.samples, kind, step));
  return { records, step, notes: notesOn(step, direct, told.resets) };
}

function mustIncrease(samples: readonly Sample[]): void {
  samples.forEach((sample, i) => {
    const before = samples[i - 1];
    if (before && sample.at <= before.at) {
      throw new RangeError(
        `time = ${sample.at / SECOND}, must be later than the sample before it (${before.at / SECOND})`,
      );
    }
  });
}

/** The median distance; a second for a single sample. */
function usualStep(samples: readonly Sample[]): Micros {
  const gaps = samples.slice(1).map((sample, i) => sample.at - samples[i]!.at);
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor((gaps.length - 1) / 2)] ?? SECOND;
}

function onePerSecond(samples: readonly Sample[]): boolean {
  return samples.every((sample, i) => i === 0 || secondOf(sample.at) !== secondOf(samples[i - 1]!.at));
}

/** Differences per second; a total that falls has started anew, as Prometheus takes it. */
function rates(totals: readonly Sample[]): { readonly samples: readonly Sample[]; readonly resets: number } {
  let resets = 0;
  const samples = totals.slice(1).map(({ at, value }, i) => {
    const before = totals[i]!;
    if (value < before.value) resets++;
    const grown = value < before.value ? value : value - before.value;
    return { at, value: (grown * SECOND) / (at - before.at) };
  });
  return { samples, resets };
}

/** When each value held. What looks back is reported at the end of each second, so it counts one second later. */
function stretches(all: readonly Sample[], told: readonly Sample[], kind: SeriesKind, step: Micros): Stretch[] {
  if (kind === 'gauge') {
    return told.map(({ at, value }, i) => ({ from: at, to: Math.min(at + step, told[i + 1]?.at ?? Infinity), value }));
  }
  const earlier = kind === 'counter' ? all : [{ at: -Infinity, value: 0 }, ...all];
  return told.map(({ at, value }, i) => {
    const since = kind === 'counter' ? earlier[i]!.at : Math.max(earlier[i]!.at, at - step);
    return { from: since + SECOND, to: at + SECOND, value };
  });
}

/** The mean over the covered part of each second that is covered at all. */
function perSecond(list: readonly Stretch[]): Sample[] {
  const records: Sample[] = [];
  let second = -Infinity;
  let area = 0;
  let covered = 0;
  const close = (): void => {
    if (covered > 0) records.push({ at: second * SECOND, value: area / covered });
    area = covered = 0;
  };
  for (const { from, to, value } of list) {
    for (let s = secondOf(from); s * SECOND < to; s++) {
      if (s !== second) close();
      second = s;
      const length = Math.min(to, (s + 1) * SECOND) - Math.max(from, s * SECOND);
      area += value * length;
      covered += length;
    }
  }
  close();
  return records;
}

function secondOf(at: Micros): number {
  return Math.floor(at / SECOND);
}

function notesOn(step: Micros, direct: boolean, resets: number): string[] {
  const notes: string[] = [];
  const seconds = `${step / SECOND} s`;
  if (!direct && step > SECOND)
    notes.push(`samples are ${seconds} apart: each is held over that time, one record a second`);
  if (!direct && step <= SECOND) notes.push(`samples are ${seconds} apart: they are averaged within each second`);
  if (resets > 0)
    notes.push(`the counter falls ${resets} ${resets === 1 ? 'time' : 'times'}: taken as a start from zero`);
  return notes;
}
