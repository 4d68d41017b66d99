import type { Calendar } from '../../engine/calendar.js';
import type { Micros } from '../../units/quantities.js';
import { NODE_GIVEN_UP, NODE_NOTICED } from '../codes.js';
import type { Pods } from '../pods.js';
import type { Silence } from '../recipe.js';
import type { EndListener } from './listeners.js';
import type { NodeLife } from './nodeLife.js';
import { READY_NODE, type Nodes } from './nodes.js';
import type { Placement } from './placement.js';

/**
 * Nodes that are lost without a word, as Kubernetes sees them. First nobody knows: pods count as ready, requests go there
 * and hang, even new pods may. Then the node is found not ready: its pods leave the endpoints, but the Deployment counts
 * them. At last they are given up, and the ReplicaSet makes up for them.
 */
export class SilentNodes {
  /** Set once, when the world is put together. */
  ends!: EndListener;
  /** What is known of each, by row, until its pods have been given up. */
  readonly #terms = new Map<number, { readonly silence: Silence; readonly forGood: boolean }>();

  constructor(
    private readonly calendar: Calendar,
    private readonly nodes: Nodes,
    private readonly placement: Placement,
    private readonly life: NodeLife,
    private readonly pods: Pods,
  ) {}

  /** A ready node falls silent. `forGood`: it does not come back. */
  begin(node: number, silence: Silence, forGood: boolean, now: Micros): void {
    this.#terms.set(node, { silence, forGood });
    this.life.silence(node, now);
    this.calendar.push(now + silence.detection, NODE_NOTICED, node, this.nodes.generation[node]);
    this.#each(node, (pod) => this.ends.silence(pod, now));
  }

  /** The node controller has not heard of it for too long. */
  noticed(node: number, now: Micros): void {
    const { silence } = this.#terms.get(node)!;
    this.life.unready(node, now);
    this.#each(node, (pod) => this.placement.unpaid(pod, now));
    this.#each(node, (pod) => this.ends.notReady(pod, now));
    this.calendar.push(now + silence.eviction, NODE_GIVEN_UP, node, this.nodes.generation[node]);
  }

  /** Its pods have tolerated that for as long as they do. */
  givenUp(node: number, now: Micros): void {
    const { forGood } = this.#terms.get(node)!;
    this.#terms.delete(node);
    this.nodes.silent[node] = 0;
    this.#each(node, (pod) => this.ends.lost(pod, now));
    if (forGood) this.nodes.give(node);
  }

  /** Whether a node is silent, or found not ready, and its pods have not been given up. */
  has(node: number): boolean {
    return this.#terms.has(node);
  }

  /** Whether it will not come back with its zone. */
  isForGood(node: number): boolean {
    return this.#terms.get(node)?.forGood === true;
  }

  /** It answers again, before its pods were given up: what ran there has ended, and that is known now. */
  answers(node: number, now: Micros): void {
    if (this.nodes.state[node] === READY_NODE) this.life.unready(node, now);
    this.nodes.generation[node]++;
    this.givenUp(node, now);
  }

  #each(node: number, act: (pod: number) => void): void {
    // Whoever ends early may leave its row to another pod.
    for (const pod of this.placement.podsByNode()[node]) if (this.pods.node[pod] === node) act(pod);
  }
}
