import type { Micros } from '../../units/quantities.js';
import { SECOND } from '../../units/quantities.js';
import { TICK } from '../knative/decider.js';
import type { DeciderSpec } from '../recipe.js';
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
   * From a change of what is wanted until as many pods are ready, where ready pods are not known.
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
  /** Of what was wanted, over the time it was known. */
  readonly pods: { readonly min: number; readonly mean: number; readonly max: number } | null;
  readonly podSeconds: number;
  /** How often what was wanted changed. */
  readonly changes: number;
}

/**
 * What the Knative autoscaler would have decided on recorded observations, every two seconds from the first one on: a pure
 * replay of the decider, then minimum and maximum scale. The way to zero (grace, retention, probes) needs a cluster to
 * answer it and is left to a simulation.
 */
export function decide(spec: DeciderSpec, seen: Observations, options: DecideOptions = {}): DecisionRow[] {
  const first = seen.records[0];
  if (!first) return [];
  const ready = new ReadyPods(spec, seen, options, first.at);
  const replay = new Replay(spec, { now: first.at, readyPods: ready.initial });
  let next = 0;
  return everyTick(first.at, seen.records.at(-1)!.at).map((now) => {
    for (; next < seen.records.length && seen.records[next]!.at <= now; next++) {
      const { at, value } = seen.records[next]!;
      replay.record(at, value, value);
    }
    const row = replay.decide(now, ready.at(now));
    ready.want(now, row.wanted);
    return row;
  });
}

function everyTick(from: Micros, to: Micros): Micros[] {
  return Array.from({ length: Math.floor((to - from) / TICK) + 1 }, (_, i) => from + i * TICK);
}

/** Ready pods over time: as recorded, or following what is wanted. */
class ReadyPods {
  readonly initial: number;
  readonly #recorded: readonly Sample[] | null;
  readonly #delay: Micros;
  #next = 0;
  #now: number;
  /** What was wanted and is not ready yet, oldest first. */
  readonly #coming: Sample[] = [];

  constructor(spec: DeciderSpec, seen: Observations, options: DecideOptions, start: Micros) {
    this.#recorded = seen.ready;
    this.#delay = options.readyAfter ?? 0;
    this.initial =
      options.initialReadyPods ?? recordedAt(seen.ready, start) ?? Math.max(spec.initialScale, spec.minScale);
    this.#now = this.initial;
  }

  at(now: Micros): number {
    const queue = this.#recorded ?? this.#coming;
    for (; this.#next < queue.length && queue[this.#next]!.at <= now; this.#next++)
      this.#now = queue[this.#next]!.value;
    return this.#now;
  }

  want(now: Micros, pods: number): void {
    if (this.#recorded === null && pods >= 0) this.#coming.push({ at: now + this.#delay, value: pods });
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
  const known = rows.filter((row) => row.wanted >= 0).map((row) => row.wanted);
  const knownSeconds = over((row) => row.wanted >= 0);
  const podSeconds = rows.reduce((sum, row, i) => sum + Math.max(0, row.wanted) * lasts[i]!, 0);
  return {
    ticks: rows.length,
    ticksWithoutData: rows.filter((row) => !row.valid).length,
    seconds: over(() => true),
    panics: rows.filter((row, i) => row.inPanic && !rows[i - 1]?.inPanic).length,
    panicSeconds: over((row) => row.inPanic),
    proxySeconds: over((row) => row.mode === 'proxy'),
    pods: known.length === 0 ? null : { ...extremes(known), mean: podSeconds / knownSeconds },
    podSeconds,
    changes: rows.filter((row, i) => i > 0 && row.wanted !== rows[i - 1]!.wanted).length,
  };
}

function extremes(values: readonly number[]): { readonly min: number; readonly max: number } {
  return values.reduce((so, value) => ({ min: Math.min(so.min, value), max: Math.max(so.max, value) }), {
    min: Infinity,
    max: -Infinity,
  });
}
