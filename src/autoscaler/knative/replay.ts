import type { Micros } from '../../units/quantities.js';
import { KnativePolicy, type DeciderSettings } from './decider.js';

/** A recorded run of the autoscaler: settings, then steps in time order. Times in seconds since the start. */
export interface ReplayCase {
  readonly name: string;
  readonly tags?: readonly string[];
  readonly config: ReplayConfig;
  readonly initialReadyPods: number;
  readonly steps: readonly ReplayStep[];
}

export interface ReplayConfig extends DeciderSettings {
  /** Unix time of time 0, at most 3 decimals: buckets are cut at absolute times. */
  readonly startEpochSeconds: number;
}

export interface ReplayStep {
  readonly t: number;
  readonly readyPods?: number;
  readonly update?: DeciderSettings;
  /** Values of the configured metric, `at` another time where given. */
  readonly record?: readonly { readonly value: number; readonly at?: number }[];
  /** Whether the autoscaler decides at this step. */
  readonly scale?: boolean;
}

/** One decision of a replayed run. Invalid: there was no data, nothing changed. */
export interface ReplayResult {
  readonly t: number;
  readonly stableValue: number;
  readonly panicValue: number;
  readonly desired: number;
  readonly ebc: number;
  readonly valid: boolean;
  readonly inPanic: boolean;
  /** Meaningful in panic only. */
  readonly maxPanicPods: number;
  /** Seconds since the start; `null` outside panic. */
  readonly panicTime: number | null;
}

/** What the autoscaler decides on a recorded run: one result per step with `scale`. */
export function replay(run: ReplayCase): ReplayResult[] {
  const start = Math.round(run.config.startEpochSeconds * 1000);
  const at = (seconds: number): Micros => (start + Math.round(seconds * 1000)) * 1000;
  const policy = new KnativePolicy(run.config, { now: at(0), readyPods: run.initialReadyPods });
  const results: ReplayResult[] = [];
  let ready = run.initialReadyPods;
  for (const step of run.steps) {
    ready = step.readyPods ?? ready;
    if (step.update) policy.update(step.update, at(step.t));
    for (const { value, at: when } of step.record ?? []) policy.record(at(when ?? step.t), value, value);
    if (step.scale) results.push(decideOnce(policy, step.t, at(step.t), ready, at(0)));
  }
  return results;
}

function decideOnce(policy: KnativePolicy, t: number, now: Micros, ready: number, start: Micros): ReplayResult {
  const valid = policy.decide(now, ready);
  const { decision, panicTime } = policy;
  return {
    t,
    stableValue: valid ? decision.stableValue : 0,
    panicValue: valid ? decision.panicValue : 0,
    desired: valid ? decision.desiredPods : 0,
    ebc: valid ? decision.excessBurstCapacity : 0,
    valid,
    inPanic: policy.inPanic,
    maxPanicPods: policy.maxPanicPods,
    panicTime: panicTime === null ? null : (panicTime - start) / 1e6,
  };
}
