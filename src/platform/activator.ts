import type { ActivatorStatsTable } from '../autoscaler/knative/requestStats.js';
import type { Calendar } from '../engine/calendar.js';
import { F_STRIDE, I_CODE, I_NEXT, I_STRIDE, NONE } from '../engine/layout.js';
import type { Micros } from '../units/quantities.js';
import { A, A_CAPACITY, A_HEAD, A_IN_USE, A_TAIL, A_TIMER, A_WAITING } from './activatorState.js';
import { REFUSAL, TIMEOUT } from './causes.js';
import type { Client } from './client.js';
import { ACTIVATOR_DEADLINE, WAITING } from './codes.js';
import type { QueueProxy } from './queueProxy.js';
import { CAUSE_SHIFT, F_ATTEMPTED, FAILED, I_FLAGS, REFUSED, TIMED_OUT, VIA_SHIFT } from './request.js';
import type { RevisionState } from './revision.js';

/** Who is told what the activator knows first. */
export interface ActivatorListener {
  /** The first request of a revision it did not track: reported at once. */
  firstRequest(revision: RevisionState, now: Micros): void;
  /** Why capacity is missing right now, as a code of COLD_CAUSES. */
  whyMissing(revision: RevisionState, now: Micros): number;
}

/** The activators: they buffer what no pod has room for, and let through what the pods can take. */
export class Activator {
  /** Set once, when the world is put together. */
  listener!: ActivatorListener;
  /** Requests that wait are being let through: a pod whose queue is full refuses them while that goes on. */
  #draining = false;

  constructor(
    private readonly calendar: Calendar,
    private readonly stats: ActivatorStatsTable,
    private readonly client: Client,
    private readonly queueProxy: QueueProxy,
    private readonly revisions: readonly RevisionState[],
    /** Activators in the cluster: rows of `stats` by revision. */
    readonly count: number,
  ) {}

  /** A request reaches one of the activators in the path. */
  admit(revision: RevisionState, x: number, now: Micros): void {
    const { activator } = revision;
    const a = activator.nextActivator();
    if (a === NONE) {
      this.client.lost(x, REFUSED, REFUSAL['no-capacity'], false, now);
      return;
    }
    const first = this.stats.enter(revision.index * this.count + a, now);
    this.calendar.i[x * I_STRIDE + I_FLAGS] |= (a + 1) << VIA_SHIFT;
    if (activator.i[a * A + A_WAITING] > 0 || !this.#forward(revision, a, x, now)) this.#wait(revision, a, x, now);
    if (first) this.listener.firstRequest(revision, now);
  }

  /** Lets a request through to a pod with a free slot; `false` if there is none. */
  #forward(revision: RevisionState, a: number, x: number, now: Micros): boolean {
    const { activator } = revision;
    const { i } = activator;
    const at = a * A;
    if (i[at + A_IN_USE] >= i[at + A_CAPACITY]) return false;
    const pod = activator.pick(a);
    if (pod === NONE) return false;
    i[at + A_IN_USE]++;
    this.queueProxy.enter(revision, pod, x, now);
    return true;
  }

  #wait(revision: RevisionState, a: number, x: number, now: Micros): void {
    const activator = revision.activator.i;
    const at = a * A;
    const { i } = this.calendar;
    i[x * I_STRIDE + I_FLAGS] |= (this.listener.whyMissing(revision, now) + 1) << CAUSE_SHIFT;
    i[x * I_STRIDE + I_NEXT] = NONE;
    i[x * I_STRIDE + I_CODE] = WAITING;
    if (activator[at + A_WAITING]++ === 0) activator[at + A_HEAD] = x;
    else i[activator[at + A_TAIL] * I_STRIDE + I_NEXT] = x;
    activator[at + A_TAIL] = x;
    if (activator[at + A_TIMER] === 0) this.#arm(revision, a, now);
  }

  #arm(revision: RevisionState, a: number, now: Micros): void {
    const { i } = revision.activator;
    const deadline = this.calendar.f[i[a * A + A_HEAD] * F_STRIDE + F_ATTEMPTED] + revision.deadline;
    i[a * A + A_TIMER] = 1;
    this.calendar.push(Math.max(now, deadline), ACTIVATOR_DEADLINE, revision.index, a);
  }

  /** The timer of a queue went off: whoever is past the deadline leaves with 504. */
  expire(revisionIndex: number, a: number, now: Micros): void {
    const revision = this.revisions[revisionIndex];
    const { i } = revision.activator;
    i[a * A + A_TIMER] = 0;
    while (i[a * A + A_WAITING] > 0) {
      const head = i[a * A + A_HEAD];
      if (this.calendar.f[head * F_STRIDE + F_ATTEMPTED] + revision.deadline > now) {
        this.#arm(revision, a, now);
        return;
      }
      this.#dequeue(revision, a);
      this.stats.exit(revision.index * this.count + a, now);
      const cause =
        revision.ready > 0 ? 'saturated-pods' : revision.failing > 0 ? 'startup-never-succeeded' : 'activator-wait';
      this.client.lost(head, TIMED_OUT, TIMEOUT[cause], false, now);
    }
  }

  #dequeue(revision: RevisionState, a: number): number {
    const { i } = revision.activator;
    const head = i[a * A + A_HEAD];
    i[a * A + A_HEAD] = this.calendar.i[head * I_STRIDE + I_NEXT];
    i[a * A + A_WAITING]--;
    return head;
  }

  /** Whether any activator has requests of this revision, or had since its last report. */
  isTracked(revision: RevisionState): boolean {
    for (let a = 0; a < this.count; a++) if (this.stats.isTracked(revision.index * this.count + a)) return true;
    return false;
  }

  /** A request that came through activator `a` has left its pod: its place goes to the next that waits. */
  released(revision: RevisionState, a: number, pod: number, now: Micros): void {
    revision.activator.release(a, pod);
    this.#freed(revision, a, now);
  }

  /** A request that came through activator `a` hung until now: its place goes to the next. `pod`: NONE if that is gone. */
  gaveUp(revision: RevisionState, a: number, pod: number, now: Micros): void {
    if (pod === NONE) revision.activator.i[a * A + A_IN_USE]--;
    else revision.activator.release(a, pod);
    this.#freed(revision, a, now);
  }

  /** One request fewer is under way: whoever waits may go. */
  #freed(revision: RevisionState, a: number, now: Micros): void {
    this.stats.exit(revision.index * this.count + a, now);
    if (revision.activator.i[a * A + A_WAITING] > 0 && !this.#draining) this.#drain(revision, a, now);
  }

  #drain(revision: RevisionState, a: number, now: Micros): void {
    const { activator } = revision;
    const { i } = activator;
    const at = a * A;
    if (activator.stale) activator.assign();
    this.#draining = true;
    while (i[at + A_WAITING] > 0 && i[at + A_IN_USE] < i[at + A_CAPACITY]) {
      const pod = activator.pick(a);
      if (pod === NONE) break;
      i[at + A_IN_USE]++;
      this.queueProxy.enter(revision, pod, this.#dequeue(revision, a), now);
    }
    this.#draining = false;
  }

  /** Everything that waits in activator `a` fails. */
  failWaiting(a: number, cause: number, now: Micros): void {
    for (const revision of this.revisions) {
      while (revision.activator.i[a * A + A_WAITING] > 0) {
        const x = this.#dequeue(revision, a);
        this.stats.exit(revision.index * this.count + a, now);
        this.client.lost(x, FAILED, cause, false, now);
      }
    }
  }

  /** Activator `a` is down from now on, or no longer: the others take its pods. Counted, as faults can overlap. */
  setDown(a: number, down: boolean, now: Micros): void {
    for (const revision of this.revisions) {
      revision.activator.setDown(a, down);
      this.capacityChanged(revision, now);
    }
  }

  /** Pods came or went, or the number of activators in the path changed: whoever can go now goes. */
  capacityChanged(revision: RevisionState, now: Micros): void {
    for (let a = 0; a < this.count; a++) if (revision.activator.i[a * A + A_WAITING] > 0) this.#drain(revision, a, now);
  }
}
