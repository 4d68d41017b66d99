/** Files of the system, for the process and for its threads. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';

export const readText = (path: string): string => readFileSync(path, 'utf8');

export const openBytes = (path: string): AsyncIterable<Uint8Array> =>
  createReadStream(path) as AsyncIterable<Uint8Array>;

/** SHA-256 in hexadecimal, read in pieces: a trace may be larger than what a Buffer can hold. */
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

/** Under another name first: whoever looks meanwhile sees the old file or the new one, never half of it. */
export function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
