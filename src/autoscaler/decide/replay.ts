import type { Micros } from '../../units/quantities.js';
import { explain } from '../explain.js';
import { KnativePolicy, type DeciderStart } from '../knative/decider.js';
import { sksMode } from '../knative/reconciler.js';
import type { DeciderSpec } from '../recipe.js';

/** One tick. */
export interface DecisionRow {
  readonly at: Micros;
  /** False: no data, nothing changed; the other fields are those of the last decision. */
  readonly valid: boolean;
  readonly stable: number;
  readonly panic: number;
  readonly ready: number;
  /** Before minimum and maximum scale; -1 = not known yet. */
  readonly desired: number;
  /** After them. */
  readonly wanted: number;
  readonly excessBurstCapacity: number;
  /** Through the activator or straight to the pods. */
  readonly mode: 'serve' | 'proxy';
  readonly inPanic: boolean;
  /** In words. */
  readonly reason: string;
}

/** What the autoscaler of a run saw, in the order in which it happened (see traces/observationLog). */
export type Seen =
  | { readonly event: 'record'; readonly at: Micros; readonly concurrency: number; readonly requests: number }
  | { readonly event: 'start' | 'decide'; readonly at: Micros; readonly ready: number }
  | { readonly event: 'reachable' | 'unreachable'; readonly at: Micros };

/** The same decisions again, from what the autoscaler of a run saw. One that starts again has forgotten everything. */
export function decideAgain(spec: DeciderSpec, events: readonly Seen[]): DecisionRow[] {
  const rows: DecisionRow[] = [];
  const first = events[0];
  if (first === undefined) return rows;
  let replay = new Replay(spec, { now: first.at, readyPods: readyAtStart(events) ?? spec.initialScale });
  for (const seen of events) {
    if (seen.event === 'record') replay.record(seen.at, seen.concurrency, seen.requests);
    else if (seen.event === 'decide') rows.push(replay.decide(seen.at, seen.ready));
    else if (seen.event === 'start') replay = new Replay(spec, { now: seen.at, readyPods: seen.ready });
    else replay.reach(seen.at, seen.event === 'reachable');
  }
  return rows;
}

function readyAtStart(events: readonly Seen[]): number | undefined {
  for (const seen of events) if (seen.event === 'start' || seen.event === 'decide') return seen.ready;
  return undefined;
}

/** One autoscaler of the library, driven by what somebody saw. */
export class Replay {
  readonly #policy: KnativePolicy;
  #spec: DeciderSpec;

  constructor(spec: DeciderSpec, start: DeciderStart) {
    this.#spec = spec;
    this.#policy = new KnativePolicy(spec, start);
  }

  record(at: Micros, concurrency: number, requests: number): void {
    this.#policy.record(at, concurrency, requests);
  }

  /** Routes lead to the revision from now on, or no longer. */
  reach(at: Micros, reachable: boolean): void {
    this.#spec = { ...this.#spec, reachable };
    this.#policy.update(this.#spec, at);
  }

  decide(at: Micros, ready: number): DecisionRow {
    const valid = this.#policy.decide(at, ready);
    const { decision } = this.#policy;
    const wanted = bounded(decision.desiredPods, this.#spec);
    return {
      at,
      valid,
      stable: decision.stableValue,
      panic: decision.panicValue,
      ready,
      desired: decision.desiredPods,
      wanted,
      excessBurstCapacity: decision.excessBurstCapacity,
      mode: sksMode(wanted, decision.excessBurstCapacity, wanted <= 0 ? 'inactive' : 'active'),
      inPanic: this.#policy.inPanic,
      reason: valid ? explain(decision) + boundWords(decision.desiredPods, wanted) : 'no data: nothing changes',
    };
  }
}

/** Minimum and maximum scale; what is not known yet stays so. */
function bounded(desired: number, { minScale, maxScale, reachable }: DeciderSpec): number {
  if (desired < 0) return desired;
  if (reachable && desired < minScale) return minScale;
  return maxScale > 0 ? Math.min(desired, maxScale) : desired;
}

function boundWords(desired: number, wanted: number): string {
  if (wanted === desired) return '';
  return wanted > desired ? `; min scale keeps ${wanted}` : `; max scale allows ${wanted}`;
}
