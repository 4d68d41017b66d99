/** Large files on the file system of this machine. */
import {
  createWriteStream,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname } from 'node:path';
import { fileError, type OutputFile } from './io.js';

/**
 * Makes a folder and those above it. One by one: where the system denies that a folder is there which is (/proc),
 * `recursive` of Node tries for ever.
 */
function makeFolder(path: string): void {
  if (found(path)?.isDirectory() === true) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path);
  } catch (error) {
    // Someone else may have made it meanwhile.
    if (found(path)?.isDirectory() !== true) throw error;
  }
}

/** How a file gets its new content. */
interface Landing {
  /** What is written. */
  readonly draft: string;
  /** The draft takes its name. */
  settle(): void;
  /** Leaves nothing of the draft behind. */
  abandon(): void;
}

/**
 * Under another name first: whoever looks meanwhile sees the old file or the new one, never half of it. A link stays and
 * leads to the new file; a device or a pipe (`/dev/null`, `>(cat)`) is written to, never replaced by a file.
 */
function landing(path: string): Landing {
  makeFolder(dirname(path));
  const there = found(path);
  if (there?.isFile() === false) return { draft: path, settle: () => undefined, abandon: () => undefined };
  const target = there === undefined ? path : realpathSync(path);
  const draft = `${target}.${process.pid}.tmp`;
  return { draft, settle: () => renameSync(draft, target), abandon: () => rmSync(draft, { force: true }) };
}

/** A whole file or nothing. */
export function writeText(path: string, text: string): void {
  const { draft, settle, abandon } = inWords(path, landing);
  inWords(path, () => {
    try {
      writeFileSync(draft, text);
      settle();
    } catch (error) {
      abandon();
      throw error;
    }
  });
}

/** What the system has to say of a path, as the one who named it can understand it. */
function inWords<T>(path: string, act: (path: string) => T): T {
  try {
    return act(path);
  } catch (error) {
    throw fileError(error, path);
  }
}

/** Under another name until it is closed, as all files are written. Waits for what cannot take more. */
export function createFile(path: string): OutputFile {
  const { draft, settle, abandon } = inWords(path, landing);
  const file = createWriteStream(draft);
  let failure: Error | null = null;
  file.on('error', (error) => (failure = error));
  const orFail = (act: (done: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      if (failure === null) act((error) => (error ? reject(fileError(error, path)) : resolve()));
      else reject(fileError(failure, path));
    });
  return {
    write: (bytes) => orFail((done) => void file.write(bytes, done)),
    close: async () => {
      await orFail((done) => void file.end(() => done(failure)));
      settle();
    },
    abandon: async () => {
      await new Promise<void>((resolve) => file.destroy().once('close', resolve));
      abandon();
    },
  };
}

/** Bytes of a file; `null` for what is none, such as a pipe. */
export function size(path: string): number | null {
  const stats = found(path);
  return stats?.isFile() === true ? stats.size : null;
}

/** What there is; nothing, too, where a part of the path is a file. */
function found(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
