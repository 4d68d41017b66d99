/**
 * The resolved scenario: what the simulator reads. Every default filled, every unit gone, every name looked up, every
 * manifest, profile and preset folded in. Plain data: printable, diffable, hashable, cloneable to a worker.
 * `print(resolved)` is again a valid scenario file, and `resolve(print(resolved))` equals `resolved`.
 */
import type { Billing } from '../billing/recipe.js';
import type { Tariff } from '../billing/tariff.js';
import type { Cluster, Fault, Network, Revision, Service } from '../platform/recipe.js';
import type { Objective } from '../slo/objective.js';
import type { Micros } from '../units/quantities.js';
import type { TraceRef } from '../workload/recipe.js';

export interface Scenario {
  readonly format: 1;
  readonly name: string;
  readonly horizon: Micros;
  readonly seed: number;
  readonly analysis: Analysis;
  readonly network: Network;
  /** In declared order; a fleet's services follow, in the order of their index. Order is part of the result. */
  readonly services: readonly Service[];
  readonly fleet: FleetRecipe | null;
  /** `null`: every pod fits at once and nodes cost nothing. */
  readonly cluster: Cluster | null;
  readonly faults: readonly Fault[];
  readonly tariffs: readonly Tariff[];
  /** How bills are made from the run; without it at listed rates, and nothing is said about a month. */
  readonly billing?: Billing;
  readonly objectives: readonly Objective[];
  readonly thresholds: readonly Threshold[];
  /** What was assumed or ignored on the way here, in words, each with its place in a file. */
  readonly notes: readonly Note[];
}

export type Analysis =
  | { readonly kind: 'terminating'; readonly warmup: Micros }
  | { readonly kind: 'steady-state'; readonly warmup: Micros | 'auto' };

export interface FleetRecipe {
  readonly source:
    | { readonly kind: 'generated'; readonly model: 'azure-2019'; readonly apps: number; readonly settings: string }
    | { readonly kind: 'trace'; readonly trace: TraceRef };
  /** What each service of it is; with `serviceTimeFromModel` its service time is the model's overall one. */
  readonly template: Omit<Revision, 'name'>;
  /** Each service draws its own service time from the model (or has that of its row in the trace). */
  readonly serviceTimeFromModel: boolean;
  readonly nodeGroup: string | null;
}

/** Parsed once, against the list of figures in result/figures.ts, in that figure's own unit. */
export interface Threshold {
  readonly expression: string;
  readonly figure: string;
  readonly op: '<' | '<=' | '>' | '>=';
  readonly value: number;
}

export interface Note {
  readonly where: string;
  readonly text: string;
}
