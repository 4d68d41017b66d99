/** The world outside as the commands see it. `bin.ts` gives the real one; tests give their own. */
import type { Runner } from '../experiment/task.js';
import type { Scenario } from '../scenario/resolved.js';
import type { Chunks } from '../simulate.js';
import { UserError } from '../units/userError.js';

export interface Output {
  write(text: string): void;
  /** Settles once what was written has been taken, so that large outputs do not pile up. @default at once */
  drained?(): Promise<void>;
  readonly isTTY: boolean;
  /** Columns of the terminal, where there is one. */
  readonly columns: number | undefined;
}

/** A file being written in pieces; each must be written before the next. */
export interface OutputFile {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

/** Simulates the chunks of a fleet and puts them together in their order; an abort keeps those up to the first gap. */
export interface FleetRunner {
  run(
    chunks: Chunks,
    heard: (state: { readonly services: number; readonly requests: number; readonly share: number }) => void,
    signal: AbortSignal,
  ): Promise<void>;
  close(): Promise<void>;
}

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file; throws the system's error where it cannot be read. */
  readonly readText: (path: string) => string;
  /** The bytes of a file in pieces, for what may be too large for one text. */
  readonly openBytes: (path: string) => AsyncIterable<Uint8Array>;
  readonly readStdin: () => Promise<string>;
  /** The bytes of standard input in pieces. */
  readonly openStdin: () => AsyncIterable<Uint8Array>;
  /** Bytes of a file; `null`: not known (a pipe, or there is no such file). */
  readonly size: (path: string) => number | null;
  /** SHA-256 of a file in hexadecimal, however large it is. */
  readonly digest: (path: string) => string;
  /** Writes a whole file or nothing; creates the folders on the way. */
  readonly writeText: (path: string, text: string) => void;
  /** Writes at the end of a file that exists; cut short, a part of the text may be there. */
  readonly appendText: (path: string, text: string) => void;
  /** Something that answers the tasks of an experiment; close it in the end. @param threads @default as many as cores */
  readonly openRunner: (threads?: number) => Promise<Runner>;
  /**
   * Threads for the chunks of a fleet, or `null` where one thread is all there is; close them in the end.
   *
   * @param folder where trace files of the scenario are
   * @param threads @default as many as cores
   */
  readonly openFleet: (scenario: Scenario, folder: string, threads?: number) => Promise<FleetRunner | null>;
  /** Begins a file that may be larger than a text can be. It is there, whole, once it is closed. */
  readonly createFile: (path: string) => OutputFile;
  /** A text that ships with the package, by its path below `dist/`. */
  readonly asset: (path: string) => string;
  /** Wall time in milliseconds. */
  readonly now: () => number;
  /** Lets the event loop turn, so that an interrupt is seen. */
  readonly pause: () => Promise<void>;
  /** Calls back at the first interrupt (Ctrl-C); a second one ends the process. Returns how to stop listening. */
  readonly onInterrupt: (callback: () => void) => () => void;
}

/** The exit codes, all of them. */
export const EXIT = { ok: 0, internal: 1, usage: 2, threshold: 99, interrupted: 130 } as const;

/** The system's errors about files in words; others are ours and pass through. */
export function fileError(error: unknown, path: string): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code in FILE_ERRORS) return new UserError(`${path}, ${FILE_ERRORS[code]!}`);
  if (!(error instanceof Error)) return new Error(String(error));
  // What the system says of a file is never a fault of ours.
  return 'syscall' in error ? new UserError(`${path}, cannot be used: the system says ${code}`) : error;
}

/** The same without its path, for who names the file himself. */
export function fileReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return FILE_ERRORS[code] ?? (error instanceof Error ? error.message : String(error));
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a folder, must be a file',
  EEXIST: 'a part of the path is not a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'is a link that leads to itself',
};
