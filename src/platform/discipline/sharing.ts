import type { Calendar } from '../../engine/calendar.js';
import { F_STRIDE, I_CODE, I_STRIDE } from '../../engine/layout.js';
import type { Micros } from '../../units/quantities.js';
import { COMPLETE, CPU_DONE, SHARING, WANTS_CPU } from '../codes.js';
import type { Pods } from '../pods.js';
import { PI, PI_GENERATION, PI_REVISION } from '../pods.js';
import { CUT, F_ATTEMPTED, F_BEGUN, F_DEMAND, I_FLAGS, I_POD, I_REVISION } from '../request.js';
import type { RevisionState } from '../revision.js';
import { FinishHeap } from './finishHeap.js';
import { DOUBLE_ZERO } from '../../units/doubleZero.js';

/** The CPU of one pod. */
interface Cpu {
  readonly heap: FinishHeap;
  /** CPU time that one of its requests has got since the pod started, as of `since`. */
  virtual: number;
  since: Micros;
  /** When its event on the calendar that counts goes off; others are stale. */
  next: Micros;
  /** No deadline in the heap is before this. */
  noDeadlineBefore: Micros;
}

/**
 * Processor sharing: a request first waits for its I/O, any number at once; then all requests of a pod that want the CPU
 * share it evenly, none getting more than one core. One event for each pod: the next of its requests to finish or to
 * run into its deadline. Work left is kept in doubles, a finish is the ceiling microsecond.
 */
export class Sharing {
  readonly #cpus: Cpu[] = [];

  constructor(
    private readonly calendar: Calendar,
    private readonly pods: Pods,
    private readonly revisions: readonly RevisionState[],
  ) {}

  /** Begins a request that has a slot: its waiting first. Until now `F_BEGUN` held its CPU time. */
  begin(revision: RevisionState, _pod: number, x: number, now: Micros): void {
    const { f, i } = this.calendar;
    const at = x * F_STRIDE;
    const io = f[at + F_DEMAND];
    f[at + F_DEMAND] = f[at + F_BEGUN];
    f[at + F_BEGUN] = now;
    const deadline = f[at + F_ATTEMPTED] + revision.deadline;
    const cut = now + io >= deadline;
    i[x * I_STRIDE + I_CODE] = cut ? COMPLETE : WANTS_CPU;
    if (cut) i[x * I_STRIDE + I_FLAGS] |= CUT;
    this.calendar.schedule(x, cut ? deadline : now + io);
  }

  /** A request has waited and wants the CPU. */
  wantsCpu(x: number, now: Micros): void {
    const { f, i } = this.calendar;
    const pod = i[x * I_STRIDE + I_POD];
    const revision = this.revisions[i[x * I_STRIDE + I_REVISION]];
    const cpu = this.#cpu(pod);
    i[x * I_STRIDE + I_CODE] = SHARING;
    this.#proceed(cpu, revision, now);
    cpu.heap.push(cpu.virtual + f[x * F_STRIDE + F_DEMAND], x);
    cpu.noDeadlineBefore = Math.min(cpu.noDeadlineBefore, this.#deadline(x, revision));
    this.#arm(cpu, pod, revision, now);
  }

  /** Something may be due in a pod: finished requests and those past their deadline come up one by one. */
  due(pod: number, now: Micros, finish: (x: number, now: Micros) => void): void {
    const cpu = this.#cpus[pod];
    if (cpu.next !== now) return;
    const revision = this.revisions[this.pods.i[pod * PI + PI_REVISION]];
    this.#proceed(cpu, revision, now);
    cpu.next = Infinity;
    while (cpu.heap.length > 0 && this.#timeTo(cpu, revision) === 0) finish(cpu.heap.pop(), now);
    if (now >= cpu.noDeadlineBefore) this.#cutLate(cpu, revision, now, finish);
    this.#arm(cpu, pod, revision, now);
  }

  /** Takes out whoever is past its deadline, one after the other: each removal moves the heap. */
  #cutLate(cpu: Cpu, revision: RevisionState, now: Micros, finish: (x: number, now: Micros) => void): void {
    for (;;) {
      const k = this.#earliest(cpu, revision);
      if (k < 0 || cpu.noDeadlineBefore > now) return;
      const x = cpu.heap.removeAt(k);
      this.calendar.i[x * I_STRIDE + I_FLAGS] |= CUT;
      finish(x, now);
    }
  }

  /** Place of the request with the earliest deadline, which is noted; -1 in an empty heap. */
  #earliest(cpu: Cpu, revision: RevisionState): number {
    let place = -1;
    cpu.noDeadlineBefore = Infinity;
    for (let k = 0; k < cpu.heap.length; k++) {
      const deadline = this.#deadline(cpu.heap.entryAt(k), revision);
      if (deadline >= cpu.noDeadlineBefore) continue;
      cpu.noDeadlineBefore = deadline;
      place = k;
    }
    return place;
  }

  #deadline(x: number, revision: RevisionState): Micros {
    return this.calendar.f[x * F_STRIDE + F_ATTEMPTED] + revision.deadline;
  }

  /** Brings the virtual time up to now. */
  #proceed(cpu: Cpu, revision: RevisionState, now: Micros): void {
    if (cpu.heap.length > 0) cpu.virtual += (now - cpu.since) * speed(cpu, revision);
    else cpu.virtual = 0;
    cpu.since = now;
  }

  /** Whole microseconds until the first finishes. What is less than a hundredth of one is rounding, not work. */
  #timeTo(cpu: Cpu, revision: RevisionState): Micros {
    const left = cpu.heap.finish - cpu.virtual;
    return left < 0.01 ? 0 : Math.ceil(left / speed(cpu, revision) - 0.001);
  }

  #arm(cpu: Cpu, pod: number, revision: RevisionState, now: Micros): void {
    if (cpu.heap.length === 0) return;
    let next = now + this.#timeTo(cpu, revision);
    if (next > cpu.noDeadlineBefore) {
      this.#earliest(cpu, revision); // the bound may belong to one that is gone
      next = Math.min(next, cpu.noDeadlineBefore);
    }
    if (next === cpu.next) return;
    cpu.next = next;
    this.calendar.push(next, CPU_DONE, pod, this.pods.i[pod * PI + PI_GENERATION]);
  }

  #cpu(pod: number): Cpu {
    return (this.#cpus[pod] ??= {
      heap: new FinishHeap(),
      virtual: DOUBLE_ZERO,
      since: DOUBLE_ZERO,
      next: Infinity,
      noDeadlineBefore: Infinity,
    });
  }

  /** A request that wants the CPU of a pod leaves without it: the others have more. */
  remove(x: number, pod: number, now: Micros): void {
    const cpu = this.#cpu(pod);
    const revision = this.revisions[this.pods.i[pod * PI + PI_REVISION]];
    this.#proceed(cpu, revision, now);
    for (let k = 0; k < cpu.heap.length; k++) {
      if (cpu.heap.entryAt(k) !== x) continue;
      cpu.heap.removeAt(k);
      break;
    }
    cpu.next = Infinity;
    this.#arm(cpu, pod, revision, now);
  }

  /** The pod is gone, and what it executed with it. */
  clear(pod: number): void {
    const cpu = this.#cpus[pod];
    if (cpu === undefined) return;
    while (cpu.heap.length > 0) cpu.heap.pop();
    cpu.virtual = 0;
    cpu.next = Infinity;
    cpu.noDeadlineBefore = Infinity;
  }
}

/** CPU time that each request gets per microsecond. */
function speed(cpu: Cpu, revision: RevisionState): number {
  const share = revision.cores / cpu.heap.length;
  return share < 1 ? share : 1;
}
