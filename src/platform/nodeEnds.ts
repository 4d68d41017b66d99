import type { Calendar } from '../engine/calendar.js';
import type { Micros } from '../units/quantities.js';
import type { Casualties } from './casualties.js';
import { FAILURE } from './causes.js';
import type { EndListener } from './cluster/listeners.js';
import { POD_UNROUTE } from './codes.js';
import type { Lifecycle } from './lifecycle.js';
import type { Pods } from './pods.js';
import {
  PI,
  PI_GENERATION,
  PI_REVISION,
  PI_STATE,
  READY,
  SILENT,
  STARTING,
  TERMINATING,
  UNREACHABLE,
  WARM,
  WARMING,
} from './pods.js';
import type { RevisionState } from './revision.js';

/** What the end of a node means for the pods on it: told in good time, at once, or not at all. */
export class NodeEnds implements EndListener {
  constructor(
    private readonly calendar: Calendar,
    private readonly pods: Pods,
    private readonly revisions: readonly RevisionState[],
    private readonly casualties: Casualties,
    private readonly lifecycle: Lifecycle,
    private readonly endpointDelay: Micros,
  ) {}

  evict(pod: number, now: Micros): void {
    const state = this.pods.i[pod * PI + PI_STATE];
    if (state === WARM || state === WARMING) this.lifecycle.pools!.lost(pod, now);
    else if (state !== TERMINATING) {
      const revision = this.#revision(pod);
      if (this.pods.countsAsReady(pod)) revision.lostFrom = Math.max(revision.lostFrom, revision.ready);
      this.lifecycle.terminate(pod, now);
      this.#replace(revision, now);
    }
  }

  lost(pod: number, now: Micros): void {
    const state = this.pods.i[pod * PI + PI_STATE];
    const revision = this.#revision(pod);
    if (state === WARM || state === WARMING) this.lifecycle.pools!.lost(pod, now);
    else {
      this.lifecycle.kill(pod, FAILURE['killed-in-flight'], now);
      if (state !== TERMINATING) this.#replace(revision, now);
    }
  }

  #revision(pod: number): RevisionState {
    return this.revisions[this.pods.i[pod * PI + PI_REVISION]];
  }

  /** The ReplicaSet makes up for pods that it has lost, whatever the autoscaler wants by now. */
  #replace(revision: RevisionState, now: Micros): void {
    const kept = revision.dispatch?.settings.provisioned;
    const replicas = kept === undefined ? revision.replicas : Math.max(kept, revision.live);
    this.lifecycle.scaleTo(revision, replicas, now);
    this.lifecycle.listener.readyChanged(revision, now);
  }

  silence(pod: number, now: Micros): void {
    const { i } = this.pods;
    const state = i[pod * PI + PI_STATE];
    const revision = this.#revision(pod);
    if (state === WARM || state === WARMING || revision.dispatch !== null) {
      this.lost(pod, now);
      return;
    }
    this.pods.silent[pod] = 1;
    this.pods.queueTimer[pod] = Infinity;
    const generation = ++i[pod * PI + PI_GENERATION]; // what was planned for it is void
    this.casualties.silence(pod, revision, now);
    if (state === TERMINATING) {
      this.lifecycle.vanish(pod, now);
      return;
    }
    i[pod * PI + PI_STATE] = state === READY ? SILENT : UNREACHABLE;
    // Its container may have crashed, and the news of that be on its way.
    if (state === STARTING) this.calendar.push(now + this.endpointDelay, POD_UNROUTE, pod, generation);
  }

  stuck(pod: number): void {
    const { i } = this.pods;
    if (i[pod * PI + PI_STATE] !== STARTING || this.#revision(pod).dispatch !== null) return;
    this.pods.silent[pod] = 1;
    i[pod * PI + PI_STATE] = UNREACHABLE;
  }

  notReady(pod: number, now: Micros): void {
    const { i } = this.pods;
    const state = i[pod * PI + PI_STATE];
    if (state !== SILENT && state !== UNREACHABLE) return;
    const revision = this.#revision(pod);
    this.lifecycle.loseReady(revision, pod, now);
    i[pod * PI + PI_STATE] = UNREACHABLE;
    this.calendar.push(now + this.endpointDelay, POD_UNROUTE, pod, i[pod * PI + PI_GENERATION]);
    if (state === SILENT) this.lifecycle.listener.readyChanged(revision, now);
  }
}
