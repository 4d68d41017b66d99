/** How far a run is: a line that is redrawn on a terminal, sparse lines elsewhere, nothing within the first second. */
import { count, duration, number, percent } from '../report/words.js';
import type { Micros } from '../units/quantities.js';
import { SECOND } from '../units/quantities.js';
import type { Io } from './io.js';

/** Milliseconds before the first line and between lines. */
const PATIENCE = 1000;
const REDRAW = 200;
const SPARSE = 10_000;

export class Progress {
  readonly #started: number;
  #last = -Infinity;
  #drawn = false;

  constructor(
    private readonly io: Io,
    private readonly horizon: Micros,
    private readonly quiet: boolean,
  ) {
    this.#started = io.now();
  }

  /** Shows the state where it is time to. */
  show(now: Micros, arrived: number): void {
    const wall = this.io.now();
    const { isTTY, columns } = this.io.stderr;
    if (this.quiet || wall - this.#started < PATIENCE || wall - this.#last < (isTTY ? REDRAW : SPARSE)) return;
    this.#last = wall;
    const line = progressLine(now, this.horizon, arrived, wall - this.#started);
    this.io.stderr.write(isTTY ? `\r${line.slice(0, (columns ?? 80) - 1)}\u001b[K` : `${line}\n`);
    this.#drawn = isTTY;
  }

  /** Takes the redrawn line away. */
  clear(): void {
    if (this.#drawn) this.io.stderr.write('\r\u001b[K');
    this.#drawn = false;
  }
}

/** `42 % · 12m36s of 30m · 1,204,000 requests · 830x real time · 3 s left` */
export function progressLine(now: Micros, horizon: Micros, arrived: number, elapsedMs: number): string {
  const share = now / horizon;
  const speed = now / SECOND / (elapsedMs / 1000);
  const left = share > 0 ? (elapsedMs / 1000) * (1 / share - 1) : null;
  return [
    percent(Math.floor(share * 100) / 100),
    `${duration(Math.round(now / SECOND))} of ${duration(horizon / SECOND)}`,
    `${count(arrived)} requests`,
    `${number(speed)}x real time`,
    ...(left === null ? [] : [`${duration(Math.ceil(left))} left`]),
  ].join(' · ');
}
