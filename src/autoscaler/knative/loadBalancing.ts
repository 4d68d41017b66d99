/**
 * How an activator spreads requests over pods (pkg/activator/net): which policy, which pods are its own, how many
 * requests it lets through, and the policies themselves over flat arrays.
 */
import type { Source } from '../../random/source.js';

export type LoadBalancingPolicy = 'randomChoice2' | 'firstAvailable' | 'roundRobin';

/** The most requests a revision's breaker lets through: the largest 32-bit number, in practice no limit. */
export const REVISION_MAX_CONCURRENCY = 2147483647;

/** By hard limit of requests in a pod; 0 = none. */
export function policyFor(containerConcurrency: number): LoadBalancingPolicy {
  if (containerConcurrency === 0) return 'randomChoice2';
  return containerConcurrency <= 3 ? 'firstAvailable' : 'roundRobin';
}

/** An activator's share of the sorted pods: `begin` to `end`, and how many pods at the end are dealt out one by one. */
export interface Slice {
  readonly begin: number;
  readonly end: number;
  readonly remnants: number;
}

/** The share of activator `selfIndex` of `activators` in `pods` pods. With no pods at all there is none to compute. */
export function pickIndices(pods: number, selfIndex: number, activators: number): Slice {
  if (pods < 1) throw new RangeError(`pods = ${pods}, must be at least 1 to be shared out`);
  if (activators > pods) {
    const begin = selfIndex % pods;
    return { begin, end: begin + 1, remnants: 0 };
  }
  const size = Math.floor(pods / activators);
  return { begin: selfIndex * size, end: (selfIndex + 1) * size, remnants: pods % activators };
}

/**
 * Writes the pods of activator `selfIndex` (-1: unknown, which takes all) as indexes in the sorted list into `into`
 * (which must hold `pods` entries) and answers how many there are.
 */
export function assignSlice(pods: number, selfIndex: number, activators: number, into: Int32Array): number {
  if (selfIndex === -1 || pods <= 1 || activators === 1) {
    for (let i = 0; i < pods; i++) into[i] = i;
    return pods;
  }
  const { begin, end, remnants } = pickIndices(pods, selfIndex, activators);
  let count = 0;
  for (let i = begin; i < end; i++) into[count++] = i;
  if (selfIndex < remnants) into[count++] = pods - remnants + selfIndex;
  return count;
}

/**
 * How many requests at once the activator's breaker lets through for a revision: the limits of the pods assigned to it,
 * or its part of the backends' when it routes by cluster IP (`assigned` = 0).
 */
export function breakerCapacity(
  containerConcurrency: number,
  backends: number,
  assigned: number,
  activators: number,
): number {
  const capacity = assigned > 0 ? containerConcurrency * assigned : share(containerConcurrency * backends, activators);
  if (backends > 0 && (containerConcurrency === 0 || capacity > REVISION_MAX_CONCURRENCY)) {
    return REVISION_MAX_CONCURRENCY;
  }
  return capacity;
}

/** One activator's part, at least 1 of anything. */
function share(capacity: number, activators: number): number {
  return capacity === 0 ? 0 : Math.max(1, Math.floor(capacity / Math.max(1, activators)));
}

/**
 * The first of the `n` targets with a free slot, or -1. `targets` are rows of `free`, the slots left in each pod; the
 * caller takes the slot. Answers the position in `targets`.
 */
export function firstAvailable(free: Int32Array, targets: Int32Array, n: number): number {
  for (let i = 0; i < n; i++) if (free[targets[i]!]! > 0) return i;
  return -1;
}

/**
 * The next target with a free slot, beginning at position `turn`, or -1. The caller keeps the turn: behind the target
 * picked, and back at 0 whenever the list has grown shorter than it ({@link RoundRobin} does so).
 */
export function roundRobin(free: Int32Array, targets: Int32Array, n: number, turn: number): number {
  const start = turn < n ? turn : 0;
  for (let i = start; i < n; i++) if (free[targets[i]!]! > 0) return i;
  for (let i = 0; i < start; i++) if (free[targets[i]!]! > 0) return i;
  return -1;
}

/** {@link roundRobin} with its turn. */
export class RoundRobin {
  #turn = 0;

  pick(free: Int32Array, targets: Int32Array, n: number): number {
    if (this.#turn >= n) this.#turn = 0;
    const picked = roundRobin(free, targets, n, this.#turn);
    if (picked >= 0) this.#turn = picked + 1;
    return picked;
  }
}

/**
 * The less loaded of two different targets drawn at random, a tie by a coin; there is always one, unless `n` is 0. Less
 * loaded is who has more in `free`, from which each request of this activator takes one; without a limit it may start
 * anywhere, the same for all. One target takes no draw, two take none but the coin.
 */
export function randomChoice2(free: Int32Array, targets: Int32Array, n: number, source: Source): number {
  if (n <= 1) return n - 1;
  let first = 0;
  let second = 1;
  if (n > 2) {
    first = Math.floor(source.next() * n);
    second = Math.floor(source.next() * (n - 1));
    if (second >= first) second++;
  }
  const difference = free[targets[first]!]! - free[targets[second]!]!;
  if (difference !== 0) return difference > 0 ? first : second;
  return source.next() < 0.5 ? second : first;
}
