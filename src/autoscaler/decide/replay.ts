import type { Micros } from '../../units/quantities.js';
import { explain } from '../explain.js';
import { KnativePolicy } from '../knative/decider.js';
import type { Bound, ZeroStep } from '../knative/reconciler.js';
import { scaleSettings } from '../knative/settings.js';
import type { AutoscalerSetup, DeciderSpec } from '../recipe.js';
import { Reconciled } from './reconciled.js';

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
  /** After them, and where the way to zero has got to; -1 = not known yet. */
  readonly wanted: number;
  /** Pods that the Deployment is asked for: those on their way to zero stay for the grace period. */
  readonly replicas: number;
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
  | { readonly event: 'start' | 'deploy' | 'decide' | 'ready'; readonly at: Micros; readonly ready: number }
  | { readonly event: 'reachable' | 'unreachable'; readonly at: Micros };

/** The same decisions again, from what the autoscaler of a run saw. One that starts again has forgotten everything. */
export function decideAgain(setup: AutoscalerSetup, events: readonly Seen[]): DecisionRow[] {
  const rows: DecisionRow[] = [];
  const first = events[0];
  if (first === undefined) return rows;
  const readyPods = readyAtStart(events) ?? setup.decider.initialScale;
  let replay = new Replay(setup, { now: first.at, readyPods, deploying: first.event === 'deploy' });
  for (const seen of events) {
    if (seen.event === 'decide') rows.push(replay.decide(seen.at, seen.ready));
    else if (seen.event === 'deploy') replay = new Replay(setup, { now: seen.at, readyPods: 0, deploying: true });
    else if (seen.event !== 'start') tell(replay, seen);
    else if (seen !== first) replay.restart(seen.at, seen.ready);
  }
  return rows;
}

function tell(replay: Replay, seen: Seen): void {
  if (seen.event === 'record') replay.record(seen.at, seen.concurrency, seen.requests);
  else if ('ready' in seen) replay.count(seen.at, seen.ready);
  else replay.reach(seen.at, seen.event === 'reachable');
}

function readyAtStart(events: readonly Seen[]): number | undefined {
  for (const seen of events) if ('ready' in seen) return seen.ready;
  return undefined;
}

/** How the replay of a revision begins. */
export interface ReplayStart {
  readonly now: Micros;
  readonly readyPods: number;
  /** @default false: it has stood like this for long */
  readonly deploying?: boolean;
}

/** One autoscaler of the library and the reconciler behind it, driven by what somebody saw. */
export class Replay {
  readonly #reconciled: Reconciled;
  #policy: KnativePolicy;
  #spec: DeciderSpec;

  /** @param patched - is told when the Deployment is asked for another number of pods */
  constructor(setup: AutoscalerSetup, start: ReplayStart, patched?: (at: Micros, pods: number) => void) {
    this.#spec = setup.decider;
    this.#policy = new KnativePolicy(this.#spec, start);
    const { excessBurstCapacity } = this.#policy.decision;
    this.#reconciled = new Reconciled(scaleSettings(setup), { ...start, excessBurstCapacity }, patched);
  }

  record(at: Micros, concurrency: number, requests: number): void {
    this.#policy.record(at, concurrency, requests);
  }

  /** Routes lead to the revision from now on, or no longer. */
  reach(at: Micros, reachable: boolean): void {
    this.#spec = { ...this.#spec, reachable };
    this.#policy.update(this.#spec, at);
    this.#reconciled.passUntil(at);
    this.#reconciled.reach(at, reachable);
  }

  /** The autoscaler starts again, with empty windows and in panic where it finds more than one pod. */
  restart(at: Micros, readyPods: number): void {
    this.#policy = new KnativePolicy(this.#spec, { now: at, readyPods });
    this.#reconciled.passUntil(at);
    this.#reconciled.restart(at, this.#policy.decision.excessBurstCapacity);
  }

  /** Goes on to an instant without news: what the reconciler asked to look at again until then. */
  passUntil(at: Micros): void {
    this.#reconciled.passUntil(at);
  }

  /** So many pods are ready from now on. */
  count(at: Micros, ready: number): void {
    this.#reconciled.passUntil(at);
    this.#reconciled.ready(at, ready);
  }

  decide(at: Micros, ready: number): DecisionRow {
    const reconciled = this.#reconciled;
    this.count(at, ready);
    const valid = this.#policy.decide(at, ready);
    const { decision } = this.#policy;
    if (valid) reconciled.decided(at, decision);
    const { want: wanted, replicas, mode } = reconciled;
    return {
      at,
      valid,
      stable: decision.stableValue,
      panic: decision.panicValue,
      ready,
      desired: decision.desiredPods,
      wanted,
      replicas,
      excessBurstCapacity: decision.excessBurstCapacity,
      mode,
      inPanic: this.#policy.inPanic,
      reason: valid ? explain(decision) + reconciledWords(reconciled) : 'no data: nothing changes',
    };
  }
}

/** What the way to zero waits for, where pods stay that are not desired any more. */
const WAITS: Readonly<Partial<Record<ZeroStep, string>>> = {
  disabled: 'scale to zero is off',
  'stable-window': 'active for less than the stable window',
  activating: 'still activating',
  'pod-retention': 'the last pods stay for their retention period',
  'grace-period': 'the last pods stay for the grace period',
};

/** What a bound does to the scale. */
const BOUNDS: Readonly<Record<Bound, string | null>> = {
  none: null,
  'min-scale': 'min scale keeps',
  'initial-scale': 'initial scale keeps',
  'max-scale': 'max scale allows',
};

function reconciledWords({ want, replicas, step, bound }: Reconciled): string {
  const bounds = BOUNDS[bound];
  if (bounds !== null) return `; ${bounds} ${want}`;
  const waits = WAITS[step];
  return waits === undefined || replicas === 0 ? '' : `; ${waits}: ${replicas} ${replicas === 1 ? 'stays' : 'stay'}`;
}
