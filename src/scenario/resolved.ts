/**
 * The resolved scenario: what the simulator reads. Every default filled, every unit gone, every name looked up, every
 * manifest, profile and preset folded in. Plain data: printable, diffable, hashable, cloneable to a worker.
 * `print(resolved)` is again a valid scenario file, and `resolve(print(resolved))` equals `resolved`.
 */
import type { Billing } from '../billing/recipe.js';
import type { Tariff } from '../billing/tariff.js';
import type { Cluster, Fault, Network, Revision, Service } from '../platform/recipe.js';
import type { Threshold } from '../result/thresholds.js';
import type { Objective } from '../slo/objective.js';
import type { Micros } from '../units/quantities.js';
import type { Tool, TraceRef, Within } from '../workload/recipe.js';

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

/** Every revision of the services that are named, and what a fleet's services are made of. */
export const revisionsOf = ({
  services,
  fleet,
}: Pick<Scenario, 'services' | 'fleet'>): readonly Omit<Revision, 'name'>[] => [
  ...services.flatMap(({ revisions }) => revisions),
  ...(fleet === null ? [] : [fleet.template]),
];

export type Analysis =
  | { readonly kind: 'terminating'; readonly warmup: Micros }
  | { readonly kind: 'steady-state'; readonly warmup: Micros | 'auto' };

/** The warm-up as it was given; where it is to be found, everything counts until it is. */
export const givenWarmup = ({ warmup }: Analysis): Micros => (warmup === 'auto' ? 0 : warmup);

export interface FleetRecipe {
  readonly source:
    | {
        readonly kind: 'generated';
        readonly model: 'azure-2019';
        readonly apps: number;
        /** `none`, the name of shipped marginals, or a file. */
        readonly settings: string;
        /** The file, where `settings` names one. */
        readonly settingsFile: FileRef | null;
      }
    | {
        readonly kind: 'trace';
        /** `file` is the folder, the digest that of its invocations. */
        readonly trace: TraceRef;
        /** The day in the names of the files, as they are published; `null`: invocations.csv, durations.csv, memory.csv. */
        readonly day: number | null;
        /** What becomes one service. */
        readonly by: 'app' | 'function';
        readonly within: Within;
        /** `null`: there is no such file. */
        readonly durations: FileRef | null;
        readonly memory: FileRef | null;
      };
  /** What is done to the arrivals of each of its services, in this order. */
  readonly tools: readonly Tool[];
  /** What each service of it is; with `serviceTimeFromModel` its service time is the model's overall one. */
  readonly template: Omit<Revision, 'name'>;
  /** Each service draws its own service time from the model (or has that of its row in the trace). */
  readonly serviceTimeFromModel: boolean;
  /** A pod of a service has the memory that its app allocated (unless settings say what a pod has). */
  readonly memoryFromModel: boolean;
  readonly nodeGroup: string | null;
}

/** A file beside the scenario, with its digest. */
export interface FileRef {
  readonly file: string;
  readonly sha256: string;
}

export interface Note {
  readonly where: string;
  readonly text: string;
}
