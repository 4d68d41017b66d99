/** The file system as tasks see it, for threads and workers that have no `Io`. */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readFileSync, readSync } from 'node:fs';
import type { TaskFiles } from '../experiment/answer.js';

export const taskFiles: TaskFiles = {
  readText: (path) => readFileSync(path, 'utf8'),
  openBytes: (path) => createReadStream(path) as AsyncIterable<Uint8Array>,
  digest,
};

/** SHA-256 of a file in hexadecimal. In pieces: a trace may be larger than what a Buffer can hold. */
export function digest(path: string): string {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(1 << 20);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) hash.update(piece.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}
