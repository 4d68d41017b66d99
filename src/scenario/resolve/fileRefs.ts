/** Files beside a scenario, each with its digest. */
import type { TraceRef } from '../../workload/recipe.js';
import type { FileRef } from '../resolved.js';
import type { WrittenTrace } from '../schema/traceFiles.js';
import { UnreadableFile, type Sources } from '../sources.js';

/** A trace whose file was read before. */
export function traceRef({ file, format, select, function: name, badRows }: WrittenTrace, sources: Sources): TraceRef {
  const digest = sources.sha256(file);
  if (digest instanceof UnreadableFile) throw new Error(`${file} cannot be read: ${digest.reason}`);
  const bad = badRows === undefined ? {} : { badRows };
  return { file, sha256: digest, format, select: select ?? name ?? null, ...bad };
}

/** `null` where there is no such file. */
export function fileRef(file: string, sources: Sources): FileRef | null {
  const digest = sources.sha256(file);
  return digest instanceof UnreadableFile ? null : { file, sha256: digest };
}
