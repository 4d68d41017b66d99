import { BeyondMemory } from '../engine/beyondMemory.js';
import { NONE } from '../engine/layout.js';
import { widened } from '../units/widened.js';
import { PHASES } from './recipe.js';

/** Pods that Kubernetes supports in one cluster ("Considerations for large clusters"): no more are simulated at once. */
export const MOST_PODS = 150_000;
const TOO_MANY_PODS = 'Kubernetes supports no more in one cluster: set max-scale, or raise the target';

/** Pod records are 128 bytes; the first 64 are all that a request normally touches. */
export const PF = 16;
export const PI = 32;

/** When it could first serve; Infinity before. */
export const PF_READY = 0;
/** Since when it has been executing something. */
export const PF_BUSY_SINCE = 1;
/** End of the queue-proxy's present report period. */
export const PF_NEXT_REPORT = 2;
/** Requests that execute in it. */
export const PI_EXECUTING = 6;
/** Requests it may execute at once. */
export const PI_SLOTS = 7;
/** Requests in its queue, and the queue's ends. */
export const PI_QUEUED = 8;
export const PI_HEAD = 9;
export const PI_TAIL = 10;
export const PI_STATE = 11;
export const PI_REVISION = 12;
/** Whether requests in its queue may stand in another order than that of their deadlines. */
export const PI_MIXED = 13;
/** Counts up each time the row is used again: events of an earlier pod in this row know by it. */
export const PI_GENERATION = 14;
/** Times its container was started again since it last ran for long. */
export const PI_RESTARTS = 15;

export const PF_CREATED = 8;
export const PF_TERMINATED = 9;
export const PF_LAST_REQUEST = 10;
/** What the last closed report said: average concurrency and requests that did not come through an activator. */
export const PF_REPORTED_CONCURRENCY = 11;
export const PF_REPORTED_REQUESTS = 12;
/** When Kubernetes called it Ready; Infinity before. */
export const PF_K8S_READY = 13;
/** Stands for its UID where Kubernetes breaks ties by UID. */
export const PF_UID = 14;
/** Number of the pod within its revision, from 0. */
export const PI_ORDINAL = 30;
/** What comes next on its way up. */
export const PI_STEP = 31;

/** States. Up to READY a pod is on its way; only READY pods count for the autoscaler. */
export const STARTING = 0;
/** Answers probes: activators may use it, Kubernetes does not call it Ready yet. */
export const UP = 1;
export const READY = 2;
export const TERMINATING = 3;
export const GONE = 4;
/** A generic pod of a warm pool, which belongs to no revision's Deployment yet: on its way, and waiting to be taken. */
export const WARMING = 5;
export const WARM = 6;
/** Its node has fallen silent, and Kubernetes still calls it Ready: it counts, and nobody in it answers. */
export const SILENT = 7;
/** The same of a pod that Kubernetes does not call Ready, or no longer. */
export const UNREACHABLE = 8;

/** Pods of one world, in rows that are used again. Growth replaces the views: never keep one across `take`. */
export class Pods {
  f: Float64Array;
  i: Int32Array;
  /** When each phase of start-up ended (or will end), PHASES.length a row. */
  phaseEnds: Float64Array;
  /** What was drawn for each phase of start-up, in the same order. */
  spans: Float64Array;
  /** From the end of its application's start to the next probe of an activator. */
  probeWait: Float64Array;
  /** When the deadline timer of a pod's queue goes off; Infinity: not set. */
  queueTimer: Float64Array;
  /** The node it is on, or NONE. */
  node: Int32Array;
  /** 1: its node has fallen silent. */
  silent: Uint8Array;
  /** Since when it has been waiting for a node, or did until it got one; Infinity: it did not have to. */
  unplacedSince: Float64Array;
  /** From when on it takes anything: its creation, later by what it waited for room; Infinity: it waits. Only bills ask. */
  usesSince: Float64Array;
  capacity: number;
  #free: number[] = [];
  #used = 0;

  constructor(capacity = 16) {
    this.capacity = capacity;
    const bytes = new ArrayBuffer(capacity * 128);
    this.f = new Float64Array(bytes);
    this.i = new Int32Array(bytes);
    this.phaseEnds = new Float64Array(capacity * PHASES.length);
    this.spans = new Float64Array(capacity * PHASES.length);
    this.probeWait = new Float64Array(capacity);
    this.queueTimer = new Float64Array(capacity);
    this.node = new Int32Array(capacity);
    this.unplacedSince = new Float64Array(capacity);
    this.usesSince = new Float64Array(capacity);
    this.silent = new Uint8Array(capacity);
  }

  /** A row for a new pod, cleared but for its generation. */
  take(): number {
    const row = this.#free.pop() ?? this.#used++;
    if (row >= this.capacity) this.#grow();
    const generation = this.i[row * PI + PI_GENERATION] + 1;
    this.i.fill(0, row * PI, row * PI + PI);
    const i = row * PI;
    this.i[i + PI_GENERATION] = generation;
    this.i[i + PI_HEAD] = NONE;
    this.i[i + PI_TAIL] = NONE;
    this.node[row] = NONE;
    this.f[row * PF + PF_READY] = Infinity;
    this.f[row * PF + PF_K8S_READY] = Infinity;
    this.queueTimer[row] = Infinity;
    this.unplacedSince[row] = Infinity;
    this.silent[row] = 0;
    return row;
  }

  give(row: number): void {
    this.i[row * PI + PI_STATE] = GONE;
    this.#free.push(row);
  }

  /** Whether the pod that an event was meant for still lives in this row. */
  isSame(row: number, generation: number): boolean {
    return this.i[row * PI + PI_GENERATION] === generation && this.i[row * PI + PI_STATE] !== GONE;
  }

  /** Whether Kubernetes calls it Ready. */
  countsAsReady(row: number): boolean {
    const state = this.i[row * PI + PI_STATE];
    return state === READY || state === SILENT;
  }

  #grow(): void {
    if (this.capacity >= MOST_PODS) throw new BeyondMemory(`more than ${MOST_PODS} pods at once`, TOO_MANY_PODS);
    this.capacity = Math.min(2 * this.capacity, MOST_PODS);
    const bytes = new ArrayBuffer(this.capacity * 128);
    const i = new Int32Array(bytes);
    i.set(this.i);
    this.i = i;
    this.f = new Float64Array(bytes);
    this.phaseEnds = widened(this.phaseEnds, this.capacity * PHASES.length);
    this.spans = widened(this.spans, this.capacity * PHASES.length);
    this.probeWait = widened(this.probeWait, this.capacity);
    this.queueTimer = widened(this.queueTimer, this.capacity);
    this.unplacedSince = widened(this.unplacedSince, this.capacity);
    this.usesSince = widened(this.usesSince, this.capacity);
    this.node = widened(this.node, this.capacity);
    this.silent = widened(this.silent, this.capacity);
  }
}
