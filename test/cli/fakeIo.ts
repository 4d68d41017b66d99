/** A world for the commands that is all in memory. */
import type { Io, Output } from '../../src/cli/io.js';
import { InlineRunner } from '../../src/experiment/inline.js';

export interface World {
  readonly io: Io;
  readonly files: Map<string, string>;
  readonly out: () => string;
  readonly err: () => string;
  /** Presses Ctrl-C. */
  readonly interrupt: () => void;
}

export interface WorldOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly tty?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Wall time in milliseconds. @default the clock stands still */
  readonly now?: () => number;
  readonly onPause?: (world: World) => void;
  /** @default no threads */
  readonly openFleet?: Io['openFleet'];
}

export function world(options: WorldOptions = {}): World {
  const files = new Map(Object.entries(options.files ?? {}));
  const written = { out: '', err: '' };
  const listeners = new Set<() => void>();
  const stream = (name: 'out' | 'err'): Output => ({
    write: (text) => void (written[name] += text),
    isTTY: options.tty === true,
    columns: options.tty === true ? 80 : undefined,
  });
  const io: Io = {
    stdout: stream('out'),
    stderr: stream('err'),
    env: options.env ?? {},
    readText: (path) => files.get(path) ?? missing(path),
    readStdin: async () => options.stdin ?? '',
    openStdin: async function* () {
      yield new TextEncoder().encode(options.stdin ?? '');
    },
    size: (path) => files.get(path)?.length ?? null,
    openBytes: async function* (path) {
      yield new TextEncoder().encode(files.get(path) ?? missing(path));
    },
    digest: (path) => `digest of ${files.get(path) ?? missing(path)}`,
    writeText: (path, text) => void files.set(path, text),
    appendText: (path, text) => void files.set(path, (files.get(path) ?? missing(path)) + text),
    openRunner: async () =>
      new InlineRunner({ readText: io.readText, openBytes: io.openBytes, digest: io.digest }, io.pause),
    openFleet: options.openFleet ?? (async () => null),
    createFile: (path) => {
      const pieces: Uint8Array[] = [];
      return {
        write: async (bytes) => void pieces.push(bytes),
        close: async () => void files.set(path, Buffer.concat(pieces).toString('latin1')),
        abandon: async () => undefined,
      };
    },
    asset: () => 'void 0;',
    now: options.now ?? (() => 0),
    pause: async () => options.onPause?.(made),
    onInterrupt: (callback) => {
      listeners.add(callback);
      return () => void listeners.delete(callback);
    },
  };
  const made: World = {
    io,
    files,
    out: () => written.out,
    err: () => written.err,
    interrupt: () => {
      for (const listener of listeners) listener();
    },
  };
  return made;
}

function missing(path: string): never {
  throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
}
