/**
 * What the reconciler makes of a decision (pkg/reconciler/autoscaling/kpa): scale bounds, the machine that scales to
 * zero, the Active condition, serve or proxy mode and the number of activators. Pure functions; `scale` and
 * `updateActive` write into an object that the caller keeps, so that a call allocates nothing.
 */
import type { Micros } from '../../units/quantities.js';
import { SECOND } from '../../units/quantities.js';
import { toInt32 } from './int32.js';

/** The Active condition: True, False and Unknown in Kubernetes' words. */
export type ActiveStatus = 'active' | 'inactive' | 'activating';

/** No request for another look. */
export const NEVER: Micros = -1;
/** "Metrics are not known yet", as a number of pods. */
export const UNKNOWN_SCALE = -1;
/** How long beyond the progress deadline a revision may be activating. */
export const ACTIVATION_TIMEOUT_BUFFER: Micros = 30 * SECOND;
/** When a revision becomes inactive with the activator in the path already: nothing else would cause another look. */
export const REQUEUE_IN_PROXY_MODE: Micros = 3 * SECOND;
/** A revision is given at least this many activators. */
export const MIN_ACTIVATORS = 2;

/** What bounded the desired scale. */
export type Bound = 'none' | 'min-scale' | 'initial-scale' | 'max-scale';

/**
 * Where the machine stands when the desired scale is zero: `scaled` it may go through (also for scales above zero);
 * otherwise what it waits for.
 */
export type ZeroStep =
  | 'scaled'
  | 'no-metrics'
  | 'disabled'
  | 'activating'
  | 'activation-timed-out'
  | 'stable-window'
  | 'becoming-inactive'
  | 'probe'
  | 'pod-retention'
  | 'grace-period';

/** Settings of a revision that the reconciler reads. */
export interface ScaleSettings {
  readonly minScale: number;
  /** 0 = unlimited. */
  readonly maxScale: number;
  readonly initialScale: number;
  /** Unreachable: no route leads to it, so its minimum and initial scale count for nothing. */
  readonly reachable: boolean;
  readonly enableScaleToZero: boolean;
  readonly stableWindow: Micros;
  readonly gracePeriod: Micros;
  /** Of the last pod, after its revision became inactive; for reachable revisions only. */
  readonly podRetention: Micros;
  readonly progressDeadline: Micros;
  readonly targetBurstCapacity: number;
}

/** What the reconciler sees at one look. */
export interface ScaleState {
  readonly activeStatus: ActiveStatus;
  /** How long it has been so. */
  readonly inStatusFor: Micros;
  /** Whether the initial scale was ever reached. */
  readonly scaleTargetInitialized: boolean;
  /** What the traffic was last told: straight to the pods or through the activator. */
  readonly mode: 'serve' | 'proxy';
  /** How long the activator has been in the path, 0 if it is not. */
  readonly proxyFor: Micros;
  /** What the activator's probe answers, if asked. */
  readonly activatorAnswers: boolean;
  /** Pods the Deployment asks for now. */
  readonly replicas: number;
}

/** What one look decided. Overwritten at each call. */
export interface ScaleOutcome {
  /** The scale that counts from now on; -1 = unknown. */
  want: number;
  /** Pods to ask of the Deployment, or -1: leave it as it is. */
  patch: number;
  /** When to look again without any news, counted from now; {@link NEVER} = not asked for. */
  requeueAfter: Micros;
  /** Whether the activator was probed. */
  probed: boolean;
  /** Whether a background probe begins, unless one is under way. */
  startsProbe: boolean;
  bound: Bound;
  step: ZeroStep;
}

/** An outcome to be filled. */
export function noOutcome(): ScaleOutcome {
  return {
    want: UNKNOWN_SCALE,
    patch: -1,
    requeueAfter: NEVER,
    probed: false,
    startsProbe: false,
    bound: 'none',
    step: 'no-metrics',
  };
}

/**
 * When the look that an outcome asks for is due; Infinity: it asks for none. It comes a little later than asked for: by
 * then a revision has been activating for longer than it may.
 */
export function nextLook(now: Micros, { requeueAfter, step }: ScaleOutcome): Micros {
  if (requeueAfter === NEVER) return Infinity;
  return now + requeueAfter + (step === 'activating' ? 1 : 0);
}

/** Makes of a desired scale (-1 = unknown) what is wanted and what the Deployment is told. */
export function scale(desired: number, settings: ScaleSettings, state: ScaleState, out: ScaleOutcome): void {
  out.patch = -1;
  out.requeueAfter = NEVER;
  out.probed = false;
  out.startsProbe = false;
  out.bound = 'none';
  if (desired < 0 && state.activeStatus !== 'activating') {
    out.want = desired;
    out.step = 'no-metrics';
    return;
  }
  out.want = bounded(desired, settings, state, out);
  if (handleZero(settings, state, out) && out.want !== state.replicas) out.patch = out.want;
}

/** Minimum, initial and maximum scale. */
function bounded(desired: number, settings: ScaleSettings, state: ScaleState, out: ScaleOutcome): number {
  const min = settings.reachable ? settings.minScale : 0;
  const initial = settings.initialScale;
  const raises = settings.reachable && !state.scaleTargetInitialized && initial > 1 && initial > min;
  const least = raises ? initial : min;
  if (desired < least) {
    out.bound = desired >= min || least === 0 ? 'none' : 'min-scale';
    if (raises) out.bound = 'initial-scale';
    return least;
  }
  if (settings.maxScale === 0 || desired <= settings.maxScale) return desired;
  out.bound = 'max-scale';
  return settings.maxScale;
}

/** The machine that scales to zero: may change what is wanted; answers whether the Deployment is to follow. */
function handleZero(settings: ScaleSettings, state: ScaleState, out: ScaleOutcome): boolean {
  out.step = 'scaled';
  if (out.want !== 0) return true;
  if (!settings.enableScaleToZero) {
    out.want = 1;
    out.step = 'disabled';
    return true;
  }
  if (state.activeStatus === 'activating') return whileActivating(settings, state, out);
  if (state.activeStatus === 'active') return whileActive(settings, state, out);
  return whileInactive(settings, state, out);
}

/** Zero is only for a revision that failed to become active in time. */
function whileActivating(settings: ScaleSettings, state: ScaleState, out: ScaleOutcome): boolean {
  const timeout = settings.progressDeadline + ACTIVATION_TIMEOUT_BUFFER;
  if (state.inStatusFor > timeout) {
    out.step = 'activation-timed-out';
    return true;
  }
  out.want = UNKNOWN_SCALE;
  out.requeueAfter = timeout;
  out.step = 'activating';
  return false;
}

/** One pod stays until it has been active for a stable window; then the revision becomes inactive, its pods still there. */
function whileActive(settings: ScaleSettings, state: ScaleState, out: ScaleOutcome): boolean {
  if (state.inStatusFor >= settings.stableWindow) {
    if (state.mode === 'proxy') out.requeueAfter = REQUEUE_IN_PROXY_MODE;
    out.step = 'becoming-inactive';
    return false;
  }
  out.want = 1;
  out.requeueAfter = settings.stableWindow - state.inStatusFor;
  out.step = 'stable-window';
  return true;
}

/** The last pods go when the activator is known to be in the path, and grace and retention are over. */
function whileInactive(settings: ScaleSettings, state: ScaleState, out: ScaleOutcome): boolean {
  out.probed = settings.targetBurstCapacity !== -1;
  if (out.probed && !state.activatorAnswers) {
    out.startsProbe = true;
    out.step = 'probe';
    return false;
  }
  const retention = settings.reachable ? settings.podRetention : 0;
  if (state.inStatusFor >= Math.max(settings.gracePeriod, retention)) return true;
  if (state.inStatusFor < retention) {
    out.requeueAfter = retention - state.inStatusFor;
    out.step = 'pod-retention';
    return false;
  }
  const remaining = settings.gracePeriod - state.proxyFor;
  if (remaining <= 0) return true;
  out.requeueAfter = remaining;
  out.step = 'grace-period';
  return false;
}

/** The Active condition of a revision and whether its initial scale was ever reached. */
export interface ActiveState {
  activeStatus: ActiveStatus;
  scaleTargetInitialized: boolean;
  /** Kubernetes' one-word reason; empty when active. */
  reason: '' | 'Queued' | 'NoTraffic' | 'TimedOut';
}

/** What the Active condition depends on. */
export interface ActiveSettings {
  readonly minScale: number;
  readonly initialScale: number;
  readonly reachable: boolean;
}

/** Ready pods that make a revision active: minimum or initial scale until that was reached once, then at least one. */
export function activeThreshold(settings: ActiveSettings, scaleTargetInitialized: boolean): number {
  const min = settings.reachable ? settings.minScale : 0;
  return Math.max(min, scaleTargetInitialized ? 1 : settings.initialScale);
}

/** Brings the Active condition up to date. `serviceNamed`: the revision's service exists (in a simulation, always). */
export function updateActive(
  want: number,
  readyPods: number,
  settings: ActiveSettings,
  state: ActiveState,
  serviceNamed = true,
): void {
  const threshold = activeThreshold(settings, state.scaleTargetInitialized);
  if (readyPods >= threshold && serviceNamed) state.scaleTargetInitialized = true;
  const goesOn = want > 0 || state.activeStatus !== 'inactive';
  if (want === 0 || threshold === 0) {
    state.reason = state.activeStatus === 'activating' && threshold > 0 ? 'TimedOut' : 'NoTraffic';
    state.activeStatus = 'inactive';
  } else if (readyPods < threshold) {
    state.activeStatus = goesOn ? 'activating' : 'inactive';
    state.reason = goesOn ? 'Queued' : 'NoTraffic';
  } else if (goesOn) {
    state.activeStatus = 'active';
    state.reason = '';
  }
}

/** Whether requests go straight to the pods or through the activator (which also happens while none is ready). */
export function sksMode(want: number, excessBurstCapacity: number, activeStatus: ActiveStatus): 'serve' | 'proxy' {
  const asleep = want === 0 || (want === UNKNOWN_SCALE && activeStatus === 'inactive');
  return asleep || excessBurstCapacity < 0 ? 'proxy' : 'serve';
}

/** How many activators a revision is spread over; what does not fit 32 bits is the least number, as in Go on amd64. */
export function activatorCount(
  readyPods: number,
  spec: { readonly totalValue: number; readonly targetBurstCapacity: number },
  activatorCapacity: number,
): number {
  if (spec.targetBurstCapacity === 0) return MIN_ACTIVATORS;
  const burst = spec.targetBurstCapacity > 0 ? spec.targetBurstCapacity : 0; // what is not a number counts for none
  const load = readyPods * spec.totalValue + burst;
  return toInt32(Math.max(MIN_ACTIVATORS, Math.ceil(load / activatorCapacity)));
}
