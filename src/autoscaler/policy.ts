import type { Micros } from '../units/quantities.js';
import { DOUBLE_ZERO } from '../units/doubleZero.js';

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
  'prewarm',
] as const;
export type ReasonName = (typeof REASONS)[number];
/** Index into {@link REASONS}. */
export type ReasonCode = number;

/** The code of each reason, for policies that set it. */
export const REASON: Readonly<Record<ReasonName, ReasonCode>> = Object.freeze(
  Object.fromEntries(REASONS.map((name, code) => [name, code])) as Record<ReasonName, ReasonCode>,
);

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
  /** The range in pods that this tick was held to by rates or scale bounds (0..Infinity where there is none). */
  lowestPods: number;
  highestPods: number;
  /** What would have been decided without the last step that raised or held it (delay, cool-down, panic). */
  heldFrom: number;
  /** Ratio of wanted to ready pods that starts panic; for `threshold`, the share of capacity that is a burst. */
  panicThreshold: number;
  /** In seconds, for the words; 0 for policies without windows. */
  stableWindowSeconds: number;
  panicWindowSeconds: number;
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
  /** Whether statistics of pods that idle, and decisions upon them, change nothing any more but the time of the last one. */
  isSettled?(now: Micros): boolean;
  /** As if pods that idle had been asked each second up to `lastRecord`, and decided upon up to `lastDecision`. Only when settled. */
  rest?(lastRecord: Micros, lastDecision: Micros): void;
  /** Traffic is routed to the revision from now on, or no longer. Policies that do not care leave it out. */
  routed?(now: Micros, reachable: boolean): void;
  /** So many pods are ready from now on. Policies are told when they decide; who keeps a log wants to know at once. */
  counted?(now: Micros, readyPods: number): void;
}

/** When a policy begins, and what it finds. */
export interface Birth {
  readonly now: Micros;
  readonly readyPods: number;
  /** Its revision is being created: the first pods are asked for. @default false */
  readonly deploying?: boolean;
}

/** The decision before any tick: nothing known. */
export function undecided(initialExcessBurstCapacity: number): Decision {
  return {
    desiredPods: -1,
    excessBurstCapacity: initialExcessBurstCapacity,
    stableValue: DOUBLE_ZERO,
    panicValue: DOUBLE_ZERO,
    inPanic: false,
    readyPods: 0,
    wantedStable: DOUBLE_ZERO,
    wantedPanic: DOUBLE_ZERO,
    reason: 0,
    lowestPods: 0,
    highestPods: Infinity,
    heldFrom: 0,
    panicThreshold: 0,
    stableWindowSeconds: 0,
    panicWindowSeconds: 0,
  };
}
