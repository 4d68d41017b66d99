/** Reads all that a scenario refers to before it can run: the traces of its services and those of its fleet. */
import { readFleet, type FleetTrace } from '../traces/fleetTrace.js';
import { loadTraces, type OpenBytes } from '../traces/library.js';
import { notesOf, type TraceNote } from '../traces/notes.js';
import { readSettings } from '../traces/sidecars.js';
import { formatDuration } from '../units/format.js';
import type { FleetSettings } from '../workload/fleet.js';
import type { TraceRef, Within } from '../workload/recipe.js';
import type { TraceLibrary } from '../workload/traceLibrary.js';
import { fleetFiles } from './fleet/files.js';
import type { FleetRecipe, Scenario } from './resolved.js';
import { replaysOf, traceFilesOf, traceRefsOf } from './traceRefs.js';

export interface ReadTracesOptions {
  /** Told how many bytes (as stored) of which file have been read. */
  readonly onBytes?: (file: string, read: number) => void;
}

type Traced = Extract<FleetRecipe['source'], { kind: 'trace' }>;

/** Equal for scenarios that need the same of the same files: what was read for one serves the other. */
export function traceKey(scenario: Scenario): string {
  return JSON.stringify([traceRefsOf(scenario), scenario.fleet?.source ?? null]);
}

/**
 * The traces of a scenario with what was assumed about them; `undefined` where it needs none.
 *
 * @throws TraceError when a file cannot be used
 */
export async function readTraces(
  scenario: Scenario,
  openBytes: OpenBytes,
  options: ReadTracesOptions = {},
): Promise<TraceLibrary | undefined> {
  if (traceFilesOf(scenario).length === 0) return undefined;
  const loaded = await loadTraces(traceRefsOf(scenario), openBytes, options);
  const source = scenario.fleet?.source ?? null;
  const fleet = source?.kind === 'trace' ? await fleetOf(source, openBytes, options) : null;
  const settings = await settingsOf(source, openBytes);
  const isOfFleet = (ref: TraceRef): boolean => source?.kind === 'trace' && ref.file === source.trace.file;
  const open = (ref: TraceRef): ReturnType<TraceLibrary['open']> =>
    fleet !== null && isOfFleet(ref) ? fleet.open(ref.select ?? '') : loaded.open(ref);
  return {
    open,
    fleet: () => fleet?.rows ?? [],
    settings: () => settings?.settings ?? [],
    notes: [
      ...[...loaded.reports, ...(settings === null ? [] : [settings.report])].flatMap(notesOf),
      ...placementNotes(scenario, open),
      ...(source?.kind === 'trace' && fleet !== null ? fleetNotes(source, fleet) : []),
    ],
  };
}

async function fleetOf(source: Traced, openBytes: OpenBytes, options: ReadTracesOptions): Promise<FleetTrace> {
  const { invocations } = fleetFiles(source.trace.file, source.day);
  const files = { invocations, durations: source.durations?.file ?? null, memory: source.memory?.file ?? null };
  const { badRows } = source.trace;
  return readFleet(files, source.by, openBytes, {
    ...options,
    ...(badRows === undefined ? {} : { badShare: badRows }),
  });
}

async function settingsOf(
  source: FleetRecipe['source'] | null,
  openBytes: OpenBytes,
): Promise<{ readonly settings: readonly FleetSettings[]; readonly report: Parameters<typeof notesOf>[0] } | null> {
  if (source?.kind !== 'generated' || source.settingsFile === null) return null;
  const { file } = source.settingsFile;
  return readSettings(file, openBytes(file));
}

const PLACED: Readonly<Record<Within, string>> = {
  poisson: 'at random',
  uniform: 'one at a random place in each even step',
  regular: 'evenly',
  bursty: 'in bursts of 5 s, ten times as dense as the pauses between them',
};

/** Counts do not say when within their interval: what was taken instead is said for each of them. */
function placementNotes(scenario: Scenario, open: TraceLibrary['open']): TraceNote[] {
  return replaysOf(scenario).flatMap(({ trace, within }) => {
    const opened = open(trace);
    if (opened.kind !== 'counts') return [];
    return [{ where: trace.file, text: placement(opened.interval, within) }];
  });
}

function placement(interval: number, within: Within): string {
  return `requests are counted every ${formatDuration(interval)}; within that time they are placed ${PLACED[within]} (within: ${within})`;
}

function fleetNotes({ trace, within }: Traced, fleet: FleetTrace): TraceNote[] {
  const interval = fleet.rows.length === 0 ? null : fleet.open(fleet.rows[0].select).interval;
  return [
    ...fleet.assumptions.map((text) => ({ where: trace.file, text })),
    ...(interval === null ? [] : [{ where: trace.file, text: placement(interval, within) }]),
    ...fleet.reports.flatMap(notesOf),
  ];
}
