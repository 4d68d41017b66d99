import type { RequestStatsTable } from '../autoscaler/knative/requestStats.js';
import type { Calendar } from '../engine/calendar.js';
import { F_STRIDE, I_CODE, I_STRIDE, NONE } from '../engine/layout.js';
import type { Micros } from '../units/quantities.js';
import { SECOND } from '../units/quantities.js';
import type { Client } from './client.js';
import { COMPLETE, POD_OOM } from './codes.js';
import { dominantPhase } from './coldness.js';
import type { Pods } from './pods.js';
import {
  PF,
  PF_BUSY_SINCE,
  PF_LAST_REQUEST,
  PF_NEXT_REPORT,
  PF_READY,
  PF_REPORTED_CONCURRENCY,
  PF_REPORTED_REQUESTS,
  PI,
  PI_EXECUTING,
  PI_GENERATION,
  PI_QUEUED,
  PI_REVISION,
  PI_SLOTS,
  PI_STATE,
  READY,
  STARTING,
} from './pods.js';
import {
  CUT,
  DELAYED,
  DISPATCHED,
  DURING_SCALE_UP,
  F_ARRIVED,
  F_ATTEMPTED,
  F_BEGUN,
  F_DEMAND,
  FAILED,
  I_FLAGS,
  I_POD,
  PHASE_SHIFT,
  REFUSED,
  STARVED,
  TIMED_OUT,
  TURNED_AWAY,
  VIA_SHIFT,
} from './request.js';
import type { RevisionState } from './revision.js';
import type { Hangs } from './hangs.js';
import type { Sharing } from './discipline/sharing.js';
import type { WaitingLines } from './waitingLines.js';
import { FAILURE, REFUSAL, TIMEOUT } from './causes.js';

/** What the queue-proxy of a pod does when a proxied request leaves it: the activator's slot is free again. */
export type Release = (revision: RevisionState, via: number, pod: number, now: Micros) => void;

/**
 * The queue-proxy of every pod: container concurrency, its bounded queue (10 x as long), deadlines, and the statistics
 * that the autoscaler scrapes once a second.
 */
export class QueueProxy {
  /** Set once, when the world is put together. */
  release!: Release;

  constructor(
    private readonly calendar: Calendar,
    private readonly pods: Pods,
    private readonly stats: RequestStatsTable,
    private readonly client: Client,
    private readonly revisions: readonly RevisionState[],
    private readonly sharing: Sharing,
    private readonly hangs: Hangs,
    private readonly lines: WaitingLines,
  ) {}

  /** A request reaches a pod: it is executed, waits in the pod's queue, or is refused with 503. */
  enter(revision: RevisionState, pod: number, x: number, now: Micros): void {
    if (now >= this.pods.f[pod * PF + PF_NEXT_REPORT]) this.roll(pod, now);
    this.stats.enter(pod, now, this.calendar.i[x * I_STRIDE + I_FLAGS] >= 1 << VIA_SHIFT);
    this.bind(revision, pod, x, now);
  }

  /** The same for a request that nobody counts: instances that scale per request are not scraped. */
  bind(revision: RevisionState, pod: number, x: number, now: Micros): void {
    const { i } = this.pods;
    const at = pod * PI;
    this.calendar.i[x * I_STRIDE + I_POD] = pod;
    if (i[at + PI_STATE] === READY && i[at + PI_EXECUTING] < i[at + PI_SLOTS]) this.begin(revision, pod, x, now);
    else this.#bindElse(revision, pod, x, now);
  }

  /** ... where it cannot simply begin. Apart, so that nothing is called on the usual way and what was loaded stays known. */
  #bindElse(revision: RevisionState, pod: number, x: number, now: Micros): void {
    const { i } = this.pods;
    const at = pod * PI;
    if (i[at + PI_STATE] !== READY && this.#isDown(revision, pod, x, now)) return;
    if (i[at + PI_EXECUTING] < i[at + PI_SLOTS]) this.begin(revision, pod, x, now);
    else if (i[at + PI_EXECUTING] < revision.slots) this.#outgrow(revision, pod, x, now);
    else if (i[at + PI_QUEUED] < revision.queueLimit) this.lines.join(pod, x, revision.deadline, now);
    else this.#turnAway(revision, pod, x, now);
  }

  /**
   * A pod that is not ready may drain; or start, with the request bound to it, which waits; or be down while the ingress
   * does not know it yet: then the request fails at once. On a node that has fallen silent it hangs.
   */
  #isDown(revision: RevisionState, pod: number, x: number, now: Micros): boolean {
    if (this.pods.silent[pod] === 1) {
      this.pods.i[pod * PI + PI_EXECUTING]++;
      this.hangs.begin(pod, x, false, now);
      return true;
    }
    this.pods.f[pod * PF + PF_LAST_REQUEST] = now;
    if (this.pods.i[pod * PI + PI_STATE] !== STARTING) return false;
    if (revision.dispatch !== null) this.lines.join(pod, x, revision.deadline, now);
    else {
      this.#leaveUnserved(revision, pod, x, now);
      this.client.lost(x, FAILED, FAILURE['pod-down'], false, now);
    }
    return true;
  }

  /** There is a slot, but no memory for it: the pod is killed in this very microsecond, this request with it. */
  #outgrow(revision: RevisionState, pod: number, x: number, now: Micros): void {
    this.begin(revision, pod, x, now);
    this.calendar.push(now, POD_OOM, pod, this.pods.i[pod * PI + PI_GENERATION]);
  }

  /** The pod has begun: first to the dependency that all pods share, if there is one. */
  #enterDownstream(revision: RevisionState, pod: number, x: number, now: Micros): void {
    const entry = revision.service.downstream?.enter(x, now) ?? 'enters';
    if (entry === 'enters') this.execute(revision, pod, x, now, now);
    else if (entry === 'refused') {
      this.calendar.f[x * F_STRIDE + F_BEGUN] = now;
      this.#complete(x, CUT | TURNED_AWAY, now);
    }
  }

  /** It goes on at once, but not within this call: whoever leaves lets others in, who may leave again. */
  #complete(x: number, flags: number, time: Micros): void {
    this.calendar.i[x * I_STRIDE + I_FLAGS] |= flags;
    this.calendar.i[x * I_STRIDE + I_CODE] = COMPLETE;
    this.calendar.schedule(x, time);
  }

  /** A pod executes a request that it began at `begun`, from now on. */
  execute(revision: RevisionState, pod: number, x: number, begun: Micros, now: Micros): void {
    const { f, i } = this.calendar;
    const at = x * F_STRIDE;
    const deadline = f[at + F_ATTEMPTED] + revision.deadline;
    if (now - begun > deadline - now) i[x * I_STRIDE + I_FLAGS] |= DELAYED;
    if (revision.sharesCpu) {
      this.sharing.begin(revision, pod, x, now);
      f[at + F_BEGUN] = begun;
      return;
    }
    f[at + F_BEGUN] = begun;
    const end = now + f[at + F_DEMAND];
    this.#complete(x, end > deadline ? CUT : 0, Math.min(end, deadline));
  }

  /** The deadline of a request came while its pod waited for a dependency. */
  starved(x: number, begun: Micros, now: Micros): void {
    this.calendar.f[x * F_STRIDE + F_BEGUN] = begun;
    this.#complete(x, CUT | STARVED, now);
  }

  /** Starts executing a request in a pod that has a slot for it. */
  begin(revision: RevisionState, pod: number, x: number, now: Micros): void {
    const { pods, calendar } = this;
    const { f, i } = calendar;
    const at = x * F_STRIDE;
    if (now > f[at + F_ARRIVED]) this.#waited(revision, pod, x, now);
    if (pods.i[pod * PI + PI_EXECUTING]++ === 0) pods.f[pod * PF + PF_BUSY_SINCE] = now;
    if (revision.needsMore) {
      this.#enterDownstream(revision, pod, x, now);
      return;
    }
    f[at + F_BEGUN] = now;
    let end = now + f[at + F_DEMAND];
    const deadline = f[at + F_ATTEMPTED] + revision.deadline;
    if (end > deadline) {
      end = deadline;
      i[x * I_STRIDE + I_FLAGS] |= CUT;
    }
    i[x * I_STRIDE + I_CODE] = COMPLETE;
    calendar.schedule(x, end);
  }

  /** It waited: for a pod to become ready (then it is cold), or for a slot. */
  #waited(revision: RevisionState, pod: number, x: number, now: Micros): void {
    const { f, i } = this.calendar;
    const arrived = f[x * F_STRIDE + F_ARRIVED];
    const flag = x * I_STRIDE + I_FLAGS;
    if (this.pods.f[pod * PF + PF_READY] > arrived) {
      i[flag] |= (dominantPhase(this.pods, pod, arrived, now) + 1) << PHASE_SHIFT;
    } else if (revision.live > revision.ready) {
      i[flag] |= DURING_SCALE_UP;
    }
  }

  /** The timer of a queue went off: whoever is past the deadline leaves with 504; the timer is set again for the rest. */
  expire(pod: number, now: Micros): void {
    if (!this.lines.isDue(pod, now)) return;
    const revision = this.revisions[this.pods.i[pod * PI + PI_REVISION]];
    const take = (): number => this.lines.takeLate(pod, revision.deadline, now);
    for (let late = take(); late !== NONE; late = take()) {
      this.#leaveUnserved(revision, pod, late, now);
      this.client.lost(
        late,
        TIMED_OUT,
        TIMEOUT[this.#isUp(pod) ? 'saturated-pods' : 'startup-never-succeeded'],
        false,
        now,
      );
    }
    this.lines.rearm(pod, revision.deadline);
  }

  #isUp(pod: number): boolean {
    return this.pods.f[pod * PF + PF_READY] < Infinity;
  }

  #turnAway(revision: RevisionState, pod: number, x: number, now: Micros): void {
    this.#leaveUnserved(revision, pod, x, now);
    this.client.lost(x, REFUSED, REFUSAL['queue-proxy-full'], false, now);
  }

  #leaveUnserved(revision: RevisionState, pod: number, x: number, now: Micros): void {
    const via = this.calendar.i[x * I_STRIDE + I_FLAGS] >> VIA_SHIFT;
    if (via !== DISPATCHED) this.#count(pod, via > 0, now);
    if (via > 0) this.release(revision, via - 1, pod, now);
  }

  /**
   * A request has been executed: its slot goes to the next in the queue, or is free. The entry stays the caller's.
   * Returns whether the pod went idle.
   */
  leave(revision: RevisionState, pod: number, via: number, now: Micros): boolean {
    const { pods } = this;
    const at = pod * PI;
    if (via !== DISPATCHED) this.#count(pod, via > 0, now);
    const left = --pods.i[at + PI_EXECUTING];
    if (pods.i[at + PI_QUEUED] === 0) return left === 0;
    const since = pods.f[pod * PF + PF_BUSY_SINCE];
    this.begin(revision, pod, this.lines.next(pod), now);
    pods.f[pod * PF + PF_BUSY_SINCE] = since; // it has not been idle for a moment
    return false;
  }

  /** A request leaves the statistics that are scraped. */
  #count(pod: number, proxied: boolean, now: Micros): void {
    if (now >= this.pods.f[pod * PF + PF_NEXT_REPORT]) this.roll(pod, now);
    this.stats.exit(pod, now, proxied);
  }

  /**
   * Closes the report periods that ended by now: the last of them is what a scrape would read. Reports are closed when
   * someone looks or something changes, so that a pod nobody looks at costs no event.
   */
  roll(pod: number, now: Micros): void {
    const { pods, stats } = this;
    const at = pod * PF;
    let last = pods.f[at + PF_NEXT_REPORT];
    if (now - last >= SECOND) {
      last += Math.floor((now - last) / SECOND) * SECOND;
      stats.report(pod, last - SECOND);
    }
    stats.report(pod, last);
    pods.f[at + PF_REPORTED_CONCURRENCY] = stats.averageConcurrency - stats.averageProxiedConcurrency;
    pods.f[at + PF_REPORTED_REQUESTS] = stats.requestCount - stats.proxiedRequestCount;
    pods.f[at + PF_NEXT_REPORT] = last + SECOND;
  }

  /** Whether a pod has nothing to do and nothing to report. */
  isQuiet(pod: number, now: Micros): boolean {
    const { f, i } = this.pods;
    if (now >= f[pod * PF + PF_NEXT_REPORT]) this.roll(pod, now);
    const reported = f[pod * PF + PF_REPORTED_CONCURRENCY] + f[pod * PF + PF_REPORTED_REQUESTS];
    return reported === 0 && i[pod * PI + PI_EXECUTING] === 0 && this.stats.isQuiet(pod);
  }

  /** One request that waits in a pod's queue fails. */
  failQueued(x: number, cause: number, now: Micros): void {
    const pod = this.calendar.i[x * I_STRIDE + I_POD];
    this.lines.remove(pod, x);
    this.#leaveUnserved(this.revisions[this.pods.i[pod * PI + PI_REVISION]], pod, x, now);
    this.client.lost(x, FAILED, cause, false, now);
  }

  /** A pod has come up: as many of those that wait in its queue begin as it has slots for. */
  beginQueued(revision: RevisionState, pod: number, now: Micros): void {
    const p = this.pods.i;
    const at = pod * PI;
    while (p[at + PI_QUEUED] > 0 && p[at + PI_EXECUTING] < p[at + PI_SLOTS])
      this.begin(revision, pod, this.lines.next(pod), now);
    if (p[at + PI_QUEUED] > 0 && p[at + PI_EXECUTING] < revision.slots)
      this.#outgrow(revision, pod, this.lines.next(pod), now);
  }

  /** Everything that waits in a pod's queue hangs from now on. */
  hangQueue(pod: number, now: Micros): void {
    const { i } = this.pods;
    while (i[pod * PI + PI_QUEUED] > 0) {
      i[pod * PI + PI_EXECUTING]++;
      this.hangs.begin(pod, this.lines.next(pod), false, now);
    }
  }

  /** Everything that waits in a pod's queue fails with it. */
  failQueue(pod: number, cause: number, now: Micros): void {
    const revision = this.revisions[this.pods.i[pod * PI + PI_REVISION]];
    while (this.pods.i[pod * PI + PI_QUEUED] > 0) {
      const x = this.lines.next(pod);
      this.#leaveUnserved(revision, pod, x, now);
      this.client.lost(x, FAILED, cause, false, now);
    }
  }
}
