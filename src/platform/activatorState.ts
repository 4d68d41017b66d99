import { NONE } from '../engine/layout.js';
import type { Source } from '../random/source.js';
import {
  assignSlice,
  breakerCapacity,
  firstAvailable,
  policyFor,
  randomChoice2,
  roundRobin,
} from '../autoscaler/knative/loadBalancing.js';
import { widened } from '../units/widened.js';
import { RowList } from './rowList.js';

const LIMITLESS = 0x7fffffff;

/** What one activator knows of a revision, in integers: half a cache line. */
export const A = 8;
/** Requests let through, how many may be, and how many wait, as a linked list. */
export const A_IN_USE = 0;
export const A_CAPACITY = 1;
export const A_WAITING = 2;
export const A_HEAD = 3;
export const A_TAIL = 4;
/** Whether a deadline timer of its queue is on the calendar. */
export const A_TIMER = 5;
/** Which of its pods is next in turn. */
const A_NEXT = 6;
/** Reasons why it is down. */
const A_DOWN = 7;

/** What the activators hold for one revision. */
export class ActivatorState {
  /** Activators among which the ingress spreads this revision's requests. */
  subset: number;
  /** Whose turn it is. */
  turn = 0;
  /** Those that are up, then those that are down; of the former so many are in the path. */
  readonly #order: Int32Array;
  #inPath: number;
  /** The integers of all activators, {@link A} each. */
  readonly i: Int32Array;

  /** Pods that activators may use, in the order of their creation. */
  readonly trackers = new RowList();
  /** Of these, the pods of each activator. */
  readonly #assigned: RowList[] = [];
  /** Slots left in each pod, as each activator sees them; by row of the pod. Without limit: what is left of very many. */
  readonly #free: Int32Array[] = [];
  readonly #policy: ReturnType<typeof policyFor>;
  #indexes = new Int32Array(8);
  /** Pods came or went since they were dealt out: that is done when someone asks, so that many at once cost one deal. */
  stale = false;

  constructor(
    /** How many activators there are. */
    readonly count: number,
    readonly containerConcurrency: number,
    private readonly source: Source,
  ) {
    this.subset = count;
    this.#inPath = count;
    this.#order = Int32Array.from({ length: count }, (_, a) => a);
    this.i = new Int32Array(count * A);
    this.#policy = policyFor(containerConcurrency);
    for (let a = 0; a < count; a++) {
      this.#assigned.push(new RowList());
      this.#free.push(new Int32Array(16));
    }
  }

  /** Requests that wait in all activators. */
  get queued(): number {
    let sum = 0;
    for (let a = 0; a < this.count; a++) sum += this.i[a * A + A_WAITING];
    return sum;
  }

  /** The next activator in turn, of those in the path; NONE while all are down. */
  nextActivator(): number {
    if (this.stale) this.assign();
    const k = this.turn < this.#inPath ? this.turn : 0;
    this.turn = k + 1;
    return this.#order[k];
  }

  /** Whether activator `a` holds requests, or has let through some that are under way. */
  holds(a: number): boolean {
    return this.i[a * A + A_WAITING] > 0 || this.i[a * A + A_IN_USE] > 0;
  }

  /** Activator `a` is down for one reason more, or for one less. */
  setDown(a: number, down: boolean): void {
    this.i[a * A + A_DOWN] += down ? 1 : -1;
    const all = Array.from({ length: this.count }, (_, k) => k);
    const up = all.filter((k) => this.#isUp(k));
    this.#order.set([...up, ...all.filter((k) => !this.#isUp(k))]);
    if (up.length === 0) this.#order[0] = NONE;
    this.assign();
  }

  #isUp(a: number): boolean {
    return this.i[a * A + A_DOWN] === 0;
  }

  get #up(): number {
    let up = 0;
    for (let a = 0; a < this.count; a++) if (this.#isUp(a)) up++;
    return up;
  }

  /** Activators may use this pod from now on: each sees all of its slots free. */
  track(pod: number): void {
    const slots = this.containerConcurrency > 0 ? this.containerConcurrency : LIMITLESS;
    for (let a = 0; a < this.count; a++) {
      if (pod >= this.#free[a].length)
        this.#free[a] = widened(this.#free[a], Math.max(pod + 1, 2 * this.#free[a].length));
      this.#free[a][pod] = slots;
    }
    this.trackers.push(pod);
    this.stale = true;
  }

  untrack(pod: number): void {
    if (this.trackers.remove(pod)) this.stale = true;
  }

  /** Deals the pods out among the activators in the path and sets what each may let through. */
  assign(): void {
    this.stale = false;
    const pods = this.trackers.length;
    if (pods > this.#indexes.length) this.#indexes = new Int32Array(pods * 2);
    const inPath = Math.min(this.subset, this.#up);
    this.#inPath = inPath;
    for (let k = 0; k < this.count; k++) {
      const a = this.#order[k];
      if (a === NONE) break; // all are down
      const own = this.#assigned[a];
      own.length = 0;
      // Without a limit every activator uses every pod; outside the subset an activator is not assigned any.
      const n = this.containerConcurrency === 0 ? pods : assignSlice(pods, k < inPath ? k : -1, inPath, this.#indexes);
      for (let p = 0; p < n; p++)
        own.push(this.containerConcurrency === 0 ? this.trackers.items[p] : this.trackers.items[this.#indexes[p]]);
      this.i[a * A + A_CAPACITY] = breakerCapacity(this.containerConcurrency, pods, n, inPath);
    }
  }

  /** A pod with a free slot for a request of activator `a`, whose slot is taken; -1: none. */
  pick(a: number): number {
    const own = this.#assigned[a];
    const free = this.#free[a];
    const at = this.#choose(a, free, own);
    if (at < 0) return NONE;
    const pod = own.items[at];
    free[pod]--;
    return pod;
  }

  #choose(a: number, free: Int32Array, own: RowList): number {
    if (this.#policy === 'roundRobin') {
      const next = a * A + A_NEXT;
      if (this.i[next] >= own.length) this.i[next] = 0; // also when the pick fails
      const at = roundRobin(free, own.items, own.length, this.i[next]);
      if (at >= 0) this.i[next] = at + 1;
      return at;
    }
    if (this.#policy === 'firstAvailable') return firstAvailable(free, own.items, own.length);
    return randomChoice2(free, own.items, own.length, this.source);
  }

  /** A request of activator `a` has left this pod. */
  release(a: number, pod: number): void {
    this.#free[a][pod]++;
    this.i[a * A + A_IN_USE]--;
  }
}
