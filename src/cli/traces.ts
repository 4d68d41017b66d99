/** Reads the traces that a scenario refers to, before the run. */
import { join } from 'node:path';
import type { Scenario } from '../scenario/resolved.js';
import { traceFilesOf } from '../scenario/traceRefs.js';
import type { TraceLibrary } from '../workload/traceLibrary.js';
import { ByteProgress } from './byteProgress.js';
import { fileError, type Io } from './io.js';
import { folderOf } from './scenarioFile.js';

/**
 * The traces of a scenario file, by the names it gives them (relative to its folder); `undefined` if it names none.
 *
 * @throws UserError when a trace cannot be used
 */
export async function tracesOf(
  scenario: Scenario,
  path: string,
  io: Io,
  quiet = false,
): Promise<TraceLibrary | undefined> {
  const files = traceFilesOf(scenario);
  if (files.length === 0) return undefined;
  const { readTraces } = await import('../scenario/traces.js'); // readers of all formats: most runs need none
  const folder = folderOf(path);
  const there = (file: string): string => join(folder, file);
  const progress = new ByteProgress(io, files.map(there), quiet);
  try {
    return await readTraces(scenario, (file) => io.openBytes(there(file)), {
      onBytes: (file, read) => progress.show(file, read),
    });
  } catch (error) {
    throw fileError(error, files[0]);
  } finally {
    progress.clear();
  }
}
