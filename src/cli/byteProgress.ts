/** How much of large files has been read. */
import { duration, percent } from '../report/words.js';
import { formatBytes } from '../units/format.js';
import type { Io } from './io.js';
import { ProgressLine } from './progressLine.js';

/** Of all files of a run together. */
export class ByteProgress {
  readonly #line: ProgressLine;
  /** Bytes of all files together; `null`: not known (a pipe). */
  readonly #total: number | null;
  /** Read so far, by file. */
  readonly #read = new Map<string, number>();

  /** @param paths of all files that will be read, as the file system knows them */
  constructor(io: Io, paths: readonly string[], quiet: boolean) {
    this.#line = new ProgressLine(io, quiet);
    const sizes = paths.map((path) => io.size(path));
    this.#total = sizes.reduce<number | null>((sum, size) => (sum === null || size === null ? null : sum + size), 0);
  }

  /** So many bytes of this file have been read. */
  show(path: string, read: number): void {
    this.#read.set(path, read);
    this.#line.show((elapsedMs) => {
      const all = [...this.#read.values()].reduce((sum, bytes) => sum + bytes, 0);
      return byteLine(all, this.#total, elapsedMs);
    });
  }

  clear(): void {
    this.#line.clear();
  }
}

/** `reading · 42 % · 430 MiB of 1 GiB · 85 MiB/s · 7 s left` */
export function byteLine(read: number, total: number | null, elapsedMs: number): string {
  const perSecond = read / (elapsedMs / 1000);
  const speed = `${formatBytes(Math.round(perSecond))}/s`;
  if (total === null || total === 0) return ['reading', formatBytes(read), speed].join(' · ');
  const left = Math.max(0, (total - read) / perSecond);
  return [
    'reading',
    percent(Math.floor((read / total) * 100) / 100),
    `${formatBytes(read)} of ${formatBytes(total)}`,
    speed,
    `${duration(Math.ceil(left))} left`,
  ].join(' · ');
}
