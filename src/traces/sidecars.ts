/** Files beside a trace: memory of apps, and settings of a population. */
import type { Bytes as Size } from '../units/quantities.js';
import type { FleetSettings } from '../workload/fleet.js';
import type { Bytes } from './bytes.js';
import type { TraceReport } from './ledger.js';
import { readSideTable, type SideTable } from './sideTable.js';
import { parseNumber } from './time.js';
import { quote } from './wide.js';

const MEGABYTE: Size = 1_000_000;
const GIBIBYTE: Size = 1_073_741_824;

/** Memory that an app (or, in invitro's files, a function) allocated on average. */
export interface AllocatedMemory {
  readonly app: string;
  /** ''; the whole app. */
  readonly function: string;
  readonly bytes: Size;
}

/**
 * Reads a memory file of Azure Functions 2019 or invitro: `HashApp`, `AverageAllocatedMb`, perhaps `HashFunction`.
 *
 * @throws TraceError as for a trace
 */
export async function readMemory(
  file: string,
  bytes: Bytes,
  { badShare = 0.01 }: { readonly badShare?: number } = {},
): Promise<{ readonly apps: readonly AllocatedMemory[]; readonly report: TraceReport }> {
  const apps: AllocatedMemory[] = [];
  const table: SideTable<'hashapp' | 'averageallocatedmb' | 'hashfunction'> = {
    title: 'memory',
    required: ['hashapp', 'averageallocatedmb'],
    optional: ['hashfunction'],
    assumptions: ['memory is the mean of what was allocated, in MB of 10^6 bytes'],
    take(row, columns) {
      const megabytes = parseNumber(row[columns.averageallocatedmb]);
      if (!(megabytes >= 0))
        return `AverageAllocatedMb = ${quote(row[columns.averageallocatedmb])}, must be a number >= 0`;
      const size = Math.round(megabytes * MEGABYTE);
      apps.push({ app: row[columns.hashapp], function: row[columns.hashfunction] ?? '', bytes: size });
      return null;
    },
  };
  return { apps, report: await readSideTable(file, bytes, table, badShare) };
}

/**
 * Reads settings of Knative applications, one row each, as ubc-cirrus-lab publishes those of IBM Code Engine:
 * `cpu_vcpu`, `memory_gb`, `container_concurrency`, `min_scale`. What is drawn from them keeps them together.
 *
 * @throws TraceError as for a trace
 */
export async function readSettings(
  file: string,
  bytes: Bytes,
  { badShare = 0.01 }: { readonly badShare?: number } = {},
): Promise<{ readonly settings: readonly FleetSettings[]; readonly report: TraceReport }> {
  const settings: FleetSettings[] = [];
  const table: SideTable<'cpu_vcpu' | 'memory_gb' | 'container_concurrency' | 'min_scale'> = {
    title: 'settings',
    required: ['cpu_vcpu', 'memory_gb', 'container_concurrency', 'min_scale'],
    optional: [],
    assumptions: ['memory is in GiB; settings are drawn by row, so that size, concurrency and scale stay together'],
    take(row, columns) {
      const [cpu, memory, concurrency, scale] = this.required.map((name) => parseNumber(row[columns[name]]));
      if (!(cpu > 0)) return `cpu_vcpu = ${quote(row[columns.cpu_vcpu])}, must be a number > 0`;
      if (!(memory > 0)) return `memory_gb = ${quote(row[columns.memory_gb])}, must be a number > 0`;
      if (!isCount(concurrency))
        return `container_concurrency = ${quote(row[columns.container_concurrency])}, must be a whole number >= 0`;
      if (!isCount(scale)) return `min_scale = ${quote(row[columns.min_scale])}, must be a whole number >= 0`;
      settings.push({
        cpu: Math.round(cpu * 1000),
        memory: Math.round(memory * GIBIBYTE),
        containerConcurrency: concurrency,
        minScale: scale,
      });
      return null;
    },
  };
  return { settings, report: await readSideTable(file, bytes, table, badShare) };
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}
