import { compareOutput } from '../../autoscaler/decide/compare.js';
import { decide, summarise } from '../../autoscaler/decide/decide.js';
import { decideAgain, type DecisionRow } from '../../autoscaler/decide/replay.js';
import { readObservations, type ObservedMetrics } from '../../traces/observations.js';
import { DAY, type Micros } from '../../units/quantities.js';
import { UserError } from '../../units/userError.js';
import type { Configured } from './configuration.js';
import type { Compared, Decided } from './rows.js';
import { shownSeries, type Declared, type Shown } from './series.js';

export interface ReplayOptions extends Declared {
  readonly revision?: string | undefined;
  readonly readyAfter?: Micros | undefined;
  readonly initialPods?: number | undefined;
  readonly tolerance?: number | undefined;
}

/**
 * What the autoscaler decides on what a file holds.
 *
 * @throws UserError for a file that cannot be used
 */
export function replayed(
  { path, text }: { readonly path: string; readonly text: string },
  configured: Configured,
  options: ReplayOptions,
): Decided {
  const observed = readObservations(text, path, options.revision ?? configured.revision);
  const assumed = configured.notes.map(({ where, text: note }) => `${where}: ${note}`);
  const { rows, comparisons, notes } =
    observed.log === null ? onMetrics(observed, path, configured, options) : onLog(observed.log, configured);
  return { revision: configured.revision, rows, summary: summarise(rows), comparisons, notes: [...assumed, ...notes] };
}

type Outcome = Pick<Decided, 'rows' | 'comparisons' | 'notes'>;

function onLog({ events }: NonNullable<ObservedMetrics['log']>, { setup }: Configured): Outcome {
  return { rows: decideAgain(setup, events), comparisons: [], notes: [] };
}

function onMetrics(observed: ObservedMetrics, path: string, { setup }: Configured, options: ReplayOptions): Outcome {
  const { readyAfter, initialPods: initialReadyPods, tolerance = 0 } = options;
  refuseSpan(observed, path);
  const shown = shownSeries(observed, setup.decider.metric, options, path);
  if (shown.records.length === 0) throw new UserError(`${path}, must hold samples of the metric`);
  const rows = decide(setup, shown, {
    ...(readyAfter === undefined ? {} : { readyAfter }),
    ...(initialReadyPods === undefined ? {} : { initialReadyPods }),
  });
  const unknown = shown.ready === null ? [readyNote(readyAfter)] : [];
  return { rows, comparisons: compared(rows, shown, tolerance), notes: [...shown.notes, ...unknown] };
}

/** A value for every second and a row for every two are kept: up to three gigabytes. */
const MOST_DAYS = 31;

function refuseSpan({ series }: ObservedMetrics, path: string): void {
  const times = series.flatMap(({ samples }) => [samples[0]?.at ?? NaN, samples.at(-1)?.at ?? NaN]);
  const known = times.filter((at) => !Number.isNaN(at));
  const days = (Math.max(...known) - Math.min(...known)) / DAY;
  if (!(days > MOST_DAYS)) return;
  throw new UserError(
    `${path}, spans ${Math.ceil(days)} days from its first sample to its last, must span at most ${MOST_DAYS}`,
    'is one of its times in another unit than the rest?',
  );
}

function readyNote(readyAfter: Micros | undefined): string {
  const when =
    readyAfter === undefined ? 'at once (--ready-after says otherwise)' : 'as long after as --ready-after says';
  return `ready pods are not recorded: what is wanted is taken to be ready ${when}`;
}

function compared(rows: readonly DecisionRow[], { outputs }: Shown, tolerance: number): readonly Compared[] {
  return outputs.map(({ name, output, samples }) => ({ name, ...compareOutput(rows, output, samples, tolerance) }));
}
