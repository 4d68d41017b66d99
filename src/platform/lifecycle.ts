import type { RequestStatsTable } from '../autoscaler/knative/requestStats.js';
import type { Calendar } from '../engine/calendar.js';
import { NONE } from '../engine/layout.js';
import type { Micros } from '../units/quantities.js';
import { SECOND } from '../units/quantities.js';
import type { Activator } from './activator.js';
import type { Casualties } from './casualties.js';
import { FAILURE } from './causes.js';
import type { Dispatcher } from './dispatcher.js';
import { POD_DRAIN, POD_STEP, POD_UNROUTE } from './codes.js';
import type { Restarts } from './faults/restarts.js';
import type { Pods } from './pods.js';
import {
  PF,
  PF_CREATED,
  PF_K8S_READY,
  PF_LAST_REQUEST,
  PF_NEXT_REPORT,
  PF_READY,
  PF_TERMINATED,
  PF_UID,
  PI,
  PI_EXECUTING,
  PI_GENERATION,
  PI_ORDINAL,
  PI_QUEUED,
  PI_RESTARTS,
  PI_REVISION,
  PI_SLOTS,
  PI_STATE,
  PI_STEP,
  READY,
  SILENT,
  STARTING,
  TERMINATING,
  UP,
} from './pods.js';
import { PHASES } from './recipe.js';
import type { RevisionState } from './revision.js';
import { READINESS, type Ascent, type Starts } from './startup/starts.js';
import type { WarmPools } from './startup/warmPool.js';
import { victims } from './victims.js';

/** The queue-proxy drains until so long has passed without a request (pkg/queue/drain, 1.23). */
const QUIET_PERIOD: Micros = 30 * SECOND;

/** Steps of a pod on its way up. */
const ANSWERS_PROBES = 0;
const IS_READY = 1;
const IS_ROUTED = 2;
const SEEKS_NODE = 3;
/** ... and of a generic one. */
const IS_WARM = 4;

/** Told when the pods that count have changed. */
export interface LifecycleListener {
  readyChanged(revision: RevisionState, now: Micros): void;
}

/** Pods from creation to their end. */
export class Lifecycle implements Ascent {
  /** Set once, when the world is put together. */
  listener!: LifecycleListener;
  /** Set where containers can crash; without it none does. */
  restarts: Restarts | null = null;
  /** Set once, when the world is put together: who deals with revisions that scale per request. */
  dispatcher!: Dispatcher;
  /** Set where revisions keep generic pods. */
  pools: WarmPools | null = null;

  constructor(
    private readonly calendar: Calendar,
    private readonly pods: Pods,
    private readonly stats: RequestStatsTable,
    private readonly revisions: readonly RevisionState[],
    private readonly activator: Activator,
    private readonly casualties: Casualties,
    private readonly starts: Starts,
    private readonly endpointDelay: Micros,
  ) {}

  /** Makes the Deployment's pods as many as asked: starts new ones, or ends those that Kubernetes would end first. */
  scaleTo(revision: RevisionState, replicas: number, now: Micros): void {
    revision.replicas = replicas;
    if (revision.lostFrom > replicas) revision.lostFrom = replicas;
    while (revision.live < replicas) this.#start(revision, now);
    if (revision.live > replicas) {
      for (const pod of victims(this.pods, revision, revision.live - replicas, now)) this.terminate(pod, now);
    }
  }

  /** One more instance of a revision that scales per request; its row. */
  add(revision: RevisionState, now: Micros): number {
    revision.replicas = revision.live + 1;
    this.#start(revision, now);
    return revision.pods.items[revision.pods.length - 1];
  }

  /** An idle instance ends at once. */
  expire(pod: number, now: Micros): void {
    const { i } = this.pods;
    const revision = this.revisions[i[pod * PI + PI_REVISION]];
    revision.live--;
    revision.replicas = revision.live;
    if (i[pod * PI + PI_STATE] === READY) revision.meter.readyPods(--revision.ready, now);
    i[pod * PI + PI_STATE] = TERMINATING;
    this.#end(pod, now);
  }

  /** Whether a pod is up and not on its way out. */
  takesRequests(pod: number): boolean {
    const state = this.pods.i[pod * PI + PI_STATE];
    return state === UP || state === READY;
  }

  /** A pod that stands ready at time 0, or where no node has room for it begins to start then. */
  place(revision: RevisionState, now: Micros): void {
    revision.replicas++;
    const pod = this.#create(revision, NONE, now);
    if (!this.starts.stand(pod, now)) {
      this.#begin(revision, pod, false, now);
      return;
    }
    // Its queue-proxy has been reporting since some moment before.
    const uid = this.pods.f[pod * PF + PF_UID];
    this.#startReports(pod, now - Math.floor(uid * SECOND));
    this.#use(revision, pod, now);
    this.#countReady(revision, pod, now);
    this.#route(revision, pod);
  }

  #start(revision: RevisionState, now: Micros): void {
    const warm = this.pools?.take(revision.index, now) ?? NONE;
    const pod = this.#create(revision, warm, now);
    this.#begin(revision, pod, warm !== NONE, now);
    if (warm !== NONE) this.pools!.refill(revision.index, now);
  }

  #begin(revision: RevisionState, pod: number, warm: boolean, now: Micros): void {
    const slowness = this.restarts?.slowness(revision) ?? 1;
    this.pods.f[pod * PF + PF_LAST_REQUEST] = now;
    if (warm) this.starts.beginWarm(pod, revision.startup, slowness, now);
    else this.starts.begin(pod, revision.startup, slowness, now);
  }

  seeksNode(pod: number, time: Micros): void {
    this.#next(pod, SEEKS_NODE, time);
  }

  willAnswer(pod: number, started: Micros, up: Micros): void {
    this.#startReports(pod, started);
    this.#next(pod, ANSWERS_PROBES, up);
  }

  willBeWarm(pod: number, time: Micros): void {
    this.#next(pod, IS_WARM, time);
  }

  /** `warm`: the row of a generic pod that it takes over, or NONE. */
  #create(revision: RevisionState, warm: number, now: Micros): number {
    const pod = warm === NONE ? this.pods.take() : warm;
    const { f, i } = this.pods;
    this.stats.grow(this.pods.capacity);
    f[pod * PF + PF_CREATED] = now;
    this.pods.usesSince[pod] = now;
    f[pod * PF + PF_UID] = revision.startup.uid();
    i[pod * PI + PI_SLOTS] = Math.min(revision.slots, revision.fits);
    i[pod * PI + PI_STATE] = STARTING;
    i[pod * PI + PI_REVISION] = revision.index;
    i[pod * PI + PI_ORDINAL] = revision.created++;
    revision.pods.push(pod);
    revision.live++;
    revision.meter.created(now);
    revision.dispatch?.created(pod);
    this.restarts?.created(revision, pod, now);
    return pod;
  }

  #startReports(pod: number, from: Micros): void {
    this.stats.start(pod, from);
    const { dispatch } = this.revisions[this.pods.i[pod * PI + PI_REVISION]];
    this.pods.f[pod * PF + PF_NEXT_REPORT] = dispatch === null ? from + SECOND : Infinity; // nobody asks for reports
  }

  #next(pod: number, step: number, time: Micros): void {
    this.pods.i[pod * PI + PI_STEP] = step;
    this.calendar.push(time, POD_STEP, pod, this.pods.i[pod * PI + PI_GENERATION]);
  }

  /** A pod has come to its next step on the way up. */
  step(pod: number, now: Micros): void {
    const { i, phaseEnds } = this.pods;
    if (i[pod * PI + PI_STATE] === TERMINATING) return;
    const revision = this.revisions[i[pod * PI + PI_REVISION]];
    switch (i[pod * PI + PI_STEP]) {
      case ANSWERS_PROBES:
        if (this.restarts?.startFails(revision, pod, now) === true) return;
        this.#next(pod, IS_READY, phaseEnds[pod * PHASES.length + READINESS]);
        i[pod * PI + PI_STATE] = UP;
        this.#use(revision, pod, now);
        return;
      case IS_READY:
        this.#next(pod, IS_ROUTED, now + this.endpointDelay);
        this.#countReady(revision, pod, now);
        this.listener.readyChanged(revision, now);
        return;
      case IS_ROUTED:
        this.#route(revision, pod);
        return;
      case SEEKS_NODE:
        this.starts.seek(pod, now);
        return;
      case IS_WARM:
        this.pools?.warm(pod);
    }
  }

  /** Activators may use it. */
  #use(revision: RevisionState, pod: number, now: Micros): void {
    if (revision.dispatch !== null) {
      this.dispatcher.opened(revision, revision.dispatch, pod, now);
      return;
    }
    this.pods.f[pod * PF + PF_READY] = now;
    revision.activator.track(pod);
    this.activator.capacityChanged(revision, now);
  }

  /** Kubernetes calls it Ready: the autoscaler counts it. */
  #countReady(revision: RevisionState, pod: number, now: Micros): void {
    const { f, i, phaseEnds } = this.pods;
    i[pod * PI + PI_STATE] = READY;
    f[pod * PF + PF_K8S_READY] = now;
    revision.ready++;
    if (revision.ready >= revision.lostFrom) revision.lostFrom = 0;
    if (i[pod * PI + PI_RESTARTS] === 0)
      revision.meter.becameReady(f[pod * PF + PF_CREATED], now, phaseEnds, pod * PHASES.length);
    revision.meter.readyPods(revision.ready, now);
  }

  /** The ingress knows it. */
  #route(revision: RevisionState, pod: number): void {
    if (revision.routable.indexOf(pod) < 0) revision.routable.push(pod); // else it crashed and came back unnoticed
    revision.direct = revision.serve;
  }

  /** A pod is told to end: it drains, unless it has not come up. */
  terminate(pod: number, now: Micros): void {
    const { f, i } = this.pods;
    const revision = this.revisions[i[pod * PI + PI_REVISION]];
    const state = i[pod * PI + PI_STATE];
    revision.live--;
    f[pod * PF + PF_TERMINATED] = now;
    i[pod * PI + PI_STATE] = TERMINATING;
    if (this.pods.silent[pod] === 1) {
      if (state === SILENT) revision.meter.readyPods(--revision.ready, now);
      this.vanish(pod, now);
      return;
    }
    if (revision.dispatch !== null) this.#untrack(revision, pod); // the dispatcher needs no news of it
    if (state === STARTING) {
      if (i[pod * PI + PI_QUEUED] > 0) this.casualties.failAll(pod, revision, FAILURE['killed-in-flight'], now);
      this.#end(pod, now);
      return;
    }
    if (state === READY) {
      revision.ready--;
      revision.meter.readyPods(revision.ready, now);
    }
    f[pod * PF + PF_LAST_REQUEST] = now;
    const generation = i[pod * PI + PI_GENERATION];
    this.calendar.push(now + this.endpointDelay, POD_UNROUTE, pod, generation);
    this.calendar.push(now + Math.min(QUIET_PERIOD, revision.recipe.timeout), POD_DRAIN, pod, generation);
  }

  /** The news of its end, or of its crash, has reached ingress and activators. */
  unroute(pod: number, now: Micros): void {
    const state = this.pods.i[pod * PI + PI_STATE];
    if (state === UP || state === READY) return; // it crashed, and is back already
    const revision = this.revisions[this.pods.i[pod * PI + PI_REVISION]];
    revision.routable.remove(pod);
    if (revision.routable.length === 0) revision.direct = false;
    this.#untrack(revision, pod);
    this.activator.capacityChanged(revision, now);
  }

  /**
   * A draining pod is looked at: it ends when nobody asked it for 30 s and it executes nothing, and in any case when
   * its termination grace (the revision's timeout) is over: what it still held fails.
   */
  drain(pod: number, now: Micros): void {
    const { f, i } = this.pods;
    const revision = this.revisions[i[pod * PI + PI_REVISION]];
    if (this.pods.silent[pod] === 1) {
      this.#end(pod, now); // nobody in it can drain
      return;
    }
    const cutOff = f[pod * PF + PF_TERMINATED] + revision.recipe.timeout;
    const quiet = f[pod * PF + PF_LAST_REQUEST] + QUIET_PERIOD;
    if (now >= cutOff) this.kill(pod, FAILURE['cut-by-drain'], now);
    else if (now < quiet) this.calendar.push(Math.min(quiet, cutOff), POD_DRAIN, pod, i[pod * PI + PI_GENERATION]);
    else if (i[pod * PI + PI_EXECUTING] === 0) this.#end(pod, now);
    else this.calendar.push(cutOff, POD_DRAIN, pod, i[pod * PI + PI_GENERATION]); // or `idle`, if that comes first
  }

  /** A draining pod has become idle: it ends if its quiet period is over. */
  idle(pod: number, now: Micros): void {
    if (now >= this.pods.f[pod * PF + PF_LAST_REQUEST] + QUIET_PERIOD) this.#end(pod, now);
  }

  /**
   * The container of a pod that runs has ended: everything in it fails, and the pod waits to be started again. Activators
   * see the broken connections; the ingress goes on sending until it hears of it.
   */
  takeDown(pod: number, cause: number, now: Micros): void {
    const { f, i } = this.pods;
    const revision = this.revisions[i[pod * PI + PI_REVISION]];
    const wasReady = i[pod * PI + PI_STATE] === READY;
    this.loseReady(revision, pod, now);
    i[pod * PI + PI_STATE] = STARTING;
    this.#untrack(revision, pod);
    this.casualties.failAll(pod, revision, cause, now);
    f[pod * PF + PF_READY] = Infinity;
    this.pods.queueTimer[pod] = Infinity;
    const generation = ++i[pod * PI + PI_GENERATION]; // what was planned for the container that ended is void
    this.calendar.push(now + this.endpointDelay, POD_UNROUTE, pod, generation);
    if (wasReady) this.listener.readyChanged(revision, now);
  }

  /** A pod whose container was down will answer probes again at `up`; its phases are set. */
  comesUp(pod: number, up: Micros): void {
    this.#next(pod, ANSWERS_PROBES, up);
  }

  /** Whoever sends requests to pods leaves this one out from now on. */
  #untrack(revision: RevisionState, pod: number): void {
    if (revision.dispatch === null) revision.activator.untrack(pod);
    else this.dispatcher.closed(revision.dispatch, pod);
  }

  /** A pod is not Ready any more, if it was: it is missing until as many are again. */
  loseReady(revision: RevisionState, pod: number, now: Micros): void {
    if (!this.pods.countsAsReady(pod)) return;
    revision.lostFrom = Math.max(revision.lostFrom, revision.ready);
    revision.ready--;
    revision.meter.readyPods(revision.ready, now);
  }

  /** A pod ends at once, and everything in it fails. */
  kill(pod: number, cause: number, now: Micros): void {
    const { i } = this.pods;
    const revision = this.revisions[i[pod * PI + PI_REVISION]];
    const counted = this.pods.countsAsReady(pod);
    if (i[pod * PI + PI_STATE] !== TERMINATING) revision.live--;
    if (this.pods.silent[pod] === 1) i[pod * PI + PI_EXECUTING] = 0; // what hangs goes on without it
    this.loseReady(revision, pod, now);
    i[pod * PI + PI_STATE] = TERMINATING;
    revision.routable.remove(pod);
    if (revision.routable.length === 0) revision.direct = false;
    this.#untrack(revision, pod);
    this.casualties.failAll(pod, revision, cause, now);
    this.#end(pod, now);
    if (counted) this.listener.readyChanged(revision, now);
  }

  #end(pod: number, now: Micros): void {
    const { f, i } = this.pods;
    const revision = this.revisions[i[pod * PI + PI_REVISION]];
    revision.pods.remove(pod);
    this.#untrack(revision, pod);
    if (revision.routable.remove(pod) && revision.routable.length === 0) revision.direct = false;
    revision.meter.gone(f[pod * PF + PF_CREATED], f[pod * PF + PF_K8S_READY], now, this.pods.usesSince[pod]);
    this.restarts?.gone(revision, pod);
    this.starts.ended(pod, now);
    this.pods.give(pod);
  }

  /** A pod on a silent node is told to end, which nobody there hears: it is gone when the news has come round. */
  vanish(pod: number, now: Micros): void {
    const { i } = this.pods;
    i[pod * PI + PI_STATE] = TERMINATING;
    i[pod * PI + PI_EXECUTING] = 0; // what hangs goes on without it
    const generation = ++i[pod * PI + PI_GENERATION];
    this.calendar.push(now + this.endpointDelay, POD_UNROUTE, pod, generation);
    this.calendar.push(now + this.endpointDelay, POD_DRAIN, pod, generation);
  }
}
