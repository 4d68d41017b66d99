import { COLD_CAUSES, FAILURE_CAUSES, REFUSAL_CAUSES, TIMEOUT_CAUSES, WAIT_PHASES } from '../platform/causes.js';
import type { CauseSeries } from '../result/document.js';
import type { ServiceMeter } from './serviceMeter.js';

/** The counts of one closed list, and what they were when last looked at. */
class Counted {
  readonly #before: Float64Array;
  /** For each cause: the numbers of the intervals in which it occurred, each with how often. */
  readonly #seen: [interval: number, count: number][][];

  constructor(
    readonly kind: CauseSeries['kind'],
    readonly causes: readonly string[],
    readonly counts: Float64Array,
  ) {
    this.#before = new Float64Array(causes.length);
    this.#seen = causes.map(() => []);
  }

  sample(interval: number): void {
    for (let k = 0; k < this.causes.length; k++) {
      const more = this.counts[k] - this.#before[k];
      if (more === 0) continue;
      this.#before[k] = this.counts[k];
      this.#seen[k].push([interval, more]);
    }
  }

  /** All of them, with what has come since the last sample as part of interval `open`. */
  result(service: string, open: number): CauseSeries[] {
    return this.causes.flatMap((cause, k) => {
      const rest = this.counts[k] - this.#before[k];
      const counts = rest > 0 ? [...this.#seen[k], [open, rest] as const] : this.#seen[k];
      return counts.length === 0 ? [] : [{ service, kind: this.kind, cause, counts }];
    });
  }
}

/** One service's causes over time, by the interval in which a request ended. Intervals without any cost nothing. */
export class CauseTimeline {
  readonly #lists: readonly Counted[];
  #ended = 0;
  #interval = 0;

  constructor(private readonly meter: ServiceMeter) {
    const [, refused, timedOut, failed] = meter.lostByCause;
    this.#lists = [
      new Counted('cold', COLD_CAUSES, meter.coldByCause),
      new Counted('phase', WAIT_PHASES, meter.coldByPhase),
      new Counted('refused', REFUSAL_CAUSES, refused),
      new Counted('timedOut', TIMEOUT_CAUSES, timedOut),
      new Counted('failed', FAILURE_CAUSES, failed),
    ];
  }

  /** Closes an interval. */
  sample(): void {
    const { coldCount, lostCount } = this.meter;
    const ended = coldCount + lostCount[1] + lostCount[2] + lostCount[3];
    if (ended !== this.#ended) for (const list of this.#lists) list.sample(this.#interval);
    this.#ended = ended;
    this.#interval++;
  }

  /** Closes `count` intervals: what has happened since the last sample belongs to the first of them. */
  repeat(count: number): void {
    if (count === 0) return;
    this.sample();
    this.#interval += count - 1;
  }

  result(service: string): CauseSeries[] {
    return this.#lists.flatMap((list) => list.result(service, this.#interval));
  }
}
