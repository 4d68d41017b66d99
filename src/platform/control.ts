import { explain } from '../autoscaler/explain.js';
import { activatorCount, nextLook, scale, sksMode, updateActive } from '../autoscaler/knative/reconciler.js';
import type { ActivatorStatsTable } from '../autoscaler/knative/requestStats.js';
import { REASON } from '../autoscaler/policy.js';
import type { Calendar } from '../engine/calendar.js';
import type { Micros } from '../units/quantities.js';
import type { Activator, ActivatorListener } from './activator.js';
import { COLD } from './causes.js';
import { RECONCILE, REPORT, ROUTE, SCRAPE, TICK } from './codes.js';
import type { Placement } from './cluster/placement.js';
import type { ControlState } from './controlState.js';
import type { Doze } from './doze.js';
import { nextOf, REPORT_EVERY, SCRAPE_EVERY, TICK_EVERY } from './loops.js';
import type { Lifecycle, LifecycleListener } from './lifecycle.js';
import type { RevisionState } from './revision.js';
import type { Rollouts } from './rollouts.js';
import type { Scraper } from './scraper.js';
import type { ServiceState } from './service.js';

/**
 * The loop around the policy: reports and scrapes in, decisions out, and what the reconciler makes of them: pods, mode,
 * activators in the path.
 */
export class Control implements ActivatorListener, LifecycleListener {
  /** Set where there are nodes. */
  placement: Placement | null = null;
  #stopped = false;
  /** Set where a split changes. */
  rollouts: Rollouts | null = null;

  constructor(
    private readonly calendar: Calendar,
    private readonly stats: ActivatorStatsTable,
    private readonly revisions: readonly RevisionState[],
    private readonly states: readonly ControlState[],
    private readonly activator: Activator,
    private readonly lifecycle: Lifecycle,
    private readonly scraper: Scraper,
    private readonly doze: Doze,
    private readonly activators: number,
    private readonly endpointDelay: Micros,
  ) {}

  /** Starts the loops of a revision, unless there is nothing to decide about. */
  start(revision: RevisionState, now: Micros): void {
    if (revision.dispatch !== null) return;
    const state = this.states[revision.index];
    if (!state.active.scaleTargetInitialized)
      this.#setReplicas(revision, state, state.settings?.initialScale ?? 1, now);
    if (state.settings === null && revision.policy.decide(now, revision.ready))
      state.desired = revision.policy.decision.desiredPods;
    this.#reconcile(revision, now);
    if (revision.pods.length > 0 || state.desired < 0) this.#wake(revision, now);
  }

  /** A revision is created: its first pods start, and its autoscaler knows nothing yet. */
  create(revision: RevisionState, now: Micros): void {
    const state = this.states[revision.index];
    state.created = true;
    state.activeSince = now;
    state.proxySince = now;
    revision.policy = revision.renew({ now, readyPods: 0, deploying: true });
    state.negativeBurst = revision.policy.decision.excessBurstCapacity < 0;
    this.start(revision, now);
  }

  #wake(revision: RevisionState, now: Micros): void {
    const state = this.states[revision.index];
    if (state.awake) return;
    state.awake = true;
    state.scraping = state.hasScrapeTarget;
    if (state.scraping) this.calendar.push(nextOf(state.phases.scrape, SCRAPE_EVERY, now), SCRAPE, revision.index);
    this.calendar.push(nextOf(state.phases.tick, TICK_EVERY, now), TICK, revision.index);
  }

  /** An activator met a revision it did not track: it says so at once, and from zero the autoscaler does not wait. */
  firstRequest(revision: RevisionState, now: Micros): void {
    const state = this.states[revision.index];
    this.#wake(revision, now);
    if (!state.reporting) {
      state.reporting = true;
      this.calendar.push(nextOf(state.phases.report, REPORT_EVERY, now), REPORT, revision.index);
    }
    if (this.#stopped) return;
    revision.policy.record(now, 1, 1);
    this.#poke(revision, state, now);
  }

  /** The activators report what they hold. `false`: they track nothing, and fall silent. */
  report(index: number, now: Micros): boolean {
    const revision = this.revisions[index];
    const state = this.states[index];
    let busy = false;
    for (let a = 0; a < this.activators; a++) {
      if (!this.stats.report(index * this.activators + a, now) || this.#stopped) continue;
      revision.policy.record(now, this.stats.averageConcurrency, this.stats.requestCount);
      if (this.stats.averageConcurrency > 0) busy = true;
    }
    state.reporting = this.activator.isTracked(revision);
    if (busy) this.#poke(revision, state, now);
    return state.reporting;
  }

  #poke(revision: RevisionState, state: ControlState, now: Micros): void {
    if (state.desired === 0) this.#decide(revision, state, now);
  }

  /** The autoscaler asks a sample of the ready pods and takes their sum for all. `false`: it sleeps. */
  scrape(index: number, now: Micros): boolean {
    const revision = this.revisions[index];
    const state = this.states[index];
    state.scraping = state.awake && !revision.dozing;
    if (!state.scraping) return false;
    if (revision.ready === 0 || this.#isBlind(index)) return true;
    this.scraper.scrape(revision, this.#stableWindow(revision), now);
    return true;
  }

  #stableWindow(revision: RevisionState): Micros {
    return this.states[revision.index].settings?.stableWindow ?? 0;
  }

  /** The autoscaler decides; `false`: there is nothing left to decide about, and it sleeps. */
  tick(index: number, now: Micros): boolean {
    const revision = this.revisions[index];
    const state = this.states[index];
    if (this.#stopped) return true;
    this.#decide(revision, state, now);
    if (revision.pods.length === 0 && !state.reporting && state.want <= 0 && revision.policy.isQuiet(now)) {
      state.awake = false;
    } else if (this.doze.may(revision, state, now)) {
      this.doze.begin(revision, state, now);
    }
    return state.awake && !revision.dozing;
  }

  #decide(revision: RevisionState, state: ControlState, now: Micros): void {
    if (!revision.policy.decide(now, revision.ready)) return;
    const { decision } = revision.policy;
    revision.meter.decided(now, decision.desiredPods, decision.inPanic);
    const negative = decision.excessBurstCapacity < 0;
    // The reconciler hears of changes only: of what is desired, and of the sign of the excess burst capacity.
    if (decision.desiredPods === state.desired && negative === state.negativeBurst) return;
    state.desired = decision.desiredPods;
    state.negativeBurst = negative;
    this.#reconcile(revision, now);
  }

  readyChanged(revision: RevisionState, now: Micros): void {
    this.doze.rouse(revision, now);
    revision.policy.counted?.(now, revision.ready);
    if (revision.ready > 0) this.states[revision.index].fromZero = false;
    if (revision.dispatch === null) this.#reconcile(revision, now);
    this.rollouts?.readyChanged(revision, now);
  }

  /** The reconciler asked for another look at this time. */
  requeued(index: number, now: Micros): void {
    const state = this.states[index];
    if (state.requeueAt !== now) return; // a sooner one was asked for since
    state.requeueAt = Infinity;
    this.#reconcile(this.revisions[index], now);
  }

  /** The autoscaler ends: nobody scrapes, decides or acts on what was decided, until it is started again. */
  stop(): void {
    this.#stopped = true;
  }

  /** It starts again and remembers nothing: empty windows, and panic where it finds more than one ready pod. */
  restart(now: Micros): void {
    this.#stopped = false;
    for (const revision of this.revisions) {
      const state = this.states[revision.index];
      if (!state.created) continue;
      if (state.settings !== null) {
        revision.policy = revision.renew({ now, readyPods: revision.ready });
        if (!state.settings.reachable) revision.policy.routed?.(now, false);
        state.desired = -1;
        state.negativeBurst = revision.policy.decision.excessBurstCapacity < 0;
      }
      this.#reconcile(revision, now);
      this.#wake(revision, now);
    }
  }

  /** Scrapes of a revision fail for one fault more, or for one less. */
  blind(index: number, more: 1 | -1): void {
    this.states[index].blind += more;
  }

  #isBlind(index: number): boolean {
    return this.#stopped || this.states[index].blind > 0;
  }

  /** Looks, and once more if that changed the Active condition, as writing the status brings the reconciler back. */
  #reconcile(revision: RevisionState, now: Micros): void {
    if (this.#stopped) return;
    const state = this.states[revision.index];
    const before = state.want;
    if (state.settings === null) this.#follow(revision, state, now);
    else {
      let status = state.active.activeStatus;
      this.#look(revision, state, state.settings, now);
      while (status !== state.active.activeStatus) {
        status = state.active.activeStatus;
        state.activeSince = now;
        this.#look(revision, state, state.settings, now);
      }
    }
    if (state.want !== before) this.#tell(revision, state, now);
  }

  /**
   * A policy without Knative's bounds: what it wants is what there shall be. It knows no burst capacity, so the activator
   * stays in the path, as with `target-burst-capacity: -1`, and all pods share one queue.
   */
  #follow(revision: RevisionState, state: ControlState, now: Micros): void {
    if (state.desired < 0) return;
    state.want = state.desired;
    this.#setReplicas(revision, state, state.want, now);
  }

  #look(
    revision: RevisionState,
    state: ControlState,
    settings: NonNullable<ControlState['settings']>,
    now: Micros,
  ): void {
    const { outcome, active } = state;
    scale(state.desired, settings, this.#scaleState(revision, state, now), outcome);
    if (outcome.patch >= 0) this.#setReplicas(revision, state, outcome.patch, now);
    this.#requeue(revision, state, nextLook(now, outcome));
    if (outcome.want !== -1) state.want = outcome.want;
    const serve = sksMode(outcome.want, state.negativeBurst ? -1 : 0, active.activeStatus) === 'serve';
    this.#setMode(revision, state, serve, now);
    this.#setActivators(revision, state, now);
    updateActive(outcome.want, revision.ready, settings, active);
  }

  #scaleState(revision: RevisionState, state: ControlState, now: Micros): Parameters<typeof scale>[2] {
    return {
      activeStatus: state.active.activeStatus,
      inStatusFor: now - state.activeSince,
      scaleTargetInitialized: state.active.scaleTargetInitialized,
      proxyFor: state.proxySince === Infinity ? 0 : now - state.proxySince,
      activatorAnswers: true,
      mode: state.proxySince === Infinity ? 'serve' : 'proxy',
      replicas: revision.live,
    };
  }

  #setReplicas(revision: RevisionState, state: ControlState, replicas: number, now: Micros): void {
    const before = revision.live;
    if (replicas === before) return;
    this.doze.rouse(revision, now);
    if (replicas < before) state.lastScaleDown = now;
    if (replicas === 0) revision.meter.scaledToZero(now);
    if (before === 0) state.fromZero = true;
    this.lifecycle.scaleTo(revision, replicas, now);
  }

  /** Of two looks asked for the sooner one counts, as in the work queue of Kubernetes' controllers. */
  #requeue(revision: RevisionState, state: ControlState, time: Micros): void {
    if (time >= state.requeueAt) return;
    state.requeueAt = time;
    this.calendar.push(time, RECONCILE, revision.index);
  }

  #setMode(revision: RevisionState, state: ControlState, serve: boolean, now: Micros): void {
    const wasProxy = state.proxySince !== Infinity;
    if (wasProxy !== serve) return;
    state.proxySince = serve ? Infinity : now;
    this.calendar.push(now + this.endpointDelay, ROUTE, revision.index, serve ? 1 : 0);
  }

  /** The split of a service has changed: a revision it does not name is unreachable, its minimum scale does not hold. */
  routed(service: ServiceState, now: Micros): void {
    service.revisions.forEach((revision, r) => {
      const state = this.states[revision.index];
      const reachable = service.named[r];
      if (state.settings === null || state.settings.reachable === reachable) return;
      this.doze.rouse(revision, now);
      state.settings = { ...state.settings, reachable };
      revision.policy.routed?.(now, reachable);
      this.#reconcile(revision, now);
      if (revision.pods.length > 0) this.#wake(revision, now);
    });
  }

  /** The ingress acts on a mode. */
  route(index: number, serve: boolean, now: Micros): void {
    const revision = this.revisions[index];
    this.doze.rouse(revision, now);
    revision.serve = serve;
    revision.direct = serve && revision.routable.length > 0;
  }

  #setActivators(revision: RevisionState, state: ControlState, now: Micros): void {
    const count = activatorCount(revision.ready, state, state.activatorCapacity);
    // Beyond 32 bits Knative's number is negative; then all of them stay in the path.
    const subset = count > 0 ? Math.min(this.activators, count) : this.activators;
    if (subset === revision.activator.subset) return;
    revision.activator.subset = subset;
    revision.activator.assign();
    this.activator.capacityChanged(revision, now);
  }

  #tell(revision: RevisionState, state: ControlState, now: Micros): void {
    const { decision } = revision.policy;
    revision.meter.reconciled({
      now,
      desired: state.desired,
      wanted: state.want,
      ready: revision.ready,
      stable: decision.stableValue,
      panic: decision.panicValue,
      inPanic: decision.inPanic,
      excessBurstCapacity: decision.excessBurstCapacity,
      serve: state.proxySince === Infinity,
      reason: explain(decision),
    });
  }

  /** The dispatcher started or ended an instance. */
  dispatched(revision: RevisionState, reason: string, now: Micros): void {
    const { live, ready, meter } = revision;
    meter.decided(now, live, false);
    const values = { stable: 0, panic: 0, inPanic: false, excessBurstCapacity: 0 };
    meter.reconciled({ now, desired: live, wanted: live, ready, ...values, serve: true, reason });
  }

  /** The first of the causes that applies now (see COLD_CAUSES for their order). */
  whyMissing(revision: RevisionState, now: Micros): number {
    const state = this.states[revision.index];
    const { decision } = revision.policy;
    if (revision.failing > 0) return COLD['startup-failure'];
    if (revision.lostFrom > revision.ready) return COLD['pods-lost'];
    if (this.#isBlind(revision.index)) return COLD['autoscaler-outage'];
    if ((this.placement?.pending.of(revision.index) ?? 0) > 0) return COLD['waiting-for-node'];
    if ((this.placement?.outside.of(revision.index) ?? 0) > 0) return COLD['namespace-quota'];
    if (revision.dispatch !== null) return COLD[revision.live === 0 ? 'scaled-to-zero' : 'all-instances-busy'];
    const maxScale = state.settings?.maxScale ?? 0;
    // While the first pods after zero start, more of them would not have come any sooner.
    if (maxScale > 0 && revision.live >= maxScale && !state.fromZero) return COLD['max-scale'];
    if (revision.live === 0 || state.fromZero) return COLD['scaled-to-zero'];
    if (state.settings !== null && !state.active.scaleTargetInitialized) return COLD.rollout;
    if (decision.reason === REASON['max-scale-up-rate']) return COLD['max-scale-up-rate'];
    if (now - state.lastScaleDown < this.#stableWindow(revision)) return COLD['recent-scale-down'];
    return decision.inPanic ? COLD['burst-inside-window'] : COLD['panic-not-yet'];
  }
}
