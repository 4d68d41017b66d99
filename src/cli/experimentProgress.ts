/** How far an experiment is: runs done of those planned, how fast, how long still, and what is known by now. */
import type { Watcher } from '../experiment/gather.js';
import type { Answer } from '../experiment/task.js';
import { count, counted, duration, number } from '../report/words.js';
import type { Io } from './io.js';
import { ProgressLine } from './progressLine.js';

/** A watcher that draws a line of progress, and hears Ctrl-C: what is done by then is kept. */
export class ExperimentProgress implements Watcher {
  readonly signal: AbortSignal;
  readonly #line: ProgressLine;
  readonly #stopListening: () => void;
  readonly #note: (answer: Answer) => string | null;
  #total = 0;
  #done = 0;
  #failed = 0;
  #known: string | null = null;

  /** @param note what is known by now, in a few words, after each answer */
  constructor(io: Io, quiet: boolean, note: (answer: Answer) => string | null = () => null) {
    const stop = new AbortController();
    this.signal = stop.signal;
    this.#line = new ProgressLine(io, quiet);
    this.#stopListening = io.onInterrupt(() => stop.abort());
    this.#note = note;
  }

  readonly planned: Watcher['planned'] = (more) => {
    this.#total += more;
  };

  readonly done: Watcher['done'] = (outcome) => {
    this.#done++;
    if ('error' in outcome) this.#failed++;
    else this.#known = this.#note(outcome) ?? this.#known;
    this.#line.show((elapsed) => progressOf(this.#done, this.#total, this.#failed, elapsed, this.#known));
  };

  /** Takes the line away and stops listening. */
  end(): void {
    this.#line.clear();
    this.#stopListening();
  }
}

/** `12 of 30 runs · 4.2/s · 5 s left · p99 412 ms on average` */
export function progressOf(
  done: number,
  total: number,
  failed: number,
  elapsedMs: number,
  known: string | null,
): string {
  const rate = done / (elapsedMs / 1000);
  const left = Math.ceil((total - done) / rate);
  return [
    `${count(done)} of ${counted(total, 'run')}`,
    `${number(rate)}/s`,
    ...(done > 0 ? [`${duration(left)} left`] : []),
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(known === null ? [] : [known]),
  ].join(' · ');
}

/** The mean of a figure over the answers so far. */
export function meanSoFar(
  figure: string,
  title: string,
  write: (value: number) => string,
): (answer: Answer) => string | null {
  let sum = 0;
  let seen = 0;
  return ({ figures }) => {
    const value = figures[figure];
    if (value === null || value === undefined) return null;
    sum += value;
    seen++;
    return `${title} ${write(sum / seen)} on average`;
  };
}
