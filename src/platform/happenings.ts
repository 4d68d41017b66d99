import type { Calendar } from '../engine/calendar.js';
import { I_CODE, I_OWN, I_STRIDE } from '../engine/layout.js';
import type { Micros } from '../units/quantities.js';
import type { Activator } from './activator.js';
import { FAILURE } from './causes.js';
import type { ClusterState } from './cluster/cluster.js';
import {
  ACTIVATOR_DEADLINE,
  CANCELLED,
  CPU_DONE,
  DOWNSTREAM_DEADLINE,
  FAULT,
  HANGING,
  PERMIT,
  POD_CRASH,
  POD_DRAIN,
  POD_EXPIRY,
  POD_LOOP,
  POD_OOM,
  POD_STEP,
  POD_UNROUTE,
  QUEUE_DEADLINE,
  RECONCILE,
  REPORT,
  RETRY,
  ROUTE,
  SCRAPE,
  SPLIT,
  TICK,
  WANTS_CPU,
} from './codes.js';
import type { Control } from './control.js';
import type { Sharing } from './discipline/sharing.js';
import type { Dispatcher } from './dispatcher.js';
import type { Faults } from './faults/faults.js';
import type { Restarts } from './faults/restarts.js';
import type { Hangs } from './hangs.js';
import type { Lifecycle } from './lifecycle.js';
import { REPORT_EVERY, SCRAPE_EVERY, TICK_EVERY } from './loops.js';
import type { Path } from './path.js';
import type { Pods } from './pods.js';
import { PI, PI_REVISION } from './pods.js';
import type { QueueProxy } from './queueProxy.js';
import type { RevisionState } from './revision.js';
import type { Rollouts } from './rollouts.js';
import type { ServiceState } from './service.js';

/** Whom events are for. */
export interface Parts {
  readonly calendar: Calendar;
  readonly pods: Pods;
  readonly services: readonly ServiceState[];
  readonly revisions: readonly RevisionState[];
  readonly path: Path;
  readonly queueProxy: QueueProxy;
  readonly sharing: Sharing;
  readonly hangs: Hangs;
  readonly activator: Activator;
  readonly dispatcher: Dispatcher;
  readonly lifecycle: Lifecycle;
  readonly control: Control;
  readonly rollouts: Rollouts;
  /** `null`: no container ends before its pod. */
  readonly restarts: Restarts | null;
  /** `null`: nothing goes wrong on purpose. */
  readonly faults: Faults | null;
  /** `null`: every pod fits at once. */
  readonly cluster: ClusterState | null;
}

/** Everything that happens but the end of a request: by its code, to whom it is for. */
export class Happenings {
  readonly #finish = (x: number, now: Micros): void => this.parts.path.complete(x, now);

  constructor(private readonly parts: Parts) {}

  /** An event has come off the calendar; its entry is given back, goes on as a request, or keeps its loop running. */
  happen(x: number, now: Micros): void {
    const { i } = this.parts.calendar;
    const code = i[x * I_STRIDE + I_CODE];
    if (code >= REPORT && code <= TICK) this.#loop(x, code, now);
    else if (code === WANTS_CPU) this.parts.sharing.wantsCpu(x, now);
    else if (code === RETRY) this.parts.path.retry(x, now);
    else if (code === HANGING) this.parts.hangs.due(x, now);
    else {
      const a = i[x * I_STRIDE + I_OWN];
      const b = i[x * I_STRIDE + I_OWN + 1];
      this.parts.calendar.give(x);
      if (code > TICK) this.#rare(code, a, b, now);
      else if (code === ACTIVATOR_DEADLINE) this.parts.activator.expire(a, b, now);
      else if (this.parts.pods.isSame(a, b)) this.#podEvent(code, a, now);
    }
  }

  #podEvent(code: number, pod: number, now: Micros): void {
    switch (code) {
      case CPU_DONE:
        this.parts.sharing.due(pod, now, this.#finish);
        return;
      case QUEUE_DEADLINE:
        this.parts.queueProxy.expire(pod, now);
        return;
      case POD_STEP:
        this.parts.lifecycle.step(pod, now);
        return;
      case POD_UNROUTE:
        this.parts.lifecycle.unroute(pod, now);
        return;
      case POD_DRAIN:
        this.parts.lifecycle.drain(pod, now);
    }
  }

  /** The loops of a revision keep their entries as long as they run. */
  #loop(x: number, code: number, now: Micros): void {
    const index = this.parts.calendar.i[x * I_STRIDE + I_OWN];
    let period = 0;
    if (code === SCRAPE) period = this.parts.control.scrape(index, now) ? SCRAPE_EVERY : 0;
    else if (code === TICK) period = this.parts.control.tick(index, now) ? TICK_EVERY : 0;
    else period = this.parts.control.report(index, now) ? REPORT_EVERY : 0;
    if (period > 0) this.parts.calendar.schedule(x, now + period);
    else this.parts.calendar.give(x);
  }

  #rare(code: number, index: number, b: number, now: Micros): void {
    switch (code) {
      case RECONCILE:
        this.parts.control.requeued(index, now);
        return;
      case ROUTE:
        this.parts.control.route(index, b === 1, now);
        return;
      case SPLIT:
        this.parts.rollouts.due(index, b, now);
        return;
      case POD_EXPIRY:
        if (this.parts.pods.isSame(index, b))
          this.parts.dispatcher.expire(this.parts.revisions[this.parts.pods.i[index * PI + PI_REVISION]], index, now);
        return;
      case CANCELLED:
        return;
      case FAULT:
        this.parts.faults!.due(index, b, now);
        return;
      case POD_CRASH:
      case POD_LOOP:
        if (this.parts.pods.isSame(index, b)) this.parts.faults!.podDue(code, index, now);
        return;
      case PERMIT:
        this.parts.services[index].downstream!.permit(now);
        return;
      case DOWNSTREAM_DEADLINE:
        this.parts.services[index].downstream!.expire(now);
        return;
      case POD_OOM:
        if (this.parts.pods.isSame(index, b)) this.parts.restarts!.crash(index, FAILURE['out-of-memory'], now);
        return;
      default:
        if (this.parts.cluster?.happen(code, index, b, now) === true) return;
        throw new RangeError(`code = ${code}, must be one of the codes of platform/codes`);
    }
  }
}
