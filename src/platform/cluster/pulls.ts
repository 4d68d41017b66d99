import type { Calendar } from '../../engine/calendar.js';
import type { Micros } from '../../units/quantities.js';
import { SECOND } from '../../units/quantities.js';
import { PULL_DONE } from '../codes.js';
import { shareFairly, type Inflow } from './bandwidth.js';
import type { Layer } from './layers.js';

/** What a node has of a layer. */
const ABSENT = 0;
const COMING = 1;
const PRESENT = 2;
/** What takes less than so many microseconds is rounding, not bytes. */
const NOTHING = 0.01;

/** One image on its way into one node. Its layers come one after the other. */
interface Pull {
  readonly node: number;
  readonly revision: number;
  readonly layers: readonly Layer[];
  /** Its pods that wait for it. */
  readonly pods: number[];
  /** The layer under way; `null`: all that is missing is brought by other pulls. */
  layer: Layer | null;
  left: number;
}

/** Who is told that an image is there. */
export type Pulled = (pod: number, now: Micros) => void;

/**
 * Images on the nodes, and their pulls. Every pull is one flow of bytes; flows share the registry's bandwidth and that of
 * the node they go to (max-min fair), and one that ends leaves its share to the others. A layer is brought to a node
 * once: who needs it meanwhile waits for it. Nothing is ever evicted from a node.
 */
export class Pulls {
  /** How many times longer everything takes that the registry sends; Infinity: it is down. */
  #slowness = 1;
  readonly #pulls: Pull[] = [];
  /** By node row, then layer. */
  readonly #layers: Uint8Array[] = [];
  #rates = new Map<number, number>();
  #at: Micros = 0;
  #generation = 0;

  constructor(
    private readonly calendar: Calendar,
    private readonly layerCount: number,
    /** Bytes per second that all pulls share. */
    private readonly registry: number,
    /** Bytes per second into a node. */
    private readonly intoNode: (node: number) => number,
    private readonly pulled: Pulled,
  ) {}

  /** A node begins with these layers and no others. */
  begin(node: number, layers: readonly Layer[]): void {
    const has = new Uint8Array(this.layerCount);
    for (const { id } of layers) has[id] = PRESENT;
    this.#layers[node] = has;
  }

  /** The node has these layers from now on. */
  put(node: number, layers: readonly Layer[]): void {
    for (const { id } of layers) this.#layers[node][id] = PRESENT;
  }

  has(node: number, layers: readonly Layer[]): boolean {
    return layers.every(({ id }) => this.#layers[node][id] === PRESENT);
  }

  /** A pod on a node needs its revision's image: told by `pulled`, at once where the image is there. */
  pull(node: number, revision: number, layers: readonly Layer[], pod: number, now: Micros): void {
    if (this.has(node, layers)) {
      this.pulled(pod, now);
      return;
    }
    const under = this.#pulls.find((pull) => pull.node === node && pull.revision === revision);
    if (under !== undefined) {
      under.pods.push(pod);
      return;
    }
    const pull: Pull = { node, revision, layers, pods: [pod], layer: null, left: 0 };
    this.#pulls.push(pull);
    this.#progress(now);
    this.#next(pull);
    this.#share(now);
  }

  /** The pod does not wait any more; the pull goes on, as a kubelet's does. */
  leave(node: number, pod: number): void {
    for (const pull of this.#pulls) {
      const at = pull.node === node ? pull.pods.indexOf(pod) : -1;
      if (at >= 0) pull.pods.splice(at, 1);
    }
  }

  /** The node is gone: nothing comes to it any more. What it has, it keeps, should it come back. */
  stop(node: number, now: Micros): void {
    this.#progress(now);
    const layers = this.#layers[node];
    for (let k = 0; k < layers.length; k++) if (layers[k] === COMING) layers[k] = ABSENT;
    for (let k = this.#pulls.length - 1; k >= 0; k--) if (this.#pulls[k].node === node) this.#pulls.splice(k, 1);
    this.#share(now);
  }

  /** From now on everything the registry sends takes `factor` times as long; Infinity: it sends nothing. */
  slow(factor: number, now: Micros): void {
    this.#progress(now);
    this.#slowness = factor;
    this.#share(now);
  }

  get slowness(): number {
    return this.#slowness;
  }

  /** Layers may have come: the next ones set out, and pods whose image is whole go on. */
  due(generation: number, now: Micros): void {
    if (generation !== this.#generation) return; // shares have changed since
    this.#progress(now);
    const came = this.#pulls.filter((pull) => pull.layer !== null && this.#timeTo(pull) < NOTHING);
    for (const pull of came) this.#layers[pull.node][pull.layer!.id] = PRESENT;
    const nodes = new Set(came.map(({ node }) => node));
    const whole: Pull[] = [];
    for (const pull of this.#pulls) {
      if (came.includes(pull)) pull.layer = null;
      if (pull.layer === null && nodes.has(pull.node) && !this.#next(pull)) whole.push(pull);
    }
    for (const pull of whole) this.#pulls.splice(this.#pulls.indexOf(pull), 1);
    this.#share(now);
    for (const { pods } of whole) for (const pod of pods) this.pulled(pod, now);
  }

  /** Sends for the next layer that nobody brings; returns whether the image still misses any. */
  #next(pull: Pull): boolean {
    const has = this.#layers[pull.node];
    const missing = pull.layers.find(({ id }) => has[id] === ABSENT);
    if (missing === undefined) return !this.has(pull.node, pull.layers);
    has[missing.id] = COMING;
    pull.layer = missing;
    pull.left = missing.size;
    return true;
  }

  /** Takes off what has come since shares were set. */
  #progress(now: Micros): void {
    const span = now - this.#at;
    this.#at = now;
    if (span === 0) return;
    for (const pull of this.#pulls)
      if (pull.layer !== null) pull.left -= (span * (this.#rates.get(pull.node) ?? 0)) / SECOND;
  }

  /** Deals the bandwidth out among the flows there are now, and sets the timer to the first that ends. */
  #share(now: Micros): void {
    this.#generation++;
    const inflows = this.#inflows();
    shareFairly([...inflows.values()], this.registry / this.#slowness);
    this.#rates = new Map([...inflows].map(([node, { rate }]) => [node, rate]));
    const first = this.#firstEnd();
    if (first < Infinity) this.calendar.push(now + first, PULL_DONE, this.#generation);
  }

  #inflows(): Map<number, Inflow> {
    const flows = new Map<number, number>();
    for (const { node, layer } of this.#pulls) if (layer !== null) flows.set(node, (flows.get(node) ?? 0) + 1);
    const limit = (node: number): number => this.intoNode(node) / this.#slowness;
    return new Map([...flows].map(([node, count]) => [node, { flows: count, limit: limit(node), rate: 0 }]));
  }

  /** Whole microseconds until the first layer has come; Infinity: none comes. */
  #firstEnd(): Micros {
    let first = Infinity;
    for (const pull of this.#pulls) {
      if (pull.layer !== null) first = Math.min(first, Math.max(0, Math.ceil(this.#timeTo(pull) - NOTHING / 10)));
    }
    return first;
  }

  /** Microseconds until its layer has come, at the present shares. */
  #timeTo({ node, left }: Pull): number {
    const rate = this.#rates.get(node) ?? 0;
    return rate > 0 ? (left * SECOND) / rate : Infinity;
  }
}
