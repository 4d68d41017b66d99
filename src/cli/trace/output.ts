/** Text that may be larger than memory, to a file (packed where its name ends in .gz) or to standard output. */
import { once } from 'node:events';
import { createGzip, type Gzip } from 'node:zlib';
import { fileError, type Io, type OutputFile } from '../io.js';

/** From here on text is passed on in one piece. */
const PIECE = 65_536;

export interface TextOutput {
  /** Keeps text until {@link flush} or {@link close}. */
  readonly emit: (text: string) => void;
  /** Passes on what was kept, and waits where it cannot be taken. */
  flush(): Promise<void>;
  close(): Promise<void>;
  abandon(): Promise<void>;
}

/** @param path `-` or none for standard output */
export function openOutput(path: string | undefined, io: Io): TextOutput {
  if (path === undefined || path === '-') return buffered((text) => toStdout(text, io), { close: none, abandon: none });
  const file = io.createFile(path);
  const target = path.endsWith('.gz') ? packing(file) : file;
  const write = async (text: string): Promise<void> => target.write(Buffer.from(text, 'utf8'));
  const told = <T>(act: () => Promise<T>): Promise<T> =>
    act().catch((error: unknown) => {
      throw fileError(error, path);
    });
  return buffered((text) => told(() => write(text)), {
    close: () => told(() => target.close()),
    abandon: () => target.abandon(),
  });
}

async function toStdout(text: string, { stdout }: Io): Promise<void> {
  stdout.write(text);
  await stdout.drained?.();
}

async function none(): Promise<void> {
  // Standard output stays open.
}

function buffered(write: (text: string) => Promise<void>, ends: Pick<TextOutput, 'close' | 'abandon'>): TextOutput {
  let kept: string[] = [];
  let size = 0;
  const pass = async (): Promise<void> => {
    const text = kept.join('');
    kept = [];
    size = 0;
    if (text !== '') await write(text);
  };
  return {
    emit: (text) => {
      kept.push(text);
      size += text.length;
    },
    flush: async () => (size >= PIECE ? pass() : undefined),
    close: async () => {
      await pass();
      await ends.close();
    },
    abandon: ends.abandon,
  };
}

/** Gzip, one piece after the other. */
function packing(file: OutputFile): OutputFile {
  const gzip = createGzip();
  const passed = passOn(gzip, file);
  passed.catch(() => gzip.destroy());
  return {
    write: async (bytes) => {
      if (!gzip.write(bytes)) await Promise.race([once(gzip, 'drain'), passed]);
    },
    close: async () => {
      gzip.end();
      await passed;
      await file.close();
    },
    abandon: async () => {
      gzip.destroy();
      await passed.catch(() => undefined);
      await file.abandon();
    },
  };
}

async function passOn(gzip: Gzip, file: OutputFile): Promise<void> {
  for await (const piece of gzip) await file.write(piece as Uint8Array);
}
