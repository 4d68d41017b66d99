import type { Calendar } from '../engine/calendar.js';
import { I_STRIDE, NONE } from '../engine/layout.js';
import type { Micros } from '../units/quantities.js';
import { REFUSAL } from './causes.js';
import type { Client } from './client.js';
import { POD_EXPIRY } from './codes.js';
import type { DispatchState } from './dispatchState.js';
import type { Lifecycle } from './lifecycle.js';
import type { Pods } from './pods.js';
import { PF, PF_READY, PI, PI_EXECUTING, PI_GENERATION, PI_QUEUED } from './pods.js';
import type { QueueProxy } from './queueProxy.js';
import { CAUSE_SHIFT, DISPATCHED, I_FLAGS, REFUSED, VIA_SHIFT } from './request.js';
import type { RevisionState } from './revision.js';

/** Told of each instance that comes or goes by the dispatcher's decision. */
export interface DispatchListener {
  /** Why capacity is missing right now, as a code of COLD_CAUSES. */
  whyMissing(revision: RevisionState, now: Micros): number;
  /** The number of instances was changed, for a reason in words. */
  dispatched(revision: RevisionState, reason: string, now: Micros): void;
}

/**
 * `policy: per-request`, as functions scale: a request takes a free instance or starts one and is bound to it at once;
 * an instance that had nothing to do for a while ends. No ticks, no queue in front, no autoscaler that looks on.
 */
export class Dispatcher {
  /** Set once, when the world is put together. */
  listener!: DispatchListener;
  lifecycle!: Lifecycle;

  constructor(
    private readonly calendar: Calendar,
    private readonly pods: Pods,
    private readonly queueProxy: QueueProxy,
    private readonly client: Client,
  ) {}

  /** A request finds its instance, starts one, or is refused when as many as may run are running. */
  admit(revision: RevisionState, state: DispatchState, x: number, now: Micros): void {
    const { free, settings } = state;
    let pod = free.first();
    const load = pod === NONE ? 0 : this.#load(pod);
    const idle = load === 0;
    if (idle && settings.maxPods > 0 && state.running >= settings.maxPods) {
      this.client.lost(x, REFUSED, REFUSAL['no-capacity'], false, now);
      return;
    }
    const { i } = this.calendar;
    i[x * I_STRIDE + I_FLAGS] |= DISPATCHED << VIA_SHIFT;
    if (pod === NONE) {
      i[x * I_STRIDE + I_FLAGS] |= (this.listener.whyMissing(revision, now) + 1) << CAUSE_SHIFT;
      pod = this.#start(revision, state, now);
    }
    if (idle) {
      state.running++;
      state.idleSince[pod] = Infinity;
    }
    this.queueProxy.bind(revision, pod, x, now);
    if (load + 1 >= revision.slots) free.remove(pod);
  }

  #load(pod: number): number {
    return this.pods.i[pod * PI + PI_EXECUTING] + this.pods.i[pod * PI + PI_QUEUED];
  }

  /** Whoever is bound to it while it starts waits in its queue. */
  #start(revision: RevisionState, state: DispatchState, now: Micros): number {
    const pod = this.lifecycle.add(revision, now);
    state.free.add(pod);
    this.listener.dispatched(revision, 'no free instance: one more', now);
    return pod;
  }

  /** An instance is up: what is bound to it begins. */
  opened(revision: RevisionState, state: DispatchState, pod: number, now: Micros): void {
    this.pods.f[pod * PF + PF_READY] = now;
    this.queueProxy.beginQueued(revision, pod, now);
    const load = this.#load(pod);
    if (load < revision.slots) state.free.add(pod);
    if (load === 0) this.#rest(state, pod, now);
  }

  /** An instance takes no more requests. */
  closed(state: DispatchState, pod: number): void {
    state.free.remove(pod);
  }

  /** A request has left an instance: it is free for another, or begins to be idle. */
  released(revision: RevisionState, pod: number, now: Micros): void {
    const state = revision.dispatch!;
    const load = this.#load(pod);
    if (load === 0) state.running--;
    if (!this.lifecycle.takesRequests(pod)) return;
    if (load < revision.slots) state.free.add(pod);
    if (load === 0) this.#rest(state, pod, now);
  }

  /** One timer at most for each instance: it goes off at the earliest end there can be, and is set again if need be. */
  #rest(state: DispatchState, pod: number, now: Micros): void {
    state.idleSince[pod] = now;
    if (state.timed[pod] === 1) return;
    this.#arm(state, pod, now + state.settings.expiry);
  }

  #arm(state: DispatchState, pod: number, time: Micros): void {
    state.timed[pod] = 1;
    this.calendar.push(time, POD_EXPIRY, pod, this.pods.i[pod * PI + PI_GENERATION]);
  }

  /** The timer of an instance went off. */
  expire(revision: RevisionState, pod: number, now: Micros): void {
    const state = revision.dispatch!;
    state.timed[pod] = 0;
    const end = state.idleSince[pod] + state.settings.expiry;
    if (end === Infinity || revision.live <= state.settings.provisioned) return;
    if (end > now) this.#arm(state, pod, end);
    else {
      this.lifecycle.expire(pod, now);
      this.listener.dispatched(revision, 'idle for too long: one fewer', now);
    }
  }
}
