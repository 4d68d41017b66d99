import { BeyondMemory } from './beyondMemory.js';
import { FarHeap } from './farHeap.js';
import { F_STRIDE, F_TIME, FREE, I_CODE, I_NEXT, I_OWN, I_STRIDE, NONE } from './layout.js';
import { SMALL, sortByTime, sortNewestFirst } from './order.js';
import { DOUBLE_ZERO } from '../units/doubleZero.js';

/** Buckets of the wheel, at least and at most. 8,192 heads are 32 KB: they stay in the first-level cache. */
const FEWEST_BUCKETS = 8192;
const MOST_BUCKETS = 262_144;
/** Below this many pending events one sorted array beats the wheel (measured: about ten). */
const FEW = 12;
/** Pops between two looks at whether the buckets still have the right width. */
const RETUNE = 8192;

/** Entries at most, 2^25: 2 GiB of them. */
const MOST = 33_554_432;
/** Nearly all that is ever pending is work under way. */
const FEWER =
  'what is under way is what arrives times how long it waits and takes: let less arrive, or make it take or wait less';

/**
 * The event calendar: pending events in one total order, (time, push order).
 *
 * A wheel of buckets of a power-of-two width about the mean gap between events, with a far heap behind it; the bucket
 * under the cursor is a sorted run. With few events pending everything lives in the run. Width and number of the buckets
 * follow the traffic, so that few events lie beyond the wheel; they change speed, never order: buckets keep lists newest
 * first and are sorted stably when the cursor reaches them, and events of the far heap, which were pushed before any wheel
 * event of equal time could be, go first.
 */
export class Calendar {
  /** The entries as doubles and as integers. Growth replaces both: never keep a view across a `take` or `push`. */
  f: Float64Array;
  i: Int32Array;
  #capacity: number;
  #free = NONE;

  #heads = new Int32Array(FEWEST_BUCKETS).fill(NONE);
  #occupied = new Int32Array(FEWEST_BUCKETS / 32);
  /** Number of buckets, a power of two, less one. */
  #mask = FEWEST_BUCKETS - 1;
  readonly #far = new FarHeap();
  /** Number of the bucket that the first event of the far heap belongs to; Infinity: none. */
  #farBucket = Infinity;
  /** Whether events hang on the wheel; else all of them are in the run. */
  #wheels = false;
  /** Buckets per microsecond, while it does. */
  #perMicro = 0.5;
  /** Number of the bucket the run was loaded from, counted from time 0. */
  #cursor = 0;
  #inWheel = 0;

  #run: Int32Array = new Int32Array(64);
  #runStart = 0;
  #runEnd = 0;
  #scratch: Int32Array = new Int32Array(64);

  #untilRetune = RETUNE;
  #lastRetune = DOUBLE_ZERO;

  /** @param most - entries there may be at once */
  constructor(
    capacity = 256,
    readonly most = MOST,
  ) {
    this.#capacity = capacity;
    const bytes = new ArrayBuffer(capacity * 64);
    this.f = new Float64Array(bytes);
    this.i = new Int32Array(bytes);
    this.#chain(0);
  }

  /** Puts entries `from`.. on the free list, lowest index first. */
  #chain(from: number): void {
    for (let x = this.#capacity - 1; x >= from; x--) {
      this.i[x * I_STRIDE + I_CODE] = FREE;
      this.i[x * I_STRIDE + I_NEXT] = this.#free;
      this.#free = x;
    }
  }

  #grow(): void {
    const old = this.#capacity;
    if (old >= this.most) throw new BeyondMemory(`more than ${old} events are pending at once`, FEWER);
    this.#capacity = old * 2;
    const bytes = new ArrayBuffer(this.#capacity * 64);
    const i = new Int32Array(bytes);
    i.set(this.i);
    this.i = i;
    this.f = new Float64Array(bytes);
    this.#chain(old);
  }

  /** Scheduled entries. Added up when asked, as to count them costs each event more than it tells. */
  get pending(): number {
    return this.#runEnd - this.#runStart + this.#inWheel + this.#far.length;
  }

  /** Number of entries there is room for: the bound for a walk over all of them. */
  get capacity(): number {
    return this.#capacity;
  }

  /**
   * Takes an unscheduled entry out of the pool. Its fields hold whatever the last owner left.
   *
   * @throws BeyondMemory
   */
  take(): number {
    if (this.#free === NONE) this.#grow();
    const x = this.#free;
    this.#free = this.i[x * I_STRIDE + I_NEXT];
    return x;
  }

  /** Gives an unscheduled entry back. */
  give(x: number): void {
    this.i[x * I_STRIDE + I_CODE] = FREE;
    this.i[x * I_STRIDE + I_NEXT] = this.#free;
    this.#free = x;
  }

  /**
   * Schedules an entry that its owner holds. `time` must not lie before the last popped event: the calendar has passed
   * that point (not checked here, on the hot path; `push` checks).
   */
  schedule(x: number, time: number): void {
    this.f[x * F_STRIDE + F_TIME] = time;
    if (this.#wheels) {
      const bucket = this.#bucketOf(time);
      const ahead = bucket - this.#cursor;
      if (ahead <= 0) this.#insert(x, time);
      else if (ahead <= this.#mask) this.#hang(x, bucket & this.#mask);
      else this.#pushFar(x, time);
    } else {
      this.#insert(x, time);
      if (this.#runEnd - this.#runStart > 4 * FEW) this.#leaveRun();
    }
  }

  /** Takes an entry and schedules it. For everything that is not on the path of each request. */
  push(time: number, code: number, a = 0, b = 0): number {
    if (!(time >= 0)) throw new RangeError(`time = ${time}, must be a point in simulated time (0 or later)`);
    const x = this.take();
    const i = x * I_STRIDE;
    this.i[i + I_CODE] = code;
    this.i[i + I_OWN] = a;
    this.i[i + I_OWN + 1] = b;
    this.schedule(x, time);
    return x;
  }

  #hang(x: number, slot: number): void {
    this.i[x * I_STRIDE + I_NEXT] = this.#heads[slot];
    this.#heads[slot] = x;
    this.#occupied[slot >> 5] |= 1 << (slot & 31);
    this.#inWheel++;
  }

  #pushFar(x: number, time: number): void {
    this.#far.push(time, x);
    this.#farBucket = this.#bucketOf(this.#far.time);
  }

  /** Into the run, behind everything that is not later; what moves out of the way is the shorter side of it. */
  #insert(x: number, time: number): void {
    const start = this.#runStart;
    const end = this.#runEnd;
    if (start > 0 && start < end && this.f[this.#run[(start + end) >> 1] * F_STRIDE + F_TIME] > time) {
      this.#runStart = start - 1;
      this.#insertFromStart(x, time);
    } else {
      if (end === this.#run.length) this.#makeRoom();
      this.#insertFromEnd(x, time);
    }
  }

  /** The place before the run is free, and the last of the run is later. */
  #insertFromStart(x: number, time: number): void {
    const { f } = this;
    const run = this.#run;
    let at = this.#runStart;
    while (f[run[at + 1] * F_STRIDE + F_TIME] <= time) {
      run[at] = run[at + 1];
      at++;
    }
    run[at] = x;
  }

  #insertFromEnd(x: number, time: number): void {
    const { f } = this;
    const run = this.#run;
    const start = this.#runStart;
    let at = this.#runEnd++;
    while (at > start && f[run[at - 1] * F_STRIDE + F_TIME] > time) {
      run[at] = run[at - 1];
      at--;
    }
    run[at] = x;
  }

  /** Too many for one sorted array: hang them on the wheel, by how far apart they are. */
  #leaveRun(): void {
    const first = this.f[this.#run[this.#runStart] * F_STRIDE + F_TIME];
    const last = this.f[this.#run[this.#runEnd - 1] * F_STRIDE + F_TIME];
    const gap = (last - first) / this.pending;
    this.#hangAll(this.#drain(), first, powerOfTwoAbove(gap));
  }

  #makeRoom(): void {
    const live = this.#runEnd - this.#runStart;
    if (live * 2 > this.#run.length) {
      const larger = new Int32Array(this.#run.length * 2);
      larger.set(this.#run.subarray(this.#runStart, this.#runEnd));
      this.#run = larger;
      this.#scratch = new Int32Array(larger.length);
    } else {
      this.#run.copyWithin(0, this.#runStart, this.#runEnd);
    }
    this.#runStart = 0;
    this.#runEnd = live;
  }

  /**
   * Time of the next event, looked for up to `limit` only: a later answer (or Infinity) means that nothing happens at or
   * before `limit`. The cursor never passes `limit`, so what is pushed after an arrival at `limit` still finds its bucket.
   */
  peek(limit: number): number {
    if (this.#runStart === this.#runEnd && !this.#advance(limit)) return Infinity;
    return this.f[this.#run[this.#runStart] * F_STRIDE + F_TIME];
  }

  /** Takes the event that `peek` saw off the calendar. The entry is the caller's: give it back or schedule it again. */
  pop(): number {
    const x = this.#run[this.#runStart++];
    if (--this.#untilRetune === 0) this.#retune(this.f[x * F_STRIDE + F_TIME]);
    return x;
  }

  /** Moves the cursor to the next bucket that holds something, at most to that of `limit`, and loads it. */
  #advance(limit: number): boolean {
    if (!this.#wheels) return false;
    const last = this.#bucketOf(limit) - this.#cursor;
    if (last <= 0) return false;
    const far = this.#farBucket - this.#cursor;
    const span = Math.min(last, far);
    const ahead = this.#inWheel > 0 ? this.#nextOccupied(span) : 0;
    this.#cursor += ahead > 0 ? ahead : span;
    if (ahead === 0 && far > last) return false;
    this.#runStart = 0;
    this.#runEnd = 0;
    if (this.#farBucket <= this.#cursor) this.#loadFar();
    if (ahead > 0) this.#load(this.#cursor & this.#mask);
    return true;
  }

  /** How far the first bucket after the cursor is whose list is not empty, at most `most`; 0: there is none. */
  #nextOccupied(most: number): number {
    const span = most < this.#mask ? most : this.#mask;
    const start = (this.#cursor & this.#mask) + 1;
    let ahead = 1;
    while (ahead <= span) {
      const slot = (start + ahead - 1) & this.#mask;
      const word = this.#occupied[slot >> 5] >>> (slot & 31);
      if (word !== 0) {
        ahead += 31 - Math.clz32(word & -word);
        return ahead <= span ? ahead : 0;
      }
      ahead += 32 - (slot & 31);
    }
    return 0;
  }

  /** What the far heap has for the bucket under the cursor, in order. */
  #loadFar(): void {
    while (this.#bucketOf(this.#far.time) <= this.#cursor) this.#append(this.#far.pop());
    this.#farBucket = this.#bucketOf(this.#far.time);
  }

  /** What hangs in a place of the wheel, newest first, behind what the far heap had. */
  #load(slot: number): void {
    const old = this.#runEnd;
    let x = this.#heads[slot];
    this.#heads[slot] = NONE;
    this.#occupied[slot >> 5] &= ~(1 << (slot & 31));
    for (; x !== NONE; x = this.i[x * I_STRIDE + I_NEXT]) this.#append(x);
    const end = this.#runEnd;
    this.#inWheel -= end - old;
    if (end === 1) return;
    if (old === 0 && end <= SMALL) sortNewestFirst(this.#run, end, this.f);
    else {
      this.#reverse(old); // push order
      sortByTime(this.#run, end, this.#scratch, this.f);
    }
  }

  /** Turns the run from `start` on around. A loop: a view and its `reverse` cost more than all else in a load. */
  #reverse(start: number): void {
    const run = this.#run;
    for (let a = start, b = this.#runEnd - 1; a < b; a++, b--) {
      const x = run[a];
      run[a] = run[b];
      run[b] = x;
    }
  }

  #append(x: number): void {
    if (this.#runEnd === this.#run.length) this.#makeRoom();
    this.#run[this.#runEnd++] = x;
  }

  /** Number of the bucket of a time; Infinity for none. */
  #bucketOf(time: number): number {
    return Math.floor(time * this.#perMicro);
  }

  /**
   * Fits the buckets to the events of late: about as wide as the mean gap between two of them, up to four times as wide
   * before there are more buckets. What is pending waits `pending` gaps in the mean (Little), so that a wheel of four times
   * that span leaves few events to the heap. Order is untouched: all are hung up again in it.
   */
  #retune(now: number): void {
    const gap = (now - this.#lastRetune) / RETUNE;
    this.#untilRetune = RETUNE;
    this.#lastRetune = now;
    const buckets = Math.min(MOST_BUCKETS, Math.max(this.#mask + 1, powerOfTwoAbove(this.pending)));
    const width = this.pending < FEW ? Infinity : powerOfTwoAbove(gap * Math.max(1, (4 * this.pending) / buckets));
    const ratio = this.#perMicro * width;
    const fits = width === Infinity ? !this.#wheels : this.#wheels && ratio > 0.3 && ratio < 3;
    if (fits && buckets === this.#mask + 1) return;
    const all = this.#drain();
    this.#resize(buckets);
    this.#hangAll(all, now, width);
  }

  #resize(buckets: number): void {
    if (buckets === this.#mask + 1) return;
    this.#heads = new Int32Array(buckets).fill(NONE);
    this.#occupied = new Int32Array(buckets / 32);
    this.#mask = buckets - 1;
  }

  /** @param width - of a bucket, in microseconds; Infinity: all go into the run */
  #hangAll(all: readonly number[], now: number, width: number): void {
    this.#wheels = width < Infinity;
    if (this.#wheels) this.#perMicro = 1 / width;
    this.#cursor = this.#wheels ? this.#bucketOf(now) : 0;
    for (const x of all) this.schedule(x, this.f[x * F_STRIDE + F_TIME]);
  }

  /** Everything pending, in order, taken off. */
  #drain(): number[] {
    const all: number[] = [];
    for (;;) {
      while (this.#runStart < this.#runEnd) all.push(this.#run[this.#runStart++]);
      if (this.pending === 0 || !this.#advance(Number.MAX_SAFE_INTEGER)) return all;
    }
  }
}

/** The smallest power of two that is at least `x` (1 for anything below). */
function powerOfTwoAbove(x: number): number {
  let width = 1;
  while (width < x) width *= 2;
  return width;
}
