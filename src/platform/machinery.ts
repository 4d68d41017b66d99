/** Puts together who handles what in a world, in the order in which they need each other. */
import { ActivatorStatsTable, RequestStatsTable } from '../autoscaler/knative/requestStats.js';
import type { Calendar } from '../engine/calendar.js';
import type { OpenStream } from '../random/source.js';
import { Activator } from './activator.js';
import { Casualties } from './casualties.js';
import { Client } from './client.js';
import { ClusterState, type ClusterParts } from './cluster/cluster.js';
import { Control } from './control.js';
import type { ControlState } from './controlState.js';
import { Sharing } from './discipline/sharing.js';
import { Dispatcher } from './dispatcher.js';
import { openDownstreams } from './downstreams.js';
import { Doze } from './doze.js';
import { Faults, type FaultParts } from './faults/faults.js';
import { Platform } from './faults/platform.js';
import { Restarts } from './faults/restarts.js';
import type { Parts } from './happenings.js';
import { Hangs } from './hangs.js';
import { Ingress } from './ingress.js';
import { Lifecycle } from './lifecycle.js';
import { NodeEnds } from './nodeEnds.js';
import { Path } from './path.js';
import type { Pods } from './pods.js';
import { QueueProxy } from './queueProxy.js';
import type { Network } from './recipe.js';
import type { RevisionState } from './revision.js';
import { Rollouts } from './rollouts.js';
import { Scraper } from './scraper.js';
import type { ServiceState } from './service.js';
import { Starts } from './startup/starts.js';
import { WarmPools } from './startup/warmPool.js';
import { WaitingLines } from './waitingLines.js';

/** What there is in a world, whoever handles it. */
export interface Inventory {
  readonly calendar: Calendar;
  readonly pods: Pods;
  readonly services: readonly ServiceState[];
  readonly revisions: readonly RevisionState[];
  /** One for each revision, in order. */
  readonly states: readonly ControlState[];
}

/** What a world has beside its services. */
export interface Extras {
  readonly cluster?: ClusterParts;
  readonly faults?: FaultParts;
}

export interface Machinery {
  readonly parts: Parts;
  readonly doze: Doze;
  readonly pools: WarmPools;
}

/** @param opens the streams of each revision, in order */
export function machineryOf(
  inventory: Inventory,
  network: Network,
  opens: readonly OpenStream[],
  extras: Extras,
): Machinery {
  const requests = requestHandlers(inventory, network);
  const life = podHandlers(inventory, requests, network, opens, extras);
  const routes = routesTo(inventory, requests, life, network, extras);
  const loops = controlLoops(inventory, requests, life, routes, network, opens);
  openDownstreams(inventory.services, inventory.revisions, inventory.calendar, requests.queueProxy);
  const ends = containerEnds(inventory, requests, life, loops.control, network, opens, extras);
  const { calendar, pods, services, revisions } = inventory;
  const parts: Parts = {
    calendar,
    pods,
    services,
    revisions,
    path: routes.path,
    queueProxy: requests.queueProxy,
    sharing: requests.sharing,
    hangs: requests.hangs,
    activator: requests.activator,
    dispatcher: routes.dispatcher,
    lifecycle: life.lifecycle,
    control: loops.control,
    rollouts: loops.rollouts,
    restarts: ends.restarts,
    faults: ends.faults,
    cluster: life.cluster,
  };
  return { parts, doze: routes.doze, pools: life.pools };
}

type Requests = ReturnType<typeof requestHandlers>;
type Life = ReturnType<typeof podHandlers>;
type Routes = ReturnType<typeof routesTo>;

/** Where a request is from its ingress to its end, and what can befall it there. */
function requestHandlers({ calendar, pods, revisions }: Inventory, { activators }: Network) {
  const stats = new RequestStatsTable(pods.capacity);
  const activatorStats = new ActivatorStatsTable(revisions.length * activators);
  const client = new Client(calendar, revisions);
  const sharing = new Sharing(calendar, pods, revisions);
  const hangs = new Hangs(calendar, pods, revisions, client);
  const lines = new WaitingLines(calendar, pods);
  const queueProxy = new QueueProxy(calendar, pods, stats, client, revisions, sharing, hangs, lines);
  const activator = new Activator(calendar, activatorStats, client, queueProxy, revisions, activators);
  hangs.activator = activator;
  const casualties = new Casualties(calendar, pods, revisions, activator, queueProxy, sharing, client, hangs);
  return { stats, activatorStats, client, sharing, hangs, queueProxy, activator, casualties };
}

/** Pods from their creation to their end, on nodes where there are some. */
function podHandlers(
  { calendar, pods, revisions }: Inventory,
  { stats, activator, casualties }: Requests,
  { endpointDelay }: Network,
  opens: readonly OpenStream[],
  extras: Extras,
) {
  const cluster = extras.cluster === undefined ? null : new ClusterState(calendar, pods, revisions, extras.cluster);
  const starts = new Starts(pods, cluster);
  const lifecycle = new Lifecycle(calendar, pods, stats, revisions, activator, casualties, starts, endpointDelay);
  const pools = new WarmPools(pods, revisions, starts, opens);
  starts.ascent = lifecycle;
  lifecycle.pools = pools;
  cluster?.tell(starts, new NodeEnds(calendar, pods, revisions, casualties, lifecycle, endpointDelay));
  return { cluster, lifecycle, pools };
}

/** The ways from the ingress to a pod. */
function routesTo(
  { calendar, pods, revisions, states }: Inventory,
  { client, queueProxy, activator, casualties }: Requests,
  { lifecycle }: Life,
  network: Network,
  { faults }: Extras,
) {
  const dispatcher = new Dispatcher(calendar, pods, queueProxy, client);
  dispatcher.lifecycle = lifecycle;
  lifecycle.dispatcher = dispatcher;
  const ingress = new Ingress(network, pods);
  const path = new Path(calendar, pods, revisions, activator, ingress, queueProxy, client, lifecycle, dispatcher);
  const doze = new Doze(calendar, queueProxy, revisions, states, faults === undefined);
  path.doze = doze;
  queueProxy.release = (revision, via, pod, now) =>
    revision.dispatch === null ? activator.released(revision, via, pod, now) : dispatcher.released(revision, pod, now);
  casualties.idled = (revision, pod, now) => path.idle(revision, pod, now);
  return { dispatcher, path, doze };
}

/** The loops of the autoscalers, whom those that see its occasions tell. */
function controlLoops(
  { calendar, pods, services, revisions, states }: Inventory,
  { activatorStats, queueProxy, activator }: Requests,
  { cluster, lifecycle }: Life,
  { dispatcher, doze }: Routes,
  { activators, endpointDelay }: Network,
  opens: readonly OpenStream[],
) {
  const draws = revisions.map(({ recipe }, r) => opens[r](`scrape/${recipe.name}`));
  const scraper = new Scraper(pods, queueProxy, draws);
  const control = new Control(
    calendar,
    activatorStats,
    revisions,
    states,
    activator,
    lifecycle,
    scraper,
    doze,
    activators,
    endpointDelay,
  );
  control.placement = cluster?.placement ?? null;
  dispatcher.listener = control;
  activator.listener = control;
  lifecycle.listener = control;
  const rollouts = new Rollouts(services, states, control);
  if (services.some(({ recipe }) => recipe.split.length > 1)) control.rollouts = rollouts;
  return { control, rollouts };
}

/** Restarts where a container can end, faults where there are some: worlds without them do not know of either. */
function containerEnds(
  { calendar, pods, services, revisions }: Inventory,
  { activator, casualties }: Requests,
  { cluster, lifecycle }: Life,
  control: Control,
  { activators }: Network,
  opens: readonly OpenStream[],
  extras: Extras,
): Pick<Parts, 'restarts' | 'faults'> {
  const canEnd = extras.faults !== undefined || revisions.some(({ recipe }) => recipe.memory !== undefined);
  if (!canEnd) return { restarts: null, faults: null };
  const restarts = new Restarts(pods, revisions, lifecycle, opens);
  lifecycle.restarts = restarts;
  if (extras.faults === undefined) return { restarts, faults: null };
  const platform = new Platform(services, revisions, control, activator, casualties, cluster);
  const faults = new Faults(calendar, pods, services, revisions, restarts, platform, extras.faults, activators);
  restarts.faults = faults;
  return { restarts, faults };
}
