/** How far a run is. */
import { count, duration, number, percent } from '../report/words.js';
import type { Micros } from '../units/quantities.js';
import { SECOND } from '../units/quantities.js';
import type { Io } from './io.js';
import { ProgressLine } from './progressLine.js';

/** Draws how far one run is. */
export class Progress {
  readonly #line: ProgressLine;
  readonly #horizon: Micros;

  constructor(io: Io, horizon: Micros, quiet: boolean) {
    this.#line = new ProgressLine(io, quiet);
    this.#horizon = horizon;
  }

  /** Shows the state where it is time to. */
  show(now: Micros, arrived: number): void {
    this.#line.show((elapsedMs) => progressLine(now, this.#horizon, arrived, elapsedMs));
  }

  /** The same where services are simulated one after the other. */
  showServices(done: number, all: number, arrived: number, share: number): void {
    this.#line.show((elapsedMs) => servicesLine(done, all, arrived, share, elapsedMs));
  }

  clear(): void {
    this.#line.clear();
  }
}

/** `42 % · 12m36s of 30m · 1,204,000 requests · 830x real time · 3 s left` */
export function progressLine(now: Micros, horizon: Micros, arrived: number, elapsedMs: number): string {
  const share = now / horizon;
  const speed = now / SECOND / (elapsedMs / 1000);
  return [
    percent(Math.floor(share * 100) / 100),
    `${duration(Math.round(now / SECOND))} of ${duration(horizon / SECOND)}`,
    `${count(arrived)} requests`,
    `${number(speed)}x real time`,
    ...left(share, elapsedMs),
  ].join(' · ');
}

/** `42 % · 4,200 of 10,000 services · 41,204,000 requests · 33 s left` */
export function servicesLine(done: number, all: number, arrived: number, share: number, elapsedMs: number): string {
  return [
    percent(Math.floor(share * 100) / 100),
    `${count(done)} of ${count(all)} services`,
    `${count(arrived)} requests`,
    ...left(share, elapsedMs),
  ].join(' · ');
}

function left(share: number, elapsedMs: number): string[] {
  return share > 0 ? [`${duration(Math.ceil((elapsedMs / 1000) * (1 / share - 1)))} left`] : [];
}
