import type { Micros } from '../units/quantities.js';
import type { Control } from './control.js';
import type { ControlState } from './controlState.js';
import type { RevisionState } from './revision.js';
import type { ServiceState } from './service.js';

const NONE = -1;

/**
 * Traffic splits over time. A revision that is deployed when the split first names it is created then; the split moves
 * when every revision that it names has been ready once, as Knative's routes wait for their revisions.
 */
export class Rollouts {
  /** The step of each service that waits for its revisions. */
  readonly #waiting: Int32Array;

  constructor(
    private readonly services: readonly ServiceState[],
    private readonly states: readonly ControlState[],
    private readonly control: Control,
  ) {
    this.#waiting = new Int32Array(services.length).fill(NONE);
  }

  /** A step of a service's split is due. It replaces one that still waits. */
  due(index: number, step: number, now: Micros): void {
    const service = this.services[index];
    for (const revision of this.#routed(service, step)) {
      if (!this.states[revision.index].created) this.control.create(revision, now);
    }
    this.#waiting[index] = step;
    this.#move(service, now);
  }

  /** Pods became ready: a step may have waited for them. */
  readyChanged({ service }: RevisionState, now: Micros): void {
    if (this.#waiting[service.index] !== NONE) this.#move(service, now);
  }

  #routed(service: ServiceState, step: number): readonly RevisionState[] {
    const { named } = service.recipe.split[step];
    return service.revisions.filter((_, r) => named[r]);
  }

  #move(service: ServiceState, now: Micros): void {
    const step = this.#waiting[service.index];
    if (!this.#routed(service, step).every((revision) => this.#hasBeenReady(revision))) return;
    this.#waiting[service.index] = NONE;
    service.route(service.recipe.split[step]);
    this.control.routed(service, now);
  }

  #hasBeenReady(revision: RevisionState): boolean {
    const state = this.states[revision.index];
    return state.active.scaleTargetInitialized || (state.settings === null && revision.ready > 0);
  }
}
