import type { PolicyRecipe } from '../autoscaler/recipe.js';
import type { Source } from '../random/source.js';
import { widened } from '../units/widened.js';
import { IdleBits } from './idleBits.js';
import { IdleList } from './idleList.js';
import type { IdleSet } from './idleSet.js';

type PerRequest = Extract<PolicyRecipe, { readonly policy: 'per-request' }>;

/** The instances of one revision that scales on each request. */
export class DispatchState {
  /** Those that can take one more. */
  readonly free: IdleSet;
  /** Instances that hold a request, starting ones included. */
  running = 0;
  /** By row of the pod: since when it is idle, in microseconds (Infinity: it is not), and whether its timer is on the calendar (1). */
  idleSince = new Float64Array(16);
  timed = new Uint8Array(16);

  constructor(
    readonly settings: PerRequest,
    random: Source,
  ) {
    const { idleOrder } = settings;
    this.free = idleOrder === 'random' ? new IdleList(random) : new IdleBits(idleOrder);
  }

  /** An instance is created in this row, which may have been another one's. */
  created(pod: number): void {
    const known = this.timed.length;
    if (pod >= known) {
      this.idleSince = widened(this.idleSince, Math.max(pod + 1, 2 * known));
      this.timed = widened(this.timed, this.idleSince.length);
    }
    this.idleSince[pod] = Infinity;
    this.timed[pod] = 0;
    this.free.created(pod);
  }
}
