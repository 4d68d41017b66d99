/** A trace file on the command line: read with progress, bad rows told, Ctrl-C heard. */
import { count } from '../../report/words.js';
import { Collector, type Found } from '../../traces/collector.js';
import type { Sink } from '../../traces/format.js';
import type { TraceReport } from '../../traces/ledger.js';
import type { ReadOptions, ReadTrace } from '../../traces/read.js';
import { UserError } from '../../units/userError.js';
import { ByteProgress } from '../byteProgress.js';
import type { Trace } from '../../workload/traceLibrary.js';
import { fileError, type Io } from '../io.js';
import { shownName } from '../scenarioFile.js';

export interface SourceOptions {
  readonly format?: string | undefined;
  /** The share of rows that may be bad, 0..1. @default 0.01 */
  readonly badRows?: number | undefined;
  readonly quiet?: true | undefined;
}

/** What was selected of a trace, whole. */
export interface Selected {
  readonly read: ReadTrace;
  readonly found: Found;
  readonly trace: Trace;
}

/**
 * Reads a trace and keeps what is selected of it.
 *
 * @param tap sees all rows on their way
 * @throws UserError when there is nothing
 */
export async function selectedFrom(
  path: string,
  options: SourceOptions & { readonly select?: string | undefined },
  io: Io,
  tap: (next: Sink) => Sink = (next) => next,
): Promise<Selected> {
  const select = options.select ?? null;
  const collector = new Collector([select]);
  const read = await readSource(path, tap(collector), options, io);
  const found = collector.result(select);
  const trace = typeof found === 'string' ? found : found.trace(read.format.start);
  if (trace === null || typeof trace === 'string' || typeof found === 'string')
    throw new UserError(`${read.report.file}: ${typeof trace === 'string' ? trace : 'holds no requests'}`);
  return { read, found, trace };
}

/** The user had enough. */
export class Interrupted extends Error {}

/** What a reader needs besides. */
interface Hooks {
  readonly onFormat?: ReadOptions['onFormat'];
  /** Awaited after each piece of the file. */
  readonly afterPiece?: () => Promise<void>;
}

/**
 * Reads a trace, `-` from standard input, and tells its bad rows.
 *
 * @throws UserError when it cannot be used, Interrupted
 */
export async function readSource(
  path: string,
  sink: Sink,
  { format, badRows, quiet }: SourceOptions,
  io: Io,
  { onFormat, afterPiece }: Hooks = {},
): Promise<ReadTrace> {
  const { readTrace } = await import('../../traces/read.js');
  const progress = new ByteProgress(io, [path], quiet === true);
  const interrupt = new Interrupt(io);
  try {
    const read = await readTrace(shownName(path), pieces(bytesOf(path, io), interrupt, afterPiece), sink, {
      format: format ?? 'auto',
      ...(badRows === undefined ? {} : { badShare: badRows }),
      ...(onFormat === undefined ? {} : { onFormat }),
      onBytes: (bytes) => progress.show(path, bytes),
    });
    progress.clear();
    if (quiet !== true) tellBadRows(read.report, io);
    return read;
  } catch (error) {
    throw fileError(error, path);
  } finally {
    progress.clear();
    interrupt.stop();
  }
}

/** The bytes of a file in pieces; `-` is standard input. */
export function bytesOf(path: string, io: Io): AsyncIterable<Uint8Array> {
  return path === '-' ? io.openStdin() : io.openBytes(path);
}

class Interrupt {
  happened = false;
  readonly stop: () => void;

  constructor(io: Io) {
    this.stop = io.onInterrupt(() => (this.happened = true));
  }
}

async function* pieces(
  bytes: AsyncIterable<Uint8Array>,
  interrupt: Interrupt,
  afterPiece?: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    yield piece;
    await afterPiece?.();
    if (interrupt.happened) throw new Interrupted();
  }
}

/** On standard error, as compilers do: `file:line: what, rule`. */
function tellBadRows({ file, rows, bad, problems }: TraceReport, io: Io): void {
  if (bad === 0) return;
  for (const { line, rule } of problems) io.stderr.write(`${file}:${line}: ${rule}\n`);
  const more = bad > problems.length ? `; the first ${problems.length} are shown` : '';
  io.stderr.write(`${file}: ${count(bad)} of ${count(rows)} rows are bad and left out${more}\n`);
}
