/** Large files on the file system of this machine. */
import { createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { OutputFile } from './io.js';

/** Under another name until it is closed, as all files are written. Waits for what cannot take more. */
export function createFile(path: string): OutputFile {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  const file = createWriteStream(draft);
  let failure: Error | null = null;
  file.on('error', (error) => (failure = error));
  const orFail = (act: (done: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      if (failure === null) act((error) => (error ? reject(error) : resolve()));
      else reject(failure);
    });
  return {
    write: (bytes) => orFail((done) => void file.write(bytes, done)),
    close: async () => {
      await orFail((done) => void file.end(() => done(failure)));
      renameSync(draft, path);
    },
    abandon: async () => {
      await new Promise<void>((resolve) => file.destroy().once('close', resolve));
      rmSync(draft, { force: true });
    },
  };
}

/** Bytes of a file; `null` for what is none, such as a pipe. */
export function size(path: string): number | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true ? found.size : null;
}
