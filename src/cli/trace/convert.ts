/** `headroom trace convert`: any trace in the project's compact format, or as CSV. */
import { counted } from '../../report/words.js';
import type { Format, Series, Sink } from '../../traces/format.js';
import { CompactWriter, CsvWriter, type Emit, type Keep } from '../../traces/writers.js';
import { UserError } from '../../units/userError.js';
import type { Io } from '../io.js';
import { openOutput } from './output.js';
import { readSource, type SourceOptions } from './source.js';

export type Target = 'compact' | 'csv';

export interface ConvertOptions extends SourceOptions {
  readonly to: Target;
  readonly out?: string | undefined;
  readonly select?: string | undefined;
}

/** Nothing is kept in memory: the file may be of any size. */
export async function convert(path: string, options: ConvertOptions, io: Io): Promise<void> {
  const output = openOutput(options.out, io);
  const kept = new Kept(options.select ?? null);
  const writer = new Deferred((format) => writerTo(options.to, output.emit, kept.keep, format));
  try {
    const { report } = await readSource(path, writer, options, io, {
      onFormat: (format) => writer.open(format),
      afterPiece: () => output.flush(),
    });
    if (kept.select !== null && !kept.any)
      throw new UserError(
        `select = ${kept.select}, must be the name of a series, its group, or the beginning of its name`,
      );
    await output.close();
    if (options.quiet !== true && options.out !== undefined && options.out !== '-')
      io.stderr.write(
        `${options.out}: ${counted(report.rows - report.bad, 'row')} of ${report.format} as ${options.to}\n`,
      );
  } catch (error) {
    await output.abandon();
    throw error;
  }
}

/** Which series are kept: by name, by group, or by the beginning of the name. */
class Kept {
  any = false;
  readonly keep: Keep;

  constructor(readonly select: string | null) {
    this.keep = select === null ? null : (series) => this.#takes(series, select);
  }

  #takes({ name, group }: Series, select: string): boolean {
    const takes = name === select || group === select || name.startsWith(select);
    this.any ||= takes;
    return takes;
  }
}

function writerTo(target: Target, emit: Emit, keep: Keep, format: Format): Sink {
  return target === 'csv' ? new CsvWriter(emit, keep) : new CompactWriter(emit, keep, format.start);
}

/** A sink that is made once the format of the file is known. */
class Deferred implements Sink {
  readonly #make: (format: Format) => Sink;
  #sink: Sink | null = null;

  constructor(make: (format: Format) => Sink) {
    this.#make = make;
  }

  open(format: Format): void {
    this.#sink = this.#make(format);
  }

  instant(...row: Parameters<Sink['instant']>): string | null {
    return this.#sink!.instant(...row);
  }

  count(...row: Parameters<Sink['count']>): string | null {
    return this.#sink!.count(...row);
  }

  counts(...row: Parameters<Sink['counts']>): void {
    this.#sink!.counts(...row);
  }

  ignored(): void {
    // Counted in the ledger.
  }

  assumed(): void {
    // Noted in the ledger.
  }
}
