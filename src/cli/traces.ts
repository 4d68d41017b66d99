/** Reads the traces that a scenario refers to, before the run. */
import { dirname, join } from 'node:path';
import type { Scenario } from '../scenario/resolved.js';
import { traceRefsOf } from '../scenario/traceRefs.js';
import type { TraceLibrary } from '../workload/traceLibrary.js';
import { UserError, fileError } from './io.js';
import type { Io } from './io.js';

/**
 * The traces of a scenario file, by the names it gives them (relative to its folder); `undefined` if it names none.
 *
 * @throws UserError when a trace cannot be used
 */
export async function tracesOf(scenario: Scenario, path: string, io: Io): Promise<TraceLibrary | undefined> {
  const refs = traceRefsOf(scenario);
  if (refs.length === 0) return undefined;
  const folder = path === '-' ? '.' : dirname(path);
  const [{ loadTraces }, { TraceError }] = await Promise.all([
    import('../traces/library.js'),
    import('../traces/traceError.js'),
  ]);
  try {
    return await loadTraces(refs, (file) => io.openBytes(join(folder, file)));
  } catch (error) {
    if (error instanceof TraceError) throw new UserError(error.message, error.hint);
    throw fileError(error, refs[0].file);
  }
}
