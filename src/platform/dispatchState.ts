import type { PolicyRecipe } from '../autoscaler/recipe.js';
import type { Source } from '../random/source.js';
import type { Micros } from '../units/quantities.js';
import { IdleSet } from './idleSet.js';

type PerRequest = Extract<PolicyRecipe, { readonly policy: 'per-request' }>;

/** The instances of one revision that scales on each request. */
export class DispatchState {
  readonly free: IdleSet;
  /** Instances that hold a request, starting ones included. */
  running = 0;
  /** By row of the pod: since when it is idle (Infinity: it is not), and whether its timer is on the calendar. */
  readonly idleSince: Micros[] = [];
  readonly timed: boolean[] = [];

  constructor(
    readonly settings: PerRequest,
    readonly random: Source,
  ) {
    this.free = new IdleSet(settings.idleOrder);
  }
}
