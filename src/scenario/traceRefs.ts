import type { Arrivals, TraceRef } from '../workload/recipe.js';
import { fleetFiles } from './fleet/files.js';
import type { Scenario } from './resolved.js';

/** The traces whose requests a scenario replays, in the order of its services. */
export function traceRefsOf(scenario: Pick<Scenario, 'services'>): readonly TraceRef[] {
  return replaysOf(scenario).map(({ trace }) => trace);
}

/** A trace, and how its arrivals are placed where it only counts them. */
export type Replay = Extract<Arrivals, { kind: 'trace' }>;

/** Every trace that arrivals of a named service replay, wherever in their recipe. */
export function replaysOf({ services }: Pick<Scenario, 'services'>): readonly Replay[] {
  return services.flatMap(({ arrivals }) => replaysIn(arrivals));
}

function replaysIn(arrivals: Arrivals): readonly Replay[] {
  switch (arrivals.kind) {
    case 'trace':
      return [arrivals];
    case 'merge':
      return arrivals.parts.flatMap(replaysIn);
    case 'apply':
      return replaysIn(arrivals.to);
    case 'rate':
      return [];
  }
}

/** The files that have to be read, by their names in the scenario; none where it needs no traces. */
export function traceFilesOf(scenario: Scenario): readonly string[] {
  const source = scenario.fleet?.source;
  const ofFleet =
    source?.kind === 'trace'
      ? [fleetFiles(source.trace.file, source.day).invocations, source.durations?.file, source.memory?.file]
      : [source?.settingsFile?.file];
  return [
    ...new Set([...traceRefsOf(scenario).map(({ file }) => file), ...ofFleet.filter((file) => file !== undefined)]),
  ];
}
