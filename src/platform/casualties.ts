import type { Calendar } from '../engine/calendar.js';
import { F_STRIDE, I_CODE, I_STRIDE } from '../engine/layout.js';
import type { Micros } from '../units/quantities.js';
import type { Activator } from './activator.js';
import type { Client } from './client.js';
import { CANCELLED, COMPLETE, SHARING, WANTS_CPU } from './codes.js';
import type { Sharing } from './discipline/sharing.js';
import type { Pods } from './pods.js';
import { PF, PF_BUSY_SINCE, PF_CREATED, PF_READY, PI, PI_EXECUTING } from './pods.js';
import type { QueueProxy } from './queueProxy.js';
import { F_BEGUN, FAILED, I_FLAGS, I_POD, VIA_SHIFT } from './request.js';
import type { RevisionState } from './revision.js';

/**
 * What fails with a pod, or with an activator. Whoever dies is found by a walk over all entries: deaths are too rare to
 * pay for a list of what each pod executes on the path of every request.
 */
export class Casualties {
  constructor(
    private readonly calendar: Calendar,
    private readonly pods: Pods,
    private readonly activator: Activator,
    private readonly queueProxy: QueueProxy,
    private readonly sharing: Sharing,
    private readonly client: Client,
  ) {}

  /** Everything in a pod fails: first what waits in its queue, then what it executes. */
  failAll(pod: number, revision: RevisionState, cause: number, now: Micros): void {
    this.queueProxy.failQueue(pod, cause, now);
    const executing = this.pods.i[pod * PI + PI_EXECUTING];
    for (let x = 0; x < this.calendar.capacity; x++) {
      if (this.calendar.i[x * I_STRIDE + I_POD] === pod && this.#executes(x)) this.#fail(revision, pod, x, cause, now);
    }
    if (executing > 0) {
      const { f } = this.pods;
      revision.meter.busy(f[pod * PF + PF_BUSY_SINCE], now, f[pod * PF + PF_CREATED], f[pod * PF + PF_READY]);
    }
    this.sharing.clear(pod);
  }

  #executes(x: number): boolean {
    const code = this.calendar.i[x * I_STRIDE + I_CODE];
    return code === COMPLETE || code === WANTS_CPU || code === SHARING;
  }

  #fail(revision: RevisionState, pod: number, x: number, cause: number, now: Micros): void {
    const { calendar } = this;
    const request = calendar.i[x * I_STRIDE + I_CODE] === SHARING ? x : this.#takeOff(x);
    const via = calendar.i[request * I_STRIDE + I_FLAGS] >> VIA_SHIFT;
    revision.meter.executed(now - calendar.f[request * F_STRIDE + F_BEGUN], now);
    this.queueProxy.leave(revision, pod, via > 0, now);
    if (via > 0) this.activator.released(revision, via - 1, pod, now);
    this.client.lost(request, FAILED, cause, true, now);
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
