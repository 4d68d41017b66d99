import type { ObservationSink } from '../meters/observationSink.js';
import { decideLine, OBSERVATION_LOG_HEADER, reachableLine, recordLine, startLine } from '../traces/observationLog.js';
import type { Micros } from '../units/quantities.js';

/** Collects the observation log of a run: what its autoscalers saw, not what they decided. */
export class ObservationLog implements ObservationSink {
  readonly #lines: string[] = [OBSERVATION_LOG_HEADER];

  /** The log so far. */
  text(): string {
    return this.#lines.join('');
  }

  started(at: Micros, revision: string, readyPods: number): void {
    this.#lines.push(startLine(at, revision, readyPods));
  }

  recorded(at: Micros, revision: string, concurrency: number, requests: number): void {
    this.#lines.push(recordLine(at, revision, concurrency, requests));
  }

  decided(at: Micros, revision: string, readyPods: number): void {
    this.#lines.push(decideLine(at, revision, readyPods));
  }

  routed(at: Micros, revision: string, reachable: boolean): void {
    this.#lines.push(reachableLine(at, revision, reachable));
  }
}
