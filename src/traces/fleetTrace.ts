/** A whole trace as a population: every app (or function) of an Azure Functions 2019 folder is a service. */
import { MINUTE, type Micros } from '../units/quantities.js';
import type { CountTrace, FleetRow } from '../workload/traceLibrary.js';
import { readDurations, type FunctionDurations } from './durations.js';
import type { Series, Sink } from './format.js';
import type { TraceReport } from './ledger.js';
import type { OpenBytes } from './library.js';
import { mixtureOf, type Weighted } from './mixture.js';
import { readTrace } from './read.js';
import { readMemory, type AllocatedMemory } from './sidecars.js';
import { addCounts, packCounts, type SparseCounts } from './sparseCounts.js';

/** The files of one day; `null`: there is none. */
export interface FleetFiles {
  readonly invocations: string;
  readonly durations: string | null;
  readonly memory: string | null;
}

/** What becomes one service. */
export type FleetUnit = 'app' | 'function';

export interface FleetTrace {
  /** In the order of their first row. */
  readonly rows: readonly FleetRow[];
  readonly reports: readonly TraceReport[];
  /** What had to be assumed about some of the services, in words. */
  readonly assumptions: readonly string[];
  /** The counts of one row. Unpacked anew each time: nothing is kept. */
  open(select: string): CountTrace;
}

export interface FleetOptions {
  readonly badShare?: number;
  /** Told how many bytes of which file have been read. */
  readonly onBytes?: (file: string, read: number) => void;
}

/**
 * Reads a day of Azure Functions 2019 (or what invitro writes). Counts are kept packed: a day of 17,500 apps takes some
 * tens of megabytes.
 *
 * @throws TraceError when a file cannot be used
 */
export async function readFleet(
  files: FleetFiles,
  by: FleetUnit,
  openBytes: OpenBytes,
  { badShare = 0.01, onBytes }: FleetOptions = {},
): Promise<FleetTrace> {
  const counts = new FleetCounts(by);
  const listen = (file: string): { onBytes: (read: number) => void } => ({ onBytes: (read) => onBytes?.(file, read) });
  const format = 'azure-functions-2019';
  const { invocations, durations, memory } = files;
  const read = await readTrace(invocations, openBytes(invocations), counts, {
    badShare,
    format,
    ...listen(invocations),
  });
  const times = durations === null ? null : await readDurations(durations, openBytes(durations), { badShare });
  const sizes = memory === null ? null : await readMemory(memory, openBytes(memory), { badShare });
  const rows = rowsOf(counts, by, times?.functions ?? [], sizes?.apps ?? []);
  return {
    rows,
    reports: [read.report, ...[times, sizes].flatMap((each) => (each === null ? [] : [each.report]))],
    assumptions: assumptionsOf(rows, by, times !== null, sizes !== null),
    open: (select) => counts.trace(select),
  };
}

interface Unit {
  readonly key: string;
  readonly app: string;
  /** Functions it is made of. */
  readonly functions: Set<string>;
  readonly packed: SparseCounts[];
  total: number;
}

/** Packs every row as it is read. */
class FleetCounts implements Sink {
  readonly units = new Map<string, Unit>();
  readonly #by: FleetUnit;
  #intervals = 0;
  #interval: Micros = MINUTE;

  constructor(by: FleetUnit) {
    this.#by = by;
  }

  counts({ name, group }: Series, counts: Float64Array, interval: Micros): void {
    const key = this.#by === 'app' && group !== '' ? group : name;
    const unit = this.units.get(key) ?? { key, app: group, functions: new Set<string>(), packed: [], total: 0 };
    this.units.set(key, unit);
    unit.functions.add(name);
    unit.packed.push(packCounts(counts));
    for (const count of counts) unit.total += count;
    this.#intervals = Math.max(this.#intervals, counts.length);
    this.#interval = interval;
  }

  trace(select: string): CountTrace {
    const unit = this.units.get(select);
    if (unit === undefined) throw new RangeError(`select = ${select}, must be a service of the fleet`);
    const counts = new Float64Array(this.#intervals);
    for (const packed of unit.packed) addCounts(packed, counts);
    return { kind: 'counts', interval: this.#interval, counts };
  }

  instant(): string {
    return 'row is one request, must be counts per minute';
  }

  count(): string {
    return 'row is one count, must be counts per minute';
  }

  ignored(): void {
    // Counted in the ledger.
  }

  assumed(): void {
    // Noted in the ledger.
  }
}

function rowsOf(
  counts: FleetCounts,
  by: FleetUnit,
  durations: readonly FunctionDurations[],
  memory: readonly AllocatedMemory[],
): FleetRow[] {
  const units = [...counts.units.values()];
  const names = serviceNames(units.map(({ key }) => key));
  const times = grouped(durations, ({ app, name }) => (by === 'app' && app !== '' ? app : name));
  const sizes = new Sizes(units, memory);
  return units.map((unit, i) => ({
    name: names[i],
    select: unit.key,
    total: unit.total,
    serviceTime: serviceTimeOf(times.get(unit.key) ?? []),
    memory: sizes.of(unit, by),
  }));
}

/** Of the functions with a mean above 0 (others say nothing), by their counts. */
function serviceTimeOf(functions: readonly FunctionDurations[]): FleetRow['serviceTime'] {
  const known = functions.filter(({ mean, count }) => mean !== 0 && count > 0);
  return mixtureOf(
    known.flatMap(({ count, distribution }): Weighted[] =>
      distribution.kind === 'quantiles' ? [{ weight: count, of: distribution }] : [],
    ),
  );
}

/** Names longer than this are cut to their first 12 characters, where those are unique. */
const LONGEST_NAME = 24;
const SHORT_NAME = 12;

function serviceNames(keys: readonly string[]): string[] {
  const short = (key: string): string => (key.length > LONGEST_NAME ? key.slice(0, SHORT_NAME) : key);
  const uses = new Map<string, number>();
  for (const key of keys) uses.set(short(key), (uses.get(short(key)) ?? 0) + 1);
  return keys.map((key) => (uses.get(short(key)) === 1 ? short(key) : key));
}

/** Memory is given by app (then its functions share it) or by function (then an app's are added up). */
class Sizes {
  readonly #apps: ReadonlyMap<string, readonly AllocatedMemory[]>;
  readonly #functionsOfApp = new Map<string, number>();

  constructor(units: readonly Unit[], memory: readonly AllocatedMemory[]) {
    this.#apps = grouped(memory, ({ app }) => app);
    for (const { app, functions } of units)
      this.#functionsOfApp.set(app, (this.#functionsOfApp.get(app) ?? 0) + functions.size);
  }

  of({ key, app }: Unit, by: FleetUnit): number | null {
    const rows = this.#apps.get(app) ?? [];
    if (rows.length === 0) return null;
    if (by === 'app') return rows.reduce((sum, { bytes }) => sum + bytes, 0);
    const own = rows.find((row) => row.function === key);
    if (own !== undefined) return own.bytes;
    const whole = rows.find((row) => row.function === '');
    return whole === undefined ? null : Math.round(whole.bytes / (this.#functionsOfApp.get(app) ?? 1));
  }
}

function assumptionsOf(rows: readonly FleetRow[], by: FleetUnit, hasTimes: boolean, hasSizes: boolean): string[] {
  const without = (field: 'serviceTime' | 'memory'): number => rows.filter((row) => row[field] === null).length;
  const [noTime, noSize] = [without('serviceTime'), without('memory')];
  return [
    `each ${by} is a service: ${rows.length} of them`,
    ...(hasTimes ? [] : ['no file of durations']),
    ...(noTime === 0 ? [] : [`service times of ${noTime} services are not known: those of the model are taken`]),
    ...(hasSizes ? [] : ['no file of memory']),
    ...(noSize === 0 ? [] : [`memory of ${noSize} services is not known: that of the defaults is taken`]),
    ...(by === 'app' && noTime < rows.length
      ? ['the service time of an app is the mixture of those of its functions, by their counts']
      : []),
    ...(by === 'function' && noSize < rows.length
      ? ['memory that is known for an app only is divided by its functions']
      : []),
  ];
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
