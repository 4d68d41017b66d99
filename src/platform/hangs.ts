import type { Calendar } from '../engine/calendar.js';
import { F_STRIDE, I_CODE, I_STRIDE, NONE } from '../engine/layout.js';
import type { Micros } from '../units/quantities.js';
import type { Activator } from './activator.js';
import { TIMEOUT } from './causes.js';
import type { Client } from './client.js';
import { HANGING } from './codes.js';
import type { Pods } from './pods.js';
import { PI, PI_EXECUTING, PI_GENERATION } from './pods.js';
import type { Outcome } from './request.js';
import { F_ATTEMPTED, F_BEGUN, I_FLAGS, I_LIFE, I_POD, I_REVISION, TIMED_OUT, VIA_SHIFT } from './request.js';
import type { RevisionState } from './revision.js';

/**
 * Requests whose pod is on a node that has fallen silent: nobody answers them and nobody breaks their connections, so
 * they hang until their deadline, whatever becomes of the pod. Ingress and activators hold them meanwhile: in the load of
 * the pod, as long as it is there, and in the activator's count.
 */
export class Hangs {
  /** Set once, when the world is put together. */
  activator!: Activator;

  constructor(
    private readonly calendar: Calendar,
    private readonly pods: Pods,
    private readonly revisions: readonly RevisionState[],
    private readonly client: Client,
  ) {}

  /** A request that is in no list and not on the calendar gets no answer. `begun`: whether its pod had begun it. */
  begin(pod: number, x: number, begun: boolean, now: Micros): void {
    const { f, i } = this.calendar;
    const revision = this.revisions[i[x * I_STRIDE + I_REVISION]];
    i[x * I_STRIDE + I_CODE] = HANGING;
    i[x * I_STRIDE + I_POD] = pod;
    i[x * I_STRIDE + I_LIFE] = this.pods.i[pod * PI + PI_GENERATION];
    if (!begun) f[x * F_STRIDE + F_BEGUN] = -1;
    this.calendar.schedule(x, Math.max(now, f[x * F_STRIDE + F_ATTEMPTED] + revision.deadline));
  }

  /** Its deadline has come. */
  due(x: number, now: Micros): void {
    this.end(x, TIMED_OUT, TIMEOUT['node-silent'], now);
  }

  /** Ends a request that hangs and is not on the calendar any more. */
  end(x: number, outcome: Outcome, cause: number, now: Micros): void {
    const { f, i } = this.calendar;
    const row = i[x * I_STRIDE + I_POD];
    const pod = this.pods.isSame(row, i[x * I_STRIDE + I_LIFE]) ? row : NONE;
    const via = i[x * I_STRIDE + I_FLAGS] >> VIA_SHIFT;
    if (pod !== NONE) this.pods.i[pod * PI + PI_EXECUTING]--;
    if (via > 0) this.activator.gaveUp(this.revisions[i[x * I_STRIDE + I_REVISION]], via - 1, pod, now);
    this.client.lost(x, outcome, cause, f[x * F_STRIDE + F_BEGUN] >= 0, now);
  }
}
