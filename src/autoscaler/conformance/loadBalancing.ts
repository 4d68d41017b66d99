import {
  assignSlice,
  breakerCapacity,
  firstAvailable,
  pickIndices,
  policyFor,
  RoundRobin,
  type LoadBalancingPolicy,
} from '../knative/loadBalancing.js';
import type { Outcome } from './outcome.js';
import { Comparison } from './outcome.js';

/** `lb.json`: the activator's choice of policy, its share of the pods, its breaker and its picks. */
export interface LoadBalancingFile {
  readonly policyByContainerConcurrency: readonly {
    readonly containerConcurrency: number;
    readonly infiniteBreaker: boolean;
    readonly policy: LoadBalancingPolicy;
  }[];
  readonly slices: readonly SliceCase[];
  readonly capacity: readonly {
    readonly containerConcurrency: number;
    readonly backends: number;
    readonly assignedTrackers: number;
    readonly activators: number;
    readonly capacity: number;
  }[];
  readonly policySequences: readonly PickCase[];
}

interface SliceCase {
  readonly trackers: number;
  readonly activators: number;
  readonly selfIndex: number;
  readonly assigned: readonly number[];
  readonly begin?: number;
  readonly end?: number;
  readonly remnants?: number;
  readonly pickIndicesPanics?: string;
}

interface PickCase {
  readonly policy: LoadBalancingPolicy;
  readonly containerConcurrency: number;
  readonly targets: number;
  readonly ops: readonly (
    | { readonly op: 'targets'; readonly n: number }
    | { readonly op: 'pick'; readonly target: number }
    | { readonly op: 'release'; readonly pickNumber: number }
  )[];
}

export function checkLoadBalancing(file: LoadBalancingFile): Outcome {
  const comparison = new Comparison();
  for (const { containerConcurrency, infiniteBreaker, policy } of file.policyByContainerConcurrency) {
    comparison.expect(
      () => `policy for container concurrency ${containerConcurrency}`,
      { infiniteBreaker, policy },
      () => ({ infiniteBreaker: containerConcurrency === 0, policy: policyFor(containerConcurrency) }),
    );
  }
  for (const slice of file.slices) {
    comparison.expect(
      () => `share of ${JSON.stringify(slice)}`,
      expectedSlice(slice),
      () => computedSlice(slice),
    );
  }
  for (const { capacity, ...given } of file.capacity) {
    const { containerConcurrency, backends, assignedTrackers, activators } = given;
    const computed = (): number => breakerCapacity(containerConcurrency, backends, assignedTrackers, activators);
    comparison.expect(() => `capacity of ${JSON.stringify(given)}`, capacity, computed);
  }
  file.policySequences.forEach((run, i) => {
    const recorded = run.ops.flatMap((op) => (op.op === 'pick' ? [op.target] : []));
    comparison.expect(
      () => `sequence ${i} (${run.policy})`,
      recorded,
      () => picks(run),
    );
  });
  return comparison.outcome();
}

interface SliceAnswer {
  readonly assigned: readonly number[];
  readonly indices: unknown;
}

function expectedSlice(slice: SliceCase): SliceAnswer {
  if (slice.pickIndicesPanics !== undefined) return { assigned: slice.assigned, indices: 'none' };
  const { begin, end, remnants } = slice;
  return { assigned: slice.assigned, indices: begin === undefined ? 'not asked' : { begin, end, remnants } };
}

function computedSlice({ trackers, activators, selfIndex, begin, pickIndicesPanics }: SliceCase): SliceAnswer {
  const into = new Int32Array(trackers);
  const assigned = [...into.subarray(0, assignSlice(trackers, selfIndex, activators, into))];
  if (pickIndicesPanics !== undefined) return { assigned, indices: trackers === 0 ? 'none' : 'some' };
  return { assigned, indices: begin === undefined ? 'not asked' : pickIndices(trackers, selfIndex, activators) };
}

function picks(run: PickCase): number[] {
  const free = new Int32Array(run.targets).fill(run.containerConcurrency);
  const targets = Int32Array.from(free.keys());
  const turn = new RoundRobin();
  const picked: number[] = [];
  let n = run.targets;
  for (const op of run.ops) {
    if (op.op === 'targets') n = op.n;
    else if (op.op === 'release') free[picked[op.pickNumber]!]! += 1;
    else {
      const target = run.policy === 'roundRobin' ? turn.pick(free, targets, n) : firstAvailable(free, targets, n);
      if (target >= 0) free[target]! -= 1;
      picked.push(target);
    }
  }
  return picked;
}
