import type { Birth, Decision, Policy } from '../autoscaler/policy.js';
import type { Micros } from '../units/quantities.js';

/** Who is told what the autoscalers of a run see, as it happens; `decided` also what comes of it. */
export interface ObservationSink {
  /** The autoscaler of a revision is born; `deploying`: with the revision itself, whose first pods are asked for. */
  started(at: Micros, revision: string, readyPods: number, deploying: boolean): void;
  /** So many pods are ready from now on: the reconciler looks. */
  counted(at: Micros, revision: string, readyPods: number): void;
  /** It is told a statistic. */
  recorded(at: Micros, revision: string, concurrency: number, requests: number): void;
  /** It has decided; `valid` is false where there was no data and nothing changed. */
  decided(at: Micros, revision: string, readyPods: number, valid: boolean, decision: Decision): void;
  /** Routes lead to the revision from now on, or no longer. */
  routed(at: Micros, revision: string, reachable: boolean): void;
}

/** A policy that says to a sink what it sees; otherwise the policy it was given. A run without a sink has none of these. */
export class WatchedPolicy implements Policy {
  readonly name: string;
  readonly #policy: Policy;
  readonly #revision: string;
  readonly #sink: ObservationSink;

  constructor(policy: Policy, revision: string, start: Birth, sink: ObservationSink) {
    this.name = policy.name;
    this.#policy = policy;
    this.#revision = revision;
    this.#sink = sink;
    sink.started(start.now, revision, start.readyPods, start.deploying ?? false);
  }

  get decision(): Decision {
    return this.#policy.decision;
  }

  record(now: Micros, concurrency: number, requests: number): void {
    this.#sink.recorded(now, this.#revision, concurrency, requests);
    this.#policy.record(now, concurrency, requests);
  }

  decide(now: Micros, readyPods: number): boolean {
    const valid = this.#policy.decide(now, readyPods);
    this.#sink.decided(now, this.#revision, readyPods, valid, this.#policy.decision);
    return valid;
  }

  routed(now: Micros, reachable: boolean): void {
    this.#sink.routed(now, this.#revision, reachable);
    this.#policy.routed?.(now, reachable);
  }

  counted(now: Micros, readyPods: number): void {
    this.#sink.counted(now, this.#revision, readyPods);
    this.#policy.counted?.(now, readyPods);
  }

  isQuiet(now: Micros): boolean {
    return this.#policy.isQuiet(now);
  }
}
