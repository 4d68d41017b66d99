import { GIB, type Bytes } from '../units/quantities.js';
import { ANNOTATION_GROUP } from './knative/annotations.js';

/** A named set of Knative settings, below a scenario's own in precedence. */
export interface TuningProfile {
  readonly name: string;
  /** What it is for, in one line. */
  readonly summary: string;
  /** `config-autoscaler` keys: they hold for the whole cluster. */
  readonly configMap: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Target concurrency per GiB of a pod's memory; `null`: Knative's own default. */
  readonly targetPerGiB: number | null;
  /** Why each setting is what it is, and what it costs. */
  readonly explanation: readonly string[];
}

const key = (name: string): string => ANNOTATION_GROUP + name;

export const PROFILES: readonly TuningProfile[] = [
  {
    name: 'balanced',
    summary: 'steady services: sized by memory, slow to let pods go, no flood of pods on a spike',
    configMap: { 'max-scale-up-rate': '5' },
    annotations: { [key('window')]: '60s', [key('scale-down-delay')]: '5m' },
    targetPerGiB: 10,
    explanation: [
      'target: 10 requests at once per GiB of memory, since memory is what a request holds while it waits',
      'window 60s: the stable window of Knative, long enough to look past single requests',
      'scale-down-delay 5m: pods stay through lulls of a few minutes and save the cold starts behind them; they are paid for meanwhile',
      'max-scale-up-rate 5: at most five times the ready pods at a tick, so that panic cannot flood the cluster. There is no annotation for it: the key is cluster-wide and holds for every service of the cluster',
    ],
  },
  {
    name: 'knative-defaults',
    summary: 'what Knative does when nothing is set',
    configMap: {},
    annotations: {},
    targetPerGiB: null,
    explanation: [
      'target 100 requests at once (or the container concurrency) at 70 %, window 60s, panic at 200 % of 6 s',
      'target-burst-capacity 211: the activator stays in the path until that much capacity is free',
    ],
  },
  {
    name: 'latency-first',
    summary: 'no waiting: a pod always warm, early panic, half of the capacity kept free',
    configMap: {},
    annotations: {
      [key('min-scale')]: '1',
      [key('activation-scale')]: '2',
      [key('target-utilization-percentage')]: '50',
      [key('panic-threshold-percentage')]: '150',
      [key('scale-down-delay')]: '15m',
    },
    targetPerGiB: null,
    explanation: [
      'min-scale 1: the first request after a quiet night finds a pod; one pod is paid for around the clock',
      'activation-scale 2: whatever needs a pod gets two, so that one slow start does not hold everyone up',
      'target-utilization-percentage 50: new pods start while half of the capacity is still free',
      'panic-threshold-percentage 150: a burst of half as much again counts as one',
      'scale-down-delay 15m: what was needed once stays for a quarter of an hour',
    ],
  },
  {
    name: 'cost-first',
    summary: 'no idle pods: zero soon, full pods, quick to shrink',
    configMap: {},
    annotations: {
      [key('min-scale')]: '0',
      [key('window')]: '30s',
      [key('target-utilization-percentage')]: '90',
      [key('panic-threshold-percentage')]: '300',
      [key('scale-down-delay')]: '0s',
      [key('scale-to-zero-pod-retention-period')]: '0s',
    },
    targetPerGiB: null,
    explanation: [
      'min-scale 0, scale-to-zero-pod-retention-period 0s: an unused service costs nothing; the next request waits for a cold start',
      'scale-down-delay 0s: what is no longer needed goes at the next tick',
      'window 30s: half of the usual time until pods that are no longer needed are let go',
      'target-utilization-percentage 90: pods are filled before others start; bursts queue for a while',
      'panic-threshold-percentage 300: only a tripling of the load counts as a burst',
    ],
  },
];

/** The profile of that name, if there is one. */
export function findProfile(name: string): TuningProfile | undefined {
  return PROFILES.find((profile) => profile.name === name);
}

/**
 * The annotations of a profile for pods of that much memory (their limit, or request where there is none; 0 = unknown,
 * which sets no target). The target is a whole number, at least 1.
 */
export function profileAnnotations(profile: TuningProfile, memory: Bytes): Readonly<Record<string, string>> {
  if (profile.targetPerGiB === null || memory <= 0) return profile.annotations;
  const target = Math.max(1, Math.round((profile.targetPerGiB * memory) / GIB));
  return { ...profile.annotations, [key('target')]: String(target) };
}
