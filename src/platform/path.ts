import type { Calendar } from '../engine/calendar.js';
import { F_STRIDE, I_STRIDE } from '../engine/layout.js';
import type { Micros } from '../units/quantities.js';
import type { Activator } from './activator.js';
import { COLD, REFUSAL, TIMEOUT } from './causes.js';
import type { Client } from './client.js';
import type { Dispatcher } from './dispatcher.js';
import type { Doze } from './doze.js';
import type { Ingress } from './ingress.js';
import type { Lifecycle } from './lifecycle.js';
import type { Pods } from './pods.js';
import { PI, PI_STATE, TERMINATING } from './pods.js';
import type { QueueProxy } from './queueProxy.js';
import {
  CAUSE_SHIFT,
  CUT,
  DEPENDENCY,
  DISPATCHED,
  DURING_SCALE_UP,
  F_ARRIVED,
  F_ATTEMPTED,
  F_BEGUN,
  F_DEMAND,
  gotNothing,
  I_FLAGS,
  I_POD,
  I_REVISION,
  PHASE_SHIFT,
  REFUSED,
  TIMED_OUT,
  TURNED_AWAY,
  VIA_SHIFT,
} from './request.js';
import { tellBusy, type RevisionState } from './revision.js';
import type { ServiceState } from './service.js';

/** It waited for a pod, or while there were not enough of them. */
const WAITED = DURING_SCALE_UP | (0xf << PHASE_SHIFT);
/** What few requests have met. */
const UNUSUAL = CUT | WAITED;

/** The way of every request: in, and out again. Two hot methods; every rare branch calls out. */
export class Path {
  /** Set once, when the world is put together. */
  doze!: Doze;

  constructor(
    private readonly calendar: Calendar,
    private readonly pods: Pods,
    private readonly revisions: readonly RevisionState[],
    private readonly activator: Activator,
    private readonly ingress: Ingress,
    private readonly queueProxy: QueueProxy,
    private readonly client: Client,
    private readonly lifecycle: Lifecycle,
    private readonly dispatcher: Dispatcher,
  ) {}

  /** A new request of a service. Its demands are drawn now, whatever becomes of it. */
  arrive(service: ServiceState, now: Micros): void {
    const revision = service.only ?? service.choose();
    const x = this.calendar.take();
    const { f, i } = this.calendar;
    service.requests++;
    revision.requests.arrived(now);
    f[x * F_STRIDE + F_ARRIVED] = now;
    i[x * I_STRIDE + I_FLAGS] = 0;
    this.#send(revision, x, now);
  }

  /** A client tries again: the same request, a new attempt with demands of its own. */
  retry(x: number, now: Micros): void {
    const before = this.revisions[this.calendar.i[x * I_STRIDE + I_REVISION]];
    const { service } = before;
    const arrived = this.calendar.f[x * F_STRIDE + F_ARRIVED];
    before.requests.triedAgain(arrived);
    const revision = service.only ?? service.choose();
    if (revision !== before) {
      before.requests.passedOn(arrived, now);
      revision.requests.takenOver(arrived, now);
    }
    this.#send(revision, x, now);
  }

  #send(revision: RevisionState, x: number, now: Micros): void {
    const { f, i } = this.calendar;
    const at = x * F_STRIDE;
    f[at + F_ATTEMPTED] = now;
    f[at + F_DEMAND] = revision.io.next();
    if (revision.sharesCpu) f[at + F_BEGUN] = revision.cpu!.next();
    i[x * I_STRIDE + I_REVISION] = revision.index;
    if (revision.direct) this.queueProxy.enter(revision, this.ingress.pick(revision), x, now);
    else if (revision.dispatch === null) this.#ask(revision, x, now);
    else this.dispatcher.admit(revision, revision.dispatch, x, now);
  }

  /** Not straight to a pod: through the activator, or the revision dozes and has to be roused first. */
  #ask(revision: RevisionState, x: number, now: Micros): void {
    if (revision.dozing) this.doze.rouse(revision, now);
    if (revision.direct) this.queueProxy.enter(revision, this.ingress.pick(revision), x, now);
    else this.activator.admit(revision, x, now);
  }

  /** An attempt has been executed to its end, or to its deadline. */
  complete(x: number, now: Micros): void {
    const { f, i } = this.calendar;
    const at = x * F_STRIDE;
    const pod = i[x * I_STRIDE + I_POD];
    const flags = i[x * I_STRIDE + I_FLAGS];
    const revision = this.revisions[i[x * I_STRIDE + I_REVISION]];
    const begun = f[at + F_BEGUN];
    revision.meter.executed(now - begun, now);
    if (revision.needsMore || (flags & UNUSUAL) !== 0) this.#conclude(revision, x, flags, now);
    else {
      revision.requests.completed(f[at + F_ARRIVED], begun, now);
      this.calendar.give(x);
    }
    const via = flags >> VIA_SHIFT;
    if (this.queueProxy.leave(revision, pod, via, now)) this.idle(revision, pod, now);
    if (via === DISPATCHED) this.dispatcher.released(revision, pod, now);
    else if (via > 0) this.activator.released(revision, via - 1, pod, now);
  }

  /** ... of which there is more to say than that it was answered. */
  #conclude(revision: RevisionState, x: number, flags: number, now: Micros): void {
    const { f } = this.calendar;
    if (revision.needsMore) this.#settle(revision, x, flags, now);
    if ((flags & CUT) !== 0) {
      this.#cut(revision, x, flags, now);
      return;
    }
    const arrived = f[x * F_STRIDE + F_ARRIVED];
    revision.requests.completed(arrived, f[x * F_STRIDE + F_BEGUN], now);
    if ((flags & WAITED) !== 0) this.#waited(revision, flags, arrived, now);
    this.calendar.give(x);
  }

  /** It needed more than a slot: what it used is counted, its connection is free for the next. */
  #settle(revision: RevisionState, x: number, flags: number, now: Micros): void {
    if (gotNothing(flags)) return;
    if (revision.sharesCpu) revision.meter.usedCpu(this.calendar.f[x * F_STRIDE + F_DEMAND], now);
    revision.service.downstream?.leave(now);
  }

  #cut(revision: RevisionState, x: number, flags: number, now: Micros): void {
    if ((flags & DEPENDENCY) === TURNED_AWAY) {
      this.client.lost(x, REFUSED, REFUSAL['downstream-limit'], true, now);
      return;
    }
    this.client.lost(x, TIMED_OUT, TIMEOUT[this.#whyLate(revision, x, flags, now)], true, now);
  }

  /** An execution was cut: for what it met, or for what took most of its time, waiting or being executed. */
  #whyLate(revision: RevisionState, x: number, flags: number, now: Micros): keyof typeof TIMEOUT {
    const { f } = this.calendar;
    const attempted = f[x * F_STRIDE + F_ATTEMPTED];
    const begun = f[x * F_STRIDE + F_BEGUN];
    if (revision.service.wasSlow(attempted)) return 'slow-dependency';
    if ((flags & DEPENDENCY) !== 0) return 'downstream-wait';
    if (now - begun >= begun - attempted) return 'slow-service';
    return ((flags >> PHASE_SHIFT) & 0xf) > 0 ? 'activator-wait' : 'saturated-pods';
  }

  #waited(revision: RevisionState, flags: number, arrived: Micros, now: Micros): void {
    const { requests } = revision;
    const phase = (flags >> PHASE_SHIFT) & 0xf;
    if (phase === 0) requests.queuedDuringScaleUp(arrived);
    else {
      const cause = (flags >> CAUSE_SHIFT) & 0xf;
      requests.cold(arrived, now, cause > 0 ? cause - 1 : COLD['burst-inside-window'], phase - 1);
    }
  }

  /** The last request of a pod has left it. */
  idle(revision: RevisionState, pod: number, now: Micros): void {
    tellBusy(revision, this.pods, pod, now);
    if (this.pods.i[pod * PI + PI_STATE] === TERMINATING) this.lifecycle.idle(pod, now);
  }
}
