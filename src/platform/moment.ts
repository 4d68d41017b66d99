import { explain } from '../autoscaler/explain.js';
import { NONE } from '../engine/layout.js';
import type { Micros } from '../units/quantities.js';
import type { Nodes } from './cluster/nodes.js';
import { nodeOf } from './cluster/view.js';
import type { ControlState } from './controlState.js';
import type { Pods } from './pods.js';
import {
  PF,
  PF_CREATED,
  PF_K8S_READY,
  PI,
  PI_EXECUTING,
  PI_ORDINAL,
  PI_QUEUED,
  PI_RESTARTS,
  PI_STATE,
  READY,
  SILENT,
  TERMINATING,
  UNREACHABLE,
  UP,
} from './pods.js';
import type { Phase } from './recipe.js';
import { PHASES } from './recipe.js';
import type { RevisionState } from './revision.js';

/** One pod as it stands. */
export interface PodView {
  /** Number within its revision, from 0. */
  readonly ordinal: number;
  /** `up`: activators may use it, Kubernetes does not call it ready yet; `silent`: its node does not answer. */
  readonly state: 'starting' | 'up' | 'ready' | 'silent' | 'draining';
  /**
   * What it is at, of those that are starting or up; `back-off`: its container ended and waits to be started again;
   * `node`: no node has room for it.
   */
  readonly phase: Phase | 'back-off' | 'node' | null;
  readonly created: Micros;
  /** When Kubernetes called it ready; `null`: it has not. */
  readonly ready: Micros | null;
  readonly executing: number;
  readonly queued: number;
  readonly restarts: number;
  /** The node it is on; `null`: none yet, or there are no nodes. */
  readonly node: { readonly group: string; readonly ordinal: number } | null;
}

/** One revision as it stands: what is wanted and why, and what there is. */
export interface RevisionView {
  readonly desired: number;
  readonly wanted: number;
  readonly serve: boolean;
  readonly inPanic: boolean;
  readonly stable: number;
  readonly panic: number;
  /** Of the last decision, in words. */
  readonly reason: string;
  /** Requests that wait in activators. */
  readonly waiting: number;
  /** Share of the service's traffic, in hundredths of a percent. */
  readonly share: number;
  readonly pods: readonly PodView[];
}

/** A look at a revision that changes nothing. */
export function viewOf(
  revision: RevisionState,
  state: ControlState,
  pods: Pods,
  nodes: Nodes | null,
  now: Micros,
): RevisionView {
  const { decision } = revision.policy;
  return {
    desired: state.desired,
    wanted: state.want,
    serve: revision.direct,
    inPanic: decision.inPanic,
    stable: decision.stableValue,
    panic: decision.panicValue,
    reason: explain(decision),
    waiting: revision.activator.queued,
    share: revision.service.shares[revision.service.revisions.indexOf(revision)],
    pods: Array.from(revision.pods.items.subarray(0, revision.pods.length), (pod) => viewOfPod(pods, nodes, pod, now)),
  };
}

function viewOfPod(pods: Pods, nodes: Nodes | null, pod: number, now: Micros): PodView {
  const { f, i } = pods;
  const ready = f[pod * PF + PF_K8S_READY];
  const state = stateOf(i[pod * PI + PI_STATE]);
  return {
    ordinal: i[pod * PI + PI_ORDINAL],
    state,
    phase: state === 'starting' || state === 'up' ? phaseAt(pods, pod, now) : null,
    created: f[pod * PF + PF_CREATED],
    ready: ready === Infinity ? null : ready,
    executing: i[pod * PI + PI_EXECUTING],
    queued: i[pod * PI + PI_QUEUED],
    restarts: i[pod * PI + PI_RESTARTS],
    node: nodes === null ? null : nodeOf(nodes, pods, pod),
  };
}

function stateOf(state: number): PodView['state'] {
  if (state === READY) return 'ready';
  if (state === SILENT || state === UNREACHABLE) return 'silent';
  if (state === TERMINATING) return 'draining';
  return state === UP ? 'up' : 'starting';
}

/** The first phase that is not over. A container that is started again is in back-off until its own start. */
function phaseAt(pods: Pods, pod: number, now: Micros): Phase | 'back-off' | 'node' {
  if (pods.unplacedSince[pod] < Infinity && pods.node[pod] === NONE) return 'node';
  const k = PHASES.findIndex((_, at) => pods.phaseEnds[pod * PHASES.length + at] > now);
  if (pods.i[pod * PI + PI_RESTARTS] > 0 && k >= 0 && k < PHASES.indexOf('containerStart')) return 'back-off';
  return PHASES[k < 0 ? PHASES.length - 1 : k];
}
