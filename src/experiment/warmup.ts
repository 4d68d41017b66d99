/** Where a run that is meant to go on for ever has forgotten how it began. */
import type { Replications } from '../result/document.js';
import { givenWarmup, type Scenario } from '../scenario/resolved.js';
import { mser5 } from '../stats/intervals.js';
import { formatDuration } from '../units/format.js';
import { SECOND, type Micros } from '../units/quantities.js';
import { UserError } from '../units/userError.js';
import type { Gathering } from './gather.js';
import { partsOfId, replicationsOf, type Subject } from './subject.js';

export type FoundWarmup =
  | { readonly ok: true; readonly warmup: Micros }
  /** The run is too short to say: the best cut lies past its half. */
  | { readonly ok: false; readonly cut: Micros };

/**
 * The warm-up by MSER-5 on the number in system, averaged over replications (White, Cobb and Spratt 2000; averaging as
 * Welch did). Refused where the best cut is past half of the run: then the transient may not have ended at all.
 *
 * @param series number in system over the run, one for each replication, all of one length
 * @param horizon length of the run
 */
export function findWarmup(series: readonly (readonly number[])[], horizon: Micros): FoundWarmup {
  const averaged = averageSeries(series);
  const cut = mser5(averaged, 0.9);
  const at = averaged.length === 0 ? 0 : Math.round((horizon * cut) / averaged.length);
  return cut * 2 > averaged.length ? { ok: false, cut: at } : { ok: true, warmup: at };
}

/** Point by point. */
function averageSeries(series: readonly (readonly number[])[]): readonly number[] {
  const [first = []] = series;
  return first.map((_, k) => series.reduce((sum, values) => sum + values[k], 0) / series.length);
}

/** Runs whose number in system is looked at: more of them smooth it, but MSER-5 needs no more. */
export const PILOTS = 10;

/**
 * The warm-up for all of these subjects: the longest that is found for any. `null`: it was given, or the runs begin where
 * they should.
 *
 * @throws UserError where a run is too short for it, or events of a month lie in it
 */
export async function foundWarmup(
  subjects: readonly Subject[],
  pilots: number,
  gathering: Gathering,
): Promise<Micros | null> {
  const searched = subjects.filter(({ scenario }) => scenario.analysis.warmup === 'auto');
  if (searched.length === 0) return null;
  const tasks = searched.map((subject, k) => [
    ...replicationsOf(subject, `warmup${k}`, 0, pilots, { warmup: 0, bring: { inSystem: true } }),
  ]);
  const answers = await gathering.answers(tasks.flat());
  const cuts = searched.map(({ scenario, name }, k) => {
    const series = answers.filter(({ id }) => partsOfId(id).key === `warmup${k}`).map(({ inSystem }) => inSystem ?? []);
    const found = findWarmup(series, scenario.horizon);
    if (!found.ok) throw tooShort(name, found.cut, scenario.horizon);
    return found.warmup;
  });
  const warmup = Math.max(...cuts);
  for (const { scenario } of subjects) refuseEventsIn(warmup, scenario);
  return warmup;
}

/** What is billed as an event of a month must count. That it lies behind a given warm-up was checked when it was read. */
function refuseEventsIn(warmup: Micros, { billing }: Scenario): void {
  const events = billing?.month?.events ?? [];
  const k = events.findIndex(({ from }) => from < warmup);
  if (k < 0) return;
  throw new UserError(
    `billing.month.events[${k}].from = ${formatDuration(events[k].from)}, must not lie in the warm-up, which was found to last ${formatDuration(warmup)}`,
    'let the event begin later, or give the warm-up (warmup: 5m)',
  );
}

/** What a document says of a warm-up. @param found `null`: it was not searched for */
export function warmupFigure({ analysis }: Scenario, found: Micros | null): Replications['warmup'] {
  return { seconds: (found ?? givenWarmup(analysis)) / SECOND, method: found === null ? 'given' : 'mser-5' };
}

/** A warm-up was to be found and the run is too short for it. */
function tooShort(name: string, cut: Micros, horizon: Micros): UserError {
  return new UserError(
    `warmup = auto, must end within the first half of the run: in ${name} it ends after ${formatDuration(cut)} of ${formatDuration(horizon)}`,
    'make the horizon longer, or give the warm-up (warmup: 5m)',
  );
}
