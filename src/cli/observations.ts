import type { ObservationSink } from '../meters/observationSink.js';
import {
  decideLine,
  OBSERVATION_LOG_HEADER,
  reachableLine,
  readyLine,
  recordLine,
  startLine,
} from '../traces/observationLog.js';
import type { Micros } from '../units/quantities.js';
import { fileError, type Io } from './io.js';

/** Lines that are held before they are written: the log of a long run is larger than a text can be. */
const PIECE = 20_000;

/** Writes the observation log of a run piece by piece: what its autoscalers saw, not what they decided. */
export class ObservationLog implements ObservationSink {
  readonly #write: (piece: string) => void;
  #lines: string[] = [OBSERVATION_LOG_HEADER];

  /** @param write - is given the pieces in order */
  constructor(write: (piece: string) => void) {
    this.#write = write;
  }

  /** Writes what is held. */
  flush(): void {
    if (this.#lines.length === 0) return;
    this.#write(this.#lines.join(''));
    this.#lines = [];
  }

  started(at: Micros, revision: string, readyPods: number, deploying: boolean): void {
    this.#add(startLine(at, revision, readyPods, deploying));
  }

  counted(at: Micros, revision: string, readyPods: number): void {
    this.#add(readyLine(at, revision, readyPods));
  }

  recorded(at: Micros, revision: string, concurrency: number, requests: number): void {
    this.#add(recordLine(at, revision, concurrency, requests));
  }

  decided(at: Micros, revision: string, readyPods: number): void {
    this.#add(decideLine(at, revision, readyPods));
  }

  routed(at: Micros, revision: string, reachable: boolean): void {
    this.#add(reachableLine(at, revision, reachable));
  }

  #add(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length >= PIECE) this.flush();
  }
}

/**
 * A log in a file of its own, begun anew.
 *
 * @throws UserError when it cannot be written, then or later
 */
export function observationFile(path: string, io: Io): ObservationLog {
  let begun = false;
  const log = new ObservationLog((piece) => {
    try {
      if (begun) io.appendText(path, piece);
      else io.writeText(path, piece);
      begun = true;
    } catch (error) {
      throw fileError(error, path);
    }
  });
  log.flush(); // a path that cannot be written is said before the run, not after it
  return log;
}
