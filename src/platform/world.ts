import { ActivatorStatsTable, RequestStatsTable } from '../autoscaler/knative/requestStats.js';
import { Calendar } from '../engine/calendar.js';
import { I_CODE, I_STRIDE } from '../engine/layout.js';
import type { OpenStream } from '../random/source.js';
import type { Micros } from '../units/quantities.js';
import type { ArrivalStream } from '../workload/stream.js';
import { Activator } from './activator.js';
import { controlState, createRevision } from './assemble.js';
import type { WatchPolicy } from './assemble.js';
import { Casualties } from './casualties.js';
import { Client } from './client.js';
import { ClusterState, type ClusterParts } from './cluster/cluster.js';
import { COMPLETE, SPLIT } from './codes.js';
import { Control } from './control.js';
import type { ControlState } from './controlState.js';
import { Sharing } from './discipline/sharing.js';
import { openDownstreams } from './downstreams.js';
import type { FaultParts } from './faults/faults.js';
import { Faults } from './faults/faults.js';
import { Platform } from './faults/platform.js';
import { Restarts } from './faults/restarts.js';
import { Dispatcher } from './dispatcher.js';
import { Doze } from './doze.js';
import { Front } from './front.js';
import { Hangs } from './hangs.js';
import { Happenings } from './happenings.js';
import { Ingress } from './ingress.js';
import { Lifecycle } from './lifecycle.js';
import type { OpenPod, PodMeter, RequestMeter } from './meter.js';
import { viewOf, type RevisionView } from './moment.js';
import { NodeEnds } from './nodeEnds.js';
import { Path } from './path.js';
import { PF, PF_BUSY_SINCE, PF_CREATED, PF_K8S_READY, PI, PI_EXECUTING, Pods } from './pods.js';
import { QueueProxy } from './queueProxy.js';
import type { Network, Service } from './recipe.js';
import type { RevisionState } from './revision.js';
import { Rollouts } from './rollouts.js';
import { Scraper } from './scraper.js';
import { ServiceState } from './service.js';
import { Starts } from './startup/starts.js';
import { WarmPools } from './startup/warmPool.js';
import { WaitingLines } from './waitingLines.js';

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

/** What a world has beside its services. */
export interface WorldExtras {
  readonly cluster?: ClusterParts;
  readonly faults?: FaultParts;
}

/**
 * Services that can touch each other, on one calendar. Put together once, then run in slices; nothing in it knows of
 * time outside the simulation.
 */
export class World {
  readonly revisions: RevisionState[] = [];
  readonly services: ServiceState[] = [];
  readonly pods = new Pods();
  readonly #calendar = new Calendar();
  readonly #states: ControlState[] = [];
  readonly #front: Front;
  readonly #happenings: Happenings;
  readonly #path: Path;
  readonly #queueProxy: QueueProxy;
  readonly #sharing: Sharing;
  readonly #activator: Activator;
  readonly #lifecycle: Lifecycle;
  readonly #doze: Doze;
  readonly #control: Control;
  /** `null`: every pod fits at once. */
  readonly cluster: ClusterState | null;
  readonly #pools: WarmPools;
  readonly #rollouts: Rollouts;
  #restarts: Restarts | null = null;
  #faults: Faults | null = null;

  constructor(parts: readonly ServiceParts[], network: Network, extras: WorldExtras = {}) {
    const calendar = this.#calendar;
    const { pods, revisions } = this;
    for (const part of parts) this.#addService(part, network);
    const stats = new RequestStatsTable(pods.capacity);
    const activatorStats = new ActivatorStatsTable(revisions.length * network.activators);
    const client = new Client(calendar, revisions);
    this.#sharing = new Sharing(calendar, pods, revisions);
    const hangs = new Hangs(calendar, pods, revisions, client);
    this.#queueProxy = new QueueProxy(
      calendar,
      pods,
      stats,
      client,
      revisions,
      this.#sharing,
      hangs,
      new WaitingLines(calendar, pods),
    );
    this.#activator = new Activator(calendar, activatorStats, client, this.#queueProxy, revisions, network.activators);
    const casualties = new Casualties(
      calendar,
      pods,
      revisions,
      this.#activator,
      this.#queueProxy,
      this.#sharing,
      client,
      hangs,
    );
    this.cluster = extras.cluster === undefined ? null : new ClusterState(calendar, pods, revisions, extras.cluster);
    const starts = new Starts(pods, this.cluster);
    this.#lifecycle = new Lifecycle(
      calendar,
      pods,
      stats,
      revisions,
      this.#activator,
      casualties,
      starts,
      network.endpointDelay,
    );
    const openOf = parts.flatMap((part) => part.recipe.revisions.map(() => part.open));
    this.#pools = new WarmPools(pods, revisions, starts, openOf);
    starts.ascent = this.#lifecycle;
    this.#lifecycle.pools = this.#pools;
    const ends = new NodeEnds(calendar, pods, revisions, casualties, this.#lifecycle, network.endpointDelay);
    this.cluster?.tell(starts, ends);
    const dispatcher = new Dispatcher(calendar, pods, this.#queueProxy, client);
    dispatcher.lifecycle = this.#lifecycle;
    this.#lifecycle.dispatcher = dispatcher;
    const ingress = new Ingress(network, pods);
    this.#path = new Path(
      calendar,
      pods,
      revisions,
      this.#activator,
      ingress,
      this.#queueProxy,
      client,
      this.#lifecycle,
      dispatcher,
    );
    const doze = new Doze(calendar, this.#queueProxy, revisions, this.#states, extras.faults === undefined);
    this.#doze = doze;
    this.#path.doze = doze;
    this.#control = new Control(
      calendar,
      activatorStats,
      revisions,
      this.#states,
      this.#activator,
      this.#lifecycle,
      new Scraper(
        pods,
        this.#queueProxy,
        parts.flatMap((part) => part.recipe.revisions.map((revision) => part.open(`scrape/${revision.name}`))),
      ),
      doze,
      network.activators,
      network.endpointDelay,
    );
    this.#queueProxy.release = (revision, via, pod, now) =>
      revision.dispatch === null
        ? this.#activator.released(revision, via, pod, now)
        : dispatcher.released(revision, pod, now);
    dispatcher.listener = this.#control;
    this.#control.placement = this.cluster?.placement ?? null;
    hangs.activator = this.#activator;
    this.#activator.listener = this.#control;
    this.#lifecycle.listener = this.#control;
    casualties.idled = (revision, pod, now) => this.#path.idle(revision, pod, now);
    this.#rollouts = new Rollouts(this.services, this.#states, this.#control);
    if (this.services.some(({ recipe }) => recipe.split.length > 1)) this.#control.rollouts = this.#rollouts;
    openDownstreams(this.services, revisions, calendar, this.#queueProxy);
    this.#prepareFaults(parts, casualties, network, extras);
    this.#start();
    this.#front = new Front(this.services);
    this.#happenings = new Happenings({
      calendar,
      pods,
      services: this.services,
      revisions,
      path: this.#path,
      queueProxy: this.#queueProxy,
      sharing: this.#sharing,
      hangs,
      activator: this.#activator,
      dispatcher,
      lifecycle: this.#lifecycle,
      control: this.#control,
      rollouts: this.#rollouts,
      restarts: this.#restarts,
      faults: this.#faults,
      cluster: this.cluster,
    });
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

  /** Restarts where a container can end, faults where there are some: worlds without them do not know of either. */
  #prepareFaults(
    parts: readonly ServiceParts[],
    casualties: Casualties,
    { activators }: Network,
    { faults }: WorldExtras,
  ): void {
    if (faults === undefined && !this.revisions.some(({ recipe }) => recipe.memory !== undefined)) return;
    const open = parts.flatMap((part) => part.recipe.revisions.map(() => part.open));
    const restarts = new Restarts(this.pods, this.revisions, this.#lifecycle, open);
    this.#lifecycle.restarts = restarts;
    this.#restarts = restarts;
    if (faults === undefined) return;
    const platform = new Platform(
      this.services,
      this.revisions,
      this.#control,
      this.#activator,
      casualties,
      this.cluster,
    );
    const { pods, services, revisions } = this;
    this.#faults = new Faults(this.#calendar, pods, services, revisions, restarts, platform, faults, activators);
    restarts.faults = this.#faults;
  }

  /** Sets the state of time 0: pods that stand ready, routes that are known, loops that run. */
  #start(): void {
    for (const revision of this.revisions) {
      const state = this.#states[revision.index];
      for (let k = 0; k < state.startPods; k++) this.#lifecycle.place(revision, 0);
    }
    this.#pools.place(0);
    for (const revision of this.revisions) {
      if (this.#states[revision.index].created) this.#control.start(revision, 0);
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
