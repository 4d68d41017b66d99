/** A line of progress: redrawn on a terminal, sparse elsewhere, nothing within the first second. */
import type { Io } from './io.js';

/** Milliseconds before the first line and between lines. */
const PATIENCE = 1000;
const REDRAW = 200;
const SPARSE = 10_000;

/** On standard error, so that standard output holds answers alone. */
export class ProgressLine {
  readonly #io: Io;
  readonly #quiet: boolean;
  readonly #started: number;
  #last = -Infinity;
  #drawn = false;

  constructor(io: Io, quiet: boolean) {
    this.#io = io;
    this.#quiet = quiet;
    this.#started = io.now();
  }

  /** Shows a line where it is time to. @param text from the milliseconds since the start */
  show(text: (elapsedMs: number) => string): void {
    const wall = this.#io.now();
    const { isTTY, columns } = this.#io.stderr;
    const elapsed = wall - this.#started;
    if (this.#quiet || elapsed < PATIENCE || wall - this.#last < (isTTY ? REDRAW : SPARSE)) return;
    this.#last = wall;
    const line = text(elapsed);
    this.#io.stderr.write(isTTY ? `\r${line.slice(0, (columns ?? 80) - 1)}\u001b[K` : `${line}\n`);
    this.#drawn = isTTY;
  }

  /** Takes the redrawn line away. */
  clear(): void {
    if (this.#drawn) this.#io.stderr.write('\r\u001b[K');
    this.#drawn = false;
  }
}
