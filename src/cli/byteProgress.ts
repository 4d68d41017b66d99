/** How much of large files has been read: a line that is redrawn on a terminal, sparse lines elsewhere. */
import { duration, percent } from '../report/words.js';
import { formatBytes } from '../units/format.js';
import type { Io } from './io.js';

/** Milliseconds before the first line and between lines. */
const PATIENCE = 1000;
const REDRAW = 200;
const SPARSE = 10_000;

export class ByteProgress {
  readonly #started: number;
  /** Bytes of all files together; `null`: not known (a pipe). */
  readonly #total: number | null;
  /** Read so far, by file. */
  readonly #read = new Map<string, number>();
  #last = -Infinity;
  #drawn = false;

  /** @param paths of all files that will be read, as the file system knows them */
  constructor(
    private readonly io: Io,
    paths: readonly string[],
    private readonly quiet: boolean,
  ) {
    this.#started = io.now();
    const sizes = paths.map((path) => io.size(path));
    this.#total = sizes.reduce<number | null>((sum, size) => (sum === null || size === null ? null : sum + size), 0);
  }

  /** So many bytes of this file have been read. */
  show(path: string, read: number): void {
    this.#read.set(path, read);
    const wall = this.io.now();
    const { isTTY, columns } = this.io.stderr;
    if (this.quiet || wall - this.#started < PATIENCE || wall - this.#last < (isTTY ? REDRAW : SPARSE)) return;
    this.#last = wall;
    const all = [...this.#read.values()].reduce((sum, bytes) => sum + bytes, 0);
    const line = byteLine(all, this.#total, wall - this.#started);
    this.io.stderr.write(isTTY ? `\r${line.slice(0, (columns ?? 80) - 1)}\u001b[K` : `${line}\n`);
    this.#drawn = isTTY;
  }

  /** Takes the redrawn line away. */
  clear(): void {
    if (this.#drawn) this.io.stderr.write('\r\u001b[K');
    this.#drawn = false;
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
