import type { Calendar } from '../engine/calendar.js';
import { F_STRIDE, I_CODE, I_NEXT, I_STRIDE, NONE } from '../engine/layout.js';
import type { Micros } from '../units/quantities.js';
import { QUEUE_DEADLINE, WAITING } from './codes.js';
import type { Pods } from './pods.js';
import { PI, PI_GENERATION, PI_HEAD, PI_MIXED, PI_QUEUED, PI_TAIL } from './pods.js';
import { F_ATTEMPTED } from './request.js';

/**
 * The requests that wait in each pod's queue-proxy: lists of calendar entries by arrival, each with one timer for all of
 * its deadlines. An attempt has to be answered `timeout` after it was made, so a queue by arrival is mostly a queue by
 * deadline; where it is not (some waited in an activator before), it is mixed, and looked through.
 */
export class WaitingLines {
  constructor(
    private readonly calendar: Calendar,
    private readonly pods: Pods,
  ) {}

  /** A request goes to the end of a pod's queue. */
  join(pod: number, x: number, timeout: Micros, now: Micros): void {
    const { i } = this.calendar;
    const at = pod * PI;
    const p = this.pods.i;
    const deadline = this.#deadline(x, timeout);
    i[x * I_STRIDE + I_NEXT] = NONE;
    i[x * I_STRIDE + I_CODE] = WAITING;
    if (p[at + PI_QUEUED]++ === 0) {
      p[at + PI_HEAD] = x;
      p[at + PI_MIXED] = 0;
    } else {
      const tail = p[at + PI_TAIL];
      i[tail * I_STRIDE + I_NEXT] = x;
      // It waited in an activator, the ones before it came straight from the ingress.
      if (deadline < this.#deadline(tail, timeout)) p[at + PI_MIXED] = 1;
    }
    p[at + PI_TAIL] = x;
    if (deadline < this.pods.queueTimer[pod]) this.#arm(pod, Math.max(now, deadline));
  }

  /** Takes the first out of a queue that is not empty. */
  next(pod: number): number {
    const p = this.pods.i;
    const at = pod * PI;
    const head = p[at + PI_HEAD];
    p[at + PI_HEAD] = this.calendar.i[head * I_STRIDE + I_NEXT];
    p[at + PI_QUEUED]--;
    return head;
  }

  /** Takes a request out, wherever it stands. */
  remove(pod: number, x: number): void {
    const { i } = this.calendar;
    let before = NONE;
    for (let y = this.pods.i[pod * PI + PI_HEAD]; y !== x; y = i[y * I_STRIDE + I_NEXT]) before = y;
    this.#takeBehind(pod, before, x);
  }

  /** Takes out the first that is past its deadline: the head, or if the queue is mixed, any. NONE: nobody is. */
  takeLate(pod: number, timeout: Micros, now: Micros): number {
    const p = this.pods.i;
    const at = pod * PI;
    let before = NONE;
    for (let x = p[at + PI_HEAD], left = p[at + PI_QUEUED]; left > 0; left--) {
      if (this.#deadline(x, timeout) <= now) return this.#takeBehind(pod, before, x);
      if (p[at + PI_MIXED] === 0) return NONE;
      before = x;
      x = this.calendar.i[x * I_STRIDE + I_NEXT];
    }
    return NONE;
  }

  /** @param before the one that it stands behind; NONE: it is the first */
  #takeBehind(pod: number, before: number, x: number): number {
    if (before === NONE) return this.next(pod);
    const p = this.pods.i;
    const next = this.calendar.i;
    next[before * I_STRIDE + I_NEXT] = next[x * I_STRIDE + I_NEXT];
    if (p[pod * PI + PI_TAIL] === x) p[pod * PI + PI_TAIL] = before;
    p[pod * PI + PI_QUEUED]--;
    return x;
  }

  /** Whether the timer that went off is the queue's, which was not set again since for an earlier deadline. */
  isDue(pod: number, now: Micros): boolean {
    const { queueTimer } = this.pods;
    if (queueTimer[pod] !== now) return false;
    queueTimer[pod] = Infinity;
    return true;
  }

  /** Sets the timer again for those who still wait. */
  rearm(pod: number, timeout: Micros): void {
    const next = this.#earliest(pod, timeout);
    if (next < this.pods.queueTimer[pod]) this.#arm(pod, next);
  }

  #arm(pod: number, time: Micros): void {
    this.pods.queueTimer[pod] = time;
    this.calendar.push(time, QUEUE_DEADLINE, pod, this.pods.i[pod * PI + PI_GENERATION]);
  }

  /** The earliest deadline in a queue; Infinity when it is empty. */
  #earliest(pod: number, timeout: Micros): Micros {
    const p = this.pods.i;
    let earliest = Infinity;
    let x = p[pod * PI + PI_HEAD];
    for (let left = p[pod * PI + PI_QUEUED]; left > 0; left--) {
      earliest = Math.min(earliest, this.#deadline(x, timeout));
      if (p[pod * PI + PI_MIXED] === 0) return earliest;
      x = this.calendar.i[x * I_STRIDE + I_NEXT];
    }
    return earliest;
  }

  #deadline(x: number, timeout: Micros): Micros {
    return this.calendar.f[x * F_STRIDE + F_ATTEMPTED] + timeout;
  }
}
