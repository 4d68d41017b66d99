import type { Micros } from '../../units/quantities.js';
import type { Decision } from '../policy.js';
import {
  nextLook,
  noOutcome,
  scale,
  sksMode,
  UNKNOWN_SCALE,
  updateActive,
  type ActiveState,
  type Bound,
  type ScaleSettings,
  type ZeroStep,
} from '../knative/reconciler.js';

/** How a revision stands when the replay begins. */
export interface Beginning {
  readonly now: Micros;
  readonly readyPods: number;
  /** It is being created: its first pods are asked for, and none is ready. Otherwise it has stood like this for long. */
  readonly deploying?: boolean;
  readonly excessBurstCapacity: number;
}

/**
 * What the reconciler makes of replayed decisions: bounds, the way to zero, the mode. It looks when what is desired, the
 * sign of the excess burst capacity or the ready pods change, and when it asked for another look. The activator's probe
 * always succeeds, and its endpoints are there at once.
 */
export class Reconciled {
  /** The scale that counts; -1 = unknown. */
  want = UNKNOWN_SCALE;
  /** Pods the Deployment is asked for. */
  replicas: number;
  mode: 'serve' | 'proxy' = 'proxy';
  /** What the machine that scales to zero did at the last look. */
  step: ZeroStep = 'no-metrics';
  /** What bounded the scale then. */
  bound: Bound = 'none';

  #settings: ScaleSettings;
  readonly #active: ActiveState;
  readonly #out = noOutcome();
  readonly #patched: (at: Micros, pods: number) => void;
  #activeSince: Micros;
  #proxySince: Micros;
  #desired: number;
  #negativeBurst: boolean;
  #ready: number;
  #lookAt: Micros = Infinity;

  /** @param patched - is told when the Deployment is asked for another number of pods */
  constructor(settings: ScaleSettings, start: Beginning, patched: (at: Micros, pods: number) => void = () => {}) {
    const { now, readyPods, deploying = false } = start;
    this.#settings = settings;
    this.#patched = patched;
    this.replicas = deploying ? settings.initialScale : readyPods;
    this.#active = {
      activeStatus: deploying ? 'activating' : readyPods > 0 ? 'active' : 'inactive',
      scaleTargetInitialized: !deploying,
      reason: deploying ? 'Queued' : readyPods > 0 ? '' : 'NoTraffic',
    };
    this.#activeSince = deploying ? now : now - settings.stableWindow;
    this.#proxySince = now;
    this.#desired = readyPods === 0 && !deploying ? 0 : UNKNOWN_SCALE;
    this.#negativeBurst = start.excessBurstCapacity < 0;
    this.#ready = readyPods;
    this.#reconcile(now);
  }

  /** The looks that were asked for up to now, with the pods that were ready since the last news. */
  passUntil(now: Micros): void {
    while (this.#lookAt <= now) {
      const at = this.#lookAt;
      this.#lookAt = Infinity;
      this.#reconcile(at);
    }
  }

  /** A valid decision. */
  decided(now: Micros, { desiredPods, excessBurstCapacity }: Decision): void {
    const negative = excessBurstCapacity < 0;
    if (desiredPods === this.#desired && negative === this.#negativeBurst) return;
    this.#desired = desiredPods;
    this.#negativeBurst = negative;
    this.#reconcile(now);
  }

  /** So many pods are ready from now on. */
  ready(now: Micros, pods: number): void {
    if (pods === this.#ready) return;
    this.#ready = pods;
    this.#reconcile(now);
  }

  /** Routes lead to the revision from now on, or no longer. */
  reach(now: Micros, reachable: boolean): void {
    this.#settings = { ...this.#settings, reachable };
    this.#reconcile(now);
  }

  /** The autoscaler starts again and knows of no decision; what the cluster holds stays. */
  restart(now: Micros, excessBurstCapacity: number): void {
    this.#desired = UNKNOWN_SCALE;
    this.#negativeBurst = excessBurstCapacity < 0;
    this.#reconcile(now);
  }

  /** Looks, and again as long as that changes the Active condition: writing the status brings the reconciler back. */
  #reconcile(now: Micros): void {
    for (;;) {
      const status = this.#active.activeStatus;
      this.#look(now);
      if (status === this.#active.activeStatus) return;
      this.#activeSince = now;
    }
  }

  #look(now: Micros): void {
    const out = this.#out;
    const inProxy = this.mode === 'proxy';
    const state = {
      activeStatus: this.#active.activeStatus,
      inStatusFor: now - this.#activeSince,
      scaleTargetInitialized: this.#active.scaleTargetInitialized,
      mode: this.mode,
      proxyFor: inProxy ? now - this.#proxySince : 0,
      activatorAnswers: true,
      replicas: this.replicas,
    };
    scale(this.#desired, this.#settings, state, out);
    if (out.patch >= 0) this.#patch(now, out.patch);
    this.#lookAt = Math.min(this.#lookAt, nextLook(now, out));
    if (out.want !== UNKNOWN_SCALE) this.want = out.want;
    this.step = out.step;
    this.bound = out.bound;
    this.mode = sksMode(out.want, this.#negativeBurst ? -1 : 0, this.#active.activeStatus);
    if (this.mode === 'proxy' && !inProxy) this.#proxySince = now;
    updateActive(out.want, this.#ready, this.#settings, this.#active);
  }

  #patch(now: Micros, pods: number): void {
    this.replicas = pods;
    this.#patched(now, pods);
  }
}
