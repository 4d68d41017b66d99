import type { Micros } from '../units/quantities.js';

/**
 * Why a decision came out as it did: a code and the numbers beside it (see {@link Decision}); words are rendered on
 * demand by `explain`. Codes are stable and append-only.
 */
export const REASONS = [
  'none',
  'no-data',
  'steady',
  'stable-window',
  'panic-window',
  'panic-holds',
  'max-scale-up-rate',
  'max-scale-down-rate',
  'activation-scale',
  'scale-down-delay',
  'min-scale',
  'max-scale',
  'scale-to-zero',
  'fixed',
  'burst',
  'shrink',
  'cooldown',
] as const;
export type ReasonName = (typeof REASONS)[number];
/** Index into {@link REASONS}. */
export type ReasonCode = number;

/** What one tick decided. One object per policy, overwritten at each tick: copy what must be kept. */
export interface Decision {
  /** Before min/max bounds and the scale-to-zero machine; -1 = unknown yet. */
  desiredPods: number;
  /** Negative: the activator belongs in the path. */
  excessBurstCapacity: number;
  /** Window averages that were used (0 for policies without windows). */
  stableValue: number;
  panicValue: number;
  inPanic: boolean;
  readyPods: number;
  /** What each window alone asks for, before any limit (0 where it does not apply). */
  wantedStable: number;
  wantedPanic: number;
  reason: ReasonCode;
}

/**
 * An autoscaling policy that works on ticks: statistics in, decisions out. It never sees pods, only what the real one
 * could have been told, at the time it was told.
 */
export interface Policy {
  readonly name: string;
  /** The outcome of the last valid `decide`. */
  readonly decision: Decision;
  /** One statistic as reported: average concurrency over the last second and requests in it, already scaled up to all pods. */
  record(now: Micros, concurrency: number, requests: number): void;
  /** Decides. `false`: no data, nothing changed, `decision` still holds the last one. */
  decide(now: Micros, readyPods: number): boolean;
  /** Whether there is nothing in memory that could change a later decision (windows empty): the service may sleep. */
  isQuiet(now: Micros): boolean;
}

/** The decision before any tick: nothing known. */
export function undecided(initialExcessBurstCapacity: number): Decision {
  return {
    desiredPods: -1,
    excessBurstCapacity: initialExcessBurstCapacity,
    stableValue: 0,
    panicValue: 0,
    inPanic: false,
    readyPods: 0,
    wantedStable: 0,
    wantedPanic: 0,
    reason: 0,
  };
}
