import type { Micros } from '../../units/quantities.js';
import { SECOND } from '../../units/quantities.js';
import { TICK } from '../knative/decider.js';
import type { AutoscalerSetup } from '../recipe.js';
import type { Sample } from './hold.js';
import { Replay, type DecisionRow } from './replay.js';

/** What was recorded of a running service. */
export interface Observations {
  /** Values of the metric in the order they came; from {@link hold}. */
  readonly records: readonly Sample[];
  /** Ready pods from each instant on; `null`: not known, then what is wanted stands ready after `readyAfter`. */
  readonly ready: readonly Sample[] | null;
}

export interface DecideOptions {
  /**
   * From a change of what the Deployment is asked for until as many pods are ready, where ready pods are not known.
   * @default 0
   */
  readonly readyAfter?: Micros;
  /** Ready pods at the start. Default: what `ready` says, else the initial or minimum scale. */
  readonly initialReadyPods?: number;
}

/** What came of it over the whole time. Each row counts until the next tick. */
export interface DecisionSummary {
  readonly ticks: number;
  readonly ticksWithoutData: number;
  readonly seconds: number;
  readonly panics: number;
  readonly panicSeconds: number;
  readonly proxySeconds: number;
  /** That the Deployment was asked for, over the time in which there was a decision. */
  readonly pods: { readonly min: number; readonly mean: number; readonly max: number } | null;
  readonly podSeconds: number;
  /** How often that changed. */
  readonly changes: number;
}

/**
 * What the Knative autoscaler would have decided on recorded observations, every two seconds from the first one on: a
 * replay of the decider, and of what the reconciler makes of it: bounds, and the way to zero. The revision is taken to
 * have stood for long when the observations begin.
 */
export function decide(setup: AutoscalerSetup, seen: Observations, options: DecideOptions = {}): DecisionRow[] {
  const first = seen.records[0];
  if (!first) return [];
  const ready = new ReadyPods(setup, seen, options, first.at);
  const start = { now: first.at, readyPods: ready.initial };
  const replay = new Replay(setup, start, (at, pods) => ready.ask(at, pods));
  let next = 0;
  return everyTick(first.at, seen.records.at(-1)!.at).map((now) => {
    for (; next < seen.records.length && seen.records[next]!.at <= now; next++) {
      const { at, value } = seen.records[next]!;
      replay.record(at, value, value);
    }
    replay.passUntil(now);
    return replay.decide(now, ready.at(now));
  });
}

function everyTick(from: Micros, to: Micros): Micros[] {
  return Array.from({ length: Math.floor((to - from) / TICK) + 1 }, (_, i) => from + i * TICK);
}

/** Ready pods over time: as recorded, or following what the Deployment is asked for. */
class ReadyPods {
  readonly initial: number;
  readonly #recorded: readonly Sample[] | null;
  readonly #delay: Micros;
  #next = 0;
  #now: number;
  /** What was asked for and is not ready yet, oldest first. */
  readonly #coming: Sample[] = [];

  constructor({ decider }: AutoscalerSetup, seen: Observations, options: DecideOptions, start: Micros) {
    this.#recorded = seen.ready;
    this.#delay = options.readyAfter ?? 0;
    this.initial =
      options.initialReadyPods ?? recordedAt(seen.ready, start) ?? Math.max(decider.initialScale, decider.minScale);
    this.#now = this.initial;
  }

  at(now: Micros): number {
    const queue = this.#recorded ?? this.#coming;
    for (; this.#next < queue.length && queue[this.#next]!.at <= now; this.#next++)
      this.#now = queue[this.#next]!.value;
    return this.#now;
  }

  ask(now: Micros, pods: number): void {
    if (this.#recorded === null) this.#coming.push({ at: now + this.#delay, value: pods });
  }
}

/** The last value up to `at`, or the first one if all are later. */
function recordedAt(ready: readonly Sample[] | null, at: Micros): number | null {
  if (ready === null || ready.length === 0) return null;
  return (ready.findLast((sample) => sample.at <= at) ?? ready[0]!).value;
}

export function summarise(rows: readonly DecisionRow[]): DecisionSummary {
  const lasts = rows.map((row, i) => ((rows[i + 1]?.at ?? row.at + TICK) - row.at) / SECOND);
  const over = (holds: (row: DecisionRow) => boolean): number =>
    rows.reduce((sum, row, i) => sum + (holds(row) ? lasts[i]! : 0), 0);
  const known = rows.filter((row) => row.wanted >= 0).map((row) => row.replicas);
  const knownSeconds = over((row) => row.wanted >= 0);
  const podSeconds = rows.reduce((sum, row, i) => sum + (row.wanted < 0 ? 0 : row.replicas * lasts[i]!), 0);
  return {
    ticks: rows.length,
    ticksWithoutData: rows.filter((row) => !row.valid).length,
    seconds: over(() => true),
    panics: rows.filter((row, i) => row.inPanic && !rows[i - 1]?.inPanic).length,
    panicSeconds: over((row) => row.inPanic),
    proxySeconds: over((row) => row.mode === 'proxy'),
    pods: known.length === 0 ? null : { ...extremes(known), mean: podSeconds / knownSeconds },
    podSeconds,
    changes: rows.filter((row, i) => i > 0 && row.replicas !== rows[i - 1]!.replicas).length,
  };
}

function extremes(values: readonly number[]): { readonly min: number; readonly max: number } {
  return values.reduce((so, value) => ({ min: Math.min(so.min, value), max: Math.max(so.max, value) }), {
    min: Infinity,
    max: -Infinity,
  });
}
