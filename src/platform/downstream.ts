import type { Calendar } from '../engine/calendar.js';
import { F_STRIDE, I_CODE, I_NEXT, I_STRIDE, NONE } from '../engine/layout.js';
import type { Micros } from '../units/quantities.js';
import { SECOND } from '../units/quantities.js';
import { widened } from '../units/widened.js';
import { DOWNSTREAM, DOWNSTREAM_DEADLINE, PERMIT } from './codes.js';
import { Deadlines } from './deadlines.js';
import type { Downstream as Recipe } from './recipe.js';
import { F_ATTEMPTED, I_REVISION } from './request.js';
import type { RevisionState } from './revision.js';

/** Less than a thousandth of a microsecond is rounding of the spacing, not time. */
const ROUNDING = 0.001;

/** What becomes of a request that wants to go to a dependency. */
export type Entry = 'enters' | 'waits' | 'refused';

/** Who goes on with requests that waited. */
export interface DownstreamListener {
  /** It may go to the dependency; `begun`: when its pod began to execute it. */
  mayEnter(x: number, begun: Micros, now: Micros): void;
  /** Its deadline has come first. */
  starved(x: number, begun: Micros, now: Micros): void;
}

/**
 * A dependency that all pods of a service share: connections, and a rate at which it takes requests. Who finds it full
 * waits, first come first served, in its pod and counted there; the whole execution holds the connection.
 */
export class Downstream {
  readonly #connections: number;
  readonly #room: number;
  /** Time between two requests; 0: no limit. */
  readonly #spacing: number;
  #underWay = 0;
  #waiting = 0;
  #head = NONE;
  #tail = NONE;
  /** Who stands before each of those that wait. */
  #before: Int32Array = new Int32Array(16);
  /** Whether requests in line may stand in another order than that of their deadlines: then `#late` knows it. */
  #mixed = false;
  readonly #late = new Deadlines();
  /** When each of those that wait was begun by its pod. */
  readonly #begun = new Map<number, Micros>();
  #nextPermit = 0;
  /** When the events on the calendar that count go off; others are stale. */
  #permitAt: Micros = Infinity;
  #deadlineAt: Micros = Infinity;

  constructor(
    recipe: Recipe,
    private readonly service: number,
    private readonly calendar: Calendar,
    private readonly revisions: readonly RevisionState[],
    private readonly listener: DownstreamListener,
  ) {
    this.#connections = recipe.connections ?? Infinity;
    this.#room = recipe.queue ?? Infinity;
    this.#spacing = recipe.rate === null ? 0 : SECOND / recipe.rate;
  }

  /** A pod begins to execute a request. */
  enter(x: number, now: Micros): Entry {
    if (this.#waiting === 0 && this.#isFree(now)) {
      this.#take(now);
      return 'enters';
    }
    if (this.#waiting >= this.#room) return 'refused';
    this.#wait(x, now);
    return 'waits';
  }

  #isFree(now: Micros): boolean {
    return this.#underWay < this.#connections && this.#nextPermit <= now + ROUNDING;
  }

  #take(now: Micros): void {
    this.#underWay++;
    // Within the microsecond of a permit the fraction is kept, so that the rate is exact.
    this.#nextPermit = (now - this.#nextPermit < 1 ? this.#nextPermit : now) + this.#spacing;
  }

  #wait(x: number, now: Micros): void {
    const { i } = this.calendar;
    i[x * I_STRIDE + I_CODE] = DOWNSTREAM;
    i[x * I_STRIDE + I_NEXT] = NONE;
    this.#begun.set(x, now);
    const deadline = Math.max(now, this.#deadline(x));
    if (this.#waiting > 0 && !this.#mixed && deadline < this.#deadline(this.#tail)) this.#mix(now);
    this.#join(x, deadline);
    if (deadline < this.#deadlineAt) this.#armDeadline(deadline);
    this.#armPermit(now);
  }

  /** At the end of the line. */
  #join(x: number, deadline: Micros): void {
    if (x >= this.#before.length) this.#before = widened(this.#before, 2 * x);
    if (this.#waiting++ === 0) this.#beginLine(x);
    else {
      this.calendar.i[this.#tail * I_STRIDE + I_NEXT] = x;
      this.#before[x] = this.#tail;
    }
    this.#tail = x;
    if (this.#mixed) this.#late.add(x, deadline);
  }

  #beginLine(x: number): void {
    this.#head = x;
    this.#before[x] = NONE;
    this.#mixed = false;
    this.#late.clear();
  }

  /** From now on whoever is due first is not the head: looking for it in the line would take as long as the line is. */
  #mix(now: Micros): void {
    this.#mixed = true;
    for (let x = this.#head; x !== NONE; x = this.#next(x)) this.#late.add(x, Math.max(now, this.#deadline(x)));
  }

  #deadline(x: number): Micros {
    const { f, i } = this.calendar;
    return f[x * F_STRIDE + F_ATTEMPTED] + this.revisions[i[x * I_STRIDE + I_REVISION]].deadline;
  }

  #armDeadline(time: Micros): void {
    this.#deadlineAt = time;
    this.calendar.push(time, DOWNSTREAM_DEADLINE, this.service);
  }

  /** Somebody waits, and only for the rate: looks again when it allows one more. */
  #armPermit(now: Micros): void {
    if (this.#waiting === 0 || this.#underWay >= this.#connections || this.#permitAt !== Infinity) return;
    this.#permitAt = Math.max(now, Math.ceil(this.#nextPermit - ROUNDING));
    this.calendar.push(this.#permitAt, PERMIT, this.service);
  }

  /** A request that had entered has been executed, well or not. */
  leave(now: Micros): void {
    this.#underWay--;
    this.#letIn(now);
  }

  /** The rate allows one more. */
  permit(now: Micros): void {
    this.#permitAt = Infinity;
    this.#letIn(now);
  }

  #letIn(now: Micros): void {
    while (this.#waiting > 0 && this.#isFree(now)) {
      const x = this.#head;
      const begun = this.#remove(x);
      this.#take(now);
      this.listener.mayEnter(x, begun, now);
    }
    this.#armPermit(now);
  }

  /** Whoever waits past its deadline leaves; the timer is set again for the rest. */
  expire(now: Micros): void {
    if (this.#deadlineAt !== now) return;
    this.#deadlineAt = Infinity;
    for (let first = this.#first(); first !== NONE && this.#deadline(first) <= now; first = this.#first())
      this.listener.starved(first, this.#remove(first), now);
    const first = this.#first();
    if (first !== NONE && this.#deadline(first) < this.#deadlineAt) this.#armDeadline(this.#deadline(first));
  }

  /** Who is due first; NONE: nobody waits. */
  #first(): number {
    return this.#mixed ? this.#late.first : this.#head;
  }

  #next(x: number): number {
    return this.calendar.i[x * I_STRIDE + I_NEXT];
  }

  /** Takes a request that waits out of the line. Returns when its pod began to execute it. */
  #remove(x: number): Micros {
    const [before, next] = [this.#before[x], this.#next(x)];
    if (before === NONE) this.#head = next;
    else this.calendar.i[before * I_STRIDE + I_NEXT] = next;
    if (next === NONE) this.#tail = before;
    else this.#before[next] = before;
    if (this.#mixed) this.#late.remove(x);
    this.#waiting--;
    const begun = this.#begun.get(x)!;
    this.#begun.delete(x);
    return begun;
  }

  /** A request that waits ends for another reason. Returns when its pod began to execute it. */
  giveUp(x: number): Micros {
    return this.#remove(x);
  }
}
