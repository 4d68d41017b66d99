import { createPolicy } from '../autoscaler/create.js';
import { noOutcome } from '../autoscaler/knative/reconciler.js';
import { scaleSettings } from '../autoscaler/knative/settings.js';
import type { Birth, Policy } from '../autoscaler/policy.js';
import type { PolicyRecipe } from '../autoscaler/recipe.js';
import { Draws } from '../random/draws.js';
import { sampler } from '../random/sampler.js';
import type { OpenStream, Source } from '../random/source.js';
import { SECOND } from '../units/quantities.js';
import { ActivatorState } from './activatorState.js';
import type { ControlState, Phases } from './controlState.js';
import { DispatchState } from './dispatchState.js';
import type { PodMeter, RequestMeter } from './meter.js';
import type { Network, Revision } from './recipe.js';
import { PHASES } from './recipe.js';
import type { PodDraws } from './revision.js';
import { RevisionState } from './revision.js';
import type { ServiceState } from './service.js';

/** Puts something between a policy and its world: for logs. */
export type WatchPolicy = (policy: Policy, revision: string, start: Birth) => Policy;

/** A revision ready to run: its policy, its draws, its part of the activators. */
export function createRevision(
  index: number,
  service: ServiceState,
  recipe: Revision,
  meter: PodMeter,
  requests: RequestMeter,
  open: OpenStream,
  network: Network,
  watched: WatchPolicy = (policy) => policy,
): RevisionState {
  const born = { now: 0, readyPods: podsAtStart(recipe), deploying: recipe.start === 'deploying' };
  const renew = (start: Birth): Policy => watched(createPolicy(recipe.autoscaler, start), recipe.name, start);
  const balancing = open(`activator/${recipe.name}`);
  const activator = new ActivatorState(network.activators, recipe.containerConcurrency, balancing);
  const { io, cpu } = recipe.serviceTime;
  const state = new RevisionState(
    index,
    service,
    recipe,
    renew(born),
    renew,
    activator,
    meter,
    requests,
    new Draws(sampler(io, open(`service/${recipe.name}`)), true),
    cpu === null ? null : new Draws(sampler(cpu, open(`cpu/${recipe.name}`)), false),
    podDraws(recipe, open),
    service.recipe.client,
  );
  if (recipe.autoscaler.policy === 'per-request')
    state.dispatch = new DispatchState(recipe.autoscaler, open(`dispatch/${recipe.name}`));
  return state;
}

/** A stream for each phase: one that takes no time draws nothing, and shifts nothing. */
function podDraws(recipe: Revision, open: OpenStream): PodDraws {
  const uid = open(`pod-uid/${recipe.name}`);
  const probe = open(`pod-probe/${recipe.name}`);
  return {
    phases: PHASES.map((phase) => {
      const distribution = recipe.startup.phases[phase];
      return distribution === null ? null : sampler(distribution, open(`startup/${recipe.name}/${phase}`));
    }),
    uid: () => uid.next(),
    probe: () => probe.next(),
  };
}

/** Pods that stand ready at time 0. */
export function podsAtStart(recipe: Revision): number {
  if (recipe.start === 'deploying') return 0;
  if (recipe.start !== 'ready') return recipe.start;
  return scaleAtStart(recipe.autoscaler);
}

/** Where a rollout that ended before time 0 has left the revision. */
function scaleAtStart(policy: PolicyRecipe): number {
  switch (policy.policy) {
    case 'knative':
      return Math.max(policy.decider.initialScale, policy.decider.minScale);
    case 'fixed':
      return policy.pods;
    case 'threshold':
      return Math.max(1, policy.minScale);
    case 'per-request':
      return policy.provisioned;
  }
}

/** Everything about the loops of a revision as it stands at time 0. */
export function controlState(
  recipe: Revision,
  policy: Policy,
  open: OpenStream,
  { reachable, later }: { readonly reachable: boolean; readonly later: boolean },
): ControlState {
  const startPods = podsAtStart(recipe);
  const settings = recipe.autoscaler.policy === 'knative' ? scaleSettings(recipe.autoscaler) : null;
  const deploying = recipe.start === 'deploying';
  // What is about to be routed to counts as reachable.
  const unrouted = !(deploying && later) && settings !== null && settings.reachable && !reachable;
  if (unrouted) policy.routed?.(0, false);
  return {
    startPods,
    phases: drawPhases(open(`ticks/${recipe.name}`)),
    settings: unrouted ? { ...settings, reachable } : settings,
    ...burstSettings(recipe.autoscaler),
    active: {
      activeStatus: deploying ? 'activating' : startPods > 0 ? 'active' : 'inactive',
      scaleTargetInitialized: !deploying,
      reason: deploying ? 'Queued' : startPods > 0 ? '' : 'NoTraffic',
    },
    outcome: noOutcome(),
    // What stood before time 0 has stood for long.
    activeSince: deploying ? 0 : -(settings?.stableWindow ?? 0),
    proxySince: 0,
    desired: startPods === 0 && !deploying ? 0 : -1,
    negativeBurst: policy.decision.excessBurstCapacity < 0,
    want: startPods,
    awake: false,
    scraping: false,
    dozedTo: 0,
    reporting: false,
    requeueAt: Infinity,
    fromZero: startPods === 0,
    lastScaleDown: -Infinity,
    blind: 0,
    created: !(deploying && later),
  };
}

function drawPhases(source: Source): Phases {
  const within = (period: number): number => Math.floor(source.next() * period);
  return { report: within(SECOND), scrape: within(SECOND), tick: within(2 * SECOND) };
}

function burstSettings(
  policy: PolicyRecipe,
): Pick<ControlState, 'totalValue' | 'targetBurstCapacity' | 'activatorCapacity' | 'hasScrapeTarget'> {
  if (policy.policy !== 'knative')
    return { totalValue: 0, targetBurstCapacity: 0, activatorCapacity: 100, hasScrapeTarget: true };
  const { decider, config } = policy;
  return {
    totalValue: decider.totalValue,
    targetBurstCapacity: decider.targetBurstCapacity,
    hasScrapeTarget: decider.hasScrapeTarget,
    activatorCapacity: config.ActivatorCapacity,
  };
}
