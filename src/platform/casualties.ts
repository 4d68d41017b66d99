import type { Calendar } from '../engine/calendar.js';
import { F_STRIDE, FREE, I_CODE, I_STRIDE } from '../engine/layout.js';
import type { Micros } from '../units/quantities.js';
import type { Activator } from './activator.js';
import type { Client } from './client.js';
import { CANCELLED, COMPLETE, DOWNSTREAM, HANGING, SHARING, WAITING, WANTS_CPU } from './codes.js';
import type { Hangs } from './hangs.js';
import type { Sharing } from './discipline/sharing.js';
import type { Pods } from './pods.js';
import { PI, PI_EXECUTING } from './pods.js';
import type { QueueProxy } from './queueProxy.js';
import {
  F_ARRIVED,
  F_ATTEMPTED,
  F_BEGUN,
  F_DEMAND,
  FAILED,
  gotNothing,
  I_FLAGS,
  I_POD,
  I_REVISION,
  VIA_SHIFT,
} from './request.js';
import { tellBusy, type RevisionState } from './revision.js';

/**
 * What fails with a pod, or with an activator. Whoever dies is found by a walk over all entries: deaths are too rare to
 * pay for a list of what each pod executes on the path of every request.
 */
export class Casualties {
  /** Set once, when the world is put together: told of a pod whose last request has left it. */
  idled!: (revision: RevisionState, pod: number, now: Micros) => void;

  constructor(
    private readonly calendar: Calendar,
    private readonly pods: Pods,
    private readonly revisions: readonly RevisionState[],
    private readonly activator: Activator,
    private readonly queueProxy: QueueProxy,
    private readonly sharing: Sharing,
    private readonly client: Client,
    private readonly hangs: Hangs,
  ) {}

  /** Everything in a pod fails: first what waits in its queue, then what it executes. */
  failAll(pod: number, revision: RevisionState, cause: number, now: Micros): void {
    this.queueProxy.failQueue(pod, cause, now);
    const executing = this.pods.i[pod * PI + PI_EXECUTING];
    // First who waits for a dependency: a connection that comes free must not wake somebody who is about to fail.
    const inPod = (x: number): boolean =>
      this.calendar.i[x * I_STRIDE + I_POD] === pod && (this.#executes(x) || this.#starves(x));
    if (revision.service.downstream !== null) {
      this.#each(inPod, (x) => this.#starves(x) && this.#fail(revision, pod, x, cause, now));
    }
    this.#each(inPod, (x) => this.#executes(x) && this.#fail(revision, pod, x, cause, now));
    if (executing > 0) tellBusy(revision, this.pods, pod, now);
    this.sharing.clear(pod);
  }

  /**
   * The node of a pod has fallen silent: whatever is in the pod hangs until its deadline, and is in its load until then.
   * What it holds of a dependency is free, as far as the dependency can tell.
   */
  silence(pod: number, revision: RevisionState, now: Micros): void {
    const executing = this.pods.i[pod * PI + PI_EXECUTING];
    this.queueProxy.hangQueue(pod, now);
    const inPod = (x: number): boolean => this.calendar.i[x * I_STRIDE + I_POD] === pod;
    if (revision.service.downstream !== null) {
      this.#each(
        (x) => inPod(x) && this.#starves(x),
        (x) => this.#hang(revision, pod, x, now),
      );
    }
    this.#each(
      (x) => inPod(x) && this.#executes(x),
      (x) => this.#hang(revision, pod, x, now),
    );
    if (executing > 0) tellBusy(revision, this.pods, pod, now);
    this.sharing.clear(pod);
  }

  #hang(revision: RevisionState, pod: number, x: number, now: Micros): void {
    const request = this.#release(revision, x, now);
    revision.meter.executed(now - this.calendar.f[request * F_STRIDE + F_BEGUN], now);
    this.hangs.begin(pod, request, true, now);
  }

  #executes(x: number): boolean {
    const code = this.calendar.i[x * I_STRIDE + I_CODE];
    return code === COMPLETE || code === WANTS_CPU || code === SHARING;
  }

  /** Whatever came through activator `a` fails: what waits in it, what waits in pods, and what they execute. */
  failVia(a: number, cause: number, now: Micros): void {
    this.activator.failWaiting(a, cause, now);
    const through = (x: number): boolean =>
      this.calendar.i[x * I_STRIDE + I_FLAGS] >> VIA_SHIFT === a + 1 && this.#isInPod(x);
    this.#each(through, (x) => {
      if (this.calendar.i[x * I_STRIDE + I_CODE] === WAITING) this.queueProxy.failQueued(x, cause, now);
    });
    this.#each(through, (x) => this.#starves(x) && this.#cut(x, cause, now));
    this.#each(through, (x) => this.#executes(x) && this.#cut(x, cause, now));
    this.#each(
      (x) => this.calendar.i[x * I_STRIDE + I_CODE] === HANGING && through(x),
      (x) => this.hangs.end(this.#takeOff(x), FAILED, cause, now),
    );
  }

  /**
   * Entries that are in use, of which some are requests: in the order in which they came, for which entry holds a request
   * depends on what other services do, and who fails first may try again.
   */
  #each(which: (x: number) => boolean, act: (x: number) => void): void {
    const found: number[] = [];
    for (let x = 0; x < this.calendar.capacity; x++) {
      if (this.calendar.i[x * I_STRIDE + I_CODE] !== FREE && which(x)) found.push(x);
    }
    for (const x of found.sort((a, b) => this.#order(a, b))) act(x);
  }

  #order(a: number, b: number): number {
    const { f } = this.calendar;
    for (const field of [F_ATTEMPTED, F_ARRIVED, F_DEMAND]) {
      const difference = f[a * F_STRIDE + field] - f[b * F_STRIDE + field];
      if (difference !== 0) return difference;
    }
    return a - b;
  }

  #isInPod(x: number): boolean {
    const code = this.calendar.i[x * I_STRIDE + I_CODE];
    return code === WAITING || code === HANGING || this.#executes(x) || this.#starves(x);
  }

  #starves(x: number): boolean {
    return this.calendar.i[x * I_STRIDE + I_CODE] === DOWNSTREAM;
  }

  /** Ends one execution in a pod that goes on. */
  #cut(x: number, cause: number, now: Micros): void {
    const pod = this.calendar.i[x * I_STRIDE + I_POD];
    const revision = this.revisions[this.calendar.i[x * I_STRIDE + I_REVISION]];
    if (this.calendar.i[x * I_STRIDE + I_CODE] === SHARING) this.sharing.remove(x, pod, now);
    if (this.#fail(revision, pod, x, cause, now)) this.idled(revision, pod, now);
  }

  /** Returns whether the pod went idle. */
  #fail(revision: RevisionState, pod: number, x: number, cause: number, now: Micros): boolean {
    const { calendar } = this;
    const request = this.#release(revision, x, now);
    const via = calendar.i[request * I_STRIDE + I_FLAGS] >> VIA_SHIFT;
    revision.meter.executed(now - calendar.f[request * F_STRIDE + F_BEGUN], now);
    const idle = this.queueProxy.leave(revision, pod, via, now);
    if (via > 0) this.queueProxy.release(revision, via - 1, pod, now);
    this.client.lost(request, FAILED, cause, true, now);
    return idle;
  }

  /** Takes a request out of whatever holds it. It goes on in the entry that is returned. */
  #release(revision: RevisionState, x: number, now: Micros): number {
    const { f, i } = this.calendar;
    const { downstream } = revision.service;
    const code = i[x * I_STRIDE + I_CODE];
    if (code === DOWNSTREAM) {
      f[x * F_STRIDE + F_BEGUN] = downstream!.giveUp(x);
      return x;
    }
    if (!gotNothing(i[x * I_STRIDE + I_FLAGS])) downstream?.leave(now);
    return code === SHARING ? x : this.#takeOff(x);
  }

  /** Cancels a scheduled entry; its request goes on in a copy. */
  #takeOff(x: number): number {
    const { calendar } = this;
    const copy = calendar.take();
    calendar.f.copyWithin(copy * F_STRIDE, x * F_STRIDE, (x + 1) * F_STRIDE);
    calendar.i[x * I_STRIDE + I_CODE] = CANCELLED;
    return copy;
  }
}
