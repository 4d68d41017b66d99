import type { Birth } from '../autoscaler/policy.js';
import type { Policy } from '../autoscaler/policy.js';
import type { Micros } from '../units/quantities.js';
import type { Draws } from '../random/draws.js';
import type { Sample } from '../random/sampler.js';
import type { ActivatorState } from './activatorState.js';
import type { DispatchState } from './dispatchState.js';
import type { PodMeter, RequestMeter } from './meter.js';
import { PF, PF_BUSY_SINCE, PF_READY, type Pods } from './pods.js';
import type { Revision, Service } from './recipe.js';
import { RowList } from './rowList.js';
import type { ServiceState } from './service.js';

/** What is drawn for each new pod, always all of it: so pod k starts alike under every policy. */
export interface PodDraws {
  /** In the order of PHASES; `null`: the phase takes no time. */
  readonly phases: readonly (Sample | null)[];
  /** 0..1: stands for the pod's UID. */
  readonly uid: () => number;
  /** 0..1: where in the activators' probe period the pod comes up. */
  readonly probe: () => number;
}

/** The queue-proxy queues this many times the container concurrency (pkg/queue/sharedmain, knative/serving 1.23). */
const QUEUE_DEPTH = 10;
const UNLIMITED = 0x7fffffff;

/** What requests need, one after the other. */
export type Demands = Pick<Draws, 'next'>;

/** A revision as it lives in one run: settings in the units of the hot path, and the lists that change. */
export class RevisionState {
  /** Requests one pod may execute at once. */
  readonly slots: number;
  /** Requests one pod's queue-proxy may hold waiting. */
  readonly queueLimit: number;
  /** An attempt is given up this long after it arrived: by the platform or by its client, whoever is first. */
  readonly deadline: Micros;
  readonly sharesCpu: boolean;
  /** Requests that fit into the memory of one pod; one more, and it is killed. */
  readonly fits: number;
  /** Whether a request needs more than a slot and time: a share of the CPU, or a dependency with limits. */
  readonly needsMore: boolean;
  /** Cores that one pod's requests share; Infinity: no limit. */
  readonly cores: number;

  /** Whether requests go straight to pods: serve mode, as the ingress knows it, with somewhere to go. */
  direct = false;
  /** The mode the ingress was told last. */
  serve = false;
  /** Pods the ingress knows, in the order they were added. */
  readonly routable = new RowList();
  /** Where its round robin stands. */
  nextRoutable = 0;

  /** Nothing has happened for so long that its loops stand still: whoever brings news rouses it first. */
  dozing = false;
  /** What the dispatcher keeps of a revision that scales per request; `null`: it scales on ticks. */
  dispatch: DispatchState | null = null;

  /** All pods that exist, in the order of their creation. */
  readonly pods = new RowList();
  /** Pods that are starting, up or ready: what the Deployment counts. */
  live = 0;
  /** Pods the Deployment was last asked for. */
  replicas = 0;
  /** Pods Kubernetes calls Ready and that do not terminate: what the autoscaler counts. */
  ready = 0;
  /** Ready pods there were before some were lost, until as many are ready again; 0: none is missing. */
  lostFrom = 0;
  /** Pods whose container has not come up when it was last started. */
  failing = 0;
  /** Pods created so far. */
  created = 0;

  constructor(
    readonly index: number,
    readonly service: ServiceState,
    readonly recipe: Revision,
    public policy: Policy,
    /** A new one, for an autoscaler that has been started again. */
    readonly renew: (start: Birth) => Policy,
    readonly activator: ActivatorState,
    readonly meter: PodMeter,
    /** Told of its requests: the service's own meter, where nobody asks which revision they went to. */
    readonly requests: RequestMeter,
    /** Waits and CPU time of its requests, in the order in which they ask. */
    public io: Demands,
    readonly cpu: Draws | null,
    /** One for each phase of a pod's start, in order. */
    readonly startup: PodDraws,
    client: Service['client'],
  ) {
    const limit = recipe.containerConcurrency;
    this.slots = limit > 0 ? limit : UNLIMITED;
    this.queueLimit = limit > 0 ? QUEUE_DEPTH * limit : UNLIMITED;
    const { timeout, responseStartTimeout = Infinity, idleTimeout = Infinity } = recipe;
    this.deadline = Math.min(timeout, responseStartTimeout, idleTimeout, client.timeout ?? Infinity);
    this.sharesCpu = cpu !== null;
    this.needsMore = this.sharesCpu || service.recipe.downstream !== undefined;
    this.fits = fitsInto(recipe);
    this.cores = recipe.limits.cpu > 0 ? recipe.limits.cpu / 1000 : Infinity;
  }
}

/** Requests at once that one pod has memory for. */
function fitsInto({ memory, limits }: Revision): number {
  if (memory === undefined || memory.perRequest === 0) return UNLIMITED;
  return Math.min(UNLIMITED, Math.max(0, Math.floor((limits.memory - memory.base) / memory.perRequest)));
}

/** A busy period of one of its pods ends: it is metered. */
export function tellBusy({ meter }: RevisionState, { f, usesSince }: Pods, pod: number, now: Micros): void {
  meter.busy(f[pod * PF + PF_BUSY_SINCE], now, usesSince[pod], f[pod * PF + PF_READY]);
}
