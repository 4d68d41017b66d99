import { Calendar } from '../engine/calendar.js';
import { I_CODE, I_STRIDE } from '../engine/layout.js';
import type { OpenStream } from '../random/source.js';
import type { Micros } from '../units/quantities.js';
import type { ArrivalStream } from '../workload/stream.js';
import { controlState, createRevision } from './assemble.js';
import type { WatchPolicy } from './assemble.js';
import type { ClusterState } from './cluster/cluster.js';
import { COMPLETE, SPLIT } from './codes.js';
import type { ControlState } from './controlState.js';
import type { Doze } from './doze.js';
import { Front } from './front.js';
import { Happenings, type Parts } from './happenings.js';
import { machineryOf, type Extras, type Inventory } from './machinery.js';
import type { OpenPod, PodMeter, RequestMeter } from './meter.js';
import { viewOf, type RevisionView } from './moment.js';
import type { Path } from './path.js';
import { PF, PF_BUSY_SINCE, PF_CREATED, PF_K8S_READY, PI, PI_EXECUTING, Pods } from './pods.js';
import type { Network, Service } from './recipe.js';
import type { RevisionState } from './revision.js';
import { ServiceState } from './service.js';
import type { WarmPools } from './startup/warmPool.js';

/** One service of a world, with everything it needs from outside. */
export interface ServiceParts {
  readonly recipe: Service;
  readonly arrivals: ArrivalStream;
  /** Opens the streams of this service by purpose. */
  readonly open: OpenStream;
  readonly meter: RequestMeter;
  /** One for each revision, in order, each of which tells `meter` too; absent: all revisions tell `meter`. */
  readonly requestMeters?: readonly RequestMeter[];
  /** One for each revision, in order. */
  readonly podMeters: readonly PodMeter[];
  readonly watched?: WatchPolicy;
}

/**
 * Services that can touch each other, on one calendar. Put together once, then run in slices; nothing in it knows of
 * time outside the simulation.
 */
export class World {
  readonly revisions: RevisionState[] = [];
  readonly services: ServiceState[] = [];
  readonly pods = new Pods();
  /** `null`: every pod fits at once. */
  readonly cluster: ClusterState | null;
  readonly #calendar = new Calendar();
  readonly #states: ControlState[] = [];
  readonly #front: Front;
  readonly #happenings: Happenings;
  readonly #path: Path;
  readonly #doze: Doze;

  constructor(services: readonly ServiceParts[], network: Network, extras: Extras = {}) {
    for (const service of services) this.#addService(service, network);
    const opens = services.flatMap(({ recipe, open }) => recipe.revisions.map(() => open));
    const { parts, doze, pools } = machineryOf(this.#inventory(), network, opens, extras);
    this.cluster = parts.cluster;
    this.#path = parts.path;
    this.#doze = doze;
    this.#start(parts, pools);
    this.#front = new Front(this.services);
    this.#happenings = new Happenings(parts);
  }

  #inventory(): Inventory {
    const { pods, services, revisions } = this;
    return { calendar: this.#calendar, pods, services, revisions, states: this.#states };
  }

  #addService(part: ServiceParts, network: Network): void {
    const { recipe, open } = part;
    const service = new ServiceState(this.services.length, recipe, part.arrivals, open('routing'), open('retries'));
    this.services.push(service);
    recipe.revisions.forEach((revision, r) => {
      const index = this.revisions.length;
      const requests = part.requestMeters?.[r] ?? part.meter;
      const state = createRevision(index, service, revision, part.podMeters[r], requests, open, network, part.watched);
      this.revisions.push(state);
      service.revisions.push(state);
      this.#states.push(controlState(revision, state.policy, open, shareOf(recipe, r)));
    });
    for (let step = 1; step < recipe.split.length; step++) {
      this.#calendar.push(recipe.split[step].at, SPLIT, service.index, step);
    }
    service.route(recipe.split[0]);
  }

  /** Sets the state of time 0: pods that stand ready, routes that are known, loops that run. */
  #start({ lifecycle, control }: Parts, pools: WarmPools): void {
    for (const revision of this.revisions) {
      const { startPods } = this.#states[revision.index];
      for (let k = 0; k < startPods; k++) lifecycle.place(revision, 0);
    }
    pools.place(0);
    for (const revision of this.revisions) {
      if (this.#states[revision.index].created) control.start(revision, 0);
    }
  }

  /** The pods of a revision that exist now. */
  openPods(revision: RevisionState): OpenPod[] {
    const { f, i } = this.pods;
    return Array.from(revision.pods.items.subarray(0, revision.pods.length), (pod) => ({
      created: f[pod * PF + PF_CREATED],
      uses: this.pods.usesSince[pod],
      ready: f[pod * PF + PF_K8S_READY],
      busySince: i[pod * PI + PI_EXECUTING] > 0 && this.pods.silent[pod] === 0 ? f[pod * PF + PF_BUSY_SINCE] : -1,
    }));
  }

  /** A revision as it stands. */
  look(revision: RevisionState, now: Micros): RevisionView {
    return viewOf(revision, this.#states[revision.index], this.pods, this.cluster?.nodes ?? null, now);
  }

  /** Brings counts of what stands still up to `now`, before they are read. */
  settle(now: Micros): void {
    this.#doze.settle(now);
  }

  /** Requests so far, of all services. */
  get arrived(): number {
    return this.services.reduce((sum, service) => sum + service.requests, 0);
  }

  /** When something happens next, an arrival or an event; a time after `limit`: nothing does up to then. */
  next(limit: Micros): Micros {
    const { time } = this.#front;
    return Math.min(time, this.#calendar.peek(Math.min(time, limit)));
  }

  /** Runs everything that happens up to and including `limit`. At one time arrivals come before events. */
  run(limit: Micros): void {
    const front = this.#front;
    const calendar = this.#calendar;
    const path = this.#path;
    const happenings = this.#happenings;
    for (;;) {
      const arrival = front.time;
      const next = calendar.peek(Math.min(arrival, limit));
      if (arrival <= next) {
        if (arrival > limit) return;
        const service = front.service;
        path.arrive(service, arrival);
        front.advance();
      } else {
        if (next > limit) return;
        const x = calendar.pop();
        if (calendar.i[x * I_STRIDE + I_CODE] === COMPLETE) path.complete(x, next);
        else happenings.happen(x, next);
      }
    }
  }
}

/** Whether the route names a revision at time 0, or else later. */
function shareOf({ split }: Service, revision: number): { readonly reachable: boolean; readonly later: boolean } {
  const reachable = split[0].named[revision];
  return { reachable, later: !reachable && split.some(({ named }) => named[revision]) };
}
