import type { Source } from '../random/source.js';
import type { Pods } from './pods.js';
import { PI, PI_EXECUTING, PI_QUEUED } from './pods.js';
import type { Network } from './recipe.js';
import type { RevisionState } from './revision.js';

/** The ingress in serve mode: which of the pods it knows gets a request. */
export class Ingress {
  readonly #policy: Network['loadBalancing'];

  constructor(
    network: Network,
    private readonly pods: Pods,
  ) {
    this.#policy = network.loadBalancing;
  }

  /** A pod of those the ingress knows. There is at least one. */
  pick(revision: RevisionState): number {
    const { routable } = revision;
    if (this.#policy === 'round-robin') {
      const at = revision.nextRoutable < routable.length ? revision.nextRoutable : 0;
      revision.nextRoutable = at + 1;
      return routable.items[at];
    }
    const source = revision.service.routing;
    const first = routable.items[draw(source, routable.length)];
    if (this.#policy === 'random') return first;
    // Envoy's least-request: two drawn, the less loaded taken.
    const second = routable.items[draw(source, routable.length)];
    return this.#load(second) < this.#load(first) ? second : first;
  }

  #load(pod: number): number {
    return this.pods.i[pod * PI + PI_EXECUTING] + this.pods.i[pod * PI + PI_QUEUED];
  }
}

function draw(source: Source, n: number): number {
  return Math.floor(source.next() * n);
}
