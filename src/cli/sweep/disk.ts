/** The folder of an experiment on the real file system. */
import { join } from 'node:path';
import type { Disk } from '../../experiment/folder.js';
import { fileError, type Io } from '../io.js';

/** Files below a folder, which is made when the first one is written. @throws UserError where a file cannot be used */
export function diskAt(folder: string, io: Io): Disk {
  const mended = <T>(name: string, act: (path: string) => T): T => {
    const path = join(folder, name);
    try {
      return act(path);
    } catch (error) {
      throw fileError(error, path);
    }
  };
  return {
    read: (name) => mended(name, (path) => readIfThere(path, io)),
    replace: (name, text) => mended(name, (path) => io.writeText(path, text)),
    append: (name, text) => mended(name, (path) => io.appendText(path, text)),
    size: (name) => io.size(join(folder, name)),
  };
}

function readIfThere(path: string, io: Io): string | null {
  try {
    return io.readText(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
